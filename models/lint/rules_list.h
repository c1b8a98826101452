// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/rule.h"

namespace loadline {

// One function a rule, each in a file of its own.
Rule cronClockChange();
Rule cronInvalid();
Rule cronNeverEnds();
Rule cronOverlap();
Rule hpaBehaviorChangesScaleUp();
Rule hpaBehaviorRange();
Rule hpaBothTargets();
Rule hpaDirectionDisabled();
Rule hpaDuplicateMetric();
Rule hpaMinAboveMax();
Rule hpaMinEqualsMax();
Rule hpaMinZero();
Rule hpaNoTargetValue();
Rule hpaVpaSameResource();
Rule kedaActivationAboveThreshold();
Rule kedaAndHpaOneTarget();
Rule kedaAuthenticationMissing();
Rule kedaCachedMetrics();
Rule kedaCooldownIgnored();
Rule kedaFallbackRange();
Rule kedaFallbackUseless();
Rule kedaFormulaTarget();
Rule kedaIdleReplicas();
Rule kedaIgnoreNullValues();
Rule kedaMissingMetadata();
Rule kedaMissingMetricType();
Rule kedaNameTooLong();
Rule kedaNeverWakes();
Rule kedaNoTriggers();
Rule kedaPaused();
Rule kedaPollingTooShort();
Rule kedaTriggerFailing();
Rule kedaTriggerNames();
Rule kedaUnknownTrigger();
Rule kedaUtilizationElsewhere();
Rule missingRequests();
Rule scaleDownTooFast();
Rule targetApiVersion();
Rule targetMissing();
Rule twoHpasOneTarget();
Rule twoScaledObjectsOneTarget();
Rule twoVpasOneTarget();
Rule valueTargetFalls();
Rule vpaInPlaceTooOld();
Rule vpaMinAboveMax();
Rule vpaModeAuto();
Rule vpaModeUnknown();
Rule vpaSingleReplica();
Rule vpaTargetNotTopmost();
Rule vpaUnknownContainer();
Rule zeroForCritical();

} // namespace loadline
