// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/value.h"
#include "sim/state.h"

namespace loadline {

// What users write, taken up by the simulation, so that its effect shows: bounds and metrics of HPAs, bounds, pauses and
// triggers of ScaledObjects, modes of VPAs, replicas and requests of workloads, budgets, quotas.
enum class Adopted {
    Lives, // the simulation has it from now on
    Kept, // nothing in the simulation reacts to it: a document of its own
};
Adopted adopt(SimState& state, const Value& object);
// A delete. Refused: what the simulation cannot do without (workloads, nodes).
enum class Dropped { Gone, Unknown, Refused };
Dropped drop(SimState& state, const std::string& kind, const std::string& ns, const std::string& name);

} // namespace loadline
