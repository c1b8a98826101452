// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/replica_count.h"

namespace loadline {

// What a condition says, without its time.
struct Verdict {
    Truth status = Truth::Unknown;
    std::string reason;
    std::string message;
    bool operator==(const Verdict&) const = default;
};

// What one evaluation of an HPA is given.
struct HpaInputs {
    TimePoint now {};
    ScaleReading scale;
    std::vector<MetricReading> readings; // one per spec.metrics
    bool scaledToZero = false; // condition ScaledToZero: the HPA itself set the zero
};

// What it decides, and everything it would write down.
struct HpaDecision {
    std::int64_t desired = 0;
    bool rescale = false; // desired differs from the scale's size
    std::string rescaleReason; // "cpu resource utilization (percentage of request) above target"
    bool evaluated = false; // metrics were read (not disabled, no bounds shortcut)
    bool failed = false; // metrics kept it from deciding: the size stays, desiredReplicas keeps its last value
    std::optional<std::int64_t> raw; // what the metrics ask for, before stabilisation and limits
    std::optional<std::size_t> winner; // the metric that asked for most
    std::vector<MetricProposal> proposals; // one per spec.metrics; empty unless evaluated
    std::optional<Normalised> normalised;
    // Conditions that this evaluation writes; the others keep what they had.
    std::optional<Verdict> ableToScale, scalingActive, scalingLimited;
    std::vector<std::pair<std::string, std::string>> warnings; // reason and message of Warning events
};
// One pass of the controller (autoscaling.md 1.1, 1.7, 1.8, 1.9). Reads spec fields of `hpa` only. The log is seeded,
// extended and, when it rescales, told of it.
HpaDecision decide(const Hpa& hpa, const HpaInputs& inputs, const HpaFlags& flags, ScalingLog& log);

} // namespace loadline
