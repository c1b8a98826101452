// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/rules_list.h"

#include <algorithm>
#include <array>

namespace loadline {

std::span<const Rule> rules()
{
    static const std::array all {
        cronClockChange(),
        cronInvalid(),
        cronNeverEnds(),
        cronOverlap(),
        hpaBehaviorChangesScaleUp(),
        hpaBehaviorRange(),
        hpaBothTargets(),
        hpaDirectionDisabled(),
        hpaDuplicateMetric(),
        hpaMinAboveMax(),
        hpaMinEqualsMax(),
        hpaMinZero(),
        hpaNoTargetValue(),
        hpaVpaSameResource(),
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
        missingRequests(),
        scaleDownTooFast(),
        targetApiVersion(),
        targetMissing(),
        twoHpasOneTarget(),
        twoScaledObjectsOneTarget(),
        twoVpasOneTarget(),
        valueTargetFalls(),
        vpaInPlaceTooOld(),
        vpaMinAboveMax(),
        vpaModeAuto(),
        vpaModeUnknown(),
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
