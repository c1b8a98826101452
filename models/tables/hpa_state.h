// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/hpa_metrics.h"
#include "tables/joins.h"
#include "tables/moment.h"

namespace loadline {

// Fills in kind, state and seconds left of a row whose other members stand.
struct HpaStateInputs {
    const Hpa& hpa;
    const HpaSurroundings& around;
    const Target& target;
    const Preferences& preferences;
    const HpaMemory::Seen* seen = nullptr;
    std::optional<TimePoint> lastHigh; // when the metrics last asked for the current size or more
    const QStringList& rivals; // other HPAs with the same target
    Moment& moment;
};
void judge(HpaRow& row, const HpaStateInputs& in);

} // namespace loadline
