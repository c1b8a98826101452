// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_parts.h"

#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "cost/ledger_potential.h"
#include "tables/cells.h"
#include "tables/vpa_releases.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

using Key = std::tuple<std::string, std::string, std::string>;

std::string keyOf(const GroupBy& by, const World& world, const WorkloadCost& workload, const Labels* podLabels)
{
    switch (by.kind) {
    case GroupKind::Cluster:
        return world.cluster;
    case GroupKind::Namespace:
        return workload.ns;
    case GroupKind::Workload:
        return workload.ns + '/' + workload.kind + '/' + workload.name;
    case GroupKind::WorkloadType:
        return workload.type;
    case GroupKind::Label: {
        const auto* value = podLabels ? find(*podLabels, by.label) : nullptr;
        return value ? *value : std::string();
    }
    case GroupKind::Autoscaler:
        return workload.autoscaler.empty() ? std::string()
                                           : workload.ns + '/' + workload.autoscalerKind + '/' + workload.autoscaler;
    case GroupKind::Pool:
    case GroupKind::Capacity:
    case GroupKind::Node:
        break;
    }
    return {};
}

// What is known of a workload that has no pod now.
WorkloadCost asleep(const ClusterMoney& money, const Workload& object, const char* kind, const WorkloadTypeRules& types)
{
    WorkloadCost workload;
    workload.ns = object.meta.ns.str();
    workload.kind = kind;
    workload.name = object.meta.name;
    std::vector<std::string_view> scalers;
    for (const AutoscalerCost& cost : money.autoscalers) {
        if (cost.workload.ns != workload.ns || cost.workload.name != workload.name || cost.kind == "VerticalPodAutoscaler")
            continue;
        workload.autoscalerKind = cost.kind;
        workload.autoscaler = cost.autoscaler.name;
        if (cost.kind == "HorizontalPodAutoscaler")
            scalers.push_back("hpa");
        if (const auto* scaled = money.world->find<ScaledObject>(workload.ns, cost.autoscaler.name))
            for (const Trigger& trigger : scaled->triggers)
                scalers.push_back(trigger.type);
    }
    bool gpu = false;
    for (const Container& container : object.shape->containers)
        for (const auto& [name, amount] : container.requests.others)
            gpu = gpu || (name.find("gpu") != std::string::npos && !amount.isZero());
    const auto* label = types.label.empty() ? nullptr : find(*object.podLabels, types.label);
    workload.type = workloadTypeOf(types, {workload.ns, workload.kind, workload.name, gpu, scalers}, label);
    return workload;
}

template <class Kind>
void addKind(std::map<Key, std::string>& groups, const ClusterMoney& money, const GroupBy& by, const char* kind, const WorkloadTypeRules& types)
{
    std::map<std::pair<std::string_view, std::string_view>, const WorkloadCost*> running;
    for (const WorkloadCost& workload : money.now.workloads)
        if (workload.kind == kind)
            running[{workload.ns, workload.name}] = &workload;
    for (const Kind& object : money.world->all<Kind>()) {
        const auto known = running.find({object.meta.ns.str(), object.meta.name});
        const WorkloadCost workload = known != running.end() ? *known->second : asleep(money, object, kind, types);
        groups[{workload.ns, workload.kind, workload.name}] = keyOf(by, *money.world, workload, object.podLabels.get());
    }
}

} // namespace

bool groupsOfPods(GroupKind kind)
{
    return kind != GroupKind::Pool && kind != GroupKind::Capacity && kind != GroupKind::Node;
}

bool ofScalers(GroupKind kind) { return kind == GroupKind::Workload || kind == GroupKind::Autoscaler; }

bool sharesOfPods(GroupKind kind) { return groupsOfPods(kind) && kind != GroupKind::Cluster; }

std::map<Key, std::string> groupsByWorkload(const ClusterMoney& money, const GroupBy& by, const WorkloadTypeRules& types)
{
    std::map<Key, std::string> groups;
    if (!groupsOfPods(by.kind))
        return groups;
    addKind<Deployment>(groups, money, by, "Deployment", types);
    addKind<StatefulSet>(groups, money, by, "StatefulSet", types);
    // Of other kinds only those whose pods are there: history counts none of them.
    std::vector<const Labels*> labels(money.now.workloads.size());
    for (const PodCost& pod : money.now.pods)
        labels[pod.workload] = labels[pod.workload] ? labels[pod.workload] : pod.pod->meta.labels.get();
    for (std::size_t i = 0; i < money.now.workloads.size(); ++i) {
        const WorkloadCost& workload = money.now.workloads[i];
        groups.try_emplace({workload.ns, workload.kind, workload.name}, keyOf(by, *money.world, workload, labels[i]));
    }
    return groups;
}

