// SPDX-License-Identifier: GPL-3.0-or-later
#include "headless_costs.h"

#include "tables/pool_rows.h"

#include <CLI/CLI.hpp>
#include <QFile>
#include <QStandardPaths>

#include <charconv>

namespace loadline {
namespace {

QString dataFile(const Launch& launch, const char* name)
{
    if (launch.invocation.demo)
        return {};
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QLatin1Char('/') + QLatin1String(name);
}

Recorder::Options recorderOptions(const Launch& launch)
{
    Recorder::Options options;
    options.file = dataFile(launch, "history.sqlite");
    return options;
}

Error wrongOption(const char* option, const std::string& text, const char* hint)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 %2 cannot be understood."), {}, hint, {option, text}};
}

// "30d", "12h", "2w".
std::optional<int> daysOf(const std::string& text)
{
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [unit, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc {} || end - unit != 1 || number < 1 || number > 366)
        return std::nullopt;
    const int days = *unit == 'd' ? number : *unit == 'w' ? number * 7 : 0;
    return days >= 1 && days <= 366 ? std::optional(days) : std::nullopt;
}

// Every pool held at its maximum; those whose maximum nobody knows stay at their peak.
Baseline pinnedAtMax(const Worlds& worlds, const Preferences& preferences)
{
    Baseline baseline;
    baseline.kind = BaselineKind::PinnedAtMax;
    for (const auto& row : derivePools(worlds, preferences))
        if (row->max)
            baseline.pools.push_back({row->name, *row->max, {}});
    return baseline;
}

// "date:2026-11-01", at its noon, or to the second.
std::optional<TimePoint> dayOf(const std::string& text)
{
    if (!text.starts_with("date:"))
        return std::nullopt;
    const auto at = parseRfc3339(text.size() == 15 ? text.substr(5) + "T12:00:00Z" : text.substr(5));
    return at ? std::optional(*at) : std::nullopt;
}

Result<Baseline> fixedFrom(const std::string& file)
{
    QFile counts(QString::fromStdString(file));
    if (!counts.open(QIODevice::ReadOnly))
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The file of counts cannot be read: %1."), file,
            LOADLINE_TR("Error", "Write a line for each pool, such as gpu=5."), {counts.errorString().toStdString()}};
    return parseFixedBaseline(counts.read(1 << 20).toStdString(), file);
}

} // namespace

HeadlessRun::Wanted wantedForCosts(Seconds timeout)
{
    HeadlessRun::Wanted wanted;
    using K = KindId;
    wanted.needs = {K::Node, K::Pod};
    wanted.wants = {K::Deployment, K::StatefulSet, K::ReplicaSet, K::Hpa, K::Vpa, K::ScaledObject, K::ScaledJob, K::PodMetrics,
        K::NodePool, K::AutoscalerStatus};
    wanted.prometheus = true;
    wanted.partial = true;
    wanted.timeout = timeout;
    return wanted;
}

HeadlessCosts::HeadlessCosts(const Launch& launch, CostSettings settings, HeadlessRun& run, Days days)
    : QObject(&run)
    , settings_(std::move(settings))
    , recorder_(recorderOptions(launch))
    , broker_(std::make_unique<SeriesBroker>(
          [this](const std::string& cluster, const SeriesRequest& request, const std::function<void(SeriesAnswerPtr)>& answered) {
              recorder_.answer(cluster, request, answered);
          }))
    , feed_(dataFile(launch, "days.sqlite"), [this](const QString& owner, const std::vector<SeriesWish>& wishes) {
        if (broker_)
            broker_->want(owner, wishes);
    })
{
    connect(broker_.get(), &SeriesBroker::answered, &feed_, &CostFeed::take);
    connect(broker_.get(), &SeriesBroker::answered, this, &HeadlessCosts::answered);
    feed_.setSettings(settings_);
    feed_.setWanted(days == Days::All);
    connect(&feed_, &CostFeed::changed, &run, &HeadlessRun::look);
    connect(&run, &HeadlessRun::finished, this, &HeadlessCosts::stop);
}

HeadlessCosts::~HeadlessCosts() = default;

void HeadlessCosts::askOpenCost(HeadlessRun& run)
{
    feed_.setOpenCost(std::bind_front(&Clusters::get, &run.clusters()));
}

void HeadlessCosts::want(const QString& owner, const std::vector<SeriesWish>& wishes)
{
    if (broker_)
        broker_->want(owner, wishes);
}

void HeadlessCosts::stop()
{
    // It may be the broker's own answer that ends the run: it goes once that is told, with the event loop at the latest.
    if (broker_)
        broker_.release()->deleteLater();
}

