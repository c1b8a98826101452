// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "grid/detail.h"
#include "grid/table_message.h"
#include "tables/cost_report.h"

#include <QMenu>

#include <functional>

namespace loadline {

// The menus of the pages about money: each entry hands on the settings with one thing changed.
using ChooseCosts = std::function<void(const CostSettings& next)>;
void fillBaselineMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose, const std::function<void()>& chooseCounts);
void fillGroupMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose);
void fillWindowMenu(QMenu* menu, const CostSettings& settings, const Worlds& worlds, const Costs& costs, const Preferences& preferences,
    const ChooseCosts& choose);
// The days of the one cluster whose history is known; null where there is none, or more than one.
const std::vector<UsageDay>* onlyDays(const Costs& costs);
// Noons that can be a baseline, the newest first: those of that cluster that history covers.
std::vector<TimePoint> knownNoons(const Costs& costs);
QString baselineWord(const Baseline& baseline); // short, for the button

// What stands behind one line of the table; behind the price of one node (null: none is chosen) and the sources of all;
// behind OpenCost's figure (null: none is there); and in words all that the figures assume and leave out.
std::vector<DetailSection> costSections(const CostReport& report, const CostRow& row);
std::vector<DetailSection> priceSections(const CostReport& report, const PriceRow* row);
std::vector<DetailSection> openCostSections(const CostReport& report, const OpenCostRow* row);
TableMessage openCostMessage(const CostReport& report); // where OpenCost's table has no rows
std::vector<DetailSection> assumedSections(const CostReport& report, const QString& baseline);

} // namespace loadline
