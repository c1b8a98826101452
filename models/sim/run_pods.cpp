// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

constexpr Seconds keepFinished {900}; // ttlSecondsAfterFinished of the jobs
constexpr std::int64_t largestPull = 9; // seconds an image pull takes at most

Seconds stretched(Seconds length, const SimPod& pod, double low, double high)
{
    const double factor = low + (high - low) * unitOf(mixed(pod.grain, 5));
    return Seconds(static_cast<std::int64_t>(static_cast<double>(length.count()) * factor));
}

bool finished(const SimPod& pod)
{
    return pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
}

SimPod& makePod(SimState& state, std::size_t w, std::string name)
{
    auto& workload = state.workloads[w];
    SimPod pod;
    pod.name = std::move(name);
    pod.created = pod.readySince = state.now;
    pod.shape = workload.shape;
    pod.grain = state.dice.next();
    state.touch(KindId::Pod, state.plan->workloads[w].ns, pod.name);
    ++state.moves;
    workload.pods.push_back(std::move(pod));
    return workload.pods.back();
}

std::int64_t alive(const SimWorkload& workload)
{
    return std::count_if(workload.pods.begin(), workload.pods.end(), [](const auto& pod) { return !pod.deleting; });
}

// The ReplicaSet controller's order: unscheduled, then not ready, then the youngest go first.
std::size_t firstToGo(const SimWorkload& workload)
{
    const auto rank = [](const SimPod& pod) {
        return std::array<std::int64_t, 3> {
            pod.node < 0 ? 0 : 1, pod.ready ? 1 : 0, -pod.created.time_since_epoch().count()};
    };
    std::size_t best = workload.pods.size();
    for (std::size_t p = 0; p < workload.pods.size(); ++p)
        if (!workload.pods[p].deleting
            && (best == workload.pods.size() || rank(workload.pods[p]) < rank(workload.pods[best])))
            best = p;
    return best;
}

void runDeployment(SimState& state, std::size_t w)
{
    auto& workload = state.workloads[w];
    auto count = alive(workload);
    for (; count < workload.replicas; ++count)
        makePod(state, w, replicaSetName(state.plan->workloads[w], workload) + "-" + state.dice.suffix(5));
    for (; count > workload.replicas; --count)
        removePod(state, w, firstToGo(workload));
}

std::int64_t ordinalOf(const SimPod& pod)
{
    return std::stoll(pod.name.substr(pod.name.rfind('-') + 1));
}

// OrderedReady: one at a time up, when those before it are ready; the highest ordinal goes first.
void runStatefulSet(SimState& state, std::size_t w)
{
    auto& workload = state.workloads[w];
    const auto& pods = workload.pods;
    const auto find = [&](std::int64_t ordinal) {
        return std::find_if(pods.begin(), pods.end(), [&](const auto& pod) { return ordinalOf(pod) == ordinal; });
    };
    for (std::int64_t ordinal = 0; ordinal < workload.replicas; ++ordinal) {
        const auto at = find(ordinal);
        if (at == pods.end()) {
            makePod(state, w, state.plan->workloads[w].name + "-" + std::to_string(ordinal));
            return;
        }
        if (!at->ready || at->deleting)
            return;
    }
    const auto highest = std::max_element(
        pods.begin(), pods.end(), [](const auto& a, const auto& b) { return ordinalOf(a) < ordinalOf(b); });
    if (highest != pods.end() && ordinalOf(*highest) >= workload.replicas && !highest->deleting)
        removePod(state, w, static_cast<std::size_t>(highest - pods.begin()));
}

void runDaemonSet(SimState& state, std::size_t w)
{
    auto& workload = state.workloads[w];
    for (std::size_t n = 0; n < state.nodes.size(); ++n) {
        auto& node = state.nodes[n];
        if (!node.present || !node.registered)
            continue;
        const auto here = [&](const SimPod& pod) { return pod.node == static_cast<int>(n); };
        if (std::any_of(workload.pods.begin(), workload.pods.end(), here))
            continue;
        auto& pod = makePod(state, w, state.plan->workloads[w].name + "-" + state.dice.suffix(5));
        pod.node = static_cast<int>(n);
        pod.scheduled = state.now;
        node.free -= workload.shapes[pod.shape].need;
    }
    workload.replicas = static_cast<std::int64_t>(workload.pods.size());
}

