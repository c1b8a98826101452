// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/detail.h"
#include "pages/chart_plan.h"

namespace loadline {

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
};

} // namespace loadline
