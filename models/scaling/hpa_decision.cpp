// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/hpa_decision.h"

#include <algorithm>

namespace loadline {

namespace {

bool readsWholes(const Hpa& hpa)
{
    return std::any_of(hpa.metrics.begin(), hpa.metrics.end(), [](const auto& spec) {
        return spec.metric.type == MetricType::Object || spec.metric.type == MetricType::External;
    });
}

// At zero only an HPA that set the zero itself, behind an alpha gate, looks at its metrics.
bool asleep(const Hpa& hpa, const HpaInputs& inputs, const HpaFlags& flags)
{
    if (inputs.scale.spec != 0)
        return false;
    return !(flags.scaleToZero && inputs.scaledToZero && (hpa.minReplicas != 0 || readsWholes(hpa)));
}

Verdict limitVerdict(Limit limit)
{
    switch (limit) {
    case Limit::TooFewReplicas:
        return {Truth::True, "TooFewReplicas", "the desired replica count is less than the minimum replica count"};
    case Limit::TooManyReplicas:
        return {Truth::True, "TooManyReplicas", "the desired replica count is more than the maximum replica count"};
    case Limit::ScaleUpLimit:
        return {Truth::True, "ScaleUpLimit",
                "the desired replica count is increasing faster than the maximum scale rate"};
    case Limit::ScaleDownLimit:
        return {Truth::True, "ScaleDownLimit",
                "the desired replica count is decreasing faster than the maximum scale rate"};
    case Limit::None:
        break;
    }
    return {Truth::False, "DesiredWithinRange", "the desired count is within the acceptable range"};
}

Verdict holdVerdict(Hold hold)
{
    switch (hold) {
    case Hold::Down:
        return {Truth::True, "ScaleDownStabilized",
                "recent recommendations were higher than current one, applying the highest recent recommendation"};
    case Hold::Up:
        return {Truth::True, "ScaleUpStabilized",
                "recent recommendations were lower than current one, applying the lowest recent recommendation"};
    case Hold::None:
        break;
    }
    return {Truth::True, "ReadyForNewScale", "recommended size matches current size"};
}

// The most that the working metrics ask for; sets failed when what fails might have asked for more.
void combine(HpaDecision& decision, const HpaInputs& inputs)
{
    const MetricProposal* firstFailure = nullptr;
    std::size_t failures = 0;
    for (std::size_t i = 0; i < decision.proposals.size(); ++i) {
        const auto& proposal = decision.proposals[i];
        if (!proposal.worked()) {
            decision.warnings.emplace_back(proposal.failureReason, proposal.failure);
            if (failures++ == 0)
                firstFailure = &proposal;
        } else if (!decision.raw || proposal.replicas > *decision.raw) {
            decision.raw = proposal.replicas;
            decision.winner = i;
        }
    }
    decision.failed = !decision.raw || (failures > 0 && *decision.raw < inputs.scale.spec);
    if (!decision.failed) {
        decision.scalingActive = {Truth::True, "ValidMetricFound",
                                  "the HPA was able to successfully calculate a replica count from "
                                      + decision.proposals[*decision.winner].name};
        return;
    }
    if (!firstFailure)
        return;
    decision.scalingActive = {Truth::False, firstFailure->failureReason,
                              "the HPA was unable to compute the replica count: " + firstFailure->failure};
    decision.warnings.emplace_back("FailedComputeMetricsReplicas",
                                   "invalid metrics (" + std::to_string(failures) + " invalid out of "
                                       + std::to_string(decision.proposals.size())
                                       + "), first error is: " + firstFailure->failureWrapped);
}

void evaluate(HpaDecision& decision, const Hpa& hpa, const HpaInputs& inputs, const HpaFlags& flags,
              const EffectiveBehavior& behavior, ScalingLog& log)
{
    static const MetricReading nothing {{}, {}, "no metrics were read"};
    const auto current = inputs.scale.spec;
    decision.evaluated = true;
    decision.proposals.reserve(hpa.metrics.size());
    for (std::size_t i = 0; i < hpa.metrics.size(); ++i)
        decision.proposals.push_back(propose(hpa.metrics[i],
                                             i < inputs.readings.size() ? inputs.readings[i] : nothing, inputs.scale,
                                             behavior, flags, inputs.now));
    combine(decision, inputs);
    if (decision.failed) {
        decision.desired = current;
        // Only a failure leaves this passing state in sight.
        decision.ableToScale = {Truth::True, "SucceededGetScale",
                                "the HPA controller was able to get the target's current scale"};
        return;
    }
    decision.normalised = normalise(*decision.raw, current, {hpa.minReplicas, hpa.maxReplicas}, behavior, log, inputs.now);
    decision.desired = decision.normalised->replicas;
    decision.ableToScale = holdVerdict(decision.normalised->hold);
    decision.scalingLimited = limitVerdict(decision.normalised->limit);
    if (*decision.raw > current)
        decision.rescaleReason = decision.proposals[*decision.winner].name + " above target";
    else if (*decision.raw < current)
        decision.rescaleReason = "All metrics below target";
}

} // namespace

HpaDecision decide(const Hpa& hpa, const HpaInputs& inputs, const HpaFlags& flags, ScalingLog& log)
{
    HpaDecision decision;
    const auto current = inputs.scale.spec;
    const auto behavior = effectiveBehavior(hpa.behavior, flags);
    seed(log, current, inputs.now);
    if (asleep(hpa, inputs, flags)) {
        decision.ableToScale = {Truth::True, "SucceededGetScale",
                                "the HPA controller was able to get the target's current scale"};
        decision.scalingActive = {Truth::False, "ScalingDisabled",
                                  "scaling is disabled since the replica count of the target is zero"};
        return decision;
    }
    if (current > hpa.maxReplicas) {
        decision.rescaleReason = "Current number of replicas above Spec.MaxReplicas";
        decision.desired = hpa.maxReplicas;
    } else if (current != 0 && current < hpa.minReplicas) {
        decision.rescaleReason = "Current number of replicas below Spec.MinReplicas";
        decision.desired = hpa.minReplicas;
    } else {
        evaluate(decision, hpa, inputs, flags, behavior, log);
    }
    decision.rescale = decision.desired != current;
    if (decision.rescale) {
        decision.ableToScale = {Truth::True, "SucceededRescale",
                                "the HPA controller was able to update the target scale to "
                                    + std::to_string(decision.desired)};
        noteRescale(log, current, decision.desired, behavior, inputs.now);
    } else {
        decision.rescaleReason.clear();
    }
    return decision;
}

} // namespace loadline
