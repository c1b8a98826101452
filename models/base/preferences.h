// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <string>
#include <vector>

namespace loadline {

// What the user chose, as a plain value handed to whoever derives. app/settings loads and saves it.
struct Preferences {
    // The HPA controller's flags, which no API tells (autoscaling.md 1.1); managed clouds may differ.
    Seconds hpaSyncPeriod {15};
    Seconds hpaDownscaleStabilization {300};
    double hpaTolerance = 0.1;
    // VPA: over which window observed usage is taken where Prometheus tells it.
    Seconds usageWindow {std::chrono::hours {24 * 7}};
    // Held at max for longer than this needs attention (autoscaling.md 7, row 14).
    Seconds heldAtMaxWarning {std::chrono::minutes {15}};
    std::string poolLabel; // the user's own pool label, tried first; "" none
    bool utcTimes = false; // else the desktop's time zone
    bool operator==(const Preferences&) const = default;
};

} // namespace loadline