void HeadlessCosts::tell(HeadlessRun& run, const Worlds& worlds)
{
    for (const WorldPtr& world : worlds) {
        const PromDiscovery* discovery = run.prometheus(world->cluster);
        Session* session = run.clusters().session(world->cluster);
        if (!discovery || !session || !told_.insert(world->cluster).second)
            continue;
        broker_->addCluster(world->cluster, &session->prometheus());
        const auto& source = discovery->source;
        feed_.setSource(world->cluster, source ? describe(*source) + source->matcher : std::string());
    }
}

bool HeadlessCosts::complete(HeadlessRun& run, const Worlds& worlds)
{
    feed_.setPoolLabel(run.preferences().poolLabel);
    feed_.setWorlds(worlds);
    tell(run, worlds);
    return feed_.settled();
}

void addCostOptions(CLI::App& command, CostOptions& options)
{
    command.add_option("--window", options.window, "Days to look back, as 30d or 4w")->type_name("30d");
    command.add_option("--by", options.by,
               "workload-type, namespace, workload, pool, capacity-type, autoscaler, cluster, node or label:KEY such as label:team")
        ->type_name("GROUP");
    command.add_option("--baseline", options.baseline,
               "peak: always on at the window's peak; max: autoscalers held at max; fixed:FILE with lines POOL=COUNT; "
               "date:2026-11-01 what ran then")
        ->type_name("BASELINE");
    command.add_option("--currency", options.currency, "Convert, as EUR=0.92 or EUR=0.92@2026-11-20")->type_name("CODE=RATE");
    addTimeout(command, options.timeout);
}

// Errors of a baseline that can be told before any cluster is asked.
std::optional<Error> wrongBaseline(const std::string& text)
{
    if (text.empty() || text == "peak" || text == "max")
        return std::nullopt;
    if (text.starts_with("fixed:")) {
        const auto fixed = fixedFrom(text.substr(6));
        return fixed ? std::nullopt : std::optional(fixed.error());
    }
    return dayOf(text) ? std::nullopt : std::optional(wrongOption("--baseline", text, LOADLINE_TR("Error", "Write peak, max, fixed:FILE or date:2026-11-01.")));
}

Result<CostSettings> applyOptions(CostSettings settings, const CostOptions& options)
{
    if (const auto wrong = wrongBaseline(options.baseline))
        return *wrong;
    if (!options.window.empty()) {
        const auto days = daysOf(options.window);
        if (!days)
            return wrongOption("--window", options.window, LOADLINE_TR("Error", "Write days or weeks, as 30d or 4w, up to 366d."));
        settings.windowDays = *days;
    }
    if (!options.by.empty()) {
        const auto by = parseGroupBy(options.by);
        if (!by)
            return by.error();
        settings.by = *by;
    }
    if (!options.currency.empty()) {
        const auto currency = parseCurrency(options.currency);
        if (!currency)
            return currency.error();
        settings.terms.currency = *currency;
    }
    return settings;
}

Result<Baseline> baselineOf(const std::string& text, const Worlds& worlds, const Preferences& preferences, const Costs& costs)
{
    if (text.empty())
        return costs.settings.baseline;
    if (text == "peak")
        return Baseline {};
    if (text == "max")
        return pinnedAtMax(worlds, preferences);
    if (text.starts_with("fixed:"))
        return fixedFrom(text.substr(6));
    const auto at = dayOf(text);
    if (!at)
        return *wrongBaseline(text);
    if (costs.clusters.empty())
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "Nothing is known of what ran on %1."), {}, {}, {text.substr(5)}};
    return baselineBefore(*costs.clusters.begin()->second.days, *at);
}

int runHeadlessCosts(Launch& launch, const CostOptions& options, QCoreApplication* application,
    const std::function<void(HeadlessRun&, const LoadedCosts&)>& loaded)
{
    const auto settings = applyOptions(SettingsStore({}).load().costs, options);
    if (!settings) {
        failed(settings.error());
        return 2; // of the command line
    }
    HeadlessCosts* costs = nullptr; // the run's child
    HeadlessRun::Wanted wanted = wantedForCosts(Seconds {options.timeout});
    wanted.complete = [&](HeadlessRun& run, const Worlds& worlds) {
        if (!costs) {
            costs = new HeadlessCosts(launch, *settings, run);
            if (options.openCost)
                costs->askOpenCost(run);
        }
        return costs->complete(run, worlds);
    };
    const auto hand = [&](HeadlessRun& run, const Worlds& worlds) {
        Costs known = *costs->costs();
        const auto baseline = baselineOf(options.baseline, worlds, run.preferences(), known);
        if (!baseline)
            return run.fail(baseline.error());
        known.settings.baseline = *baseline;
        CostReport report = deriveCosts(worlds, run.preferences(), known);
        report.notes << run.leftOut();
        loaded(run, {std::move(report), *baseline});
    };
    return application ? runHeadless(*application, launch, std::move(wanted), hand) : runHeadless(launch, std::move(wanted), hand);
}

} // namespace loadline
