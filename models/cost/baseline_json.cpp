// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/baseline.h"

#include "cluster/capacity_key.h"
#include "json/json_writer.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

constexpr std::int64_t version = 1;
constexpr std::array<std::string_view, 4> kinds {"peak", "pinned-at-max", "fixed", "before"};

void price(JsonWriter& json, const std::optional<Money>& hourly)
{
    if (hourly)
        json.field("hourly", hourly->decimal());
    json.endObject();
}

Error notABaseline(const char* where)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The stored baseline can not be read."), where,
            LOADLINE_TR("Error", "Choose the baseline again."), {}};
}

std::optional<Money> readPrice(Json object, bool& fine)
{
    const Json value = object["hourly"];
    if (!value.present())
        return {};
    const auto money = Money::parse(value.text());
    fine = fine && money && !money->negative();
    return money ? std::optional(*money) : std::nullopt;
}

std::int64_t readCount(Json object, bool& fine)
{
    const auto count = object["count"].integer();
    fine = fine && count && *count >= 0 && *count <= 1'000'000;
    return count.value_or(0);
}

BaselineLine readMachine(Json item, bool& fine)
{
    BaselineLine line;
    Machine& machine = line.machine;
    machine = {item["provider"].str(), item["region"].str(), item["zone"].str(), item["type"].str(), item["pool"].str(), {}, item["own"].str()};
    const auto capacity = capacityOfKey(item["capacity"].text());
    fine = fine && (capacity || item["capacity"].text().empty());
    machine.capacity = capacity.value_or(CapacityType::Unknown);
    line.count = readCount(item, fine);
    line.onDemandHourly = readPrice(item, fine);
    return line;
}

} // namespace

std::string writeBaseline(const Baseline& baseline)
{
    JsonWriter json;
    json.object().field("version", version).field("kind", kinds[static_cast<std::size_t>(baseline.kind)]);
    json.key("pools").array();
    for (const BaselinePool& pool : baseline.pools)
        price(json.object().field("pool", pool.pool).field("count", pool.nodes), pool.nodeHourly);
    json.endArray();
    if (baseline.kind == BaselineKind::Before)
        json.field("before", formatRfc3339(baseline.before));
    json.key("machines").array();
    for (const BaselineLine& line : baseline.machines) {
        const Machine& machine = line.machine;
        json.object().field("provider", machine.provider).field("region", machine.region).field("zone", machine.zone);
        json.field("type", machine.instanceType).field("pool", machine.pool);
        json.field("capacity", capacityKey(machine.capacity)).field("count", line.count);
        if (!machine.own.empty())
            json.field("own", machine.own);
        price(json, line.onDemandHourly);
    }
    json.endArray().key("workloads").array();
    for (const BaselineWorkload& workload : baseline.workloads) {
        json.object().field("namespace", workload.ns).field("kind", workload.kind).field("name", workload.name);
        price(json.field("count", workload.replicas), workload.replicaHourly);
    }
    return json.endArray().endObject().take();
}

Result<Baseline> readBaseline(std::string_view text)
{
    JsonDocument document;
    const auto json = document.parse(text);
    if (!json)
        return json.error();
    if (!(*json)["version"].integer())
        return notABaseline("version");
    if ((*json)["version"].integerOr(0) != version)
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "The stored baseline is of another version of Loadline."),
                      "version", LOADLINE_TR("Error", "Choose the baseline again."), {}};
    const auto kind = std::find(kinds.begin(), kinds.end(), (*json)["kind"].text());
    if (kind == kinds.end())
        return notABaseline("kind");
    Baseline baseline;
    baseline.kind = static_cast<BaselineKind>(kind - kinds.begin());
    const auto before = (*json)["before"].time();
    if (baseline.kind == BaselineKind::Before && !before)
        return notABaseline("before");
    baseline.before = before.value_or(TimePoint {});
    bool fine = true;
    (*json)["pools"].eachItem([&](Json item) {
        baseline.pools.push_back({item["pool"].str(), readCount(item, fine), readPrice(item, fine)});
    });
    (*json)["machines"].eachItem([&](Json item) { baseline.machines.push_back(readMachine(item, fine)); });
    (*json)["workloads"].eachItem([&](Json item) {
        baseline.workloads.push_back({item["namespace"].str(), item["kind"].str(), item["name"].str(),
                                      readCount(item, fine), readPrice(item, fine)});
    });
    if (!fine)
        return notABaseline("");
    return baseline;
}

} // namespace loadline
