// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/pod.h"
#include "scaling/behavior.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// One pod of the target as the HPA controller sees it for one metric. Views stay the caller's.
struct PodReading {
    std::string_view name; // for messages
    PodPhase phase = PodPhase::Running;
    bool deleting = false;
    Truth ready = Truth::Unknown;
    std::optional<TimePoint> started; // status.startTime
    std::optional<TimePoint> readySince; // lastTransitionTime of Ready
    struct Usage {
        std::int64_t milli = 0; // millicores, milli-bytes, milli-units: the controller counts in MilliValue
        TimePoint at {};
        Millis window {};
    };
    std::optional<Usage> usage; // absent: no sample (a missing container drops the whole pod)
    // Sum over containers and sidecars, or the named container's; absent when one of them has none.
    std::optional<std::int64_t> requestMilli;
    std::string_view withoutRequest; // that container
};

// How a pod counts (autoscaling.md 1.3).
enum class PodRole { Ready, Unready, Missing, Ignored };
PodRole roleOf(const PodReading& pod, bool cpu, const HpaFlags& flags, TimePoint now);

// What the metrics APIs said for one entry of spec.metrics.
struct MetricReading {
    std::vector<PodReading> pods; // Resource, ContainerResource, Pods
    std::optional<Quantity> value; // Object; External: the sum of all returned items
    std::string failure; // "" or why the API gave nothing, in its own words
};

// What the target's scale says, and who of its pods is Running and Ready.
struct ScaleReading {
    std::int64_t spec = 0;
    std::int64_t status = 0;
    std::int64_t ready = 0;
};

// What one metric asks for, or why it cannot.
struct MetricProposal {
    std::int64_t replicas = 0;
    double ratio = 1; // current to target, from what was counted first
    bool withinTolerance = false;
    std::int64_t counted = 0, unready = 0, missing = 0; // pods
    MetricStatus status; // for status.currentMetrics; type Unknown when it failed
    std::string name; // as the controller names it: "cpu resource utilization (percentage of request)"
    std::string failure; // "": it worked; else the controller's words
    std::string failureReason; // "FailedGetResourceMetric"
    std::string failureWrapped; // the words again, as they go into "first error is: ..."
    [[nodiscard]] bool worked() const { return failure.empty(); }
};
// How the controller names a metric in ValidMetricFound and in SuccessfulRescale: "cpu resource utilization (percentage of
// request)". Of an External metric's selector only the labels are told, as Go prints them.
std::string nameOf(const MetricSpec& spec);
// autoscaling.md 1.2 to 1.6. Errors of the reading become the proposal's failure.
MetricProposal propose(const MetricSpec& spec, const MetricReading& reading, ScaleReading scale,
                       const EffectiveBehavior& behavior, const HpaFlags& flags, TimePoint now);

} // namespace loadline
