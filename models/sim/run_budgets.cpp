// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/loops.h"

#include <algorithm>
#include <charconv>

namespace loadline {

namespace {

// "50%" of the expected pods, rounded up, or a plain count.
std::int64_t amount(const std::string& text, std::int64_t expected)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return text.ends_with('%') ? (expected * value + 99) / 100 : value;
}

struct Health {
    std::int64_t expected = 0, healthy = 0, desired = 0;
    [[nodiscard]] std::int64_t allowed() const { return std::max<std::int64_t>(0, healthy - desired); }
};

Health healthOf(const SimState& state, const SimBudget& budget)
{
    const auto& workload = state.workloads[budget.workload];
    Health health;
    health.expected = workload.replicas;
    health.healthy = workload.ready;
    health.desired = budget.object.maxUnavailable.empty()
        ? amount(budget.object.minAvailable, health.expected)
        : std::max<std::int64_t>(0, health.expected - amount(budget.object.maxUnavailable, health.expected));
    return health;
}

void runQuota(SimState& state, Quota& quota)
{
    std::vector<std::pair<std::string, Quantity>> used;
    std::int64_t pods = 0;
    Footprint sum;
    for (std::size_t w = 0; w < state.workloads.size(); ++w) {
        if (!(quota.meta.ns == state.plan->workloads[w].ns))
            continue;
        for (const auto& pod : state.workloads[w].pods) {
            if (pod.phase == PodPhase::Succeeded)
                continue;
            ++pods;
            sum += state.workloads[w].shapes[pod.shape].need;
        }
    }
    for (const auto& [name, hard] : quota.hard) {
        if (name == "pods")
            used.emplace_back(name, Quantity::fromWhole(pods));
        else if (name == "requests.cpu")
            used.emplace_back(name, Quantity::fromMilli(sum.cpuMilli));
        else if (name == "requests.memory")
            used.emplace_back(name, Quantity::fromWhole(sum.memory));
        else
            used.emplace_back(name, Quantity::fromWhole(sum.gpus));
    }
    if (used == quota.used)
        return;
    quota.used = std::move(used);
    state.touch(KindId::Quota, quota.meta);
}

} // namespace

bool mayEvict(const SimState& state, std::size_t workload)
{
    return std::none_of(state.budgets.begin(), state.budgets.end(),
        [&](const auto& budget) { return budget.workload == workload && healthOf(state, budget).allowed() == 0; });
}

void runBudgets(SimState& state)
{
    if (!state.told)
        return;
    for (auto& budget : state.budgets) {
        const auto health = healthOf(state, budget);
        auto& object = budget.object;
        if (object.allowed == health.allowed() && object.currentHealthy == health.healthy
            && object.desiredHealthy == health.desired && object.expected == health.expected)
            continue;
        object.allowed = health.allowed();
        object.currentHealthy = health.healthy;
        object.desiredHealthy = health.desired;
        object.expected = health.expected;
        state.touch(KindId::DisruptionBudget, object.meta);
    }
    for (auto& quota : state.quotas)
        runQuota(state, quota);
}

} // namespace loadline
