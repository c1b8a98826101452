// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/vpa_estimate.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

constexpr double memoryBump = 100.0 * 1024 * 1024;
constexpr double memoryBumpRatio = 1.2;

struct Estimate {
    double cpu;
    double memory;
};

Quantity cores(double value)
{
    return Quantity::fromMilli(static_cast<std::int64_t>(std::ceil(value * 1000 - 1e-6)));
}

Quantity bytes(double value)
{
    return Quantity::fromWhole(static_cast<std::int64_t>(std::ceil(value)));
}

Resources resources(Estimate estimate)
{
    Resources result;
    result.cpu = cores(estimate.cpu);
    result.memory = bytes(estimate.memory);
    return result;
}

void capOne(std::optional<Quantity>& value, const std::optional<Quantity>& min, const std::optional<Quantity>& max)
{
    if (!value)
        return;
    if (min && *value < *min)
        value = min;
    if (max && *value > *max)
        value = max;
}

bool controls(const ContainerPolicy& policy, std::string_view resource)
{
    return policy.controlledResources.empty()
        || std::find(policy.controlledResources.begin(), policy.controlledResources.end(), resource)
        != policy.controlledResources.end();
}

std::optional<Quantity> inProportion(const std::optional<Quantity>& limit, const std::optional<Quantity>& request,
                                     const std::optional<Quantity>& wanted)
{
    if (!limit || !request || !wanted || request->isZero())
        return limit;
    return Quantity::fromDouble(limit->value() * wanted->value() / request->value());
}

bool isOutside(const std::optional<Quantity>& request, const std::optional<Quantity>& low,
               const std::optional<Quantity>& high)
{
    if (!low && !high)
        return false;
    return !request || (low && *request < *low) || (high && *request > *high);
}

double drift(const std::optional<Quantity>& request, const std::optional<Quantity>& wanted)
{
    if (!request || !wanted || request->isZero())
        return 0;
    return std::abs(wanted->value() - request->value()) / request->value();
}

} // namespace

ContainerUsageModel::ContainerUsageModel(VpaFlags flags)
    : flags_(flags)
    , cpu_(DecayingHistogram::cpu())
    , memory_(DecayingHistogram::memory())
{
}

void ContainerUsageModel::addCpu(double cores, TimePoint at, int times)
{
    cpu_.add(cores, flags_.cpuSampleWeight * times, at);
    if (samples_ == 0)
        first_ = at;
    last_ = std::max(last_, at);
    samples_ += times;
}

void ContainerUsageModel::addMemory(double bytes, TimePoint at)
{
    if (at >= peakEnds_) {
        const auto passed = peakEnds_ == TimePoint {} ? 1 : (at - peakEnds_) / flags_.memoryPeakEvery + 1;
        peakEnds_ = peakEnds_ == TimePoint {} ? at + flags_.memoryPeakEvery
                                              : peakEnds_ + flags_.memoryPeakEvery * passed;
        peak_ = 0;
    }
    if (bytes <= peak_)
        return;
    // The interval's sample is stamped with its end, so a higher peak replaces it exactly.
    if (peak_ > 0)
        memory_.subtract(peak_, 1, peakEnds_);
    memory_.add(bytes, 1, peakEnds_);
    peak_ = bytes;
}

void ContainerUsageModel::addOutOfMemory(double bytes, TimePoint at)
{
    const double used = std::max(bytes, peak_);
    addMemory(std::max(used + memoryBump, used * memoryBumpRatio), at);
}

double ContainerUsageModel::confidence() const
{
    const auto days = std::chrono::duration<double, std::ratio<86400>>(last_ - first_).count();
    return std::min(days, static_cast<double>(samples_) / 1440);
}

std::optional<ContainerRecommendation> ContainerUsageModel::recommend(std::string container,
                                                                      const ContainerPolicy* policy,
                                                                      int containers) const
{
    if (empty() || (policy && policy->off))
        return {};
    const double sure = std::max(confidence(), 1e-6);
    const auto at = [&](double percentile, double factor) {
        const double margin = (1 + flags_.margin) * factor;
        const auto shared = static_cast<double>(std::max(containers, 1));
        return resources({std::max(cpu_.percentile(percentile) * margin, flags_.podMinimumCpu / shared),
                          std::max(memory_.percentile(percentile) * margin, flags_.podMinimumMemory / shared)});
    };
    ContainerRecommendation result;
    result.container = std::move(container);
    result.uncappedTarget = at(flags_.targetPercentile, 1);
    result.target = cap(result.uncappedTarget, policy);
    result.lowerBound = cap(at(flags_.lowerPercentile, std::pow(1 + 0.001 / sure, -2)), policy);
    result.upperBound = cap(at(flags_.upperPercentile, 1 + 1 / sure), policy);
    return result;
}

Resources cap(Resources recommended, const ContainerPolicy* policy)
{
    if (!policy)
        return recommended;
    if (!controls(*policy, "cpu"))
        recommended.cpu.reset();
    if (!controls(*policy, "memory"))
        recommended.memory.reset();
    capOne(recommended.cpu, policy->minAllowed.cpu, policy->maxAllowed.cpu);
    capOne(recommended.memory, policy->minAllowed.memory, policy->maxAllowed.memory);
    return recommended;
}

VpaChange changeOf(const ContainerRecommendation& recommendation, const ContainerPolicy* policy,
                   const Resources& requests, const Resources& limits)
{
    VpaChange change;
    change.requests = requests;
    change.limits = limits;
    if (policy && policy->off)
        return change;
    const Resources target = cap(recommendation.target, policy);
    if (target.cpu)
        change.requests.cpu = target.cpu;
    if (target.memory)
        change.requests.memory = target.memory;
    if (!policy || !policy->requestsOnly) {
        change.limits.cpu = inProportion(limits.cpu, requests.cpu, target.cpu);
        change.limits.memory = inProportion(limits.memory, requests.memory, target.memory);
    }
    change.outside = isOutside(requests.cpu, recommendation.lowerBound.cpu, recommendation.upperBound.cpu)
        || isOutside(requests.memory, recommendation.lowerBound.memory, recommendation.upperBound.memory);
    change.drifted = drift(requests.cpu, target.cpu) + drift(requests.memory, target.memory) >= 0.1;
    return change;
}

std::optional<Resources> requestsUnder(const Vpa& vpa, std::string_view container, const Resources& requests,
                                       const Resources& limits)
{
    const ContainerPolicy* policy = policyOf(vpa, container);
    if (policy && policy->off)
        return std::nullopt;
    for (const ContainerRecommendation& recommendation : vpa.recommendations)
        if (recommendation.container == container)
            return changeOf(recommendation, policy, requests, limits).requests;
    return std::nullopt;
}

} // namespace loadline
