// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/simulation.h"

#include "sim/loops.h"

#include <algorithm>
#include <utility>

namespace loadline {

namespace {
constexpr Seconds longStep {90};
constexpr int parts = 4;
} // namespace

Simulation::Simulation(std::shared_ptr<const SimPlan> plan, std::uint64_t seed, TimePoint start)
    : plan_(std::move(plan))
    , state_(*plan_, seed)
{
    settle(state_, std::chrono::floor<std::chrono::seconds>(start));
}

int Simulation::advance(TimePoint end, Seconds length)
{
    int steps = 0;
    while (true) {
        const auto since = state_.now.time_since_epoch();
        const TimePoint next(since - since % Millis(length) + Millis(length));
        if (next > end)
            return steps;
        step(next);
        ++steps;
    }
}

std::vector<SimTouch> Simulation::takeTouched()
{
    auto touched = std::exchange(state_.touched, {});
    // The last word on each object counts.
    const auto order
        = [](const SimTouch& a, const SimTouch& b) { return std::tie(a.kind, a.key) < std::tie(b.kind, b.key); };
    std::stable_sort(touched.begin(), touched.end(), order);
    std::vector<SimTouch> last;
    for (auto& touch : touched) {
        if (!last.empty() && last.back().kind == touch.kind && last.back().key == touch.key)
            last.back() = std::move(touch);
        else
            last.push_back(std::move(touch));
    }
    return last;
}

void Simulation::step(TimePoint to)
{
    const auto length = to - state_.now;
    if (length <= longStep) {
        pass(to);
        return;
    }
    const auto start = state_.now;
    for (int part = 1; part <= parts; ++part) {
        const auto before = state_.moves;
        pass(part == parts ? to : start + length * part / parts);
        if (state_.moves == before && part < parts) {
            pass(to);
            return;
        }
    }
}

void Simulation::pass(TimePoint to)
{
    const auto length = std::chrono::duration_cast<Seconds>(to - state_.now);
    state_.now = to;
    runPods(state_);
    runLoad(state_, length);
    runKeda(state_);
    runHpas(state_);
    runWorkloads(state_);
    runNodes(state_, length);
    runScheduler(state_);
    runVpas(state_);
    runBudgets(state_);
    expireEvents(state_);
}

} // namespace loadline
