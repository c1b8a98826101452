// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/replica_count.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace loadline {

namespace {

constexpr std::int64_t mostReplicas = std::numeric_limits<std::int32_t>::max();

std::int64_t ceilReplicas(double value)
{
    if (!(value < static_cast<double>(mostReplicas))) // +Inf and NaN too
        return mostReplicas;
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(value)));
}

// Both ends count as within.
bool within(double ratio, const EffectiveBehavior& behavior)
{
    return 1 - behavior.down.tolerance <= ratio && ratio <= 1 + behavior.up.tolerance;
}

struct Sample {
    std::int64_t usage;
    std::int64_t request; // 0 where requests do not matter
};

// The ratio of usage to target over a set of samples. Utilisation is cut to whole percents before it is divided, so a
// float would drift from the controller.
struct Measured {
    double ratio = 1;
    bool none = false; // a percentage of requests that are all zero
    std::int64_t utilization = 0; // percent; only with requests
    std::int64_t mean = 0;
};

Measured measure(const std::vector<Sample>& samples, bool utilization, std::int64_t target)
{
    Int128 usage = 0;
    Int128 requests = 0;
    for (const auto& sample : samples) {
        usage += sample.usage;
        requests += sample.request;
    }
    Measured measured;
    if (!samples.empty())
        measured.mean = static_cast<std::int64_t>(usage / static_cast<Int128>(samples.size()));
    if (utilization)
        measured.utilization = requests == 0 ? 0 : static_cast<std::int64_t>(usage * 100 / requests);
    measured.none = utilization && requests == 0;
    const auto current = utilization ? measured.utilization : measured.mean;
    measured.ratio = static_cast<double>(current) / static_cast<double>(std::max<std::int64_t>(target, 1));
    return measured;
}

struct Counted {
    std::vector<Sample> ready;
    std::vector<Sample> unready;
    std::vector<Sample> missing;
};

Counted count(const std::vector<PodReading>& pods, bool cpu, const HpaFlags& flags, TimePoint now)
{
    Counted counted;
    counted.ready.reserve(pods.size());
    for (const auto& pod : pods) {
        const Sample sample {pod.usage ? pod.usage->milli : 0, pod.requestMilli.value_or(0)};
        switch (roleOf(pod, cpu, flags, now)) {
        case PodRole::Ready:
            counted.ready.push_back(sample);
            break;
        case PodRole::Unready:
            counted.unready.push_back(sample);
            break;
        case PodRole::Missing:
            counted.missing.push_back(sample);
            break;
        case PodRole::Ignored:
            break;
        }
    }
    return counted;
}

// Assumes the worst for pods that tell nothing, then asks again (autoscaling.md 1.5).
std::int64_t recompute(Counted counted, double ratio, bool utilization, std::int64_t target, std::int64_t current,
                       const EffectiveBehavior& behavior)
{
    if (ratio < 1) {
        const std::int64_t percent = std::max<std::int64_t>(100, target);
        for (auto& sample : counted.missing)
            sample.usage = utilization ? sample.request * percent / 100 : target;
    }
    if (ratio != 1.0)
        counted.ready.insert(counted.ready.end(), counted.missing.begin(), counted.missing.end());
    if (ratio > 1) {
        for (auto& sample : counted.unready)
            sample.usage = 0;
        counted.ready.insert(counted.ready.end(), counted.unready.begin(), counted.unready.end());
    }
    const double again = measure(counted.ready, utilization, target).ratio;
    if (within(again, behavior) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1))
        return current;
    const auto replicas = ceilReplicas(again * static_cast<double>(counted.ready.size()));
    const bool contradicts = (again < 1 && replicas > current) || (again > 1 && replicas < current);
    return contradicts ? current : replicas;
}

void fail(MetricProposal& proposal, std::string reason, std::string words, std::string_view wrapped)
{
    proposal.failureReason = std::move(reason);
    proposal.failure = std::move(words);
    proposal.failureWrapped = std::string(wrapped) + proposal.failure;
    proposal.status = {};
}

bool usesRequests(const MetricSpec& spec)
{
    return !spec.averageValue && spec.averageUtilization.has_value();
}

