// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/live_facts.h"

#include "cluster/hpa.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "lint/readable.h"
#include "pages/row_parts.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LiveFacts)
};

// "ns/kind/name" of what autoscalers steer, to their names.
std::map<std::string, QStringList> scalersByTarget(const World& world)
{
    std::map<std::string, QStringList> found;
    const auto note = [&](const Object& object, const ObjectRef& target, const QString& kind) {
        found[object.meta.ns.str() + '/' + target.kind + '/' + target.name]
            << QStringLiteral("%1 %2").arg(kind, qtext(object.meta.name));
    };
    for (const Hpa& hpa : world.all<Hpa>())
        if (hpa.meta.owner.kind.str() != "ScaledObject")
            note(hpa, hpa.target, QStringLiteral("HPA"));
    for (const ScaledObject& object : world.all<ScaledObject>())
        note(object, object.target, QStringLiteral("ScaledObject"));
    for (const Vpa& vpa : world.all<Vpa>())
        note(vpa, vpa.target, QStringLiteral("VPA"));
    return found;
}

template <class T>
void addTargets(Rows<TargetRow>& rows, const World& world, const char* kind, const std::map<std::string, QStringList>& scalers)
{
    for (const T& workload : world.all<T>()) {
        TargetRow row;
        row.cluster = world.cluster;
        row.ref = {"apps/v1", kind, workload.meta.ns.str(), workload.meta.name};
        row.id = rowId(world.cluster, row.ref.ns, row.ref.kind + '/' + row.ref.name);
        row.replicas = workload.replicas;
        const auto by = scalers.find(row.ref.ns + '/' + kind + '/' + row.ref.name);
        if (by != scalers.end())
            row.scaledBy = by->second.join(QStringLiteral(", "));
        rows.push_back(std::make_shared<const TargetRow>(std::move(row)));
    }
}

const Workload* workloadOf(const World& world, const ManifestRef& ref)
{
    if (ref.kind == "Deployment")
        return world.find<Deployment>(ref.ns, ref.name);
    if (ref.kind == "StatefulSet")
        return world.find<StatefulSet>(ref.ns, ref.name);
    return nullptr;
}

void addShape(WorkloadFacts& facts, const Workload& workload)
{
    facts.target.replicas = workload.replicas;
    facts.target.podLabels = workload.selector.matchLabels;
    bool all = true;
    bool gpu = false;
    for (const Container& container : workload.shape->containers) {
        facts.target.containers.push_back({container.name, container.requests.cpu, container.requests.memory});
        all = all && container.requests.cpu && container.requests.memory;
        for (const auto& [resource, quantity] : container.requests.others)
            gpu = gpu || resource.find("gpu") != std::string::npos;
    }
    facts.hasRequests = all;
    facts.usesGpu = gpu;
}

void addNeighbours(WorkloadFacts& facts, const World& world, const Workload& workload)
{
    if (world.state(KindId::DisruptionBudget).complete()) {
        const auto budgets = world.all<DisruptionBudget>();
        facts.hasBudget = std::any_of(budgets.begin(), budgets.end(), [&](const DisruptionBudget& budget) {
            return budget.meta.ns == workload.meta.ns && workload.podLabels && matches(budget.selector, *workload.podLabels);
        });
    }
    const auto steers = [&](const Object& object, const ObjectRef& target) {
        return object.meta.ns == workload.meta.ns && target.kind == facts.target.ref.kind && target.name == facts.target.ref.name;
    };
    for (const Hpa& hpa : world.all<Hpa>())
        if (steers(hpa, hpa.target) && hpa.meta.owner.kind.str() != "ScaledObject")
            facts.scaledBy.push_back(Autoscaler::Hpa);
    for (const Vpa& vpa : world.all<Vpa>())
        if (steers(vpa, vpa.target))
            facts.scaledBy.push_back(Autoscaler::Vpa);
    for (const ScaledObject& object : world.all<ScaledObject>()) {
        if (!steers(object, object.target))
            continue;
        facts.scaledBy.push_back(Autoscaler::Keda);
        for (const Trigger& trigger : object.triggers)
            if (trigger.type == "rabbitmq" || trigger.type == "kafka" || trigger.type == "aws-sqs-queue" || trigger.type == "azure-servicebus")
                facts.worksOffQueue = true;
    }
}

