// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "json/json.h"
#include "manifest/value.h"

namespace loadline {

Value valueOf(Json json); // absent: null
// A whole JSON text. Errors: Malformed.
Result<Value> readValue(std::string_view text);

} // namespace loadline
