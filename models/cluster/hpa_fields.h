// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/fields.h"
#include "cluster/hpa.h"

namespace loadline {

// Parts of an HPA that ScaledObjects and other kinds have too.
TargetType parseTargetType(std::string_view text);
ObjectRef readRef(Json ref, Fault& fault);
MetricSpec readMetricSpec(Json metric, Fault& fault);
MetricStatus readMetricStatus(Json metric, Fault& fault);
std::optional<Behavior> readBehavior(Json behavior, Fault& fault);

} // namespace loadline
