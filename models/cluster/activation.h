// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/meta.h"

namespace loadline {

// Whether a ScaledObject's annotation autoscaling.keda.sh/force-activation keeps its target awake whatever the triggers
// say (KEDA 2.18); any text that is no boolean counts as true.
bool isForced(const Meta& meta);

} // namespace loadline
