// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/opencost.h"

#include <string_view>

namespace loadline {

// What /allocation or /allocation/compute answered: {"code": 200, "data": [{name: entry, ...}, ...]}; entries of several
// steps are added up by name. Numbers that are null or absent count as zero. Errors: Malformed; Server, with OpenCost's
// own message, when its code is not 200.
Result<std::vector<OpenCostEntry>> readOpenCost(std::string_view answer);

} // namespace loadline
