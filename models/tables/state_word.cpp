// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/state_word.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StateWord)
};

// The unit that a length is told in; a second for less than that.
Millis unitOf(Millis length)
{
    for (const Millis unit : {Millis(std::chrono::hours {24}), Millis(std::chrono::hours {1}), Millis(std::chrono::minutes {1})})
        if (length >= unit)
            return unit;
    return Seconds {1};
}

} // namespace

Tone toneOf(Attention attention)
{
    switch (attention) {
    case Attention::None:
        return Tone::Good;
    case Attention::Notice:
        return Tone::Muted;
    case Attention::Warning:
        return Tone::Warn;
    case Attention::Error:
        return Tone::Bad;
    }
    return Tone::Normal;
}

Since sinceOf(const std::optional<TimePoint>& at, TimePoint now)
{
    if (!at)
        return {};
    const Millis length = std::max(now - *at, Millis {0});
    return {at, length - length % unitOf(length), false};
}

TimePoint nextChange(const Since& since)
{
    return *since.at + since.length + unitOf(since.length);
}

QString text(const Since& since)
{
    if (!since.at)
        return unknown();
    if (since.atLeast && since.length < Seconds {1})
        return unknown(); // seen for the first time just now: it may have been so for long
    const auto length = age(since.length);
    return since.atLeast ? Words::tr("over %1").arg(length) : length;
}

SortKey keyOf(const Since& since)
{
    return since.at ? SortKey(toUnixSeconds(*since.at) * -1) : SortKey();
}

} // namespace loadline
