// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/cost_review_pdf.h"
#include "command_list.h"
#include "headless_costs.h"

#include <CLI/CLI.hpp>
#include <QGuiApplication>

namespace loadline {
namespace {

struct Options {
    CostOptions cost;
    std::string output, paper = "a4";
};

int run(Launch& launch, const Options& options)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(launch.argc, launch.argv);
    return runHeadlessCosts(launch, options.cost, &application, [&](HeadlessRun& run, const LoadedCosts& costs) {
        const QPageSize paper(options.paper == "letter" ? QPageSize::Letter : QPageSize::A4);
        run.finish(writeOutput(options.output, costReviewPdf(costReview(costs.report, costs.baseline), costs.report, paper)));
    });
}

} // namespace

CliCommand reviewCommand()
{
    const auto options = std::make_shared<Options>();
    options->cost.openCost = true;
    return {"review", "Write a cost review of a few pages as a PDF; needs no display",
        [options](CLI::App& command) {
            addCostOptions(command, options->cost);
            command.add_option("--paper", options->paper, "a4 or letter")
                ->check(CLI::IsMember({"a4", "letter"}))
                ->type_name("SIZE")
                ->capture_default_str();
            command.add_option("-o,--output", options->output, "PDF file to write; - is standard output")->required()->type_name("FILE.pdf");
        },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
