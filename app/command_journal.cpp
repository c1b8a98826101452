// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "translations.h"
#include "write_run.h"
#include "write_words.h"

#include <QFile>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>

namespace loadline {
namespace {

struct Options {
    std::string format = "text", output;
    std::size_t most = 1000;
    bool forget = false;
};

QByteArray linesOf(const std::vector<JournalEntry>& entries)
{
    QByteArray lines;
    for (const JournalEntry& entry : entries)
        lines += lineOf(entry).toUtf8() + '\n';
    return lines;
}

// Of the contexts and namespaces that were named, else all.
std::vector<JournalEntry> meant(const Journal& journal, const Invocation& invocation, std::size_t most)
{
    const auto among = [](const std::vector<std::string>& named, const std::string& one) { return named.empty() || std::find(named.begin(), named.end(), one) != named.end(); };
    auto entries = journal.entries(invocation.contexts.empty() && invocation.namespaces.empty() ? most : std::numeric_limits<std::int32_t>::max());
    std::erase_if(entries, [&](const JournalEntry& entry) { return !among(invocation.contexts, entry.place.context) || !among(invocation.namespaces, entry.change.ref.ns); });
    entries.resize(std::min(entries.size(), most));
    return entries;
}

// With it goes what was written: the next demo begins as the first did.
int forgetDemo(const QString& file)
{
    for (const char* part : {"", "-wal", "-shm"})
        if (const QString name = file + QLatin1String(part); !file.isEmpty() && QFile::exists(name) && !QFile::remove(name))
            return failed({Error::Kind::Unsupported, LOADLINE_TR("Error", "%1 cannot be removed."), "", "", {name.toStdString()}});
    return 0;
}

int run(Launch& launch, const Options& options)
{
    QCoreApplication application(launch.argc, launch.argv);
    setUpTranslations(application);
    const QString file = journalFile(launch.invocation);
    if (options.forget && !launch.invocation.demo)
        return failed({Error::Kind::Unsupported, LOADLINE_TR("Error", "Only the demo's journal can be forgotten."), "", LOADLINE_TR("Error", "Give --demo."), {}});
    if (options.forget)
        return forgetDemo(file);
    const Journal journal(file);
    if (journal.problem())
        return failed(*journal.problem());
    const auto entries = meant(journal, launch.invocation, options.most);
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
            command.add_flag("--forget-demo", options->forget, "Forget what was written to the demo, which then begins anew; only with --demo");
            command.add_option("--limit", options->most, "How many entries at most")->check(CLI::Range(1, 1000000))->type_name("N")->capture_default_str();
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
