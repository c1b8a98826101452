// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/joins.h"
#include "tables/vpa_rows.h"

namespace loadline {

// The pods of a VPA's target that its updater would act on.
struct VpaPods {
    std::int64_t all = 0;
    std::int64_t outside = 0; // a request of one of the containers lies outside its bounds
    std::int64_t drifted = 0; // within, but 12 hours old and 10 % or more off the target in all
};

struct VpaStateInputs {
    const Vpa& vpa;
    const ContainerRecommendation* recommendation = nullptr; // of this container
    const ContainerPolicy* policy = nullptr;
    const Target& target;
    VpaPods pods;
    TimePoint now {};
};
// Fills in kind, state and wouldChange of a row whose figures stand.
void judge(VpaRow& row, const VpaStateInputs& in);
QString modeText(const Vpa& vpa);
// Why there is no recommendation, as a phrase; "" where there is one.
QString whyNoRecommendation(const Vpa& vpa);

} // namespace loadline
