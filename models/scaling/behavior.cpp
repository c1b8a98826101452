// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/behavior.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace loadline {

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();

EffectiveRules effectiveRules(const std::optional<ScalingRules>& rules, EffectiveRules defaults, bool ownTolerance)
{
    if (!rules)
        return defaults;
    if (rules->stabilizationWindowSeconds) {
        defaults.window = Seconds(*rules->stabilizationWindowSeconds);
        defaults.windowGiven = true;
    }
    defaults.select = rules->selectPolicy.value_or(SelectPolicy::Max);
    if (!rules->policies.empty()) {
        defaults.policies = rules->policies;
        defaults.policiesGiven = true;
    }
    if (rules->tolerance && ownTolerance) {
        defaults.tolerance = rules->tolerance->value();
        defaults.toleranceGiven = true;
    }
    return defaults;
}

bool younger(TimePoint at, Seconds period, TimePoint now)
{
    return at > now - period;
}

std::int64_t changeWithin(const std::vector<ScalingLog::Entry>& events, Seconds period, TimePoint now)
{
    std::int64_t sum = 0;
    for (const auto& event : events)
        if (younger(event.at, period, now))
            sum += event.count;
    return sum;
}

// Where one policy ends, counted from the size at the start of its period.
std::int64_t proposal(const ScalingPolicy& policy, std::int64_t current, bool up, const ScalingLog& log, TimePoint now)
{
    const Seconds period(policy.periodSeconds);
    const std::int64_t base = current - changeWithin(log.ups, period, now) + changeWithin(log.downs, period, now);
    if (policy.type == ScalingPolicy::Type::Pods)
        return up ? base + policy.value : base - policy.value;
    const double share = static_cast<double>(policy.value) / 100;
    const double scaled = static_cast<double>(base) * (up ? 1 + share : 1 - share);
    return static_cast<std::int64_t>(up ? std::ceil(scaled) : std::trunc(scaled));
}

// The size that the rate policies allow to reach in a direction; never beyond `current` the other way.
std::int64_t rateLimit(const EffectiveRules& rules, std::int64_t current, bool up, const ScalingLog& log, TimePoint now)
{
    if (rules.select == SelectPolicy::Disabled || rules.policies.empty())
        return current;
    const bool highest = (rules.select == SelectPolicy::Max) == up; // the largest change: highest up, lowest down
    std::int64_t limit = highest ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    for (const auto& policy : rules.policies) {
        const auto reached = proposal(policy, current, up, log, now);
        limit = highest ? std::max(limit, reached) : std::min(limit, reached);
    }
    return up ? std::max(limit, current) : std::min(limit, current);
}

// When the first of the rescales that use up a policy's room leaves its period.
std::optional<TimePoint> roomAt(const EffectiveRules& rules, const std::vector<ScalingLog::Entry>& events, TimePoint now)
{
    std::optional<TimePoint> first;
    if (rules.select == SelectPolicy::Disabled)
        return first;
    for (const auto& policy : rules.policies) {
        for (const auto& event : events) {
            const Seconds period(policy.periodSeconds);
            if (younger(event.at, period, now) && (!first || event.at + period < *first))
                first = event.at + period;
        }
    }
    return first;
}

struct Capped {
    std::int64_t replicas;
    Limit limit;
};

Capped capUp(std::int64_t wanted, std::int64_t max, std::int64_t limit)
{
    const auto cap = std::min(max, limit);
    if (wanted <= cap)
        return {wanted, Limit::None};
    return {cap, limit < max ? Limit::ScaleUpLimit : Limit::TooManyReplicas};
}

Capped capDown(std::int64_t wanted, std::int64_t min, std::int64_t limit)
{
    const auto cap = std::max(min, limit);
    if (wanted >= cap)
        return {wanted, Limit::None};
    return {cap, limit > min ? Limit::ScaleDownLimit : Limit::TooFewReplicas};
}

// The last moment at which a remembered recommendation of at least (or at most) `size` leaves its window.
std::optional<TimePoint> lastToLeave(const std::vector<ScalingLog::Entry>& log, Seconds window, bool atLeast,
                                     std::int64_t size, TimePoint now)
{
    std::optional<TimePoint> last;
    for (const auto& entry : log) {
        const bool holds = atLeast ? entry.count >= size : entry.count <= size;
        if (holds && entry.at + window >= now && (!last || entry.at + window > *last))
            last = entry.at + window;
    }
    return last;
}

void forget(ScalingLog& log, Seconds window, TimePoint now)
{
    std::erase_if(log.recommendations, [&](const auto& entry) { return entry.at < now - window; });
}

