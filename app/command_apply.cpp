// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "write_run.h"

#include <CLI/CLI.hpp>

#include <QFile>

namespace loadline {
namespace {

struct Options {
    std::vector<std::string> files, takeOver;
    std::string why;
    bool dryRun = false, yes = false;
    int timeout = 30;
};

Result<std::string> readFile(const std::string& name)
{
    QFile file;
    const bool opened = name == "-" ? file.open(stdin, QIODevice::ReadOnly) : (file.setFileName(QString::fromStdString(name)), file.open(QIODevice::ReadOnly));
    if (!opened)
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The file cannot be read: %1."), name, "", {file.errorString().toStdString()}};
    return file.readAll().toStdString();
}

// Every file is read before anything is sent: a fault in the last one stops the first.
Result<std::vector<Change>> readChanges(const Options& options)
{
    std::vector<Change> changes;
    for (const std::string& name : options.files) {
        const auto text = readFile(name);
        if (!text)
            return text.error();
        const auto stream = readStream(*text, name);
        if (!stream)
            return stream.error();
        for (const DocumentStream::Entry& entry : stream->entries) {
            if (!entry.document)
                return entry.document.error();
            changes.push_back({entry.document->ref(), Change::Verb::Apply, std::nullopt, entry.document->value(),
                options.why.empty() ? "loadline apply " + name : options.why});
        }
    }
    if (changes.empty())
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no manifest in these files."), "", "", {}};
    return changes;
}

int run(Launch& launch, const Options& options)
{
    auto changes = readChanges(options);
    if (!changes)
        return failed(changes.error());
    if (const auto error = cannotAsk(options.dryRun, options.yes))
        return failed(*error);
    Journal journal(journalFile(launch.invocation));
    return runWriting(launch, journal, options.timeout, [&](HeadlessRun& headless, Applier& applier) {
        tryAndApply(headless, applier, {*changes, {}, options.takeOver, options.dryRun, options.yes});
    });
}

} // namespace

CliCommand applyCommand()
{
    const auto options = std::make_shared<Options>();
    return {"apply", "Write manifests to a cluster: a dry run first, then the question, then the journal",
        [options](CLI::App& command) {
            command.add_option("FILE", options->files, "YAML or JSON, with any number of documents; - is standard input")->required();
            command.add_flag("--dry-run", options->dryRun, "Ask the server what would change, and write nothing");
            command.add_flag("--yes,-y", options->yes, "Write without asking");
            command.add_option("--take-over", options->takeOver, "A field that another manager holds, as the dry run names it; may be given several times")
                ->type_name("FIELD")
                ->allow_extra_args(false);
            command.add_option("--why", options->why, "The reason, for the journal")->type_name("TEXT");
            addTimeout(command, options->timeout);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
