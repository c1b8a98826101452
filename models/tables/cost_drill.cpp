// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_drill.h"

#include "cluster/capacity_key.h"
#include "cost/container_costs.h"
#include "cost/owners.h"
#include "tables/cells.h"
#include "tables/cost_parts.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

using Special = CostGroup::Special;

std::string keyOf(const WorkloadCost& workload) { return workloadKey(workload.ns, workload.kind, workload.name); }

// Whether a pod is in the group, as aggregate() sorts them.
bool inGroup(const Allocation& now, const PodCost& pod, const GroupBy& by, const std::string& group)
{
    const WorkloadCost& workload = now.workloads[pod.workload];
    switch (by.kind) {
    case GroupKind::Cluster:
        return true;
    case GroupKind::Namespace:
        return workload.ns == group;
    case GroupKind::Workload:
        return keyOf(workload) == group;
    case GroupKind::WorkloadType:
        return workload.type == group;
    case GroupKind::Autoscaler:
        return group == (workload.autoscaler.empty() ? std::string() : workloadKey(workload.ns, workload.autoscalerKind, workload.autoscaler));
    case GroupKind::Label: {
        const std::string* value = pod.pod->meta.label(by.label);
        return group == (value ? *value : std::string());
    }
    case GroupKind::Pool:
    case GroupKind::Capacity:
    case GroupKind::Node:
        break;
    }
    return false;
}

bool inGroup(const NodeCost& node, const GroupBy& by, const std::string& group)
{
    switch (by.kind) {
    case GroupKind::Pool:
        return node.machine.pool == group;
    case GroupKind::Capacity:
        return capacityKey(node.machine.capacity) == group;
    case GroupKind::Node:
        return node.node->meta.name == group;
    default:
        return true;
    }
}

using List = std::vector<std::shared_ptr<CostRow>>;

// "api", with where it is told apart when there is more than one namespace.
void labelWorkloads(List& rows)
{
    for (const auto& row : rows) {
        const auto kind = row->key.find('/');
        const auto name = row->key.find('/', kind + 1);
        if (kind == std::string::npos || name == std::string::npos)
            continue;
        row->label = Words::tr("%1 (%2, %3)", "a workload: name, kind, namespace")
                         .arg(qtext(row->key.substr(name + 1)), qtext(row->key.substr(kind + 1, name - kind - 1)), qtext(row->key.substr(0, kind)));
    }
}

// A cluster's idle and lines, which belong to no workload.
void addUnowned(List& rows, const ClusterMoney& money)
{
    for (const CostGroup& group : aggregate(money.now, {GroupKind::Workload, {}})) {
        if (group.special == Special::None)
            continue;
        auto row = std::make_shared<CostRow>();
        row->cluster = money.world->cluster;
        row->key = group.key;
        row->special = group.special;
        row->id = row->cluster + '/' + group.key + '*';
        row->now = group;
        row->hourly = group.total();
        rows.push_back(std::move(row));
    }
}

List workloadsOf(const ClusterMoney& money, const GroupBy& by, const std::string& group)
{
    Allocation part;
    part.world = money.now.world;
    part.workloads = money.now.workloads;
    for (const PodCost& pod : money.now.pods)
        if (inGroup(money.now, pod, by, group))
            part.pods.push_back(pod);
    ClusterMoney inside = money;
    inside.groupOf.clear();
    for (const auto& [workload, key] : money.groupOf)
        if (key == group)
            inside.groupOf[workload] = workloadKey(std::get<0>(workload), std::get<1>(workload), std::get<2>(workload));
    List rows = workloadRows(inside, aggregate(part, {GroupKind::Workload, {}}));
    labelWorkloads(rows);
    if (by.kind == GroupKind::Cluster) {
        addUnowned(rows, money);
        addRest(rows, money, GroupKind::Workload);
    }
    return rows;
}

List nodesOf(const ClusterMoney& money, const GroupBy& by, const CostPath& path)
{
    List rows;
    const bool idle = path.special == Special::Idle;
    for (const CostGroup& group : aggregate(money.now, {GroupKind::Node, {}})) {
        const auto node = std::find_if(money.now.nodes.begin(), money.now.nodes.end(), [&](const NodeCost& one) { return one.node->meta.name == group.key; });
        if (group.special != Special::None || node == money.now.nodes.end() || !(idle || inGroup(*node, by, path.group)))
            continue;
        auto row = std::make_shared<CostRow>();
        row->cluster = path.cluster;
        row->key = row->name = group.key;
        row->id = row->cluster + "/node/" + group.key;
        row->label = qtext(group.key);
        row->now = group;
        if (idle)
            row->now.cost = {};
        row->efficiency = group.efficiency();
        if (node->cost)
            row->hourly = row->now.total();
        row->why = node->cost ? priceOrigin(node->price) : Words::tr("It has no price and is left out of every sum.");
        rows.push_back(std::move(row));
    }
    return rows;
}

