// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/scaled_object.h"

#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// What KEDA 2.20 calls its triggers (autoscaling.md 2.7).
bool knownTrigger(std::string_view type);
std::string removedTrigger(std::string_view type); // the version that removed it; "" never there
std::string nearestTrigger(std::string_view type); // a known one that differs by a slip of the pen; "" none

// The metadata keys that the trigger cannot work without and that it is not given, in plain, from the environment or
// as a parameter of its authentication. Empty for types that Loadline has no description of.
std::vector<std::string> lackingMetadata(const Trigger& trigger);
// The key under which its activation threshold is written; "" none.
std::string activationKey(const Trigger& trigger);

} // namespace loadline
