// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/node.h"

namespace loadline {

// The two forms of the cluster-autoscaler's status (autoscaling.md 4.1). parseAutoscalerText picks the right one.
Result<AutoscalerStatus> parseAutoscalerYaml(std::string_view text); // since 1.30
Result<AutoscalerStatus> parseAutoscalerLines(std::string_view text); // up to 1.29

} // namespace loadline
