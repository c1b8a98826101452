// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cost_report.h"
#include "tables/export.h"

namespace loadline {

// The cost table for a file: plain numbers in the user's currency, rounded as the screen rounds them, exact amounts in
// JSON; a superset of the columns of OpenCost's CSV, so that both can be joined. The head says window, baseline, price
// sources with dates, currency and rate, and everything the figures leave out.
// Its figures are those of the cards and of the waterfall.
ExportTable costExport(const CostReport& report, const Baseline& baseline);
// The cards' figures: what runs, what ran, what was saved and by what, what could be saved.
std::vector<ExportFigure> costFigures(const CostReport& report);
// The same caption as one paragraph for pictures and the review.
QStringList costCaption(const CostReport& report, const Baseline& baseline);

} // namespace loadline
