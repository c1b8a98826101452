// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/action_shown.h"
#include "pages/row_detail.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/vpa_rows.h"

#include <optional>

namespace loadline {

// The nearest first, then the wizard, then the rest.
std::vector<RowAction> besideWriting(std::vector<RowAction> quick, std::vector<RowAction> write);
// What can be done at once with a row of these pages, and what is wished by choosing it.
std::vector<RowAction> quickActions(const HpaRow& row);
std::vector<RowAction> quickActions(const KedaRow& row);
std::vector<RowAction> quickActions(const VpaRow& row);
std::optional<ActionWish> quickWish(const QString& action, const HpaRow& row);
std::optional<ActionWish> quickWish(const QString& action, const KedaRow& row);
std::optional<ActionWish> quickWish(const QString& action, const VpaRow& row);

} // namespace loadline
