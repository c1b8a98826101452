// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/observe.h"

namespace loadline {

// Of the workloads that something scales (an HPA, a VPA or KEDA): replicas, and usage and requests per container over
// the pods they own, as the container queries of promql.h aggregate them.
void observeTargets(const World& world, const Observe& observed);

} // namespace loadline
