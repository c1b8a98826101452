// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cost_report.h"

namespace loadline {

// A figure with what it means, as cards and lists of terms show it.
struct ReviewFigure {
    QString name, amount, detail;
    Tone tone = Tone::Normal;
};
struct ReviewTable {
    QStringList titles;
    std::vector<QStringList> rows; // as many cells as titles
    std::vector<std::size_t> strong; // rows that sum up others
    int names = 1; // so many columns on the left hold words; the others hold figures
    QString note; // under the table: rows left out ...
};

// How much a review holds; what is beyond is summed up in a line that says so.
struct ReviewLimits {
    std::size_t groups = 48, machines = 16, namespaces = 12, clusters = 12, lines = 40;
    [[nodiscard]] ReviewLimits smaller() const; // by a third, down to a few of each
    bool operator==(const ReviewLimits&) const = default;
};

// The words and figures of a cost review, the paper a finance partner gets. Every amount is written in cents of the
// user's currency, rounded as in the CSV.
struct CostReview {
    QString title;
    QStringList head; // clusters, window, baseline, date
    QStringList summary; // whole sentences
    std::vector<ReviewFigure> figures;
    std::vector<ReviewFigure> steps; // of the waterfall, beside `bars`
    std::vector<WaterfallBar> bars;
    std::vector<ReviewFigure> terms; // released, realised, potential
    ReviewTable groups, sources, machines;
    ReviewTable openCost; // OpenCost's figures beside; no rows where none are known
    QStringList openCostLines; // what they come to, or why there are none; empty: OpenCost was not asked
    QStringList assumptions, unknown;
    QString unit; // "USD an hour"
    QString baselineLine; // "baseline $20.54/h"
    Baseline baseline; // what it was made with
    ReviewLimits limits;
};
CostReview costReview(const CostReport& report, const Baseline& baseline, const ReviewLimits& limits = {});
// What the figures leave out, or stand on without certainty: whole sentences; empty: nothing.
QStringList costUnknowns(const CostReport& report);
QString stepName(WaterfallStep step); // "Hours not run"

} // namespace loadline
