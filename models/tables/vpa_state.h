// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/joins.h"
#include "tables/vpa_rows.h"

namespace loadline {

struct VpaStateInputs {
    const Vpa& vpa;
    const ContainerRecommendation* recommendation = nullptr; // of this container
    const ContainerPolicy* policy = nullptr;
    const Target& target;
    TimePoint now {};
};
// Fills in kind, state and wouldChange of a row whose figures stand.
void judge(VpaRow& row, const VpaStateInputs& in);
QString modeText(const Vpa& vpa);
// Why there is no recommendation, as a phrase; "" where there is one.
QString whyNoRecommendation(const Vpa& vpa);

} // namespace loadline
