// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "headless_costs.h"
#include "tables/cost_export.h"

#include <CLI/CLI.hpp>

namespace loadline {
namespace {

struct Options {
    CostOptions cost;
    std::string output, format = "csv";
};

int run(Launch& launch, const Options& options)
{
    return runHeadlessCosts(launch, options.cost, nullptr, [&](HeadlessRun& run, const LoadedCosts& costs) {
        const ExportTable table = costExport(costs.report, costs.baseline);
        run.finish(writeOutput(options.output, options.format == "json" ? toJson(table) : toCsv(table)));
    });
}

} // namespace

CliCommand costCommand()
{
    const auto options = std::make_shared<Options>();
    return {"cost", "Write what runs cost and what autoscaling saved, by group; needs no display",
        [options](CLI::App& command) {
            addCostOptions(command, options->cost);
            command.add_option("--format", options->format, "csv or json")
                ->check(CLI::IsMember({"csv", "json"}))
                ->type_name("FORMAT")
                ->capture_default_str();
            addOutput(command, options->output);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
