// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"

#include <algorithm>
#include <charconv>

namespace loadline {

namespace {

constexpr std::string_view controller = "horizontal-pod-autoscaler";

std::int64_t milliOf(double value)
{
    return static_cast<std::int64_t>(value * 1000);
}

// The sum of a resource's requests over the containers, or the named one's; absent when one has none.
std::optional<std::int64_t> requestOf(
    const SimShape& shape, const WorkloadPlan& plan, const MetricIdentity& metric, std::string_view& without)
{
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < shape.containers.size(); ++c) {
        if (!metric.container.empty() && plan.containers[c].name != metric.container)
            continue;
        const auto& requests = shape.containers[c].requests;
        const auto& request = metric.name == "cpu" ? requests.cpu : requests.memory;
        if (!request) {
            without = plan.containers[c].name;
            return {};
        }
        sum += request->milli();
    }
    return sum;
}

double usageOf(const SimState& state, std::size_t w, const SimPod& pod, const MetricIdentity& metric)
{
    const bool cpu = metric.name == "cpu";
    if (metric.container.empty())
        return cpu ? pod.cpu : pod.memory;
    for (const auto& container : state.plan->workloads[w].containers)
        if (container.name == metric.container)
            return cpu ? cpuOf(state, w, pod, container) : memoryOf(state, w, pod, container);
    return 0;
}

MetricReading readPods(const SimState& state, std::size_t w, const MetricIdentity& metric)
{
    MetricReading reading;
    const auto& workload = state.workloads[w];
    const bool custom = metric.type == MetricType::Pods;
    reading.pods.reserve(workload.pods.size());
    for (const auto& pod : workload.pods) {
        PodReading one;
        one.name = pod.name;
        one.phase = pod.phase;
        one.deleting = pod.deleting.has_value();
        one.ready = pod.ready ? Truth::True : Truth::False;
        one.started = pod.started;
        one.readySince = pod.readySince;
        if (pod.phase == PodPhase::Running && (!custom || pod.ready)) {
            const double used
                = custom ? workload.each * (0.97 + 0.06 * unitOf(pod.grain)) : usageOf(state, w, pod, metric);
            one.usage = PodReading::Usage {milliOf(used), state.now, Seconds(15)};
        }
        if (!custom)
            one.requestMilli
                = requestOf(workload.shapes[pod.shape], state.plan->workloads[w], metric, one.withoutRequest);
        reading.pods.push_back(one);
    }
    return reading;
}

// The trigger of "s2-kafka-orders": the metrics of an HPA that KEDA wrote come in the order of their types.
std::size_t triggerOf(const std::string& metric)
{
    std::size_t index = ~std::size_t {0};
    if (metric.starts_with('s'))
        std::from_chars(metric.data() + 1, metric.data() + metric.size(), index);
    return index;
}

MetricReading readExternal(const SimState& state, const SimHpa& hpa, std::size_t metric)
{
    MetricReading reading;
    const auto* owner = hpa.scaledObject ? &state.scaledObjects[*hpa.scaledObject] : nullptr; // KEDA serves no others
    const auto index = triggerOf(hpa.object.metrics[metric].metric.name);
    if (owner && index < owner->values.size() && owner->values[index])
        reading.value = owner->values[index];
    else
        reading.failure = "unable to fetch metrics from external metrics API: rpc error: code = Unknown desc = error "
                          "when getting metric values metric:"
            + hpa.object.metrics[metric].metric.name + " encountered error";
    return reading;
}

std::vector<MetricReading> readAll(const SimState& state, const SimHpa& hpa)
{
    std::vector<MetricReading> readings;
    readings.reserve(hpa.object.metrics.size());
    for (std::size_t i = 0; i < hpa.object.metrics.size(); ++i) {
        const auto& metric = hpa.object.metrics[i].metric;
        switch (metric.type) {
        case MetricType::External:
            readings.push_back(readExternal(state, hpa, i));
            break;
        case MetricType::Object:
            readings.push_back({{}, Quantity::fromDouble(state.workloads[hpa.workload].latency), {}});
            break;
        default:
            readings.push_back(readPods(state, hpa.workload, metric));
        }
    }
    return readings;
}

// A condition's time moves only when its status flips.
void write(
    std::vector<Condition>& conditions, std::string_view type, const std::optional<Verdict>& verdict, TimePoint now)
{
    if (!verdict)
        return;
    auto at = std::find_if(conditions.begin(), conditions.end(), [&](const auto& c) { return c.type == type; });
    if (at == conditions.end())
        at = conditions.insert(conditions.end(), Condition {std::string(type), Truth::Unknown, {}, {}, {}});
    if (at->status != verdict->status)
        at->since = now;
    at->status = verdict->status;
    at->reason = verdict->reason;
    at->message = verdict->message;
}

ObjectRef refOf(const Hpa& hpa)
{
    return {"autoscaling/v2", "HorizontalPodAutoscaler", hpa.meta.name};
}

void writeStatus(SimState& state, SimHpa& hpa, std::int64_t current)
{
    auto& object = hpa.object;
    const auto& decision = hpa.last;
    const auto before = object;
    object.currentMetrics.clear();
    for (const auto& proposal : decision.proposals)
        object.currentMetrics.push_back(proposal.status);
    if (current > 0)
        object.currentReplicas = current;
    else
        object.currentReplicas.reset();
    write(object.conditions, "AbleToScale", decision.ableToScale, state.now);
    write(object.conditions, "ScalingActive", decision.scalingActive, state.now);
    write(object.conditions, "ScalingLimited", decision.scalingLimited, state.now);
    for (const auto& [reason, message] : decision.warnings)
        record(state, refOf(object), object.meta.ns.str(), true, reason, message, controller);
    if (decision.rescale)
        record(state, refOf(object), object.meta.ns.str(), false, "SuccessfulRescale",
            "New size: " + std::to_string(decision.desired) + "; reason: " + decision.rescaleReason, controller);
    if (!(before == object))
        state.touch(KindId::Hpa, object.meta);
}

void missTarget(SimState& state, SimHpa& hpa)
{
    if (!state.told)
        return;
    auto& object = hpa.object;
    const std::string words = "deployments.apps \"" + object.target.name + "\" not found";
    object.desiredReplicas = 0;
    const auto before = object.conditions;
    write(object.conditions, "AbleToScale",
        Verdict {Truth::False, "FailedGetScale",
            "the HPA controller was unable to get the target's current scale: " + words},
        state.now);
    record(state, refOf(object), object.meta.ns.str(), true, "FailedGetScale", words, controller);
    if (!(before == object.conditions))
        state.touch(KindId::Hpa, object.meta);
}

void rescale(SimState& state, SimHpa& hpa, std::int64_t to)
{
    auto& workload = state.workloads[hpa.workload];
    if (state.told) {
        const auto& plan = state.plan->workloads[hpa.workload];
        const bool up = to > workload.replicas;
        if (plan.kind == SimKind::Deployment)
            record(state, {"apps/v1", "Deployment", plan.name}, plan.ns, false, "ScalingReplicaSet",
                std::string(up ? "Scaled up" : "Scaled down") + " replica set " + replicaSetName(plan, workload)
                    + " from " + std::to_string(workload.replicas) + " to " + std::to_string(to),
                "deployment-controller");
    }
    workload.replicas = to;
    ++workload.generation;
    ++state.moves;
    hpa.object.lastScaleTime = state.now;
    state.touchWorkload(hpa.workload);
}

void run(SimState& state, SimHpa& hpa)
{
    if (!hpa.targetExists)
        return missTarget(state, hpa);
    auto& workload = state.workloads[hpa.workload];
    const auto current = workload.replicas;
    HpaInputs inputs;
    inputs.now = state.now;
    inputs.scale.spec = current;
    inputs.scale.ready = workload.ready;
    inputs.scale.status
        = std::count_if(workload.pods.begin(), workload.pods.end(), [](const auto& pod) { return !pod.deleting; });
    if (current != 0)
        inputs.readings = readAll(state, hpa);
    hpa.last = decide(hpa.object, inputs, {}, hpa.log);
    if (!hpa.last.failed)
        hpa.object.desiredReplicas = hpa.last.desired;
    if (hpa.last.rescale)
        rescale(state, hpa, hpa.last.desired);
    if (state.told)
        writeStatus(state, hpa, current);
}

} // namespace

void runHpas(SimState& state)
{
    for (auto& hpa : state.hpas)
        if (hpa.present)
            run(state, hpa);
}

} // namespace loadline
