// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "grid/detail.h"
#include "tables/cost_report.h"

#include <QMenu>

#include <functional>

namespace loadline {

// The menus of the Cost page: each entry hands on the settings with one thing changed.
using ChooseCosts = std::function<void(const CostSettings& next)>;
void fillBaselineMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose);
void fillGroupMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose);
void fillWindowMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose);
QString baselineWord(const Baseline& baseline); // short, for the button

// What stands behind one line of the table.
std::vector<DetailSection> costSections(const CostReport& report, const CostRow& row);

} // namespace loadline
