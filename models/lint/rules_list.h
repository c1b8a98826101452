// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/rule.h"

namespace loadline {

// One function a rule, each in a file of its own.
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
Rule kedaAndHpaOneTarget();
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
