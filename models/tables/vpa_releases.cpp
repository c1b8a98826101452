// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/vpa_releases.h"

#include "cost/ledger_potential.h"
#include "cost/owners.h"
#include "scaling/vpa_estimate.h"

namespace loadline {
namespace {

using State = VpaRelease::State;

const Container* containerOf(const PodShape* shape, const std::string& name) { return shape ? find(shape->containers, name) : nullptr; }

// What a container requests beyond what it would; a resource that stays as it is is no difference.
Amounts difference(const Resources& before, const Resources& after)
{
    const auto less = [](const std::optional<Quantity>& was, const std::optional<Quantity>& is) {
        return is ? was.value_or(Quantity()) - *is : Quantity();
    };
    return {less(before.cpu, after.cpu), less(before.memory, after.memory), {}};
}

State stateOf(const Vpa& vpa, const std::string& container)
{
    const ContainerPolicy* policy = policyOf(vpa, container);
    if (policy && policy->off)
        return State::LeftAlone;
    const auto next = requestsUnder(vpa, container, {}, {});
    return next && (next->cpu || next->memory) ? State::Known : State::NoRecommendation;
}

bool isCounted(const std::string& kind) { return kind == "Deployment" || kind == "StatefulSet"; }

// The pods of what VPAs name beside Deployments and StatefulSets, by their owners as for their cost.
std::unordered_map<std::string, std::vector<const Pod*>> otherPods(const World& world)
{
    std::unordered_map<std::string, std::vector<const Pod*>> others;
    for (const Vpa& vpa : world.all<Vpa>())
        if (!isCounted(vpa.target.kind))
            others[workloadKey(vpa.meta.ns.str(), vpa.target.kind, vpa.target.name)];
    if (others.empty())
        return others;
    Owners owners(world);
    std::vector<std::pair<const Pod*, std::uint32_t>> pods;
    std::uint32_t most = 0;
    for (const Pod& pod : world.all<Pod>()) {
        pods.emplace_back(&pod, owners.indexOf(pod));
        most = std::max(most, pods.back().second + 1);
    }
    std::vector<std::uint32_t> moved;
    const auto workloads = owners.finish({}, std::vector<bool>(most), moved);
    for (const auto& [pod, index] : pods) {
        const WorkloadCost& workload = workloads[moved[index]];
        if (const auto at = others.find(workloadKey(workload.ns, workload.kind, workload.name)); at != others.end())
            at->second.push_back(pod);
    }
    return others;
}

bool ended(const Pod& pod) { return pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed; }

} // namespace

VpaReleases::VpaReleases(const World& world, const std::vector<AutoscalerCost>& costs, const ClusterCosts& known, const CostSettings& settings,
    const AverageReplicas* usage, Seconds usageWindow)
    : world_(world)
    , costs_(costs)
    , known_(known)
    , terms_(settings.terms)
    , window_ {world.now - settings.windowDays * dayLength, world.now}
    , usage_(usage)
    , usageWindow_(usageWindow)
    , pods_(world)
    , others_(otherPods(world))
{
}

VpaRelease VpaReleases::of(const Vpa& vpa, const std::string& container) const
{
    VpaRelease release;
    release.cost = find(costs_, "VerticalPodAutoscaler", vpa.meta.ns.str(), vpa.meta.name);
    release.state = stateOf(vpa, container);
    const UnitPrices units = release.cost ? release.cost->units.value_or(UnitPrices()) : UnitPrices();
    const Less less = lessOf(vpa, container, units);
    if (less.state != State::Known)
        release.state = less.state;
    else if (release.state == State::Known && (!release.cost || !release.cost->units))
        release.state = State::NoPrice;
    if (release.state == State::Known)
        average(release, vpa);
    if (release.state == State::Known)
        release.monthly = terms_.perMonth(less.hourly.times(release.replicas));
    return release;
}

VpaReleases::Less VpaReleases::lessOf(const Vpa& vpa, const std::string& container, const UnitPrices& units) const
{
    const auto of = [&](const Container& one) {
        const auto next = requestsUnder(vpa, container, one.requests, one.limits);
        return next ? units.of(difference(one.requests, *next)) : Money();
    };
    const std::string ns = vpa.meta.ns.str();
    Money sum;
    std::int64_t pods = 0;
    for (const auto& member : pods_.podsOf(ns, vpa.target))
        if (const Container* one = containerOf(member.pod->shape.get(), container)) {
            sum += of(*one);
            ++pods;
        }
    const auto others = pods > 0 ? others_.end() : others_.find(workloadKey(ns, vpa.target.kind, vpa.target.name));
    for (const Pod* pod : others == others_.end() ? std::vector<const Pod*>() : others->second)
        if (const Container* one = containerOf(pod->shape.get(), container)) {
            sum += of(*one);
            ++pods;
        }
    if (pods > 0)
        return {sum.scaled(1, pods)};
    const Target target = findTarget(world_, ns, vpa.target);
    const Container* one = target.workload ? containerOf(target.workload->shape.get(), container) : nullptr;
    return one ? Less {of(*one)} : Less {{}, State::NoRequests};
}

void VpaReleases::average(VpaRelease& release, const Vpa& vpa) const
{
    const std::string ns = vpa.meta.ns.str();
    if (const auto mean = meanReplicas(*known_.days, window_, ns, vpa.target.kind, vpa.target.name)) {
        release.replicas = *mean;
        release.over = window_.length();
        return;
    }
    const auto asked = usage_ ? usage_->find(averageKey(world_.cluster, ns, vpa.target.kind, vpa.target.name)) : AverageReplicas::const_iterator();
    if (!usage_ || asked == usage_->end()) {
        averagePods(release, vpa);
        return;
    }
    release.replicas = Quantity::fromDouble(asked->second);
    release.over = usageWindow_;
}

void VpaReleases::averagePods(VpaRelease& release, const Vpa& vpa) const
{
    const auto others = others_.find(workloadKey(vpa.meta.ns.str(), vpa.target.kind, vpa.target.name));
    if (others == others_.end() || others->second.empty()) {
        release.state = State::NoReplicas;
        return;
    }
    const auto& pods = others->second;
    const bool ends = vpa.target.kind == "Job" || vpa.target.kind == "CronJob" || vpa.target.kind == "ScaledJob";
    if (!ends) {
        release.replicas = Quantity::fromWhole(std::count_if(pods.begin(), pods.end(), [](const Pod* pod) { return !ended(*pod) && !pod->node.str().empty(); }));
        return;
    }
    // A Job runs once in the window; what comes again is averaged since the oldest run that is still there.
    TimePoint from = window_.to;
    for (const Pod* pod : pods)
        from = std::min(from, pod->started.value_or(window_.to));
    from = std::max(vpa.target.kind == "Job" ? window_.from : from, window_.from);
    Millis ran {};
    for (const Pod* pod : pods) {
        const TimePoint to = ended(*pod) ? pod->readySince.value_or(window_.from) : window_.to;
        ran += std::max(Millis {}, std::min(to, window_.to) - std::max(pod->started.value_or(window_.to), from));
    }
    if (from >= window_.to) {
        release.state = State::NoReplicas;
        return;
    }
    release.over = window_.to - from;
    release.replicas = Quantity::fromNano(Int128(ran.count()) * 1'000'000'000 / release.over.count());
}

} // namespace loadline
