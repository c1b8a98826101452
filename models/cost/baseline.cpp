// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/baseline.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace loadline {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

Error badLine(std::string_view what, std::string_view file, std::size_t line, std::string_view text)
{
    std::string where(file);
    if (!file.empty())
        where += ':';
    where += std::to_string(line);
    return {Error::Kind::Malformed, std::string(what), where,
            LOADLINE_TR("Error", "Write one pool a line as pool=count, or pool=count@price per node-hour."),
            {std::string(text)}};
}

Result<BaselinePool> parsePool(std::string_view line, std::string_view file, std::size_t number)
{
    const auto equals = line.find_last_of('=');
    if (equals == std::string_view::npos || trimmed(line.substr(0, equals)).empty())
        return badLine(LOADLINE_TR("Error", "\"%1\" does not name a pool and a count."), file, number, line);
    BaselinePool pool;
    pool.pool = trimmed(line.substr(0, equals));
    std::string_view count = trimmed(line.substr(equals + 1));
    if (const auto at = count.find('@'); at != std::string_view::npos) {
        const auto price = Money::parse(trimmed(count.substr(at + 1)));
        if (!price || price->negative())
            return badLine(LOADLINE_TR("Error", "\"%1\" has no price after its @."), file, number, line);
        pool.nodeHourly = *price;
        count = trimmed(count.substr(0, at));
    }
    const auto [end, fault] = std::from_chars(count.data(), count.data() + count.size(), pool.nodes);
    if (fault != std::errc {} || end != count.data() + count.size() || pool.nodes < 0 || pool.nodes > 1'000'000)
        return badLine(LOADLINE_TR("Error", "\"%1\" has no number of nodes."), file, number, line);
    return pool;
}

} // namespace

Result<Baseline> parseFixedBaseline(std::string_view text, std::string_view file)
{
    Baseline baseline;
    baseline.kind = BaselineKind::Fixed;
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line = trimmed(line.substr(0, line.find('#')));
        if (line.empty())
            continue;
        auto pool = parsePool(line, file, number);
        if (!pool)
            return pool.error();
        for (const BaselinePool& known : baseline.pools)
            if (known.pool == pool->pool)
                return badLine(LOADLINE_TR("Error", "The pool of \"%1\" is there twice."), file, number, line);
        baseline.pools.push_back(*std::move(pool));
    }
    if (baseline.pools.empty())
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "There is no pool in it."), std::string(file),
                      LOADLINE_TR("Error", "Write one pool a line as pool=count, or pool=count@price per node-hour."), {}};
    const auto byPool = [](const BaselinePool& a, const BaselinePool& b) { return a.pool < b.pool; };
    std::sort(baseline.pools.begin(), baseline.pools.end(), byPool);
    return baseline;
}

Result<Baseline> baselineBefore(std::span<const UsageDay> days, TimePoint at)
{
    const TimePoint day = midnight(at);
    const auto second = static_cast<std::int32_t>((at - day).count());
    const auto holds = [&](const auto& span) { return span.from <= second && second < span.to; };
    const auto found = std::find_if(days.rbegin(), days.rend(), [&](const UsageDay& usage) { return usage.day == day; });
    if (found == days.rend() || std::none_of(found->covered.begin(), found->covered.end(), holds))
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "Nothing is recorded of %1."), {},
                      LOADLINE_TR("Error", "Choose a moment for which there is history."), {formatRfc3339(at)}};
    Baseline baseline;
    baseline.kind = BaselineKind::Before;
    baseline.before = at;
    for (const MachineDay& machine : found->machines)
        if (const auto run = std::find_if(machine.runs.begin(), machine.runs.end(), holds); run != machine.runs.end()) {
            const Price& price = machine.price;
            baseline.machines.push_back(
                {machine.machine, run->count, price.onDemandHourly ? price.onDemandHourly : price.hourly});
        }
    for (const WorkloadDay& workload : found->workloads)
        if (const auto run = std::find_if(workload.runs.begin(), workload.runs.end(), holds); run != workload.runs.end())
            baseline.workloads.push_back({workload.ns, workload.kind, workload.name, run->count, workload.replicaHourly});
    return baseline;
}

Phrase describe(const Baseline& baseline)
{
    switch (baseline.kind) {
    case BaselineKind::Peak:
        return {LOADLINE_TR("Cost", "Always on at the peak of the window, on demand"), {}};
    case BaselineKind::PinnedAtMax:
        return {LOADLINE_TR("Cost", "Autoscalers pinned at their maximum, on demand"), {}};
    case BaselineKind::Before:
        return {LOADLINE_TR("Cost", "What ran at %1, always on, on demand"), {formatRfc3339(baseline.before)}};
    case BaselineKind::Fixed:
        break;
    }
    std::string counts;
    for (const BaselinePool& pool : baseline.pools)
        counts += (counts.empty() ? "" : ", ") + pool.pool + " " + std::to_string(pool.nodes);
    return {LOADLINE_TR("Cost", "Fixed numbers of nodes, always on, on demand: %1"), {counts}};
}

const PoolReference* Reference::find(std::string_view pool) const
{
    const auto at = std::partition_point(pools.begin(), pools.end(),
                                         [&](const PoolReference& reference) { return reference.pool < pool; });
    return at != pools.end() && at->pool == pool ? &*at : nullptr;
}

const BaselineWorkload* Reference::find(const WorkloadDay& workload) const
{
    const auto key = std::tie(workload.ns, workload.kind, workload.name);
    const auto at = std::partition_point(workloads.begin(), workloads.end(), [&](const BaselineWorkload& known) {
        return std::tie(known.ns, known.kind, known.name) < key;
    });
    return at != workloads.end() && std::tie(at->ns, at->kind, at->name) == key ? &*at : nullptr;
}

} // namespace loadline
