// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/opencost.h"
#include "cost/terms.h"
#include "tables/column.h"
#include "tables/order.h"

#include <QStringList>

namespace loadline {

// A namespace, what is idle or all of a cluster: OpenCost's figure beside Loadline's.
struct OpenCostRow {
    std::string id; // cluster/name
    std::string cluster;
    CostComparison figures;
    bool total = false;
    bool operator==(const OpenCostRow&) const = default;
};

// One cluster's: rows, the largest difference first and the total last; or why there are none.
struct OpenCostBeside {
    std::string cluster;
    std::string source; // "opencost/opencost:9003"
    Millis window {};
    bool ofLedger = false; // ours is of the same hours; else the rate of now
    QString why; // else: half a sentence
    std::optional<Error> error;
    Rows<OpenCostRow> rows;
    [[nodiscard]] const CostComparison* total() const { return rows.empty() ? nullptr : &rows.back()->figures; }
};
// Beside Loadline's ledger of the same hours by `days`, else its rate of now over the same time. Pure.
OpenCostBeside besideOpenCost(const Allocation& now, const OpenCostFigures& theirs, std::span<const UsageDay> days);

QString termName(CostTerm term); // "other hours", "prices" ...: short, as panes beside tables are narrow
QString openCostName(const OpenCostRow& row); // as shown
// "Loadline's ledger of the same hours", or its rate of now and why.
QString openCostBasis(const OpenCostBeside& beside);
// What it comes to, as one or two sentences; where there are no figures, why and what helps.
QString openCostLine(const OpenCostBeside& beside, const Currency& currency);
// Name, both figures, the difference, what makes most of it; each term is a column that exports have.
Columns<OpenCostRow> openCostColumns(const Currency& currency, bool manyClusters);
// What files hold: all terms, and amounts as plain numbers; empty where one side does not know.
Columns<OpenCostRow> openCostExportColumns(const Currency& currency, bool manyClusters);

} // namespace loadline