QString whyOf(const PodCost& pod)
{
    switch (pod.state) {
    case PodState::NoNode:
        return Words::tr("It waits for a node and costs nothing yet.");
    case PodState::NodeUnknown:
        return Words::tr("It runs on a node that is not listed.");
    case PodState::Unpriced:
        return Words::tr("It runs on a node without a price.");
    case PodState::Charged:
    case PodState::NotCharged:
        break;
    }
    return pod.measured ? Words::tr("The larger of request and usage, at the price of its node.")
                        : Words::tr("No live usage is known: what it requests, at the price of its node.");
}

List podsOf(const ClusterMoney& money, const GroupBy& by, const CostPath& path)
{
    List rows;
    const bool ofNode = !groupsOfPods(by.kind) || path.special == Special::Idle;
    for (const PodCost& pod : money.now.pods) {
        if (pod.state == PodState::NotCharged)
            continue;
        const bool placed = pod.state == PodState::Charged || pod.state == PodState::Unpriced;
        const bool here = ofNode ? placed && money.now.nodes[pod.node].node->meta.name == path.part
                                 : keyOf(money.now.workloads[pod.workload]) == path.part && inGroup(money.now, pod, by, path.group);
        if (!here)
            continue;
        auto row = std::make_shared<CostRow>();
        row->cluster = path.cluster;
        row->key = pod.pod->meta.ns.str() + '/' + pod.pod->meta.name;
        row->id = row->cluster + "/pod/" + row->key;
        row->pod = row->key;
        row->label = qtext(ofNode ? row->key : pod.pod->meta.name);
        row->now.pods = 1;
        row->now.cost = pod.cost;
        row->now.requested = row->now.measuredRequests = pod.requested;
        row->now.used = pod.used;
        row->now.charged = pod.charged;
        if (pod.measured) {
            row->now.measuredCost = pod.cost;
            row->efficiency = row->now.efficiency();
        }
        if (pod.state == PodState::Charged)
            row->hourly = pod.cost.total();
        row->why = whyOf(pod);
        rows.push_back(std::move(row));
    }
    return rows;
}

List containersOf(const ClusterMoney& money, const CostPath& path)
{
    List rows;
    const World& world = *money.world;
    const auto at = std::find_if(money.now.pods.begin(), money.now.pods.end(),
        [&](const PodCost& pod) { return pod.pod->meta.ns.str() + '/' + pod.pod->meta.name == path.pod; });
    if (at == money.now.pods.end())
        return rows;
    for (const ContainerCost& container : containerCosts(*at, world.find<PodMetrics>(at->pod->meta.ns.str(), at->pod->meta.name))) {
        auto row = std::make_shared<CostRow>();
        row->cluster = path.cluster;
        row->pod = path.pod;
        row->container = container.name;
        row->key = container.name.empty() ? "__rest__" : container.name;
        row->id = row->cluster + "/container/" + path.pod + '/' + row->key;
        row->label = container.name.empty() ? Words::tr("Overhead and init containers")
            : container.sidecar             ? Words::tr("%1 (sidecar)").arg(qtext(container.name))
                                            : qtext(container.name);
        row->now.cost = container.cost;
        row->now.requested = row->now.measuredRequests = container.requested;
        row->now.used = container.used;
        row->now.charged = container.charged;
        if (at->measured && !container.name.empty()) {
            row->now.measuredCost = container.cost;
            row->efficiency = row->now.efficiency();
        }
        if (at->state == PodState::Charged)
            row->hourly = container.cost.total();
        row->why = container.name.empty() ? Words::tr("What is kept for the pod beyond its containers: the runtime's overhead, init containers, a request of the pod itself.")
                                          : whyOf(*at);
        rows.push_back(std::move(row));
    }
    return rows;
}

// A node's own idle beside its pods, so that the lines add up to the node.
void addIdle(List& rows, const ClusterMoney& money, const CostPath& path)
{
    for (const NodeCost& node : money.now.nodes)
        if (node.node->meta.name == path.part && node.cost) {
            auto row = std::make_shared<CostRow>();
            row->cluster = path.cluster;
            row->key = "__idle__";
            row->id = row->cluster + "/pod/__idle__";
            row->special = Special::Idle;
            row->label = Words::tr("Idle");
            row->now.cost = node.idle;
            row->hourly = node.idle.total();
            row->why = Words::tr("What no pod on it asks for or uses.");
            rows.push_back(std::move(row));
        }
}

