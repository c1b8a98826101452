// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/scope.h"

namespace loadline {

// HPAs and ScaledObjects in one shape, target and ref left to who knows the scope.
ReplicaScaler viewOf(const Hpa& hpa);
ReplicaScaler viewOf(const ScaledObject& object);
// By owner reference or KEDA's labels: to be changed through its ScaledObject only.
bool writtenByKeda(const Hpa& hpa);
// cpu and memory triggers, which KEDA leaves to the HPA.
bool isResource(const Trigger& trigger);

} // namespace loadline