// No `behavior`: the highest recommendation not older than the window stands, downwards only.
std::int64_t stabiliseLegacy(std::int64_t raw, Seconds window, const ScalingLog& log, TimePoint now)
{
    std::int64_t highest = raw;
    for (const auto& entry : log.recommendations)
        if (entry.at >= now - window)
            highest = std::max(highest, entry.count);
    return highest;
}

std::int64_t stabilise(std::int64_t raw, std::int64_t current, const EffectiveBehavior& behavior, const ScalingLog& log,
                       TimePoint now)
{
    std::int64_t lowest = raw;
    std::int64_t highest = raw;
    for (const auto& entry : log.recommendations) {
        if (younger(entry.at, behavior.up.window, now))
            lowest = std::min(lowest, entry.count);
        if (younger(entry.at, behavior.down.window, now))
            highest = std::max(highest, entry.count);
    }
    return std::min(std::max(current, lowest), highest);
}

void nameHold(Normalised& result, std::int64_t raw, std::int64_t current, const EffectiveBehavior& behavior,
              const ScalingLog& log, TimePoint now)
{
    if (result.stabilised == raw)
        return;
    const bool up = behavior.given && raw >= current;
    result.hold = up ? Hold::Up : Hold::Down;
    const auto window = up ? behavior.up.window : behavior.down.window;
    const auto size = up ? std::max(current, result.stabilised) : std::min(current, result.stabilised);
    result.heldUntil = lastToLeave(log.recommendations, window, !up, size, now);
}

} // namespace

HpaFlags flagsOf(const Preferences& preferences)
{
    HpaFlags flags;
    flags.downscaleStabilization = preferences.hpaDownscaleStabilization;
    flags.tolerance = preferences.hpaTolerance;
    return flags;
}

EffectiveBehavior effectiveBehavior(const std::optional<Behavior>& behavior, const HpaFlags& flags)
{
    EffectiveBehavior effective;
    effective.up.tolerance = effective.down.tolerance = flags.tolerance;
    effective.down.window = flags.downscaleStabilization;
    if (!behavior)
        return effective;
    effective.given = true;
    effective.up.policies = {{ScalingPolicy::Type::Pods, 4, 15}, {ScalingPolicy::Type::Percent, 100, 15}};
    effective.down.policies = {{ScalingPolicy::Type::Percent, 100, 15}};
    effective.up = effectiveRules(behavior->up, std::move(effective.up), flags.ownTolerance);
    effective.down = effectiveRules(behavior->down, std::move(effective.down), flags.ownTolerance);
    return effective;
}

std::int64_t legacyUpLimit(std::int64_t current)
{
    return std::max<std::int64_t>(2 * std::min(current, most), 4);
}

void seed(ScalingLog& log, std::int64_t current, TimePoint now)
{
    if (log.recommendations.empty())
        log.recommendations.push_back({now, current});
}

void noteRescale(ScalingLog& log, std::int64_t from, std::int64_t to, const EffectiveBehavior& behavior, TimePoint now)
{
    if (!behavior.given || from == to)
        return;
    const bool up = to > from;
    Seconds longest {0};
    for (const auto* rules : {&behavior.up, &behavior.down})
        for (const auto& policy : rules->policies)
            longest = std::max(longest, Seconds(policy.periodSeconds));
    auto& events = up ? log.ups : log.downs;
    std::erase_if(events, [&](const auto& event) { return !younger(event.at, longest, now); });
    events.push_back({now, up ? to - from : from - to});
}

Normalised normalise(std::int64_t raw, std::int64_t current, Bounds bounds, const EffectiveBehavior& behavior,
                     ScalingLog& log, TimePoint now)
{
    Normalised result;
    result.stabilised = behavior.given ? stabilise(raw, current, behavior, log, now)
                                       : stabiliseLegacy(raw, behavior.down.window, log, now);
    nameHold(result, raw, current, behavior, log, now);
    forget(log, std::max(behavior.up.window, behavior.down.window), now);
    log.recommendations.push_back({now, raw});

    const auto wanted = result.stabilised;
    Capped capped {wanted, Limit::None};
    if (!behavior.given) {
        capped = wanted < bounds.min ? Capped {bounds.min, Limit::TooFewReplicas}
                                     : capUp(wanted, bounds.max, legacyUpLimit(current));
    } else if (wanted > current) {
        capped = capUp(wanted, bounds.max, rateLimit(behavior.up, current, true, log, now));
        if (capped.limit == Limit::ScaleUpLimit)
            result.limitedUntil = roomAt(behavior.up, log.ups, now);
    } else if (wanted < current) {
        capped = capDown(wanted, bounds.min, rateLimit(behavior.down, current, false, log, now));
        if (capped.limit == Limit::ScaleDownLimit)
            result.limitedUntil = roomAt(behavior.down, log.downs, now);
    }
    result.replicas = capped.replicas;
    result.limit = capped.limit;
    return result;
}

} // namespace loadline
