// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/time_chart.h"
#include "theme/tone.h"

namespace loadline {

inline QColor lineColour(LineColour colour, const Shades& shades)
{
    switch (colour) {
    case LineColour::Series1:
        return shades.series[0];
    case LineColour::Series2:
        return shades.series[1];
    case LineColour::Series3:
        return shades.series[2];
    case LineColour::Series4:
        return shades.series[3];
    case LineColour::Accent:
        return shades.accent;
    case LineColour::Idle:
        return shades.idle;
    case LineColour::Spot:
        return shades.spot;
    case LineColour::Good:
        return shades.good;
    case LineColour::Warn:
        return shades.warn;
    case LineColour::Bad:
        return shades.bad;
    case LineColour::Muted:
        return shades.muted;
    }
    return shades.text;
}

} // namespace loadline