// Resource, ContainerResource and Pods: what went wrong before anything can be counted; "" nothing.
std::string troubleOf(const MetricSpec& spec, const MetricReading& reading)
{
    const bool custom = spec.metric.type == MetricType::Pods;
    const auto lead = custom ? "unable to get metric " + spec.metric.name + ": "
                             : "unable to get metrics for resource " + spec.metric.name + ": ";
    if (!reading.failure.empty())
        return lead + reading.failure;
    if (std::none_of(reading.pods.begin(), reading.pods.end(), [](const auto& pod) { return pod.usage.has_value(); }))
        return lead
            + (custom ? "no metrics returned from custom metrics API" : "no metrics returned from resource metrics API");
    if (!usesRequests(spec))
        return {};
    for (const auto& pod : reading.pods)
        if (!pod.requestMilli)
            return "missing request for " + spec.metric.name + " in container " + std::string(pod.withoutRequest)
                + " of Pod " + std::string(pod.name);
    return {};
}

void failPerPod(MetricProposal& proposal, const MetricSpec& spec, const std::string& words)
{
    const auto& name = spec.metric.name;
    switch (spec.metric.type) {
    case MetricType::ContainerResource:
        return fail(proposal, "FailedGetContainerResourceMetric",
                    "failed to get " + name + (usesRequests(spec) ? " utilization: " : " usage: ") + words,
                    "failed to get " + spec.metric.container + " container metric value: ");
    case MetricType::Pods:
        return fail(proposal, "FailedGetPodsMetric", words, "failed to get pods metric value: ");
    default:
        return fail(proposal, "FailedGetResourceMetric",
                    "failed to get " + name + (usesRequests(spec) ? " utilization: " : " usage: ") + words,
                    "failed to get " + name + " resource metric value: ");
    }
}

void proposePerPod(MetricProposal& proposal, const MetricSpec& spec, const MetricReading& reading, ScaleReading scale,
                   const EffectiveBehavior& behavior, const HpaFlags& flags, TimePoint now)
{
    if (const auto trouble = troubleOf(spec, reading); !trouble.empty())
        return failPerPod(proposal, spec, trouble);
    const bool cpu = spec.metric.type != MetricType::Pods && spec.metric.name == "cpu";
    auto counted = count(reading.pods, cpu, flags, now);
    proposal.counted = static_cast<std::int64_t>(counted.ready.size());
    proposal.unready = static_cast<std::int64_t>(counted.unready.size());
    proposal.missing = static_cast<std::int64_t>(counted.missing.size());
    if (counted.ready.empty())
        return failPerPod(proposal, spec,
                          "did not receive metrics for targeted pods (pods might be unready)");
    const bool utilization = usesRequests(spec);
    const auto target = utilization ? *spec.averageUtilization : spec.averageValue.value_or(Quantity()).milli();
    const auto measured = measure(counted.ready, utilization, target);
    if (measured.none)
        return failPerPod(proposal, spec, "no metrics returned matched known pods");
    proposal.ratio = measured.ratio;
    proposal.withinTolerance = within(measured.ratio, behavior);
    if (utilization)
        proposal.status.averageUtilization = measured.utilization;
    proposal.status.averageValue = Quantity::fromMilli(measured.mean);
    if (counted.missing.empty() && (counted.unready.empty() || measured.ratio <= 1))
        proposal.replicas = proposal.withinTolerance
            ? scale.spec
            : ceilReplicas(measured.ratio * static_cast<double>(counted.ready.size()));
    else
        proposal.replicas = recompute(std::move(counted), measured.ratio, utilization, target, scale.spec, behavior);
}

// Object and External with a Value target: multiplies by ready pods, whatever the spec size.
void proposeValue(MetricProposal& proposal, std::int64_t usage, std::int64_t target, ScaleReading scale,
                  const EffectiveBehavior& behavior)
{
    proposal.ratio = static_cast<double>(usage) / static_cast<double>(std::max<std::int64_t>(target, 1));
    proposal.status.value = Quantity::fromMilli(usage);
    proposal.counted = scale.ready;
    proposal.withinTolerance = scale.spec != 0 && within(proposal.ratio, behavior);
    if (scale.spec == 0)
        proposal.replicas = ceilReplicas(proposal.ratio);
    else if (proposal.withinTolerance)
        proposal.replicas = scale.spec;
    else
        proposal.replicas = ceilReplicas(proposal.ratio * static_cast<double>(scale.ready));
}

// Object and External with an AverageValue target: status replicas are the basis, readiness does not matter.
void proposeAverage(MetricProposal& proposal, std::int64_t usage, std::int64_t target, ScaleReading scale,
                    const EffectiveBehavior& behavior)
{
    const auto each = static_cast<double>(std::max<std::int64_t>(target, 1));
    const auto pods = static_cast<double>(scale.status);
    proposal.ratio = scale.status > 0 ? static_cast<double>(usage) / (each * pods)
                                      : std::numeric_limits<double>::infinity();
    proposal.counted = scale.status;
    proposal.withinTolerance = within(proposal.ratio, behavior);
    proposal.replicas = proposal.withinTolerance ? scale.status : ceilReplicas(static_cast<double>(usage) / each);
    if (scale.status > 0)
        proposal.status.averageValue
            = Quantity::fromMilli(static_cast<std::int64_t>(std::ceil(static_cast<double>(usage) / pods)));
}

