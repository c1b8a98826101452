// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace loadline {

// An object's JSON as the YAML people know from kubectl: two blanks, fields in their order, text blocks for lines,
// metadata.managedFields and the last-applied annotation left out. Texts that YAML 1.1 would read as something else
// ("no", "0755", "1e3", "12:30") are quoted. Errors: Malformed.
Result<std::string> yamlOfJson(std::string_view json);

} // namespace loadline
