// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/cost_feed.h"

#include "cluster/capacity_key.h"
#include "cost/day_prices.h"
#include "costs/run_then.h"

#include <QPointer>

#include <algorithm>
#include <chrono>

namespace loadline {
namespace {

const QString historyOwner = QStringLiteral("costs");
const QString pricesOwner = QStringLiteral("prices");
constexpr Millis pricesEvery {Seconds {600}};
constexpr Millis openCostWindow {Seconds {86'400}};
constexpr const char* openCostWindowText = "24h";
constexpr Millis workloadsEvery {Seconds {60}}; // what a replica costs moves slowly

std::vector<std::string> typesOf(const World& world)
{
    std::set<std::string> types;
    for (const Node& node : world.all<Node>())
        if (auto type = identify(node).instanceType; !type.empty())
            types.insert(std::move(type));
    return {types.begin(), types.end()};
}

CapacityType capacityOf(const Series& series)
{
    const auto* text = series.label("capacity_type");
    return text ? capacityOfKey(*text).value_or(CapacityType::Unknown) : CapacityType::Unknown;
}

void takeNodePrices(LivePrices& live, const SeriesAnswer& answer)
{
    live.openCost.clear();
    for (const Series& series : answer.series)
        if (const auto *node = series.label("node"); node && series.last().value_or(0) > 0)
            live.openCost[*node].hourly = Money::fromDouble(*series.last());
}

void takeOfferings(LivePrices& live, const SeriesAnswer& answer)
{
    live.offerings.clear();
    for (const Series& series : answer.series) {
        const auto* type = series.label("instance_type");
        const auto* zone = series.label("zone");
        if (type && series.last().value_or(0) > 0)
            live.offerings[{*type, capacityOf(series), zone ? *zone : ""}] = Money::fromDouble(*series.last());
    }
}

} // namespace

CostFeed::CostFeed(const QString& file, Wish wish, QObject* parent)
    : QObject(parent)
    , wish_(std::move(wish))
    , history_(file, [this](const std::vector<SeriesWish>& wishes) { wish_(historyOwner, wishes); })
{
    connect(&history_, &CostHistory::changed, this, &CostFeed::priceSoon);
    connect(&history_, &CostHistory::problem, this, &CostFeed::problem);
    publishing_.setSingleShot(true);
    publishing_.setInterval(std::chrono::milliseconds {250});
    connect(&publishing_, &QTimer::timeout, this, &CostFeed::publish);
    repricing_.setSingleShot(true);
    repricing_.setInterval(std::chrono::milliseconds {100});
    connect(&repricing_, &QTimer::timeout, this, [this] {
        for (const std::string& name : std::exchange(toPrice_, {}))
            if (const auto at = clusters_.find(name); at != clusters_.end())
                price(name, at->second);
    });
}

void CostFeed::setSettings(const CostSettings& settings)
{
    if (settings == settings_)
        return;
    const bool window = settings.windowDays != settings_.windowDays;
    const bool prices = settings.prices != settings_.prices || settings.terms != settings_.terms || settings.types != settings_.types;
    settings_ = settings;
    if (window)
        askHistory();
    if (prices)
        for (const auto& [name, cluster] : clusters_)
            priceSoon(name);
    publish(); // what the user changed shows at once
}

void CostFeed::setOpenCost(Get get)
{
    get_ = std::move(get);
    askOpenCosts();
}

void CostFeed::setPoolLabel(const std::string& label)
{
    poolLabel_ = label;
}

void CostFeed::setWorlds(const Worlds& worlds)
{
    std::set<std::string> open;
    for (const WorldPtr& world : worlds) {
        open.insert(world->cluster);
        Cluster& cluster = clusters_[world->cluster];
        const bool first = !cluster.world || !cluster.world->state(KindId::Node).complete();
        cluster.world = world;
        if ((first && world->state(KindId::Node).complete()) || world->now - cluster.pricedAt >= workloadsEvery)
            priceSoon(world->cluster);
        history_.setNow(world->cluster, world->now);
    }
    for (auto at = clusters_.begin(); at != clusters_.end();) {
        // One whose Prometheus was told before its first World has yet to come.
        if (open.contains(at->first) || !at->second.world) {
            ++at;
            continue;
        }
        history_.forget(at->first);
        at = clusters_.erase(at);
    }
    askPrices();
    askHistory();
    askOpenCosts();
}

void CostFeed::setSource(const std::string& name, const std::string& source)
{
    Cluster& cluster = clusters_[name];
    cluster.source = source;
    cluster.askedAt = {};
    askPrices();
    askHistory();
}

void CostFeed::setWanted(bool wanted)
{
    wanted_ = wanted_ || wanted; // once begun, days keep coming: going back to the page is free
    askHistory();
    askOpenCosts();
}

void CostFeed::askOpenCosts()
{
    if (!wanted_ || !get_)
        return;
    std::vector<std::string> due;
    for (auto& [name, cluster] : clusters_)
        if (cluster.world && (cluster.openCostAskedAt == TimePoint {} || cluster.world->now - cluster.openCostAskedAt >= pricesEvery)) {
            cluster.openCostAskedAt = cluster.world->now;
            due.push_back(name);
        }
    for (const std::string& name : due)
        askOpenCost([get = get_, name](const std::string& path, std::function<void(Result<std::string>)> done) { get(name, path, std::move(done)); },
            openCostWindowText, "namespace", [guard = QPointer<CostFeed>(this), name](const Result<OpenCostAnswer>& answer) {
                if (guard)
                    guard->takeOpenCost(name, answer);
            });
}

void CostFeed::takeOpenCost(const std::string& name, const Result<OpenCostAnswer>& answer)
{
    const auto at = clusters_.find(name);
    if (at == clusters_.end())
        return;
    OpenCostFigures figures;
    figures.window = openCostWindow;
    figures.at = at->second.openCostAskedAt;
    if (answer) {
        figures.source = answer->source;
        figures.entries = answer->entries;
    } else {
        figures.error = answer.error();
    }
    at->second.openCost = std::make_shared<const OpenCostFigures>(std::move(figures));
    if (!publishing_.isActive())
        publishing_.start();
}

void CostFeed::askHistory()
{
    if (!wanted_)
        return;
    for (auto& [name, cluster] : clusters_) {
        if (!cluster.world || !cluster.source)
            continue;
        // The month to date is shown beside every window.
        const TimePoint now = cluster.world->now;
        const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(now));
        const TimePoint month(std::chrono::sys_days(date.year() / date.month() / 1));
        history_.want(name, *cluster.source, {std::min<TimePoint>(now - settings_.windowDays * dayLength, month), now});
    }
}

void CostFeed::askPrices()
{
    bool any = false;
    for (auto& [name, cluster] : clusters_) {
        if (!cluster.world || !cluster.source || cluster.source->empty())
            continue;
        const auto& nodes = cluster.world->tables[std::size_t(KindId::Node)];
        const bool due = cluster.askedAt == TimePoint {} || cluster.world->now - cluster.askedAt >= pricesEvery;
        if (!due && nodes == cluster.nodesSeen)
            continue;
        cluster.nodesSeen = nodes;
        auto types = typesOf(*cluster.world);
        if (!due && std::includes(cluster.types.begin(), cluster.types.end(), types.begin(), types.end()))
            continue;
        cluster.askedAt = cluster.world->now;
        cluster.types = std::move(types);
        ++cluster.asked;
        any = true;
    }
    if (!any)
        return;
    std::vector<SeriesWish> wishes;
    askedPrices_.clear();
    for (auto& [name, cluster] : clusters_) {
        if (cluster.askedAt == TimePoint {})
            continue;
        const auto add = [&](const char* what, SeriesRequest request) {
            const QString key = QStringLiteral("%1/%2/%3").arg(QLatin1String(what), QString::fromStdString(name)).arg(cluster.asked);
            askedPrices_[key] = name;
            wishes.push_back({key, name, std::move(request)});
        };
        const TimeRange moment {cluster.askedAt, cluster.askedAt};
        add("nodes", {QueryId::NodePrices, {}, moment, Seconds {60}});
        if (!cluster.types.empty())
            add("offerings", {QueryId::OfferingPrices, {{"types", anyOf(cluster.types)}}, moment, Seconds {60}});
    }
    wish_(pricesOwner, wishes);
}

void CostFeed::take(const QString& owner, const QString& key, const SeriesAnswer& answer)
{
    if (owner == historyOwner)
        return history_.take(key, answer);
    const auto asked = askedPrices_.find(key);
    if (owner != pricesOwner || asked == askedPrices_.end() || !answer.complete)
        return;
    const auto at = clusters_.find(asked->second);
    if (at == clusters_.end())
        return;
    Cluster& cluster = at->second;
    const bool nodes = key.startsWith(QLatin1String("nodes/"));
    (nodes ? cluster.nodesAnswered : cluster.offeringsAnswered) = true;
    if (answer.error && answer.error->kind != Error::Kind::NotFound)
        return; // prices of ten minutes ago are better than none
    const LivePrices before = cluster.live;
    if (nodes)
        takeNodePrices(cluster.live, answer);
    else
        takeOfferings(cluster.live, answer);
    if (cluster.live != before)
        priceSoon(asked->second);
}

void CostFeed::priceSoon(const std::string& name)
{
    toPrice_.insert(name);
    if (!repricing_.isActive())
        repricing_.start();
}

void CostFeed::price(const std::string& name, Cluster& cluster)
{
    if (!cluster.world)
        return;
    if (cluster.pricing) {
        cluster.again = true;
        return;
    }
    cluster.pricing = true;
    cluster.again = false;
    cluster.pricedAt = cluster.world->now;
    struct Outcome {
        PriceBook book;
        std::shared_ptr<const std::vector<UsageDay>> days;
        UsageDaysPtr from;
    };
    runThen(
        QThreadPool::globalInstance(), this,
        [world = cluster.world, live = cluster.live, raw = history_.days(name), settings = settings_, label = poolLabel_] {
            Outcome outcome {PriceBook(settings.prices, live), {}, raw};
            const Allocation now = allocate(world, outcome.book, settings.terms, {label, settings.types});
            const auto workloads = workloadPrices(now, autoscalerCosts(now, &outcome.book, *raw));
            auto days = std::make_shared<std::vector<UsageDay>>();
            days->reserve(raw->size());
            for (const UsageDay& day : *raw)
                days->push_back(priced(day, outcome.book, settings.terms, workloads, &now));
            outcome.days = std::move(days);
            return std::make_shared<Outcome>(std::move(outcome));
        },
        [this, name](const std::shared_ptr<Outcome>& outcome) {
            const auto at = clusters_.find(name);
            if (at == clusters_.end())
                return;
            at->second.pricing = false;
            at->second.book = outcome->book;
            at->second.days = outcome->days;
            at->second.pricedFrom = outcome->from;
            if (at->second.again)
                priceSoon(name);
            if (!publishing_.isActive())
                publishing_.start();
        });
}

void CostFeed::publish()
{
    auto costs = std::make_shared<Costs>();
    costs->settings = settings_;
    for (const auto& [name, cluster] : clusters_) {
        const auto progress = history_.progress(name);
        ClusterCosts one {cluster.book, cluster.days, progress.missing, progress.all, history_.error(name),
            cluster.source.value_or(""), cluster.openCost};
        costs->clusters.emplace(name, std::move(one));
    }
    costs_ = std::move(costs);
    Q_EMIT changed(costs_);
}

bool CostFeed::settled(const std::string& name, const Cluster& cluster) const
{
    if (!cluster.source || !cluster.world || cluster.pricing || cluster.again || toPrice_.contains(name))
        return false;
    if (!cluster.source->empty() && (!cluster.nodesAnswered || (!cluster.types.empty() && !cluster.offeringsAnswered)))
        return false;
    if (!wanted_)
        return true;
    if (get_ && !cluster.openCost)
        return false;
    const auto progress = history_.progress(name);
    return progress.all > 0 && progress.missing == 0 && cluster.pricedFrom == history_.days(name);
}

bool CostFeed::settled() const
{
    return !publishing_.isActive()
        && std::all_of(clusters_.begin(), clusters_.end(), [this](const auto& pair) { return settled(pair.first, pair.second); });
}

} // namespace loadline
