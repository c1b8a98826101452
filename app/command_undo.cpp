// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "write_run.h"
#include "write_words.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace loadline {
namespace {

struct Options {
    std::vector<std::int64_t> ids; // none: the newest that can be undone
    bool dryRun = false, yes = false;
    int timeout = 30;
};

bool meant(const JournalEntry& entry, const std::vector<std::string>& contexts)
{
    return contexts.empty() || std::find(contexts.begin(), contexts.end(), entry.place.context) != contexts.end();
}

// The newest that can be undone, older than `before` where that is given (0: not).
std::optional<JournalEntry> newest(const Journal& journal, const std::vector<std::string>& contexts, std::int64_t before = 0)
{
    for (const JournalEntry& entry : journal.entries())
        if (meant(entry, contexts) && entry.canUndo() && !entry.undoes && (before == 0 || entry.id < before))
            return entry;
    return std::nullopt;
}

Error nothing()
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has nothing to undo."), "", "", {}};
}

// Of one cluster: a review is about one.
Result<std::string> contextOf(const Journal& journal, const Options& options, const Invocation& invocation)
{
    if (journal.problem())
        return *journal.problem();
    std::optional<JournalEntry> first;
    for (const std::int64_t id : options.ids) {
        auto entry = journal.entry(id);
        if (!entry)
            return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has no entry %1."), "",
                LOADLINE_TR("Error", "loadline journal lists them."), {std::to_string(id)}};
        if (first && entry->place.context != first->place.context)
            return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "Entries %1 and %2 are of two clusters."), "",
                LOADLINE_TR("Error", "Undo what was done to one cluster at a time."), {std::to_string(first->id), std::to_string(id)}};
        if (!first)
            first = std::move(*entry);
    }
    if (first)
        return first->place.context;
    // What a crash left open may have been stored: the cluster is asked before the newest is chosen.
    first = newest(journal, invocation.contexts);
    for (const JournalEntry& open : journal.unfinished())
        if (meant(open, invocation.contexts) && (!first || open.id > first->id))
            first = open;
    return first ? Result<std::string>(first->place.context) : nothing();
}

// Nobody named the entry: the next one is, so that what cannot be undone does not stand before it for ever.
void sayNext(const Journal& journal, const std::string& context, const UndoPlan& plan)
{
    if (const auto next = newest(journal, {context}, plan.entry))
        say(stderr, QCoreApplication::translate("Write", "loadline: the one before it is %1, %2: loadline undo %1").arg(qint64(next->id)).arg(objectName(next->change.ref)));
}

void planned(HeadlessRun& headless, Applier& applier, const Journal& journal, const Options& options, const std::vector<UndoPlan>& plans)
{
    WriteWish wish;
    wish.dryRun = options.dryRun;
    wish.yes = options.yes;
    bool possible = true;
    for (const UndoPlan& plan : plans) {
        possible = possible && plan.possible();
        for (const QString& line : linesOf(plan))
            say(stderr, line);
        wish.changes.push_back(plan.change);
        wish.undoes.push_back(plan.entry);
    }
    if (possible)
        return tryAndApply(headless, applier, wish);
    if (options.ids.empty())
        sayNext(journal, applier.place().context, plans.front());
    headless.finish(1);
}

int run(Launch& launch, const Options& options)
{
    Journal journal(journalFile(launch.invocation));
    const auto context = contextOf(journal, options, launch.invocation);
    if (!context)
        return failed(context.error());
    if (const auto error = cannotAsk(options.dryRun, options.yes))
        return failed(*error);
    launch.invocation.contexts = {*context};
    return runWriting(launch, journal, options.timeout, [&](HeadlessRun& headless, Applier& applier) {
        std::vector<std::int64_t> ids = options.ids;
        if (ids.empty()) {
            const auto last = newest(journal, {*context});
            if (!last)
                return headless.fail(nothing());
            ids = {last->id};
        }
        applier.planUndo(std::move(ids), [&headless, &applier, &journal, &options](const std::vector<UndoPlan>& plans) { planned(headless, applier, journal, options, plans); });
    });
}

} // namespace

CliCommand undoCommand()
{
    const auto options = std::make_shared<Options>();
    return {"undo", "Restore what was there before changes that Loadline made, unless somebody changed it since",
        [options](CLI::App& command) {
            command.add_option("ID", options->ids, "Entries of the journal, undone in one go; the newest that can be undone when left out")->check([](const std::string& id) {
                const bool number = !id.empty() && id.size() < 19 && id.find_first_not_of("0123456789") == std::string::npos && id != "0";
                return number ? std::string() : id + " is no entry of the journal: loadline journal lists them by number";
            });
            command.add_flag("--dry-run", options->dryRun, "Show what would be restored, and write nothing");
            command.add_flag("--yes,-y", options->yes, "Write without asking");
            addTimeout(command, options->timeout);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
