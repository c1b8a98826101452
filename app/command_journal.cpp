// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "translations.h"
#include "write_run.h"
#include "write_words.h"

#include <CLI/CLI.hpp>

namespace loadline {
namespace {

struct Options {
    std::string format = "text", output;
    std::size_t most = 1000;
};

QByteArray linesOf(const std::vector<JournalEntry>& entries)
{
    QByteArray lines;
    for (const JournalEntry& entry : entries)
        lines += lineOf(entry).toUtf8() + '\n';
    return lines;
}

int run(Launch& launch, const Options& options)
{
    QCoreApplication application(launch.argc, launch.argv);
    setUpTranslations(application);
    const Journal journal(journalFile(launch.invocation));
    if (journal.problem())
        return failed(*journal.problem());
    const auto entries = journal.entries(options.most);
    return writeOutput(options.output,
        options.format == "csv"        ? journalCsv(entries)
            : options.format == "json" ? journalJson(entries)
                                       : linesOf(entries));
}

} // namespace

CliCommand journalCommand()
{
    const auto options = std::make_shared<Options>();
    return {"journal", "List what Loadline changed, newest first; contacts nobody",
        [options](CLI::App& command) {
            command.add_option("--format", options->format, "text, csv or json")
                ->check(CLI::IsMember({"text", "csv", "json"}))
                ->type_name("FORMAT")
                ->capture_default_str();
            addOutput(command, options->output);
            command.add_option("--limit", options->most, "How many entries at most")->check(CLI::Range(1, 1000000))->type_name("N")->capture_default_str();
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