// An HPA that has kept its tolerance shows that the gate is on, whatever the version.
bool keepsTolerance(const World& world)
{
    const auto has = [](const std::optional<ScalingRules>& rules) { return rules && rules->tolerance; };
    const auto all = world.all<Hpa>();
    return std::any_of(all.begin(), all.end(), [&](const Hpa& hpa) { return hpa.behavior && (has(hpa.behavior->up) || has(hpa.behavior->down)); });
}

bool atLeast135(const std::string& version)
{
    int major = 0;
    int minor = 0;
    return std::sscanf(version.c_str(), "v%d.%d", &major, &minor) == 2 && (major > 1 || minor >= 35);
}

} // namespace

Rows<TargetRow> deriveTargets(const Worlds& worlds)
{
    Rows<TargetRow> rows;
    for (const WorldPtr& world : worlds) {
        const auto scalers = scalersByTarget(*world);
        addTargets<Deployment>(rows, *world, "Deployment", scalers);
        addTargets<StatefulSet>(rows, *world, "StatefulSet", scalers);
    }
    return rows;
}

Columns<TargetRow> targetColumns(bool manyClusters)
{
    Columns<TargetRow> columns;
    columns.push_back(textColumn<TargetRow>("name", nameTitle(), Words::tr("The workload."), 200, [](const TargetRow& row) { return qtext(row.ref.name); }));
    columns.back().strong = true;
    columns.push_back(textColumn<TargetRow>("namespace", namespaceTitle(), namespaceHelp(), 110, [](const TargetRow& row) { return qtext(row.ref.ns); }));
    columns.push_back(textColumn<TargetRow>("cluster", clusterTitle(), clusterHelp(), 110, [](const TargetRow& row) { return qtext(row.cluster); }));
    columns.back().shown = manyClusters;
    columns.push_back(textColumn<TargetRow>("kind", Words::tr("Kind"), Words::tr("Deployment or StatefulSet."), 110, [](const TargetRow& row) { return qtext(row.ref.kind); }));
    columns.push_back(figureColumn<TargetRow>("replicas", Words::tr("Replicas"), Words::tr("As its spec says now."), 80, Unit::None,
        [](const TargetRow& row) { return std::optional<double>(static_cast<double>(row.replicas)); }));
    columns.push_back(textColumn<TargetRow>("scaledBy", Words::tr("Scaled by"), Words::tr("The autoscalers that name it as their target."), 170,
        [](const TargetRow& row) { return row.scaledBy.isEmpty() ? Words::tr("nothing yet") : row.scaledBy; }));
    columns.back().tone = [](const TargetRow& row) { return row.scaledBy.isEmpty() ? Tone::Muted : Tone::Normal; };
    giveRoom(columns, {{"name", 140, 0}, {"namespace", 105, 0}, {"cluster", 112, 1}, {"kind", 106, 3}, {"replicas", 74, 2}, {"scaledBy", 110, 0}});
    return columns;
}

WorkloadFacts workloadFacts(const World* world, const ManifestRef& target)
{
    WorkloadFacts facts;
    facts.target.ns = target.ns;
    facts.target.ref = {target.apiVersion, target.kind, target.name};
    const Workload* workload = world ? workloadOf(*world, target) : nullptr;
    if (!workload)
        return facts;
    addShape(facts, *workload);
    addNeighbours(facts, *world, *workload);
    return facts;
}

std::optional<TargetFacts::Range> seenReplicas(const SeriesAnswer& answer)
{
    std::optional<TargetFacts::Range> range;
    if (answer.origin == SeriesOrigin::Recorded)
        return range;
    for (const Series& series : answer.series)
        for (const Sample& sample : series.samples) {
            if (!std::isfinite(sample.value))
                continue;
            const auto count = std::llround(sample.value);
            range = range ? TargetFacts::Range {std::min<std::int64_t>(range->least, count), std::max<std::int64_t>(range->most, count)}
                          : TargetFacts::Range {count, count};
        }
    return range;
}

