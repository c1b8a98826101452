// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/kind.h"

namespace loadline {

// One function a kind, each in a file of its own.
Kind hpaKind();
Kind vpaKind();
Kind scaledObjectKind();
Kind scaledJobKind();
Kind triggerAuthenticationKind();
Kind clusterTriggerAuthenticationKind();
Kind nodeKind();
Kind podKind();
Kind deploymentKind();
Kind statefulSetKind();
Kind replicaSetKind();
Kind disruptionBudgetKind();
Kind quotaKind();
Kind limitRangeKind();
Kind priorityClassKind();
Kind eventKind();
Kind nodePoolKind();
Kind nodeClaimKind();
Kind autoscalerStatusKind();
Kind podMetricsKind();
Kind nodeMetricsKind();

} // namespace loadline
