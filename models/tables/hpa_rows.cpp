// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_rows.h"

#include "tables/again.h"
#include "tables/cells.h"
#include "tables/hpa_state.h"
#include "tables/hpa_touched.h"

#include <algorithm>

namespace loadline {

// The size as the status tells it. The API leaves a zero out, so silence of a controller that did look is a zero,
// unless it could not read the target.
std::optional<std::int64_t> currentOf(const Hpa& hpa)
{
    if (hpa.currentReplicas || hpa.conditions.empty())
        return hpa.currentReplicas;
    const auto* able = find(hpa.conditions, "AbleToScale");
    return able && able->status == Truth::False ? std::nullopt : std::optional<std::int64_t>(0);
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

namespace {

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

// One cluster's autoscalers; what is looked up across tables is looked up once.
class HpaDerivation {
public:
    HpaDerivation(const World& world, const Preferences& preferences, const HpaMemory& memory, double scaleTo, Again<HpaRow>& again)
        : world_(world)
        , preferences_(preferences)
        , memory_(memory)
        , scaleTo_(scaleTo)
        , again_(again)
        , touched_(memory.world(world.cluster, preferences), world)
        , flags_(flagsOf(preferences))
        , failures_(world, "HorizontalPodAutoscaler", [](const Event& event) {
            const auto& reason = event.reason.str();
            return (reason.starts_with("FailedGet") && reason.ends_with("Metric")) || reason == "InvalidMetricSourceType";
        })
    {
    }

    std::shared_ptr<const HpaRow> row(std::shared_ptr<const Hpa> object)
    {
        if (const HpaRow* before = again_.next(); before && before->object == object && before->cluster == world_.cluster) {
            const auto place = again_.take();
            return staysSo(*before, place) ? memory_.rows()[place] : make(std::move(object), before->id, place);
        }
        std::string id = rowId(world_.cluster, object->meta.ns.str(), object->meta.name);
        const auto place = again_.find(id);
        return make(std::move(object), std::move(id), place);
    }

private:
    // Whether the row of an earlier look at this same object would be the same again.
    bool staysSo(const HpaRow& before, std::size_t place) const
    {
        return before.scaleTo == scaleTo_ && world_.now < before.basis.until && before.basis.seen == memory_.seen(place)
            && !touched_.row(before);
    }

    std::shared_ptr<const HpaRow> make(std::shared_ptr<const Hpa> object, std::string id, std::size_t place)
    {
        const Hpa& hpa = *object;
        auto made = std::make_shared<HpaRow>();
        HpaRow& row = *made;
        row.id = std::move(id);
        row.cluster = world_.cluster;
        row.ns = hpa.meta.ns.str();
        row.name = hpa.meta.name;
        row.target = hpa.target;
        row.min = hpa.minReplicas;
        row.max = hpa.maxReplicas;
        row.current = currentOf(hpa);
        row.desired = desiredOf(hpa);
        row.scaleTo = scaleTo_;
        row.managedBy = scaledObjectNameOf(hpa.meta);
        Moment moment(world_.now);
        row.lastScale = moment.since(hpa.lastScaleTime);

        HpaSurroundings around;
        around.behavior = effectiveBehavior(hpa.behavior, flags_);
        if (!row.managedBy.empty())
            around.scaledObject = world_.find<ScaledObject>(row.ns, row.managedBy);
        const auto target = findTarget(world_, row.ns, hpa.target);
        around.workload = target.workload;
        around.failures = failures_.of(hpa.meta);
        for (const auto* failure : around.failures)
            moment.changesAt(RecentEvents::endOf(*failure));
        row.metrics = metricsOf(hpa, around);
        row.asked = askedOf(row, around.behavior);
        for (const auto& metric : row.metrics)
            if (metric.winning)
                row.winningMetric = metric.label;

        const bool known = place != Again<HpaRow>::none;
        if (known)
            row.basis.seen = memory_.seen(place);
        row.basis.rivals = known && !touched_.target(hpa) ? memory_.rows()[place]->basis.rivals : rivals(hpa);
        const auto* seen = row.basis.seen.get();
        judge(row, {hpa, around, target, preferences_, seen, seen ? memory_.lastHigh(*seen) : std::nullopt, row.basis.rivals, moment});
        if (seen)
            row.trend = seen->trend;
        // As long as the metrics ask for the size, the window begins anew with every look.
        const bool moves = row.secondsLeft && seen && seen->high;
        row.basis.until = moves ? world_.now : moment.holdsUntil();
        row.object = std::move(object);
        return made;
    }

    QStringList rivals(const Hpa& hpa)
    {
        if (sharers_.empty())
            for (const auto& other : world_.all<Hpa>())
                sharers_[targetKey(other.meta.ns.str(), other.target)].push_back(&other);
        QStringList names;
        for (const auto* other : sharers_.at(targetKey(hpa.meta.ns.str(), hpa.target)))
            if (other != &hpa)
                names << qtext(other->meta.name);
        return names;
    }

    const World& world_;
    const Preferences& preferences_;
    const HpaMemory& memory_;
    double scaleTo_;
    Again<HpaRow>& again_;
    HpaTouched touched_;
    HpaFlags flags_;
    RecentEvents failures_;
    std::unordered_map<std::string, std::vector<const Hpa*>> sharers_; // by target; found out when first asked for
};

double largestSize(const Worlds& worlds)
{
    double largest = 0;
    for (const auto& world : worlds)
        for (const auto& hpa : world->all<Hpa>())
            largest = std::max({largest, static_cast<double>(hpa.maxReplicas), static_cast<double>(currentOf(hpa).value_or(0))});
    return largest;
}

} // namespace

Rows<HpaRow> deriveHpas(const Worlds& worlds, const Preferences& preferences, const HpaMemory& memory)
{
    Rows<HpaRow> rows;
    const double scaleTo = largestSize(worlds);
    Again<HpaRow> again(memory.rows());
    for (const auto& world : worlds) {
        HpaDerivation derivation(*world, preferences, memory, scaleTo, again);
        const auto hpas = world->all<Hpa>();
        rows.reserve(rows.size() + hpas.size());
        for (std::size_t i = 0; i < hpas.size(); ++i)
            rows.push_back(derivation.row(hpas.share(i)));
    }
    return rows;
}

} // namespace loadline
