// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/vpa.h"

#include "cluster/hpa_fields.h"
#include "cluster/resource_fields.h"

#include <algorithm>
#include <tuple>

namespace loadline {
namespace {

UpdateMode parseMode(std::string_view text)
{
    constexpr std::pair<std::string_view, UpdateMode> modes[] = {{"", UpdateMode::Recreate}, {"Off", UpdateMode::Off},
        {"Initial", UpdateMode::Initial}, {"Recreate", UpdateMode::Recreate}, {"Auto", UpdateMode::Auto},
        {"InPlaceOrRecreate", UpdateMode::InPlaceOrRecreate}, {"InPlace", UpdateMode::InPlace}};
    const auto* at = std::find_if(std::begin(modes), std::end(modes), [&](const auto& mode) { return mode.first == text; });
    return at == std::end(modes) ? UpdateMode::Unknown : at->second;
}

ContainerPolicy readPolicy(Json json, Fault& fault)
{
    ContainerPolicy policy;
    policy.container = stringAt(json, "containerName", fault);
    if (policy.container.empty())
        policy.container = "*";
    policy.off = textAt(json, "mode", fault) == "Off";
    policy.minAllowed = readResources(json["minAllowed"], fault);
    policy.maxAllowed = readResources(json["maxAllowed"], fault);
    policy.controlledResources = textsAt(json, "controlledResources", fault);
    policy.requestsOnly = textAt(json, "controlledValues", fault) == "RequestsOnly";
    return policy;
}

ContainerRecommendation readRecommendation(Json json, Fault& fault)
{
    return {stringAt(json, "containerName", fault), readResources(json["lowerBound"], fault),
        readResources(json["target"], fault), readResources(json["upperBound"], fault),
        readResources(json["uncappedTarget"], fault)};
}

void readVpa(Vpa& vpa, Json object, Fault& fault)
{
    const Json spec = object["spec"];
    vpa.target = readRef(spec["targetRef"], fault);
    const Json update = spec["updatePolicy"];
    vpa.modeText = stringAt(update, "updateMode", fault);
    vpa.mode = parseMode(vpa.modeText);
    vpa.minReplicas = integerAt(update, "minReplicas", fault);
    spec["resourcePolicy"]["containerPolicies"].eachItem(
        [&](Json policy) { vpa.policies.push_back(readPolicy(policy, fault)); });
    const Json status = object["status"];
    status["recommendation"]["containerRecommendations"].eachItem(
        [&](Json item) { vpa.recommendations.push_back(readRecommendation(item, fault)); });
    vpa.conditions = parseConditions(status["conditions"]);
}

} // namespace

bool Vpa::operator==(const Vpa& other) const
{
    const auto members = [](const Vpa& v) {
        return std::tie(v.meta, v.target, v.mode, v.modeText, v.minReplicas, v.policies, v.recommendations, v.conditions);
    };
    return members(*this) == members(other);
}

Result<Vpa> parseVpa(Json object, ParseContext& context)
{
    return readObject<Vpa>("VerticalPodAutoscaler", object, context,
        [&](Vpa& vpa, Fault& fault) { readVpa(vpa, object, fault); });
}

bool actsOnRunningPods(UpdateMode mode)
{
    return mode == UpdateMode::Recreate || mode == UpdateMode::Auto || mode == UpdateMode::InPlaceOrRecreate
        || mode == UpdateMode::InPlace;
}

const ContainerPolicy* policyOf(const Vpa& vpa, std::string_view container)
{
    const ContainerPolicy* rest = nullptr;
    for (const ContainerPolicy& policy : vpa.policies) {
        if (policy.container == container)
            return &policy;
        if (policy.container == "*" && !rest)
            rest = &policy;
    }
    return rest;
}

} // namespace loadline
