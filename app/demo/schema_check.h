// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/api_store.h"
#include "manifest/change.h"

#include <optional>

namespace loadline {

// What an API server says of fields that the schema does not have (500 under strict validation), and of values that it
// refuses (422): for the kinds that Loadline writes, and their first level.
std::optional<ApiAnswer> unknownField(const Value& manifest);
std::optional<ApiAnswer> invalidValues(const Value& object);
ApiAnswer conflictAnswer(const Value& causes);
// A Status with causes: {reason, message, field} each.
ApiAnswer statusWith(int code, const std::string& reason, const std::string& message, const ManifestRef& ref, const Value& causes);

} // namespace loadline
