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

} // namespace loadline
