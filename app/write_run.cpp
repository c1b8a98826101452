// SPDX-License-Identifier: GPL-3.0-or-later
#include "write_run.h"

#include "write_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <unistd.h>

namespace loadline {
namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Write", text);
}

void say(const QStringList& lines)
{
    for (const QString& line : lines)
        loadline::say(stdout, line);
}

QString questionOf(const Applier& applier, const std::vector<Trial>& trials)
{
    QStringList namespaces;
    for (const Trial& trial : trials)
        if (const QString ns = QString::fromStdString(trial.change.ref.ns); !ns.isEmpty() && !namespaces.contains(ns))
            namespaces << ns;
    const QString context = QString::fromStdString(applier.place().context);
    if (namespaces.isEmpty())
        return words(QT_TRANSLATE_NOOP("Write", "Write this to %1?")).arg(context);
    return words(QT_TRANSLATE_NOOP("Write", "Write this to %1, namespace %2?")).arg(context, namespaces.join(QStringLiteral(", ")));
}

bool mayTakeOver(const WriteWish& wish, const Trial& trial)
{
    if (!trial.refusal || trial.refusal->conflicts.empty())
        return false;
    const auto& conflicts = trial.refusal->conflicts;
    return std::all_of(conflicts.begin(), conflicts.end(), [&](const FieldConflict& conflict) {
        return std::find(wish.takeOver.begin(), wish.takeOver.end(), conflict.field) != wish.takeOver.end();
    });
}

void apply(HeadlessRun& run, Applier& applier, const WriteWish& wish, const std::vector<Trial>& trials)
{
    Applier::Order order;
    order.undoes = wish.undoes;
    for (const Trial& trial : trials) {
        order.changes.push_back(trial.change);
        if (trial.refusal)
            order.takeOver.insert(order.takeOver.end(), trial.refusal->conflicts.begin(), trial.refusal->conflicts.end());
    }
    applier.apply(
        std::move(order), [](const Applied& applied) { loadline::say(stdout, lineOf(applied)); },
        [&run, after = wish.after](const std::vector<Applied>& results) {
            for (const Applied& result : results)
                if (result.outcome == Applied::Outcome::NotTried)
                    loadline::say(stdout, lineOf(result));
            const bool good = std::all_of(results.begin(), results.end(), [](const Applied& result) { return result.done(); });
            const auto written = std::count_if(results.begin(), results.end(), [](const Applied& result) { return result.done(); });
            if (!good && results.size() > 1)
                loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: it stopped there; %1 of %2 objects were written.")).arg(written).arg(results.size()));
            if (good && after)
                after(results);
            run.finish(good ? 0 : 1);
        });
}

void tried(HeadlessRun& run, Applier& applier, const WriteWish& wish, const std::vector<Trial>& trials)
{
    for (const Trial& trial : trials)
        say(linesOf(trial));
    if (!std::all_of(trials.begin(), trials.end(), [&](const Trial& trial) { return trial.good() || mayTakeOver(wish, trial); })) {
        loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: nothing was written.")));
        return run.finish(1);
    }
    const bool same = std::all_of(trials.begin(), trials.end(), [](const Trial& trial) {
        return trial.good() && trial.change.verb == Change::Verb::Apply && !trial.creates() && trial.diff.empty();
    });
    if (wish.dryRun || same)
        return run.finish(0);
    if (!wish.yes && !confirmed(questionOf(applier, trials))) {
        loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: nothing was written.")));
        return run.finish(1);
    }
    apply(run, applier, wish, trials);
}

} // namespace

void tryAndApply(HeadlessRun& run, Applier& applier, const WriteWish& wish)
{
    applier.dryRun(wish.changes, [&run, &applier, wish](const std::vector<Trial>& trials) { tried(run, applier, wish, trials); });
}

QString journalFile(const Invocation& invocation)
{
    return invocation.demo ? QString() : Journal::defaultFile();
}

int runWriting(Launch& launch, Journal& journal, int timeoutSeconds, std::function<void(HeadlessRun&, Applier&)> then)
{
    HeadlessRun::Wanted wanted;
    wanted.changes = true;
    wanted.journal = &journal;
    wanted.timeout = Seconds {timeoutSeconds};
    return runHeadless(launch, std::move(wanted), [then = std::move(then)](HeadlessRun& headless, const Worlds&) {
        const auto sessions = headless.clusters().sessions();
        if (sessions.size() != 1)
            return headless.fail({Error::Kind::Malformed, LOADLINE_TR("Error", "Changes are made to one context at a time."), "",
                LOADLINE_TR("Error", "Name one with --context."), {}});
        then(headless, *sessions.front()->applier());
    });
}

std::optional<Error> cannotAsk(bool dryRun, bool yes)
{
    if (dryRun || yes || isatty(STDIN_FILENO))
        return std::nullopt;
    return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "Nobody can be asked here, since standard input is no terminal."), "",
        LOADLINE_TR("Error", "Give --yes to write without a question, or --dry-run to see what would happen."), {}};
}

} // namespace loadline