void release(SimState& state, SimWorkload& workload, SimPod& pod)
{
    if (pod.node >= 0)
        state.nodes[static_cast<std::size_t>(pod.node)].free += workload.shapes[pod.shape].need;
    pod.node = -1;
}

// What the kubelet does with one pod; true when its object changed.
bool advance(SimState& state, std::size_t w, SimPod& pod)
{
    const auto& plan = state.plan->workloads[w];
    if (pod.node < 0 || finished(pod) || !pod.scheduled)
        return false;
    bool changed = false;
    if (pod.phase == PodPhase::Pending) {
        const auto pulled = *pod.scheduled
            + Seconds(2 + static_cast<std::int64_t>(pod.grain % static_cast<std::uint64_t>(largestPull)));
        if (state.now < pulled)
            return false;
        pod.phase = PodPhase::Running;
        pod.started = pulled;
        pod.readySince = pulled;
        if (plan.kind == SimKind::Job)
            pod.ends = pulled + stretched(plan.jobLength, pod, 0.6, 1.5);
        changed = true;
    }
    if (pod.ends && state.now >= *pod.ends) {
        pod.phase = PodPhase::Succeeded;
        pod.ready = false;
        pod.readySince = *pod.ends;
        return true;
    }
    const auto readyAt = *pod.started + stretched(plan.startUp, pod, 0.8, 1.4);
    if (!pod.ready && !pod.deleting && state.now >= readyAt) {
        pod.ready = true;
        pod.readySince = readyAt;
        return true;
    }
    return changed;
}

void runOne(SimState& state, std::size_t w)
{
    auto& workload = state.workloads[w];
    const auto& plan = state.plan->workloads[w];
    bool changed = false;
    for (auto& pod : workload.pods) {
        const bool wasReady = pod.ready;
        if (advance(state, w, pod)) {
            if (finished(pod))
                release(state, workload, pod);
            state.touch(KindId::Pod, plan.ns, pod.name);
            changed = changed || pod.ready != wasReady;
        }
    }
    const auto before = workload.pods.size();
    const auto gone = [&](const SimPod& pod) {
        const bool over = pod.deleting ? state.now >= *pod.deleting + stretched(Seconds(12), pod, 0.3, 1.6)
                                       : pod.ends && finished(pod) && state.now >= *pod.ends + keepFinished;
        if (over)
            state.touch(KindId::Pod, plan.ns, pod.name, true);
        return over;
    };
    for (auto& pod : workload.pods)
        if (pod.deleting && state.now >= *pod.deleting + stretched(Seconds(12), pod, 0.3, 1.6))
            release(state, workload, pod);
    std::erase_if(workload.pods, gone);
    const auto ready = std::count_if(
        workload.pods.begin(), workload.pods.end(), [](const auto& pod) { return pod.ready && !pod.deleting; });
    if ((workload.ready == 0) != (ready == 0))
        workload.available = state.now;
    if (changed || ready != workload.ready || before != workload.pods.size())
        state.touchWorkload(w);
    if (ready != workload.ready)
        ++state.moves;
    workload.ready = ready;
}

} // namespace

void removePod(SimState& state, std::size_t w, std::size_t p)
{
    auto& workload = state.workloads[w];
    if (p >= workload.pods.size())
        return;
    auto& pod = workload.pods[p];
    ++state.moves;
    const auto& ns = state.plan->workloads[w].ns;
    if (pod.node < 0) { // never ran: nothing to stop
        state.touch(KindId::Pod, ns, pod.name, true);
        workload.pods.erase(workload.pods.begin() + static_cast<std::ptrdiff_t>(p));
        return;
    }
    pod.deleting = state.now;
    if (pod.ready) {
        pod.ready = false;
        pod.readySince = state.now;
    }
    state.touch(KindId::Pod, ns, pod.name);
}

void runWorkloads(SimState& state)
{
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        switch (state.plan->workloads[w].kind) {
        case SimKind::Deployment:
            runDeployment(state, w);
            break;
        case SimKind::StatefulSet:
            runStatefulSet(state, w);
            break;
        case SimKind::DaemonSet:
            runDaemonSet(state, w);
            break;
        case SimKind::Job: // KEDA makes them
            break;
        }
    }
}

void runPods(SimState& state)
{
    for (std::size_t w = 0; w < state.workloads.size(); ++w)
        runOne(state, w);
}

} // namespace loadline
