// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/scenario.h"
#include "cost/terms.h"

#include <span>

class QStandardItemModel;

namespace loadline {

// Scenarios side by side, a column each, the one at hand first: months, and what makes the difference. Cells that say
// the same stay as they are. Headers hold the scenario's name in Qt::UserRole.
void showSideBySide(QStandardItemModel& model, std::span<const ScenarioResult> scenarios, const Currency& currency);

} // namespace loadline
