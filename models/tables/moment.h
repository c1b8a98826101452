// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/state_word.h"

namespace loadline {

// Now, and until when all that was asked of it stays so: what was said of the same objects at this moment is said again
// at any later one before holdsUntil().
class Moment {
public:
    explicit Moment(TimePoint now)
        : now_(now)
    {
    }
    [[nodiscard]] TimePoint now() const { return now_; }
    // Whether that time has come.
    bool past(TimePoint at)
    {
        changesAt(at);
        return at <= now_;
    }
    Since since(const std::optional<TimePoint>& at) // as sinceOf()
    {
        const Since since = sinceOf(at, now_);
        if (at)
            changesAt(nextChange(since));
        return since;
    }
    void changesAt(TimePoint at)
    {
        if (at > now_)
            until_ = std::min(until_, at);
    }
    [[nodiscard]] TimePoint holdsUntil() const { return until_; }

private:
    TimePoint now_;
    TimePoint until_ = TimePoint::max();
};

} // namespace loadline
