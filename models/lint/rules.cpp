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
        nodeGroupBackoff(),
        nodePoolAtLimit(),
        nodePoolNoLimits(),
        notReadable(),
        podLargerThanNodes(),
        priorityClassMissing(),
        priorityDefaults(),
        quotaBelowMax(),
        quotaNeedsRequests(),
        removedApiVersion(),
        replicasBesideAutoscaler(),
        replicasOwned(),
        replicasRefused(),
        scaleDownTooFast(),
        selectorMissesTemplate(),
        silenceWithoutEffect(),
        spotOnlyForCritical(),
        targetApiVersion(),
        targetMissing(),
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
