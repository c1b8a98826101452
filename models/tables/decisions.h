// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/overview.h"

namespace loadline {

// The latest things the autoscalers of one cluster did, newest first, from their events.
std::vector<Decision> decisionsOf(const World& world, std::size_t most);
// "cpu resource utilization (percentage of request) above target" -> "cpu above target"; KEDA's and adapters' metric
// names without their selectors and trigger numbers.
QString rescaleReason(const std::string& message);

} // namespace loadline
