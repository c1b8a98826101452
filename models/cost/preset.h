// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/scenario.h"

namespace loadline {

// A ready scenario of the field's usual cases; each says its assumptions, and each figure is computed from them.
struct CostPreset {
    std::string id; // "textbook", "scale-to-zero", "spot-gpus", "right-sizing"
    Phrase title;
    Phrase about;
    Scenario scenario;
    bool operator==(const CostPreset&) const = default;
};
std::span<const CostPreset> costPresets();
const CostPreset* findCostPreset(std::string_view id);

} // namespace loadline
