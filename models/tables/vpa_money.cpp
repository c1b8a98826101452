// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/vpa_money.h"

#include "cluster/hpa.h"
#include "cost/autoscaler_cost.h"
#include "scaling/vpa_estimate.h"
#include "tables/cells.h"
#include "tables/money_text.h"
#include "tables/row_money.h"
#include "tables/vpa_releases.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(VpaMoney)
};

// What the recommendation would set; a resource that the policy leaves alone stays as it is.
Resources wanted(const VpaRow& row)
{
    return requestsUnder(*row.object, row.container, {row.cpu.request, row.memory.request, {}}, {row.cpu.limit, row.memory.limit, {}})
        .value_or(Resources());
}

// The sum of what one pod's containers request, known only when each requests some.
std::optional<Quantity> podRequest(const std::vector<const VpaRow*>& containers, VpaFigures VpaRow::*figures)
{
    Quantity sum;
    for (const VpaRow* row : containers) {
        const auto& request = (row->*figures).request;
        if (!request)
            return std::nullopt;
        sum = sum + *request;
    }
    return sum;
}

struct Resource {
    const char* name;
    VpaFigures VpaRow::*figures;
    std::optional<Quantity> Resources::*wanted;
    Unit unit;
};

std::optional<QString> warningOf(const VpaRow& row, const std::vector<const VpaRow*>& containers, const Hpa& hpa,
    const MetricSpec& metric, const Resource& resource)
{
    const bool ofContainer = metric.metric.type == MetricType::ContainerResource;
    const bool applies = metric.metric.name == resource.name && metric.target == TargetType::Utilization && metric.averageUtilization
        && (metric.metric.type == MetricType::Resource || (ofContainer && metric.metric.container == row.container));
    const auto& own = (row.*resource.figures).request;
    const auto next = wanted(row).*resource.wanted;
    if (!applies || !own || !next || *next >= *own)
        return std::nullopt;
    const auto before = ofContainer ? own : podRequest(containers, resource.figures);
    if (!before)
        return std::nullopt;
    const Quantity after = *before - *own + *next;
    if (!(Quantity() < after))
        return std::nullopt;
    const double percent = double(*metric.averageUtilization), kept = percent * before->value() / after.value();
    const QString target = figure(percent, Unit::Percent), threshold = figure(Quantity::fromDouble(before->value() * percent / 100), resource.unit);
    return Words::tr("HPA %1 scales at %2 of the %3 request, which is %4: with the lower request it would start more replicas at the "
                     "same load. A target of %5 keeps the threshold.")
        .arg(qtext(hpa.meta.name), target, resource.unit == Unit::Cores ? Words::tr("CPU") : Words::tr("memory"), threshold,
            figure(std::round(kept), Unit::Percent));
}

class ClusterReleases {
public:
    ClusterReleases(const WorldPtr& world, const ClusterCosts& known, const Costs& costs, const Preferences& preferences,
        const AverageReplicas& averages)
        : world_(world)
        , terms_(costs.settings.terms)
        , usageWindow_(preferences.usageWindow)
        , costs_(autoscalerCosts(allocate(world, known.book, costs.settings.terms, costs.allocationOptions(preferences.poolLabel)), &known.book, *known.days))
        , releases_(*world, costs_, known, costs.settings, &averages, preferences.usageWindow)
    {
    }
    ClusterReleases(const ClusterReleases&) = delete;
    ClusterReleases& operator=(const ClusterReleases&) = delete;

    [[nodiscard]] VpaMoney of(const VpaRow& row, const std::vector<const VpaRow*>& containers) const
    {
        VpaMoney money;
        money.currency = terms_.currency;
        tell(money, releases_.of(*row.object, row.container));
        warn(money, row, containers);
        return money;
    }

private:
    void tell(VpaMoney& money, const VpaRelease& release) const
    {
        const AutoscalerCost* cost = release.cost;
        if (cost && cost->assumed)
            money.basis = joined({Words::tr("Estimated."), phraseText(cost->basis)});
        money.why = whyNoRelease(release, usageWindow_);
        if (!release.monthly)
            return;
        money.monthly = release.monthly;
        money.replicas = release.replicas.value();
        const QString cpu = moneyText(cost->units->cpu, terms_.currency, MoneyStyle::Rate), memory = moneyText(cost->units->memory, terms_.currency, MoneyStyle::Rate);
        const QString replicas = figure(release.replicas, Unit::None);
        money.basis = joined({release.over > Millis {}
                ? Words::tr("With %1 replicas on average over %2, at %3 a core and %4 a GiB.").arg(replicas, length(release.over), cpu, memory)
                : Words::tr("With %1 replicas, as many as run now, at %2 a core and %3 a GiB.").arg(replicas, cpu, memory),
            money.basis});
    }

