// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/state.h"

#include <memory>

namespace loadline {

// One simulated cluster with its clock. The same plan, seed and sequence of steps give the same state, everywhere.
class Simulation {
public:
    static constexpr Seconds tick {15}; // the HPA controller's period
    // Settled at `start`, as if it had run so for long.
    Simulation(std::shared_ptr<const SimPlan> plan, std::uint64_t seed, TimePoint start);

    // To `end` in steps of at most `step`, aligned to it. Steps longer than 90 s are cut in four while sizes change.
    // Returns how many steps were made.
    int advance(TimePoint end, Seconds step = tick);
    [[nodiscard]] TimePoint now() const { return state_.now; }
    [[nodiscard]] const SimState& state() const { return state_; }
    // For what users write into the cluster between two steps; the controllers see it at the next.
    [[nodiscard]] SimState& users() { return state_; }
    // For history, where nobody reads statuses and events.
    void sizesOnly() { state_.told = false; }
    // Starts to note what changes; taken by takeTouched().
    void journal() { state_.journal = true; }
    std::vector<SimTouch> takeTouched();

private:
    void step(TimePoint to);
    void pass(TimePoint to);
    std::shared_ptr<const SimPlan> plan_;
    SimState state_;
};

} // namespace loadline