std::vector<LiveScaler> liveScalers(const World& world, const ManifestRef& target)
{
    std::vector<LiveScaler> found;
    const auto add = [&](const Object& object, const ObjectRef& steered, KindId kind, const QString& word) {
        if (object.meta.ns.str() == target.ns && steered.kind == target.kind && steered.name == target.name)
            found.push_back({std::string(readableAs(kind)->kind), QStringLiteral("%1 %2").arg(word, qtext(object.meta.name)), objectPath(kind, object.meta.ns.str(), object.meta.name)});
    };
    for (const Hpa& hpa : world.all<Hpa>())
        if (hpa.meta.owner.kind.str() != "ScaledObject")
            add(hpa, hpa.target, KindId::Hpa, QStringLiteral("HPA"));
    for (const ScaledObject& object : world.all<ScaledObject>())
        add(object, object.target, KindId::ScaledObject, QStringLiteral("ScaledObject"));
    for (const Vpa& vpa : world.all<Vpa>())
        add(vpa, vpa.target, KindId::Vpa, QStringLiteral("VPA"));
    return found;
}

namespace {

std::vector<std::string> namesAbout(const World& world, const ManifestRef& target, std::string_view kind)
{
    std::vector<std::string> names;
    const auto add = [&](const Object& object, const ObjectRef& steered) {
        if (object.meta.ns.str() == target.ns && steered.kind == target.kind && steered.name == target.name)
            names.push_back(object.meta.name);
    };
    if (kind == "HorizontalPodAutoscaler")
        for (const Hpa& hpa : world.all<Hpa>())
            if (hpa.meta.owner.kind.str() != "ScaledObject")
                add(hpa, hpa.target);
    if (kind == "VerticalPodAutoscaler")
        for (const Vpa& vpa : world.all<Vpa>())
            add(vpa, vpa.target);
    if (kind == "ScaledObject")
        for (const ScaledObject& object : world.all<ScaledObject>())
            add(object, object.target);
    const Workload* workload = workloadOf(world, target);
    if (kind == "PodDisruptionBudget" && workload && workload->podLabels)
        for (const DisruptionBudget& budget : world.all<DisruptionBudget>())
            if (budget.meta.ns == workload->meta.ns && matches(budget.selector, *workload->podLabels))
                names.push_back(budget.meta.name);
    return names;
}

bool isThere(const World& world, const Readable& readable, const std::string& ns, const std::string& name)
{
    const auto& table = world.tables[static_cast<std::size_t>(readable.id)];
    return table && std::any_of(table->begin(), table->end(), [&](const ObjectPtr& object) {
        return object->meta.name == name && (!readable.namespaced || object->meta.ns.str() == ns);
    });
}

} // namespace

bool isListed(const World& world, const ManifestRef& object)
{
    const Readable* readable = readableAs(object);
    return readable && isThere(world, *readable, object.ns, object.name);
}

std::optional<LiveObject> liveObjectFor(const World& world, const ManifestRef& target, const ManifestRef& written)
{
    const Readable* readable = readableAs(written);
    if (!readable)
        return std::nullopt;
    const std::string& ns = readable->namespaced ? target.ns : std::string();
    const auto pathTo = [&](const std::string& name) { return objectPath(readable->id, ns, name); };
    const auto about = namesAbout(world, target, written.kind);
    if (!about.empty()) {
        const bool own = std::find(about.begin(), about.end(), written.name) != about.end();
        const std::string& name = own ? written.name : about.front();
        return LiveObject {name, pathTo(name)};
    }
    if (!isThere(world, *readable, ns, written.name))
        return std::nullopt;
    constexpr std::array<std::string_view, 4> scalers {"HorizontalPodAutoscaler", "VerticalPodAutoscaler", "ScaledObject", "PodDisruptionBudget"};
    const bool steers = std::find(scalers.begin(), scalers.end(), written.kind) != scalers.end();
    return LiveObject {written.name, pathTo(written.name), steers};
}

FormFacts formFacts(const World* world, const std::optional<TargetFacts>& target)
{
    FormFacts facts;
    facts.target = target;
    facts.hpaTolerance = world && (atLeast135(world->version) || keepsTolerance(*world));
    return facts;
}

} // namespace loadline
