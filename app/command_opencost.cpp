// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "costs/opencost_client.h"
#include "headless_costs.h"
#include "tables/opencost_rows.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace loadline {
namespace {

struct Options {
    std::string window = "24h", output, format = "csv";
    int timeout = 60;
};

std::optional<Millis> lengthOf(const std::string& text)
{
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [unit, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc {} || end - unit != 1 || number < 1 || number > 1000)
        return std::nullopt;
    if (*unit == 'h')
        return std::chrono::hours {number};
    return *unit == 'd' ? std::optional<Millis>(std::chrono::hours {24 * number}) : std::nullopt;
}

ExportTable compared(const WorldPtr& world, const Preferences& preferences, const Costs& costs, const OpenCostFigures& theirs,
    const Options& options)
{
    const auto* known = costs.find(world->cluster);
    const Allocation ours = allocate(world, known ? known->book : PriceBook(), costs.settings.terms,
        costs.allocationOptions(preferences.poolLabel));
    ExportHead head;
    head.page = QCoreApplication::translate("Pages", "OpenCost beside Loadline");
    head.clusters << QString::fromStdString(world->cluster);
    head.namespaces = QStringLiteral("all");
    head.at = world->now;
    const std::vector<UsageDay> none;
    const OpenCostBeside beside = besideOpenCost(ours, theirs, known ? *known->days : none);
    head.notes << QCoreApplication::translate("Pages", "OpenCost at %1, over the last %2; beside it %3.")
                      .arg(QString::fromStdString(theirs.source), QString::fromStdString(options.window), openCostBasis(beside));
    const auto columns = openCostExportColumns(costs.settings.terms.currency, false);
    return exportTable(std::move(head), columns, allIds(columns), beside.rows);
}

int run(Launch& launch, const Options& options)
{
    const auto window = lengthOf(options.window);
    if (!window)
        return failed({Error::Kind::Malformed, LOADLINE_TR("Error", "%1 %2 cannot be understood."), {},
            LOADLINE_TR("Error", "Write hours or days, as 24h or 7d."), {"--window", options.window}});
    HeadlessCosts* costs = nullptr;
    HeadlessRun::Wanted wanted = wantedForCosts(Seconds {options.timeout});
    wanted.complete = [&](HeadlessRun& headless, const Worlds& worlds) {
        if (!costs) {
            CostSettings settings = headless.settings().costs;
            settings.windowDays = int(std::chrono::ceil<std::chrono::days>(*window).count());
            costs = new HeadlessCosts(launch, settings, headless);
        }
        return costs->complete(headless, worlds);
    };
    return runHeadless(launch, std::move(wanted), [&](HeadlessRun& headless, const Worlds& worlds) {
        const WorldPtr world = worlds.front();
        const OpenCostGet get = std::bind_front(&Clusters::get, &headless.clusters(), world->cluster);
        askOpenCost(get, options.window, "namespace", [&, world, known = costs->costs()](const Result<OpenCostAnswer>& theirs) {
            if (!theirs)
                return headless.fail(theirs.error());
            const ExportTable table = compared(world, headless.preferences(), *known, {theirs->source, *window, world->now, theirs->entries, {}}, options);
            headless.finish(writeOutput(options.output, options.format == "json" ? toJson(table) : toCsv(table)));
        });
    });
}

} // namespace

CliCommand openCostCommand()
{
    const auto options = std::make_shared<Options>();
    return {"opencost", "Write OpenCost's figures beside Loadline's, the difference by its causes; needs no display",
        [options](CLI::App& command) {
            command.add_option("--window", options->window, "Hours or days back, as 24h or 7d")->type_name("24h")->capture_default_str();
            command.add_option("--format", options->format, "csv or json")
                ->check(CLI::IsMember({"csv", "json"}))
                ->type_name("FORMAT")
                ->capture_default_str();
            addOutput(command, options->output);
            addTimeout(command, options->timeout);
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
