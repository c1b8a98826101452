// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "costs/cost_feed.h"
#include "headless.h"
#include "history/recorder.h"
#include "history/series_broker.h"
#include "tables/cost_report.h"

namespace loadline {

// Money for commands without a window: asks Prometheus, or what Loadline recorded, for the days of the window, as the
// desk does for its pages, and keeps closed days in the same file.
class HeadlessCosts : public QObject {
    Q_OBJECT
public:
    // Whether the days of the window are asked for, or only what prices are now.
    enum class Days { All, None };
    // A child of the run, which it ends with.
    HeadlessCosts(const Launch& launch, CostSettings settings, HeadlessRun& run, Days days = Days::All);
    ~HeadlessCosts() override;
    // For HeadlessRun::Wanted::complete: true once prices and days are in.
    bool complete(HeadlessRun& run, const Worlds& worlds);
    [[nodiscard]] CostsPtr costs() const { return feed_.costs(); }
    void askOpenCost(HeadlessRun& run); // before the first complete(), which then waits for its answer
    // Series beside those of costs, asked once all clusters' sources are known; answered() tells.
    void want(const QString& owner, const std::vector<SeriesWish>& wishes);

Q_SIGNALS:
    void answered(const QString& owner, const QString& key, const loadline::SeriesAnswer& answer);

private:
    void stop(); // the series, before the run's sessions go
    void tell(HeadlessRun& run, const Worlds& worlds);
    CostSettings settings_;
    Recorder recorder_;
    std::unique_ptr<SeriesBroker> broker_;
    CostFeed feed_;
    std::set<std::string> told_; // clusters whose Prometheus the feed knows
};

// The options that `cost` and `review` share, over the user's own settings.
struct CostOptions {
    std::string window, by, baseline, currency; // "": as the user set it
    int timeout = 120;
    bool openCost = false; // ask the clusters' OpenCost too; no option of the user's
};
void addCostOptions(CLI::App& command, CostOptions& options);
// Errors: Malformed, naming the option.
Result<CostSettings> applyOptions(CostSettings settings, const CostOptions& options);
// "peak", "max", "fixed:FILE", "date:2026-11-01": worked out with what is known. Errors: Malformed, NotFound.
Result<Baseline> baselineOf(const std::string& text, const Worlds& worlds, const Preferences& preferences, const Costs& costs);

HeadlessRun::Wanted wantedForCosts(Seconds timeout); // what a command about costs waits for

// What a command about costs gets once all days of the window are in.
struct LoadedCosts {
    CostReport report;
    Baseline baseline;
};
// Reads clusters, prices and days as the options say, and hands them over once; `loaded` ends the run by finish() or
// fail(). In `application` where one is given: one with fonts, for what draws. Returns the exit status.
int runHeadlessCosts(Launch& launch, const CostOptions& options, QCoreApplication* application,
    const std::function<void(HeadlessRun&, const LoadedCosts&)>& loaded);

} // namespace loadline
