// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_past.h"

#include <algorithm>
#include <limits>

namespace loadline {

std::vector<DemoWrite> demoPast(const Journal& journal)
{
    using Outcome = Applied::Outcome;
    std::vector<DemoWrite> past;
    std::set<std::pair<std::string, ManifestRef>> seen;
    for (const JournalEntry& entry : journal.entries(std::numeric_limits<std::int32_t>::max())) {
        const bool written = entry.outcome == Outcome::Deleted || ((entry.outcome == Outcome::Created || entry.outcome == Outcome::Changed) && entry.stored);
        if (!entry.ended || !written || !seen.emplace(entry.place.server, entry.change.ref).second)
            continue;
        past.push_back({entry.place.server, entry.change.ref, entry.outcome == Outcome::Deleted ? Value {} : *entry.stored});
    }
    std::reverse(past.begin(), past.end());
    return past;
}

} // namespace loadline
