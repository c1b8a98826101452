// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/waterfall_chart.h"
#include "cost/saving.h"
#include "cost/terms.h"

namespace loadline {

// The bars of a saving, named and in the user's currency.
std::vector<WaterfallItem> waterfallItems(const std::vector<WaterfallBar>& bars, const Currency& currency);

} // namespace loadline
