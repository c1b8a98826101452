// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <cstdint>

namespace loadline {

// How much work arrives over time: a day, a week, slow noise, and bursts. A pure function of time and seed, so coarse
// history and fine steps see the same world.
struct LoadCurve {
    double mean = 0; // units a second over a weekday
    double swing = 0; // of the day, as a share of the mean; 0 flat, 1 down to nothing at night
    double peakHour = 18; // UTC
    double weekend = 1; // factor on Saturday and Sunday
    double noise = 0; // share of the mean
    Seconds noisePeriod {1200};
    double base = 1; // what of it arrives outside bursts; 0: nothing
    double burst = 0; // how much a burst adds, as a share of the mean
    Seconds burstEvery {7200}; // at most one in each such span
    Seconds burstLength {600};
    double burstChance = 0.8;
    bool operator==(const LoadCurve&) const = default;
};
double loadAt(const LoadCurve& curve, std::uint64_t seed, TimePoint at);
// Smooth noise from -1 to 1 with about `period` between its turns.
double noiseAt(std::uint64_t seed, TimePoint at, Seconds period);

} // namespace loadline
