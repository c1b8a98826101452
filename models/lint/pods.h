// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/scope.h"

#include <unordered_map>

namespace loadline {

// The pods that `wanted` picks, by the workload that they belong to, among those that findings are wanted of.
using TroubledPods = std::vector<std::pair<const ScaleTarget*, std::vector<const Pod*>>>;
TroubledPods podsOf(const LintScope& scope, bool (*wanted)(const Pod& pod, TimePoint now));
// Whether its container was killed for memory, or restarts again and again.
bool restarts(const Pod& pod);
// How long the pod that waits longest was made ago.
Millis longest(const std::vector<const Pod*>& pods, TimePoint now);

} // namespace loadline
