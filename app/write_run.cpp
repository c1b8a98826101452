// SPDX-License-Identifier: GPL-3.0-or-later
#include "write_run.h"

#include "write_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace loadline {
namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Write", text);
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

// The server begins a field with a dot; the lines of what would change do not. Both are understood.
std::string_view plain(std::string_view field)
{
    return field.starts_with('.') ? field.substr(1) : field;
}

bool names(const std::vector<std::string>& fields, const FieldConflict& conflict)
{
    return std::any_of(fields.begin(), fields.end(), [&](const std::string& field) { return plain(field) == plain(conflict.field); });
}

std::vector<FieldConflict> conflictsOf(const Trial& trial)
{
    return trial.refusal ? trial.refusal->conflicts : std::vector<FieldConflict> {};
}

bool mayTakeOver(const WriteWish& wish, const Trial& trial)
{
    const auto conflicts = conflictsOf(trial);
    return !conflicts.empty() && std::all_of(conflicts.begin(), conflicts.end(), [&](const FieldConflict& one) { return names(wish.conflicts.takeOver, one); });
}

// The wish without the fields that are to be left to their holders; nullopt: none of them stands in the way. Each is
// left out once, so that this ends.
std::optional<WriteWish> lighter(const WriteWish& wish, const std::vector<Trial>& trials)
{
    WriteWish rest = wish;
    bool dropped = false;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        std::vector<FieldConflict> left = conflictsOf(trials[i]);
        std::erase_if(left, [&](const FieldConflict& one) { return !names(wish.conflicts.drop, one); });
        for (const FieldConflict& one : left)
            loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: %1 of %2 is left to %3."))
                                      .arg(QString::fromStdString(one.field), objectName(trials[i].change.ref), QString::fromStdString(one.owner)));
        if (left.empty())
            continue;
        rest.changes[i] = withoutConflicts(wish.changes[i], left);
        std::erase_if(rest.conflicts.drop, [&](const std::string& field) {
            return std::any_of(left.begin(), left.end(), [&](const FieldConflict& one) { return names({field}, one); });
        });
        dropped = true;
    }
    return dropped ? std::optional(std::move(rest)) : std::nullopt;
}

// What would change, as files that a kustomization takes; the cluster stays as it is.
void savePatch(HeadlessRun& run, const WriteWish& wish, const std::vector<Trial>& trials)
{
    std::string text;
    for (const Change& change : wish.changes)
        if (change.verb == Change::Verb::Apply)
            text += (text.empty() ? "" : "---\n") + patchForGit(change);
    for (const Trial& trial : trials)
        if (!trial.good() && conflictsOf(trial).empty())
            loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: the server would refuse %1 as it is.")).arg(objectName(trial.change.ref)));
    if (const int status = writeOutput(wish.conflicts.patch, QByteArray::fromStdString(text)); status != 0)
        return run.finish(status);
    loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: the patch was saved, and nothing was written to the cluster.")));
    run.finish(0);
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
        std::move(order), [wish, at = std::size_t(0)](const Applied& applied) mutable { loadline::say(stdout, lineOf(applied, wish.writtenAt(at++))); },
        [&run, wish](const std::vector<Applied>& results) {
            for (std::size_t i = 0; i < results.size(); ++i)
                if (results[i].outcome == Applied::Outcome::NotTried)
                    loadline::say(stdout, lineOf(results[i], wish.writtenAt(i)));
            const bool good = std::all_of(results.begin(), results.end(), [](const Applied& result) { return result.done(); });
            const auto written = std::count_if(results.begin(), results.end(), [](const Applied& result) { return result.done(); });
            if (!good && results.size() > 1)
                loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: it stopped there; %1 of %2 objects were written.")).arg(written).arg(results.size()));
            if (good && wish.after)
                wish.after(results);
            run.finish(good ? 0 : 1);
        });
}

void sayIdleTakeOvers(const WriteWish& wish, const std::vector<Trial>& trials)
{
    std::vector<FieldConflict> held;
    for (const Trial& trial : trials)
        for (FieldConflict& one : conflictsOf(trial))
            held.push_back(std::move(one));
    for (const std::string& field : wish.conflicts.takeOver)
        if (std::none_of(held.begin(), held.end(), [&](const FieldConflict& one) { return names({field}, one); }))
            loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: nobody stands against %1, so --take-over has nothing to take.")).arg(QString::fromStdString(field)));
}

void tried(HeadlessRun& run, Applier& applier, const WriteWish& wish, const std::vector<Trial>& trials)
{
    if (const auto rest = lighter(wish, trials)) // shown once it is as it would be written
        return tryAndApply(run, applier, *rest);
    std::FILE* out = wish.conflicts.patch == "-" ? stderr : stdout;
    for (std::size_t i = 0; i < trials.size(); ++i)
        for (const QString& line : linesOf(trials[i], wish.writtenAt(i), mayTakeOver(wish, trials[i])))
            loadline::say(out, line);
    for (const std::string& field : wish.conflicts.drop)
        loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: nobody stands against %1, so --drop leaves it in.")).arg(QString::fromStdString(field)));
    sayIdleTakeOvers(wish, trials);
    if (!wish.conflicts.patch.empty())
        return savePatch(run, wish, trials);
    if (!std::all_of(trials.begin(), trials.end(), [&](const Trial& trial) { return trial.good() || mayTakeOver(wish, trial); })) {
        if (std::any_of(trials.begin(), trials.end(), [](const Trial& trial) { return !conflictsOf(trial).empty(); }))
            loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: leave a field to its holder with --drop FIELD, take it with --take-over FIELD, or save the change for Git with --save-patch FILE.")));
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

int runWriting(Launch& launch, Journal& journal, int timeoutSeconds, std::function<void(HeadlessRun&, Applier&)> then, std::vector<KindId> wants)
{
    HeadlessRun::Wanted wanted;
    wanted.wants = std::move(wants);
    wanted.changes = true;
    wanted.journal = &journal;
    wanted.timeout = Seconds {timeoutSeconds};
    return runHeadless(launch, std::move(wanted), [then = std::move(then), timeoutSeconds](HeadlessRun& headless, const Worlds&) {
        const auto sessions = headless.clusters().sessions();
        if (sessions.size() != 1)
            return headless.fail({Error::Kind::Malformed, LOADLINE_TR("Error", "Changes are made to one context at a time."), "",
                LOADLINE_TR("Error", "Name one with --context."), {}});
        Applier& applier = *sessions.front()->applier();
        applier.setPatience(Seconds {timeoutSeconds});
        applier.explainUnfinished([then, &headless, &applier](const std::vector<JournalEntry>& explained) {
            for (const JournalEntry& entry : explained)
                loadline::say(stderr, words(QT_TRANSLATE_NOOP("Write", "loadline: a run that ended early left this open; the cluster tells what became of it: %1")).arg(lineOf(entry)));
            then(headless, applier);
        });
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