List linesOfCluster(const ClusterMoney& money, const CostPath& path)
{
    List rows;
    for (const CostLine& line : money.now.lines) {
        auto row = std::make_shared<CostRow>();
        row->cluster = path.cluster;
        row->key = line.what;
        row->id = row->cluster + "/line/" + line.what;
        row->label = phraseText({line.what, {}});
        row->hourly = line.hourly;
        row->special = Special::Lines;
        row->now.other = line.hourly;
        row->why = Words::tr("As your terms say.");
        for (const LineSum& sum : money.lines)
            if (sum.what == line.what) {
                row->actual = row->baseline = sum.amount;
                row->saved = Money();
            }
        rows.push_back(std::move(row));
    }
    return rows;
}

void addTotal(List& rows, const CostPath& path)
{
    auto total = std::make_shared<CostRow>();
    total->total = true;
    total->cluster = path.cluster;
    total->key = "__total__";
    total->id = total->cluster + "/" + total->key;
    total->label = Words::tr("Total");
    for (const auto& row : rows) {
        addKnown(total->hourly, row->hourly);
        addKnown(total->actual, row->actual);
        addKnown(total->baseline, row->baseline);
        addKnown(total->saved, row->saved);
        addKnown(total->potential, row->potential);
        addKnown(total->byScaler, row->byScaler);
        total->autoscalers += row->autoscalers;
    }
    rows.push_back(std::move(total));
}

} // namespace

std::optional<CostPath> pathInto(const GroupBy& by, const CostPath& from, const CostRow& row)
{
    if (row.total || row.special == Special::Rest || (from.open && row.special != Special::None) || !from.pod.empty())
        return std::nullopt;
    CostPath path = from;
    if (from.open && !from.part.empty()) {
        path.pod = row.pod;
        return row.pod.empty() ? std::nullopt : std::optional(path);
    }
    if (from.open) {
        path.part = row.key;
        return path;
    }
    path = {row.cluster, row.key, row.special, {}, {}, true};
    // These are workloads and nodes already: what is inside are pods.
    if (row.special == Special::None && (by.kind == GroupKind::Workload || by.kind == GroupKind::Node))
        path.part = row.key;
    return path;
}

CostPath pathOut(const GroupBy& by, const CostPath& from)
{
    CostPath path = from;
    if (!from.pod.empty()) {
        path.pod.clear();
        return path;
    }
    path.part.clear();
    const bool twoLevels = from.special == Special::None && (by.kind == GroupKind::Workload || by.kind == GroupKind::Node);
    return from.part.empty() || twoLevels ? CostPath {} : path;
}

CostDrill drillCosts(const Worlds& worlds, const Preferences& preferences, const Costs& costs, const CostPath& path)
{
    CostDrill drill;
    drill.path = path;
    const GroupBy& by = costs.settings.by;
    const auto world = std::find_if(worlds.begin(), worlds.end(), [&](const WorldPtr& one) { return one->cluster == path.cluster; });
    const ClusterCosts* known = costs.find(path.cluster);
    const bool nodes = !groupsOfPods(by.kind) || path.special == Special::Idle;
    drill.crumbs << groupName(by, path.group, path.special);
    drill.rowTitle = !path.pod.empty() ? Words::tr("Container") : !path.part.empty() ? Words::tr("Pod") : path.special == Special::Lines ? Words::tr("Line") : nodes ? Words::tr("Node") : Words::tr("Workload");
    if (world == worlds.end() || !known || !(*world)->state(KindId::Node).complete())
        return drill;
    const ClusterMoney money = clusterMoney(*world, *known, preferences, costs);
    List rows;
    if (path.special == Special::Lines)
        rows = linesOfCluster(money, path);
    else if (path.part.empty())
        rows = nodes ? nodesOf(money, by, path) : workloadsOf(money, by, path.group);
    else
        rows = path.pod.empty() ? podsOf(money, by, path) : containersOf(money, path);
    if (!path.part.empty() && path.part != path.group)
        drill.crumbs << qtext(nodes ? path.part : path.part.substr(path.part.rfind('/') + 1));
    if (!path.pod.empty())
        drill.crumbs << qtext(path.pod.substr(path.pod.find('/') + 1));
    const bool dearestFirst = path.part.empty() && path.special != Special::Lines && !nodes; // by what ran in the window
    if (!dearestFirst)
        std::stable_sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a->hourly.value_or(Money()) > b->hourly.value_or(Money()); });
    if (nodes && !path.part.empty() && path.pod.empty())
        addIdle(rows, money, path);
    if (!rows.empty())
        addTotal(rows, path);
    drill.rows.assign(rows.begin(), rows.end());
    return drill;
}

} // namespace loadline