    void warn(VpaMoney& money, const VpaRow& row, const std::vector<const VpaRow*>& containers) const
    {
        static constexpr Resource resources[] = {{"cpu", &VpaRow::cpu, &Resources::cpu, Unit::Cores},
            {"memory", &VpaRow::memory, &Resources::memory, Unit::Bytes}};
        for (const Hpa& hpa : world_->all<Hpa>()) {
            if (hpa.meta.ns.str() != row.ns || hpa.target.kind != row.target.kind || hpa.target.name != row.target.name)
                continue;
            for (const MetricSpec& metric : hpa.metrics)
                for (const Resource& resource : resources)
                    if (const auto warning = warningOf(row, containers, hpa, metric, resource))
                        money.warnings << *warning;
        }
    }

    WorldPtr world_;
    Terms terms_;
    Seconds usageWindow_;
    std::vector<AutoscalerCost> costs_;
    VpaReleases releases_;
};

} // namespace

QString whyNoRelease(const VpaRelease& release, Seconds usageWindow)
{
    switch (release.state) {
    case VpaRelease::State::Known:
        break;
    case VpaRelease::State::NoRequests:
        return Words::tr("The target's requests are not known.");
    case VpaRelease::State::LeftAlone:
        return Words::tr("The policy leaves this container alone.");
    case VpaRelease::State::NoRecommendation:
        return Words::tr("There is no recommendation for this container.");
    case VpaRelease::State::NoPrice:
        return release.cost ? phraseText(release.cost->whyReplica) : Words::tr("Its cost is not known.");
    case VpaRelease::State::NoReplicas:
        return Words::tr("How many replicas ran over the last %1 is not known: it needs Prometheus, or what Loadline recorded.").arg(length(usageWindow));
    }
    return {};
}

std::string averageKey(const std::string& cluster, const std::string& ns, const std::string& kind, const std::string& name)
{
    return cluster + '/' + ns + '/' + kind + '/' + name;
}

void addAverages(AverageReplicas& averages, const std::string& cluster, const std::string& kind, const std::vector<Series>& series)
{
    std::map<std::string, std::pair<double, std::size_t>> sums;
    for (const Series& one : series) {
        const auto* ns = one.label("namespace");
        const std::string* name = nullptr;
        for (const char* label : {"name", "deployment", "statefulset"})
            if (!name)
                name = one.label(label);
        if (!ns || !name)
            continue;
        auto& [sum, count] = sums[averageKey(cluster, *ns, kind, *name)];
        for (const Sample& sample : one.samples)
            sum += sample.value;
        count += one.samples.size();
    }
    for (const auto& [key, of] : sums)
        if (of.second > 0)
            averages[key] = of.first / double(of.second);
}

void addMoney(Rows<VpaRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const AverageReplicas& averages)
{
    std::map<std::string, ClusterReleases> known;
    for (const WorldPtr& world : worlds)
        if (const ClusterCosts* of = costs.find(world->cluster))
            known.try_emplace(world->cluster, world, *of, costs, preferences, averages);
    std::unordered_map<std::string, std::vector<const VpaRow*>> containers;
    for (const auto& row : rows)
        containers[row->group].push_back(row.get());
    Rows<VpaRow> richer;
    richer.reserve(rows.size());
    for (const auto& row : rows) {
        auto one = std::make_shared<VpaRow>(*row);
        if (const auto at = known.find(row->cluster); at != known.end()) {
            one->money = at->second.of(*row, containers[row->group]);
        } else {
            one->money.why = whyNoCosts();
            one->money.currency = costs.settings.terms.currency;
        }
        richer.push_back(std::move(one));
    }
    rows = std::move(richer);
}

QString releaseText(const VpaMoney& money) { return moneyText(money.monthly, money.currency, MoneyStyle::Auto); }

QStringList moneySentences(const VpaMoney& money)
{
    QStringList lines;
    if (!money.monthly)
        lines << joined({Words::tr("What the target would release is not known."), money.why});
    else if (money.monthly->negative())
        lines << joined({Words::tr("The target would request %1 a month more.").arg(moneyText(-*money.monthly, money.currency)), money.basis});
    else
        lines << joined({Words::tr("The target would release %1 a month.").arg(releaseText(money)), money.basis,
            Words::tr("It is saved when nodes go.")});
    return lines + money.warnings;
}

} // namespace loadline
