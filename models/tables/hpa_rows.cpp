// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_rows.h"

#include "tables/cells.h"
#include "tables/hpa_state.h"

#include <algorithm>

namespace loadline {

namespace {

// The size as the status tells it. The API leaves a zero out, so silence of a controller that did look is a zero,
// unless it could not read the target.
std::optional<std::int64_t> currentOf(const Hpa& hpa)
{
    const auto* able = find(hpa.conditions, "AbleToScale");
    if (hpa.currentReplicas || hpa.conditions.empty() || (able && able->status == Truth::False))
        return hpa.currentReplicas;
    return 0;
}

// While metrics or target cannot be read the controller leaves desiredReplicas at what it once was, or zero.
std::optional<std::int64_t> desiredOf(const Hpa& hpa)
{
    const auto* able = find(hpa.conditions, "AbleToScale");
    const auto* active = find(hpa.conditions, "ScalingActive");
    if (hpa.conditions.empty() || (able && able->status == Truth::False))
        return {};
    if (active && active->status == Truth::False)
        return active->reason == "ScalingDisabled" ? std::optional<std::int64_t>(0) : std::nullopt;
    return hpa.desiredReplicas ? hpa.desiredReplicas : std::optional<std::int64_t>(0);
}

std::optional<std::int64_t> askedOf(const HpaRow& row, const EffectiveBehavior& behavior)
{
    std::optional<std::int64_t> most;
    for (const auto& metric : row.metrics) {
        const auto proposal = row.current && *row.current > 0 ? proposalOf(metric, *row.current, behavior) : std::nullopt;
        if (proposal && (!most || *proposal > *most))
            most = proposal;
    }
    return most;
}

std::string targetKey(const Hpa& hpa)
{
    return rowId(hpa.meta.ns.str(), hpa.target.kind, hpa.target.name);
}

// One cluster's autoscalers; what is looked up across tables is looked up once.
class HpaDerivation {
public:
    HpaDerivation(const World& world, const Preferences& preferences, const HpaMemory& memory)
        : world_(world)
        , preferences_(preferences)
        , memory_(memory)
        , flags_(flagsOf(preferences))
        , failures_(world, "HorizontalPodAutoscaler", [](const Event& event) {
            const auto& reason = event.reason.str();
            return (reason.starts_with("FailedGet") && reason.ends_with("Metric")) || reason == "InvalidMetricSourceType";
        })
    {
        for (const auto& hpa : world.all<Hpa>())
            sharers_[targetKey(hpa)].push_back(&hpa);
    }

    std::shared_ptr<HpaRow> row(std::shared_ptr<const Hpa> object) const
    {
        const Hpa& hpa = *object;
        auto made = std::make_shared<HpaRow>();
        HpaRow& row = *made;
        row.id = rowId(world_.cluster, hpa.meta.ns.str(), hpa.meta.name);
        row.cluster = world_.cluster;
        row.ns = hpa.meta.ns.str();
        row.name = hpa.meta.name;
        row.target = hpa.target;
        row.min = hpa.minReplicas;
        row.max = hpa.maxReplicas;
        row.current = currentOf(hpa);
        row.desired = desiredOf(hpa);
        row.managedBy = scaledObjectNameOf(hpa.meta);
        row.lastScale = sinceOf(hpa.lastScaleTime, world_.now);

        HpaSurroundings around;
        around.behavior = effectiveBehavior(hpa.behavior, flags_);
        if (!row.managedBy.empty())
            around.scaledObject = world_.find<ScaledObject>(row.ns, row.managedBy);
        const auto target = findTarget(world_, row.ns, hpa.target);
        around.workload = target.workload;
        around.failures = failures_.of(hpa.meta);
        row.metrics = metricsOf(hpa, around);
        row.asked = askedOf(row, around.behavior);
        for (const auto& metric : row.metrics)
            if (metric.winning)
                row.winningMetric = metric.label;

        const auto* seen = memory_.find(row.id);
        judge(row, {hpa, around, target, preferences_, seen, rivals(hpa), world_.now});
        if (seen)
            row.trend = seen->trend;
        row.object = std::move(object);
        return made;
    }

private:
    QStringList rivals(const Hpa& hpa) const
    {
        QStringList names;
        for (const auto* other : sharers_.at(targetKey(hpa)))
            if (other != &hpa)
                names << qtext(other->meta.name);
        return names;
    }

    const World& world_;
    const Preferences& preferences_;
    const HpaMemory& memory_;
    HpaFlags flags_;
    RecentEvents failures_;
    std::unordered_map<std::string, std::vector<const Hpa*>> sharers_;
};

} // namespace

Rows<HpaRow> deriveHpas(const Worlds& worlds, const Preferences& preferences, const HpaMemory& memory)
{
    std::vector<std::shared_ptr<HpaRow>> made;
    double scaleTo = 0;
    for (const auto& world : worlds) {
        const HpaDerivation derivation(*world, preferences, memory);
        const auto hpas = world->all<Hpa>();
        for (std::size_t i = 0; i < hpas.size(); ++i) {
            made.push_back(derivation.row(hpas.share(i)));
            scaleTo = std::max({scaleTo, static_cast<double>(made.back()->max),
                static_cast<double>(made.back()->current.value_or(0))});
        }
    }
    for (auto& row : made)
        row->scaleTo = scaleTo;
    return {made.begin(), made.end()};
}

} // namespace loadline
