// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/sendable.h"
#include "command_list.h"
#include "manifest_files.h"
#include "write_run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>

namespace loadline {
namespace {

struct Options {
    std::vector<std::string> files;
    ConflictChoices conflicts;
    std::string why;
    bool dryRun = false, yes = false;
    int timeout = 30;
};

// Every file is read before anything is sent: a fault in the last one stops the first. What others need comes first.
Result<WriteWish> readWish(const Options& options)
{
    const ManifestFiles files = readManifests(options.files);
    if (!files.unreadable.empty())
        return files.unreadable.front();
    for (const Error& error : files.passedOver)
        say(stderr, oneLine(error));
    std::vector<std::size_t> order(files.documents.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return applyRank(files.documents[a].ref()) < applyRank(files.documents[b].ref()); });
    WriteWish wish;
    wish.conflicts = options.conflicts;
    wish.dryRun = options.dryRun;
    wish.yes = options.yes;
    for (const std::size_t i : order) {
        const Document& document = files.documents[i];
        if (auto fault = identityFault(document.value())) {
            fault->error.where = placeOf(files.places[i], document, fault->at);
            return std::move(fault->error);
        }
        wish.changes.push_back({document.ref(), Change::Verb::Apply, std::nullopt, document.value(),
            options.why.empty() ? "loadline apply " + files.places[i].file : options.why});
        wish.written.push_back({files.places[i], document});
    }
    if (wish.changes.empty())
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no manifest in these files."), "", "", {}};
    return wish;
}

int run(Launch& launch, const Options& options)
{
    const auto wish = readWish(options);
    if (!wish)
        return failed(wish.error());
    if (const auto error = cannotAsk(options.dryRun || !options.conflicts.patch.empty(), options.yes))
        return failed(*error);
    Journal journal(journalFile(launch.invocation));
    return runWriting(launch, journal, options.timeout, [&](HeadlessRun& headless, Applier& applier) { tryAndApply(headless, applier, *wish); });
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
