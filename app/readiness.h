// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "cluster/world.h"

#include <optional>
#include <span>

namespace loadline {

// Whether what was asked for is there: nothing yet (wait), an error, or all of it. Kinds that are needed must be
// complete; kinds that are wanted are waited for, but may be missing or refused. `clusters` is how many must answer.
struct Readiness {
    bool ready = false;
    std::optional<Error> error;
};
Readiness readiness(std::span<const KindId> needs, std::span<const KindId> wants, const Worlds& worlds, std::size_t clusters);
// The same of one World; null: nothing of its cluster is there yet.
bool isReady(std::span<const KindId> needs, std::span<const KindId> wants, const WorldPtr& world);

// Of a World that is ready: the kinds that exist there and could not be read, with why.
std::vector<std::pair<KindId, Error>> unread(std::span<const KindId> wants, const World& world);
// Why nothing of it can be judged: it cannot be reached, or refuses each of the kinds. Null: something can.
std::optional<Error> cannotBeAsked(std::span<const KindId> wants, const World& world);

// The World of a cluster; null: there is none.
WorldPtr worldOf(const Worlds& worlds, const std::string& cluster);

} // namespace loadline
