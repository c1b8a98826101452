// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/opencost.h"
#include "cost/terms.h"
#include "tables/export.h"

namespace loadline {

QString termName(CostTerm term); // "window", "amount", "price" ...
// A row for each name, the largest difference first: ours, theirs, the difference, and what of it comes from each term.
ExportTable openCostTable(std::vector<CostComparison> comparisons, const Currency& currency, ExportHead head);

} // namespace loadline
