// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_opencost.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace loadline {
namespace {

using Tree = nlohmann::ordered_json;

constexpr double gib = 1024.0 * 1024 * 1024;
// OpenCost's configs/default.json, a core, a GiB and a GPU an hour.
constexpr double cpuPrice = 0.031611, memoryPrice = 0.004237, gpuPrice = 0.95;

struct Hours {
    double longest = 0, cpu = 0, memory = 0, gpu = 0; // of cores, bytes and GPUs
    [[nodiscard]] Tree entry(const std::string& name) const
    {
        const double cpuCost = cpu * cpuPrice, ramCost = memory / gib * memoryPrice, gpuCost = gpu * gpuPrice;
        return {{"name", name}, {"minutes", longest * 60}, {"cpuCoreHours", cpu}, {"cpuCost", cpuCost}, {"cpuCostAdjustment", 0}, {"ramByteHours", memory},
            {"ramCost", ramCost}, {"ramCostAdjustment", 0}, {"gpuHours", gpu}, {"gpuCost", gpuCost}, {"gpuCostAdjustment", 0}, {"networkCost", 0},
            {"loadBalancerCost", 0}, {"pvCost", 0}, {"sharedCost", 0}, {"externalCost", 0}, {"totalCost", cpuCost + ramCost + gpuCost}};
    }
};

std::optional<double> hoursOfWindow(const std::string& text)
{
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [unit, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc {} || end - unit != 1 || number < 1 || (*unit != 'h' && *unit != 'd'))
        return std::nullopt;
    return *unit == 'h' ? number : 24.0 * number;
}

double hoursSince(const SimState& state, TimePoint from, double most)
{
    return std::clamp(double((state.now - from).count()) / 3'600'000, 0.0, most);
}

std::map<std::string, Hours> byNamespace(const SimState& state, double window)
{
    std::map<std::string, Hours> all;
    for (std::size_t i = 0; i < state.workloads.size(); ++i)
        for (const SimPod& pod : state.workloads[i].pods) {
            if (pod.node < 0 || pod.phase != PodPhase::Running)
                continue;
            const Footprint& need = state.workloads[i].shapes[pod.shape].need;
            const double hours = hoursSince(state, pod.started.value_or(state.now), window);
            Hours& sum = all[state.plan->workloads[i].ns];
            sum.longest = std::max(sum.longest, hours);
            sum.cpu += std::max(double(need.cpuMilli) / 1000, pod.cpu) * hours;
            sum.memory += std::max(double(need.memory), pod.memory) * hours;
            sum.gpu += double(need.gpus) * hours;
        }
    return all;
}

// What its nodes have beyond that.
Hours idleBeside(const SimState& state, const std::map<std::string, Hours>& used, double window)
{
    Hours idle;
    for (const SimNode& node : state.nodes)
        if (node.present && node.registered) {
            const double hours = hoursSince(state, node.created, window);
            const Footprint size = footprintOf(state.plan->pools[node.pool].capacity);
            idle.longest = std::max(idle.longest, hours);
            idle.cpu += double(size.cpuMilli) / 1000 * hours;
            idle.memory += double(size.memory) * hours;
            idle.gpu += double(size.gpus) * hours;
        }
    for (const auto& [name, hours] : used) {
        idle.cpu = std::max(0.0, idle.cpu - hours.cpu);
        idle.memory = std::max(0.0, idle.memory - hours.memory);
        idle.gpu = std::max(0.0, idle.gpu - hours.gpu);
    }
    return idle;
}

// As OpenCost tells what is idle.
Tree inMoneyAlone(Tree entry)
{
    for (const char* hours : {"cpuCoreHours", "ramByteHours", "gpuHours"})
        entry[hours] = 0;
    return entry;
}

ApiAnswer refused(int code, const std::string& message)
{
    return {code, Tree({{"code", code}, {"message", message}}).dump()};
}

} // namespace

ApiAnswer askDemoOpenCost(const SimState& state, const ApiPath& path)
{
    if (path.parts != std::vector<std::string> {"allocation", "compute"})
        return {404, "404 page not found\n"};
    const auto window = hoursOfWindow(path.get("window"));
    if (!window)
        return refused(400, "Invalid 'window' parameter: illegal window: " + path.get("window"));
    if (path.get("aggregate") != "namespace")
        return refused(400, "Invalid 'aggregate' parameter: " + path.get("aggregate"));
    const auto used = byNamespace(state, *window);
    Tree step = Tree::object();
    for (const auto& [name, hours] : used)
        step[name] = hours.entry(name);
    if (path.get("includeIdle") == "true")
        step["__idle__"] = inMoneyAlone(idleBeside(state, used, *window).entry("__idle__"));
    return {200, Tree({{"code", 200}, {"status", "success"}, {"data", Tree::array({std::move(step)})}}).dump()};
}

} // namespace loadline
