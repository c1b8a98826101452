// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"
#include "cost/ledger_day.h"

namespace loadline {

// Takes the nodes that run now and have a price of the user's for themselves (Machine::own) out of the counts of their
// like on a past day, from their creation on, at the list price of theirs. Days count machines alike and name no node:
// whether one that is gone had such a price is not known.
void splitOwnNodes(UsageDay& day, const Allocation& now);

} // namespace loadline
