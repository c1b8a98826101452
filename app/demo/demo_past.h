// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal.h"

namespace loadline {

// What was written to a demo before and is there again when it starts anew: the object whole, as it was stored.
struct DemoWrite {
    std::string server;
    ManifestRef ref;
    Value stored; // null: it was deleted
    bool operator==(const DemoWrite&) const = default;
};
// The last that each object came to, in the order of the journal.
std::vector<DemoWrite> demoPast(const Journal& journal);

} // namespace loadline
