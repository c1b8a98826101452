// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/detail.h"
#include "pages/chart_plan.h"

namespace loadline {

// Actions that every table page does by itself: the object opens in the wizard.
inline constexpr const char* changeAction = "change";
inline constexpr const char* cloneAction = "clone";

// Something that can be done with a row: a button in its pane and an entry of its menu.
struct RowAction {
    QString id; // "edit": what Page::rowActionWanted says
    QString text; // "Edit \u2026"
    QString icon; // see theme/icons.h; "" none
    QString why; // what it does, or why it cannot be done now
    bool enabled = true;
    bool operator==(const RowAction&) const = default;
};

// All that the pane below a table says of the chosen row, as a value made anew with every world.
struct RowDetail {
    QString title; // "fraud-detector-hpa"
    QString subtitle; // "ml-platform in prod-us-east"
    std::vector<ChartPlan> charts;
    std::vector<DetailSection> explanation;
    std::vector<DetailSection> events;
    int eventCount = 0;
    std::string cluster;
    QString document; // the object's path, for the YAML; "" there is none
    std::vector<RowAction> actions; // filled in by TablePage from rowActions
};

} // namespace loadline