std::vector<RightSizing> rightSizing(const ClusterMoney& money, const CostSettings& settings)
{
    const VpaReleases releases(*money.world, money.autoscalers, *money.costs, settings);
    std::vector<RightSizing> out;
    for (const Vpa& vpa : money.world->all<Vpa>()) {
        RightSizing one {vpa.meta.ns.str(), vpa.target.kind, vpa.target.name, {}, {}};
        for (const ContainerRecommendation& recommended : vpa.recommendations) {
            const VpaRelease release = releases.of(vpa, recommended.container);
            addKnown(one.monthly, release.monthly);
            if (release.state == VpaRelease::State::NoPrice || release.state == VpaRelease::State::NoReplicas)
                one.why = whyNoRelease(release, std::chrono::duration_cast<Seconds>(money.window.length()));
        }
        if (one.monthly || !one.why.isEmpty())
            out.push_back(std::move(one));
    }
    return out;
}

Schedules schedulesOf(const ClusterMoney& money, const CostSettings& settings)
{
    Schedules out;
    if (!money.ledger || money.ledger->covered <= Millis {0})
        return out;
    const auto types = groupsByWorkload(money, {GroupKind::WorkloadType, {}}, settings.types);
    // KEDA that keeps at least one never lets it sleep either.
    const auto sleepless = [&](const WorkloadDay& workload) {
        const bool sleeps = (workload.scaledBy == ScaledBy::Cron || workload.scaledBy == ScaledBy::Keda) && workload.minReplicas.value_or(0) == 0;
        const auto type = types.find({workload.ns, workload.kind, workload.name});
        return !sleeps && type != types.end() && std::find(settings.dutyTypes.begin(), settings.dutyTypes.end(), type->second) != settings.dutyTypes.end();
    };
    std::set<Key> counted;
    for (const UsageDay& day : *money.costs->days)
        for (const WorkloadDay& workload : day.workloads)
            if (sleepless(workload))
                counted.insert({workload.ns, workload.kind, workload.name});
    out.workloads = int(counted.size());
    const auto off = schedulePotential(*money.costs->days, money.window, settings.duty, sleepless);
    if (off)
        out.monthly = off->scaled(settings.terms.hoursPerMonth * 3'600'000, money.ledger->covered.count());
    else if (counted.empty())
        out.monthly = Money(); // there is nothing that could sleep, which is known
    return out;
}

QString groupTitle(const GroupBy& by)
{
    switch (by.kind) {
    case GroupKind::Cluster:
        return Words::tr("Cluster");
    case GroupKind::Pool:
        return Words::tr("Node pool");
    case GroupKind::Capacity:
        return Words::tr("Capacity type");
    case GroupKind::Node:
        return Words::tr("Node");
    case GroupKind::Namespace:
        return Words::tr("Namespace");
    case GroupKind::Workload:
        return Words::tr("Workload");
    case GroupKind::WorkloadType:
        return Words::tr("Workload type");
    case GroupKind::Label:
        return Words::tr("Label %1").arg(qtext(by.label));
    case GroupKind::Autoscaler:
        return Words::tr("Autoscaler");
    }
    return {};
}

QString groupName(const GroupBy& by, const std::string& key, CostGroup::Special special)
{
    if (special == CostGroup::Special::Idle)
        return Words::tr("Idle and system");
    if (special == CostGroup::Special::Lines)
        return Words::tr("Fees, disks and volumes");
    if (special == CostGroup::Special::Rest)
        return by.kind == GroupKind::Node ? Words::tr("All nodes of the window")
                                         : Words::tr("Hours not run");
    if (key == "__total__")
        return Words::tr("Total");
    if (by.kind == GroupKind::WorkloadType) {
        if (key == workload_types::serving)
            return Words::tr("Model serving");
        if (key == workload_types::batchInference)
            return Words::tr("Batch inference");
        if (key == workload_types::training)
            return Words::tr("Training");
        if (key == workload_types::featureStore)
            return Words::tr("Feature store");
        if (key == workload_types::notebooks)
            return Words::tr("Notebooks and development");
        if (key == workload_types::other)
            return Words::tr("Other");
    }
    if (by.kind == GroupKind::Autoscaler && key.empty())
        return Words::tr("Not scaled");
    if (by.kind == GroupKind::Capacity) {
        if (key == "spot")
            return Words::tr("Spot");
        if (key == "on-demand")
            return Words::tr("On demand");
        if (key == "reserved")
            return Words::tr("Reserved");
        return Words::tr("Unknown capacity type");
    }
    if (key.empty())
        return by.kind == GroupKind::Pool ? Words::tr("No pool") : Words::tr("Not labelled");
    return qtext(key);
}

} // namespace loadline
