// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "write_run.h"
#include "write_words.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace loadline {
namespace {

struct Options {
    std::vector<std::int64_t> ids; // none: the newest that can be undone
    bool dryRun = false, yes = false;
    int timeout = 30;
};

Result<JournalEntry> newest(const Journal& journal, const Invocation& invocation)
{
    for (const JournalEntry& entry : journal.entries()) {
        const bool meant = invocation.contexts.empty()
            || std::find(invocation.contexts.begin(), invocation.contexts.end(), entry.place.context) != invocation.contexts.end();
        if (meant && entry.canUndo() && !entry.undoes)
            return entry;
    }
    return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has nothing to undo."), "", "", {}};
}

// Of one cluster: a review is about one.
Result<std::vector<JournalEntry>> chosen(const Journal& journal, const Options& options, const Invocation& invocation)
{
    if (journal.problem())
        return *journal.problem();
    std::vector<JournalEntry> entries;
    for (const std::int64_t id : options.ids) {
        auto entry = journal.entry(id);
        if (!entry)
            return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has no entry %1."), "",
                LOADLINE_TR("Error", "loadline journal lists them."), {std::to_string(id)}};
        if (!entries.empty() && entry->place.context != entries.front().place.context)
            return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "Entries %1 and %2 are of two clusters."), "",
                LOADLINE_TR("Error", "Undo what was done to one cluster at a time."), {std::to_string(entries.front().id), std::to_string(id)}};
        entries.push_back(std::move(*entry));
    }
    if (!entries.empty())
        return entries;
    Result<JournalEntry> last = newest(journal, invocation);
    if (!last)
        return last.error();
    entries.push_back(std::move(*last));
    return entries;
}

void planned(HeadlessRun& headless, Applier& applier, const Options& options, const std::vector<UndoPlan>& plans)
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
        tryAndApply(headless, applier, wish);
    else
        headless.finish(1);
}

int run(Launch& launch, const Options& options)
{
    if (const auto error = cannotAsk(options.dryRun, options.yes))
        return failed(*error);
    Journal journal(journalFile(launch.invocation));
    const auto entries = chosen(journal, options, launch.invocation);
    if (!entries)
        return failed(entries.error());
    launch.invocation.contexts = {entries->front().place.context};
    std::vector<std::int64_t> ids;
    for (const JournalEntry& entry : *entries)
        ids.push_back(entry.id);
    return runWriting(launch, journal, options.timeout, [&](HeadlessRun& headless, Applier& applier) {
        applier.planUndo(ids, [&headless, &applier, &options](const std::vector<UndoPlan>& plans) { planned(headless, applier, options, plans); });
    });
}

} // namespace

CliCommand undoCommand()
{
    const auto options = std::make_shared<Options>();
    return {"undo", "Restore what was there before changes that Loadline made, unless somebody changed it since",
        [options](CLI::App& command) {
            command.add_option("ID", options->ids, "Entries of the journal, undone in one go; the newest that can be undone when left out")->check(CLI::PositiveNumber);
            command.add_flag("--dry-run", options->dryRun, "Show what would be restored, and write nothing");
            command.add_flag("--yes,-y", options->yes, "Write without asking");
            addTimeout(command, options->timeout);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
