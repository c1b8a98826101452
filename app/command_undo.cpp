// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "write_run.h"
#include "write_words.h"

#include <CLI/CLI.hpp>

namespace loadline {
namespace {

struct Options {
    std::int64_t id = 0; // 0: the newest that can be undone
    bool dryRun = false, yes = false;
    int timeout = 30;
};

Result<JournalEntry> chosen(const Journal& journal, const Options& options, const Invocation& invocation)
{
    if (journal.problem())
        return *journal.problem();
    if (options.id != 0) {
        auto entry = journal.entry(options.id);
        if (entry)
            return *entry;
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has no entry %1."), "",
            LOADLINE_TR("Error", "loadline journal lists them."), {std::to_string(options.id)}};
    }
    for (const JournalEntry& entry : journal.entries()) {
        const bool meant = invocation.contexts.empty()
            || std::find(invocation.contexts.begin(), invocation.contexts.end(), entry.place.context) != invocation.contexts.end();
        if (meant && entry.canUndo() && !entry.undoes)
            return entry;
    }
    return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has nothing to undo."), "", "", {}};
}

int run(Launch& launch, const Options& options)
{
    if (const auto error = cannotAsk(options.dryRun, options.yes))
        return failed(*error);
    Journal journal(journalFile(launch.invocation));
    const auto entry = chosen(journal, options, launch.invocation);
    if (!entry)
        return failed(entry.error());
    launch.invocation.contexts = {entry->place.context};
    return runWriting(launch, journal, options.timeout, [&](HeadlessRun& headless, Applier& applier) {
        applier.planUndo(entry->id, [&headless, &applier, &options](const UndoPlan& plan) {
            if (!plan.possible()) {
                for (const QString& line : linesOf(plan))
                    say(stderr, line);
                return headless.finish(1);
            }
            tryAndApply(headless, applier, {{plan.change}, plan.entry, {}, options.dryRun, options.yes});
        });
    });
}

} // namespace

CliCommand undoCommand()
{
    const auto options = std::make_shared<Options>();
    return {"undo", "Restore what was there before a change that Loadline made, unless somebody changed it since",
        [options](CLI::App& command) {
            command.add_option("ID", options->id, "Entry of the journal; the newest that can be undone when left out")->check(CLI::PositiveNumber);
            command.add_flag("--dry-run", options->dryRun, "Show what would be restored, and write nothing");
            command.add_flag("--yes,-y", options->yes, "Write without asking");
            addTimeout(command, options->timeout);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
