// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "headless.h"
#include "page_tables.h"
#include "tables/keda_rows.h"

#include <CLI/CLI.hpp>

#include <map>

namespace loadline {
namespace {

struct Options {
    std::string page, output, format = "csv", filter;
    int timeout = 30;
};

std::string knownPages()
{
    std::string known;
    for (const PageTable& table : pageTables())
        known += (known.empty() ? "" : ", ") + std::string(table.id);
    return known;
}

void add(CLI::App& command, Options& options)
{
    command.add_option("PAGE", options.page, knownPages())->required();
    addOutput(command, options.output);
    command.add_option("--format", options.format, "csv or json")
        ->check(CLI::IsMember({"csv", "json"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    command.add_option("--filter", options.filter, "Words that rows must hold, as in the window's filter box")->type_name("WORDS");
    addTimeout(command, options.timeout);
}

// External metrics are read for what is shown only: asks for those of the rows, then waits for an answer to each.
class LiveValues {
public:
    bool answered(HeadlessRun& run, const Worlds& worlds)
    {
        if (!asked_) {
            asked_ = true;
            for (auto& [cluster, keys] : liveKeysOf(deriveKeda(worlds, run.preferences()))) {
                if (Session* session = run.clusters().session(cluster))
                    session->wantLive(keys);
                wanted_[cluster] = std::move(keys);
            }
        }
        for (const WorldPtr& world : worlds)
            if (const auto wanted = wanted_.find(world->cluster); wanted != wanted_.end())
                for (const LiveMetricKey& key : wanted->second)
                    if (!world->live(key))
                        return false;
        return true;
    }

private:
    bool asked_ = false;
    std::map<std::string, std::vector<LiveMetricKey>> wanted_; // by cluster
};

int run(Launch& launch, const Options& options)
{
    const PageTable* table = pageTable(options.page);
    if (!table)
        return failed({Error::Kind::NotFound, LOADLINE_TR("Error", "There is no page named %1."), "",
            LOADLINE_TR("Error", "The pages are %2."), {options.page, knownPages()}});
    HeadlessRun::Wanted wanted;
    wanted.needs = table->needs;
    wanted.wants = table->wants;
    wanted.timeout = Seconds {options.timeout};
    if (table->live)
        wanted.complete = [live = LiveValues {}](HeadlessRun& headless, const Worlds& worlds) mutable { return live.answered(headless, worlds); };
    return runHeadless(launch, std::move(wanted), [&](HeadlessRun& headless, const Worlds& worlds) {
        const QString filter = QString::fromStdString(options.filter);
        const ExportTable rows = table->derive(worlds, headless.preferences(), exportHead(*table, worlds, filter), filter);
        headless.finish(writeOutput(options.output, options.format == "json" ? toJson(rows) : toCsv(rows)));
    });
}

} // namespace

CliCommand exportCommand()
{
    const auto options = std::make_shared<Options>();
    return {"export", "Write a page's table and exit; needs no display",
        [options](CLI::App& command) { add(command, *options); },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
