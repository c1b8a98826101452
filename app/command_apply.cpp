// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/sendable.h"
#include "command_list.h"
#include "manifest_files.h"
#include "write_run.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace loadline {
namespace {

struct Options {
    std::vector<std::string> files;
    ConflictChoices conflicts;
    std::string why;
    bool dryRun = false, yes = false;
    int timeout = 30;
};

// Every file is read before anything is sent: a fault in the last one stops the first.
Result<std::vector<Change>> readChanges(const Options& options)
{
    const ManifestFiles files = readManifests(options.files);
    if (!files.unreadable.empty())
        return files.unreadable.front();
    for (const Error& error : files.passedOver)
        say(stderr, oneLine(error));
    std::vector<Change> changes;
    for (std::size_t i = 0; i < files.documents.size(); ++i) {
        const Document& document = files.documents[i];
        if (auto fault = identityFault(document.value())) {
            fault->error.where = placeOf(files.places[i], document, fault->at);
            return std::move(fault->error);
        }
        changes.push_back({files.documents[i].ref(), Change::Verb::Apply, std::nullopt, files.documents[i].value(),
            options.why.empty() ? "loadline apply " + files.places[i].file : options.why});
    }
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return applyRank(a.ref) < applyRank(b.ref); });
    if (changes.empty())
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no manifest in these files."), "", "", {}};
    return changes;
}

int run(Launch& launch, const Options& options)
{
    auto changes = readChanges(options);
    if (!changes)
        return failed(changes.error());
    if (const auto error = cannotAsk(options.dryRun || !options.conflicts.patch.empty(), options.yes))
        return failed(*error);
    Journal journal(journalFile(launch.invocation));
    return runWriting(launch, journal, options.timeout, [&](HeadlessRun& headless, Applier& applier) {
        tryAndApply(headless, applier, {*changes, {}, options.conflicts, options.dryRun, options.yes});
    });
}

} // namespace

CliCommand applyCommand()
{
    const auto options = std::make_shared<Options>();
    return {"apply", "Write manifests to a cluster: a dry run first, then the question, then the journal",
        [options](CLI::App& command) {
            command.add_option("FILE", options->files, "YAML or JSON, with any number of documents, or a folder of them; - is standard input")->required();
            command.add_flag("--dry-run", options->dryRun, "Ask the server what would change, and write nothing");
            command.add_flag("--yes,-y", options->yes, "Write without asking");
            addConflictChoices(command, options->conflicts);
            command.add_option("--why", options->why, "The reason, for the journal")->type_name("TEXT");
            addTimeout(command, options->timeout);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
