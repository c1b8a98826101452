// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/opencost_reply.h"

#include "json/json.h"

#include <array>
#include <map>

namespace loadline {
namespace {

using Field = std::pair<const char*, double OpenCostEntry::*>;
constexpr std::array<Field, 20> fields {{{"minutes", &OpenCostEntry::minutes}, {"cpuCoreHours", &OpenCostEntry::cpuCoreHours},
    {"cpuCoreRequestAverage", &OpenCostEntry::cpuCoreRequestAverage}, {"cpuCoreUsageAverage", &OpenCostEntry::cpuCoreUsageAverage},
    {"ramByteHours", &OpenCostEntry::ramByteHours}, {"ramByteRequestAverage", &OpenCostEntry::ramByteRequestAverage},
    {"ramByteUsageAverage", &OpenCostEntry::ramByteUsageAverage}, {"gpuHours", &OpenCostEntry::gpuHours},
    {"cpuCost", &OpenCostEntry::cpuCost}, {"ramCost", &OpenCostEntry::ramCost}, {"gpuCost", &OpenCostEntry::gpuCost},
    {"networkCost", &OpenCostEntry::networkCost}, {"loadBalancerCost", &OpenCostEntry::loadBalancerCost},
    {"pvCost", &OpenCostEntry::pvCost}, {"sharedCost", &OpenCostEntry::sharedCost}, {"externalCost", &OpenCostEntry::externalCost},
    {"cpuCostAdjustment", &OpenCostEntry::cpuCostAdjustment}, {"ramCostAdjustment", &OpenCostEntry::ramCostAdjustment},
    {"gpuCostAdjustment", &OpenCostEntry::gpuCostAdjustment}, {"totalCost", &OpenCostEntry::totalCost}}};

Error notOpenCost(std::string why)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "What answered is not OpenCost: %1."), {},
        LOADLINE_TR("Error", "Something else may listen on its port."), {std::move(why)}};
}

void add(OpenCostEntry& entry, Json json)
{
    for (const auto& [name, member] : fields)
        entry.*member += json[name].number().value_or(0);
}

} // namespace

Result<std::vector<OpenCostEntry>> readOpenCost(std::string_view answer)
{
    JsonDocument document;
    const auto root = document.parse(answer);
    if (!root)
        return notOpenCost(plainText(root.error()));
    if (const auto code = (*root)["code"].integer(); code && *code != 200)
        return Error {Error::Kind::Server, LOADLINE_TR("Error", "OpenCost answered: %1."), {}, {}, {(*root)["message"].str()}};
    const Json data = (*root)["data"];
    if (!data.isArray())
        return notOpenCost("it has no list of allocations");
    std::map<std::string, OpenCostEntry> byName;
    data.eachItem([&](Json step) {
        step.eachField([&](std::string_view name, Json entry) {
            if (!entry.isObject())
                return;
            OpenCostEntry& sum = byName[std::string(name)];
            sum.name = name;
            add(sum, entry);
        });
    });
    std::vector<OpenCostEntry> entries;
    for (auto& [name, entry] : byName)
        entries.push_back(std::move(entry));
    return entries;
}

} // namespace loadline
