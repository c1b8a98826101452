// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"
#include "cluster/meta.h"
#include "tables/column.h"
#include "tables/wording.h"

namespace loadline {

// How much something needs the user's eye; worst last, so that it compares.
enum class Attention { None, Notice, Warning, Error };
Tone toneOf(Attention attention); // Good, Muted, Warn, Bad

// Since when something holds. The length is rounded down to what `age` shows, so that a row differs from the one of a
// moment ago only where its text does.
struct Since {
    std::optional<TimePoint> at;
    Millis length {};
    bool atLeast = false; // it was so already when Loadline began to look
    bool operator==(const Since&) const = default;
};
Since sinceOf(const std::optional<TimePoint>& at, TimePoint now);
TimePoint nextChange(const Since& since); // when its length will be another; `at` is known
QString text(const Since& since); // "31 min", "over 31 min", unknown()
SortKey keyOf(const Since& since);

// A state as a page says it: a word, its tone, what is behind it.
struct StateWord {
    QString word; // "Held at max", "Cannot read metrics: no CPU request in “api”"
    Tone tone = Tone::Normal;
    Attention attention = Attention::None;
    QString cause; // one or two sentences: why, and what mends it; "" when the word says all
    Since since;
    bool operator==(const StateWord&) const = default;
};

// A status condition as a detail pane lists it.
struct ConditionLine {
    QString type, reason, message;
    Tone tone = Tone::Muted;
    Since since;
    Truth status = Truth::Unknown; // as written: a pane draws it as a filled dot or a ring beside the tone
    bool operator==(const ConditionLine&) const = default;
};

// What is known of a quantity that may not be known, and why it is not.
struct Known {
    std::optional<double> value;
    QString why; // when there is no value
    bool operator==(const Known&) const = default;
};

} // namespace loadline
