// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/rules_list.h"

#include <algorithm>
#include <array>

namespace loadline {

std::span<const Rule> rules()
{
    static const std::array all {
        ambiguousSelectors(),
        budgetBlocksDrain(),
        budgetBothBounds(),
        budgetSelectsNothing(),
        budgetsOverlap(),
        consolidationNoBudget(),
        cronClockChange(),
        cronInvalid(),
        cronNeverEnds(),
        cronOverlap(),
        duplicateObject(),
        hpaAtMax(),
        hpaBehaviorChangesScaleUp(),
        hpaBehaviorRange(),
        hpaBothTargets(),
        hpaCannotScale(),
        hpaDirectionDisabled(),
        hpaDisabledAtZero(),
        hpaDuplicateMetric(),
        hpaMetricsFailing(),
        hpaMinAboveMax(),
        hpaMinEqualsMax(),
        hpaMinZero(),
        hpaNoTargetValue(),
        hpaVpaSameResource(),
        incompleteManifest(),
        kedaActivationAboveThreshold(),
        kedaAndHpaOneTarget(),
        kedaAuthenticationMissing(),
        kedaCachedMetrics(),
        kedaCooldownIgnored(),
        kedaFallbackRange(),
        kedaFallbackUseless(),
        kedaForceActivation(),
        kedaFormulaTarget(),
        kedaIdleReplicas(),
        kedaIgnoreNullValues(),
        kedaMissingMetadata(),
        kedaMissingMetricType(),
        kedaNameTooLong(),
        kedaNeverWakes(),
        kedaNoTriggers(),
        kedaPaused(),
        kedaPollingTooShort(),
        kedaTriggerFailing(),
        kedaTriggerNames(),
        kedaUnknownTrigger(),
        kedaUtilizationElsewhere(),
        limitRangeCrossed(),
        limitRangeRefuses(),
        maxBeyondPools(),
        missingBudget(),
        missingRequests(),
        nodeClaimNotLaunched(),
        nodeGroupBackoff(),
        nodePoolAtLimit(),
        nodePoolNoLimits(),
        notReadable(),
        podLargerThanNodes(),
        podsNotReady(),
        podsUnschedulable(),
        priorityClassMissing(),
        priorityDefaults(),
        quotaBelowMax(),
        quotaNeedsRequests(),
        removedApiVersion(),
        replicasBesideAutoscaler(),
        replicasOwned(),
        replicasRefused(),
        restartsLookLikeLoad(),
        scaleDownTooFast(),
        selectorMissesTemplate(),
        silenceWithoutEffect(),
        spotOnlyForCritical(),
        targetApiVersion(),
        targetMissing(),
        thrashing(),
        twoHpasOneTarget(),
        twoScaledObjectsOneTarget(),
        twoVpasOneTarget(),
        valueTargetFalls(),
        vpaCapped(),
        vpaInPlaceTooOld(),
        vpaMinAboveMax(),
        vpaModeAuto(),
        vpaModeUnknown(),
        vpaNoRecommendation(),
        vpaNotApplied(),
        vpaSingleReplica(),
        vpaTargetNotTopmost(),
        vpaUnknownContainer(),
        zeroForCritical(),
    };
    return all;
}

const Rule* rule(std::string_view id)
{
    const auto all = rules();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Rule& one) { return one.id == id; });
    return at == all.end() ? nullptr : &*at;
}

} // namespace loadline
