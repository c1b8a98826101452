// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/review_sheet.h"
#include "tables/cost_review.h"

namespace loadline {

// Cost per hour in steps, stacked, with the baseline dashed and names under it. The cursor ends under it.
void paintStack(ReviewSheet& sheet, double height, const CostReview& review, const CostReport& report);
// From the baseline down to the actual cost.
void paintWaterfall(ReviewSheet& sheet, double height, const CostReview& review, const CostReport& report);

} // namespace loadline
