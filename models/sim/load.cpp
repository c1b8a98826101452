// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/load.h"

#include "sim/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace loadline {

namespace {

constexpr double day = 86400;

double secondsOf(TimePoint at)
{
    return static_cast<double>(at.time_since_epoch().count()) / 1000;
}

double smooth(double x)
{
    return x * x * (3 - 2 * x);
}

// 1 on working days, `weekend` at weekends, with two hours of passage between.
double weekFactor(double seconds, double weekend)
{
    if (weekend == 1)
        return 1;
    const auto share = [](double at) {
        const auto weekday = static_cast<std::int64_t>(std::floor(at / day)) + 4; // 1970-01-01 was a Thursday
        return weekday % 7 == 0 || weekday % 7 == 6 ? 1.0 : 0.0;
    };
    const double passage = 7200;
    const double before = share(seconds - passage);
    const double after = share(seconds);
    const double into = std::fmod(seconds, day) / passage;
    const double amount = into < 1 ? before + (after - before) * smooth(into) : after;
    return 1 + (weekend - 1) * amount;
}

double burstAt(const LoadCurve& curve, std::uint64_t seed, double seconds)
{
    if (curve.burst == 0)
        return 0;
    const auto every = static_cast<double>(curve.burstEvery.count());
    const auto length = static_cast<double>(curve.burstLength.count());
    const auto span = static_cast<std::uint64_t>(std::floor(seconds / every));
    const auto hash = mixed(seed, span);
    if (unitOf(hash) >= curve.burstChance)
        return 0;
    const double start = static_cast<double>(span) * every + unitOf(mixed(hash)) * std::max(every - length, 0.0);
    const double into = (seconds - start) / length;
    if (into < 0 || into > 1)
        return 0;
    const double edge = 0.12; // rises and falls over this share of its length
    const double shape = std::min({into / edge, (1 - into) / edge, 1.0});
    return curve.burst * smooth(shape) * (0.7 + 0.6 * unitOf(mixed(hash, 3)));
}

} // namespace

double noiseAt(std::uint64_t seed, TimePoint at, Seconds period)
{
    const double x = secondsOf(at) / static_cast<double>(std::max<std::int64_t>(period.count(), 1));
    const double floor = std::floor(x);
    const auto cell = static_cast<std::uint64_t>(static_cast<std::int64_t>(floor));
    const double from = unitOf(mixed(seed, cell)) * 2 - 1;
    const double to = unitOf(mixed(seed, cell + 1)) * 2 - 1;
    return from + (to - from) * smooth(x - floor);
}

double loadAt(const LoadCurve& curve, std::uint64_t seed, TimePoint at)
{
    const double seconds = secondsOf(at);
    const double phase = 2 * std::numbers::pi * (std::fmod(seconds, day) / 3600 - curve.peakHour) / 24;
    double factor = 1 + curve.swing * (0.85 * std::cos(phase) + 0.15 * std::cos(2 * phase));
    factor *= weekFactor(seconds, curve.weekend);
    factor *= 1 + 0.04 * noiseAt(mixed(seed, 11), at, Seconds(5 * 86400));
    if (curve.noise > 0) {
        const double wave = 0.7 * noiseAt(mixed(seed, 12), at, curve.noisePeriod)
            + 0.3 * noiseAt(mixed(seed, 13), at, curve.noisePeriod / 6);
        factor *= 1 + curve.noise * wave;
    }
    factor *= curve.base;
    factor += burstAt(curve, mixed(seed, 14), seconds);
    return std::max(0.0, curve.mean * factor);
}

} // namespace loadline
