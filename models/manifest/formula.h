// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace loadline {

// What is wrong with a formula of KEDA's scalingModifiers (the expr language) over figures of these names, as far as
// reading it once tells: a name that is none of them, brackets, a missing operator. nullopt: nothing was found.
std::optional<Error> formulaFault(std::string_view formula, const std::set<std::string>& names);

} // namespace loadline
