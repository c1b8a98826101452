// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/vpa.h"
#include "scaling/histogram.h"

#include <span>

namespace loadline {

// The recommender's flags, with its defaults (autoscaling.md 3.2).
struct VpaFlags {
    double targetPercentile = 0.9, lowerPercentile = 0.5, upperPercentile = 0.95;
    double margin = 0.15;
    double podMinimumCpu = 0.025; // cores, shared evenly by the pod's containers
    double podMinimumMemory = 250.0 * 1024 * 1024; // bytes
    Millis memoryPeakEvery {std::chrono::hours {24}};
    double cpuSampleWeight = 0.1; // the request until VPA 1.3
};

// What the recommender remembers of one container name over all pods of its target.
class ContainerUsageModel {
public:
    explicit ContainerUsageModel(VpaFlags flags = {});
    // Usage in cores; `times`: stands for so many samples at once.
    void addCpu(double cores, TimePoint at, int times = 1);
    // Working set in bytes of one container. Only the peak of each interval is a sample.
    void addMemory(double bytes, TimePoint at);
    // An out-of-memory kill counts as the larger of usage + 100 MiB and usage x 1.2.
    void addOutOfMemory(double bytes, TimePoint at);

    [[nodiscard]] bool empty() const { return samples_ == 0; }
    // days of history or samples a minute apart, whichever is fewer: widens the bounds while it is low
    [[nodiscard]] double confidence() const;
    // cpu rounded up to millicores and memory to bytes; policy caps applied except in uncappedTarget. `containers`: of
    // the pod, which share the pod's minimum. Absent while nothing was seen.
    [[nodiscard]] std::optional<ContainerRecommendation> recommend(std::string container, const ContainerPolicy* policy,
                                                                   int containers) const;

private:
    VpaFlags flags_;
    DecayingHistogram cpu_, memory_;
    double peak_ = 0;
    TimePoint peakEnds_ {};
    TimePoint first_ {}, last_ {};
    std::int64_t samples_ = 0;
};

// minAllowed and maxAllowed of a policy, and its controlledResources.
Resources cap(Resources recommended, const ContainerPolicy* policy);

// What the admission controller and the updater would make of a recommendation.
struct VpaChange {
    Resources requests; // new ones
    Resources limits; // scaled in the old proportion, or as they were (RequestsOnly)
    bool outside = false; // a request lies outside the bounds: a pod is replaced at once
    bool drifted = false; // the requests differ by 10 % or more in all: after 12 hours
};
// Within the policy as it stands now: it may have changed since the recommendation, or leave the container alone.
VpaChange changeOf(const ContainerRecommendation& recommendation, const ContainerPolicy* policy,
                   const Resources& requests, const Resources& limits);
// What a container that requests this would request once the VPA's target is applied; absent: the policy leaves it
// alone, or nothing is recommended for it.
std::optional<Resources> requestsUnder(const Vpa& vpa, std::string_view container, const Resources& requests,
                                       const Resources& limits);

} // namespace loadline
