// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "manifest/value.h"

#include <string>
#include <vector>

namespace loadline {

// Where a server tells which update modes its VPA takes: not every version has every one.
inline constexpr const char* vpaDefinitionPath
    = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/verticalpodautoscalers.autoscaling.k8s.io";
// The modes of autoscaling.k8s.io/v1, as the definition lists them. Errors: Malformed, where it lists none.
Result<std::vector<std::string>> vpaModesOf(const Value& definition);

} // namespace loadline
