// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/hpa.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace loadline {

// The HPA controller's flags and gates, which no API tells; these are its defaults (autoscaling.md 1.1).
struct HpaFlags {
    Seconds downscaleStabilization {300};
    double tolerance = 0.1;
    Seconds cpuInitialization {300};
    Seconds initialReadinessDelay {30};
    bool ownTolerance = true; // HPAConfigurableTolerance: on since 1.35
    bool scaleToZero = false; // HPAScaleToZero: still off in 1.36
};
HpaFlags flagsOf(const Preferences& preferences);

// One direction of the behaviour in force, every default filled in.
struct EffectiveRules {
    Seconds window {0}; // stabilisation; 0: none
    bool windowGiven = false; // else the default
    SelectPolicy select = SelectPolicy::Max;
    std::vector<ScalingPolicy> policies; // empty only without `behavior`
    bool policiesGiven = false;
    double tolerance = 0.1;
    bool toleranceGiven = false;
    bool operator==(const EffectiveRules&) const = default;
};

// What really governs an HPA's steps. Without `behavior` the controller keeps its older rules, which differ from the
// defaults of an empty one: a step up ends at max(2 x current, 4), a step down is only stabilised by the flag's window.
struct EffectiveBehavior {
    bool given = false; // `behavior` is not null, even if empty
    EffectiveRules up;
    EffectiveRules down;
    bool operator==(const EffectiveBehavior&) const = default;
};
// Fills in what the API server fills in: per field and per direction, a given policy list replacing the default whole.
EffectiveBehavior effectiveBehavior(const std::optional<Behavior>& behavior, const HpaFlags& flags = {});
// Without `behavior`: the most replicas that one step up may reach.
std::int64_t legacyUpLimit(std::int64_t current);

// What the controller remembers of one HPA, in memory only. Times are those of its own decisions.
struct ScalingLog {
    struct Entry {
        TimePoint at {};
        std::int64_t count = 0;
        bool operator==(const Entry&) const = default;
    };
    std::vector<Entry> recommendations; // raw, before limits
    std::vector<Entry> ups, downs; // how much each rescale added or took; only with `behavior`
    bool operator==(const ScalingLog&) const = default;
};
// A controller that starts seeds its log with the size it finds, so it never scales down inside the first window.
void seed(ScalingLog& log, std::int64_t current, TimePoint now);
// After every rescale the HPA made itself, also one that only corrected the bounds.
void noteRescale(ScalingLog& log, std::int64_t from, std::int64_t to, const EffectiveBehavior& behavior, TimePoint now);

enum class Limit { None, TooFewReplicas, TooManyReplicas, ScaleUpLimit, ScaleDownLimit };
enum class Hold { None, Up, Down };

// A raw recommendation brought within stabilisation, rate policies and bounds, and what held it.
struct Normalised {
    std::int64_t replicas = 0;
    std::int64_t stabilised = 0; // what the windows left of it, before limits
    Hold hold = Hold::None; // a window changed the recommendation, in the direction it wanted to go
    std::optional<TimePoint> heldUntil; // when the window lets the next step happen if the load stays as it is
    Limit limit = Limit::None;
    std::optional<TimePoint> limitedUntil; // when a rate policy's period frees room again; unknown for bounds
    bool operator==(const Normalised&) const = default;
};
struct Bounds {
    std::int64_t min = 1;
    std::int64_t max = 1;
};
// Adds `raw` to the log (autoscaling.md 1.8). `current` lies within the bounds: the controller corrects that first.
Normalised normalise(std::int64_t raw, std::int64_t current, Bounds bounds, const EffectiveBehavior& behavior,
                     ScalingLog& log, TimePoint now);

} // namespace loadline