void proposeWhole(MetricProposal& proposal, const MetricSpec& spec, const MetricReading& reading, ScaleReading scale,
                  const EffectiveBehavior& behavior)
{
    const bool external = spec.metric.type == MetricType::External;
    if (!reading.failure.empty() || !reading.value) {
        const auto& said = reading.failure.empty() ? std::string("no metrics returned from external metrics API")
                                                   : reading.failure;
        const auto words = external ? "unable to get external metric " + spec.metric.name + ": " + said
                                    : "unable to get metric " + spec.metric.name + ": " + spec.metric.object.kind
                + " on " + spec.metric.object.name + " " + said;
        return fail(proposal, external ? "FailedGetExternalMetric" : "FailedGetObjectMetric", words,
                    external ? "failed to get " + spec.metric.name + " external metric value: "
                             : std::string("failed to get object metric value: "));
    }
    const auto usage = reading.value->milli();
    // External: a stored averageValue wins; Object goes by target.type alone.
    const bool average = external ? spec.averageValue.has_value() : spec.target == TargetType::AverageValue;
    if (average)
        proposeAverage(proposal, usage, spec.averageValue.value_or(Quantity()).milli(), scale, behavior);
    else
        proposeValue(proposal, usage, spec.value.value_or(Quantity()).milli(), scale, behavior);
}

std::string selectorWords(const Selector& selector)
{
    if (!selector.present)
        return "nil";
    std::string labels;
    for (const auto& [key, value] : selector.matchLabels)
        labels += key + ": " + value + ",";
    return "&LabelSelector{MatchLabels:map[string]string{" + labels
        + "},MatchExpressions:[]LabelSelectorRequirement{},}";
}

} // namespace

std::string nameOf(const MetricSpec& spec)
{
    switch (spec.metric.type) {
    case MetricType::Resource:
        return spec.metric.name
            + (usesRequests(spec) ? " resource utilization (percentage of request)" : " resource");
    case MetricType::ContainerResource:
        return spec.metric.name
            + (usesRequests(spec) ? " container resource utilization (percentage of request)" : " resource");
    case MetricType::Pods:
        return "pods metric " + spec.metric.name;
    case MetricType::Object:
        return spec.metric.object.kind + " metric " + spec.metric.name;
    case MetricType::External:
        return "external metric " + spec.metric.name + "(" + selectorWords(spec.metric.selector) + ")";
    case MetricType::Unknown:
        break;
    }
    return {};
}

PodRole roleOf(const PodReading& pod, bool cpu, const HpaFlags& flags, TimePoint now)
{
    if (pod.deleting || pod.phase == PodPhase::Failed)
        return PodRole::Ignored;
    if (pod.phase == PodPhase::Pending)
        return PodRole::Unready;
    if (!pod.usage)
        return PodRole::Missing;
    if (!cpu)
        return PodRole::Ready;
    if (pod.ready == Truth::Unknown || !pod.readySince || !pod.started)
        return PodRole::Unready;
    if (*pod.started + flags.cpuInitialization > now) {
        const bool early = pod.usage->at < *pod.readySince + pod.usage->window;
        return pod.ready == Truth::False || early ? PodRole::Unready : PodRole::Ready;
    }
    const bool neverReady = pod.ready == Truth::False && *pod.started + flags.initialReadinessDelay > *pod.readySince;
    return neverReady ? PodRole::Unready : PodRole::Ready;
}

MetricProposal propose(const MetricSpec& spec, const MetricReading& reading, ScaleReading scale,
                       const EffectiveBehavior& behavior, const HpaFlags& flags, TimePoint now)
{
    MetricProposal proposal;
    proposal.name = nameOf(spec);
    proposal.status.metric = spec.metric;
    switch (spec.metric.type) {
    case MetricType::Resource:
    case MetricType::ContainerResource:
    case MetricType::Pods:
        proposePerPod(proposal, spec, reading, scale, behavior, flags, now);
        break;
    case MetricType::Object:
    case MetricType::External:
        proposeWhole(proposal, spec, reading, scale, behavior);
        break;
    case MetricType::Unknown:
        fail(proposal, "InvalidMetricSourceType", "unknown metric source type \"\"", "");
        break;
    }
    return proposal;
}

} // namespace loadline
