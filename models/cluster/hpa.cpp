// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa_fields.h"

#include <tuple>

namespace loadline {
namespace {

std::optional<ScalingRules> readRules(Json rules, Fault& fault)
{
    if (!rules.isObject())
        return std::nullopt;
    ScalingRules read;
    read.stabilizationWindowSeconds = integerAt(rules, "stabilizationWindowSeconds", fault);
    read.tolerance = quantityAt(rules, "tolerance", fault);
    const std::string_view select = textAt(rules, "selectPolicy", fault);
    if (select == "Max")
        read.selectPolicy = SelectPolicy::Max;
    else if (select == "Min")
        read.selectPolicy = SelectPolicy::Min;
    else if (select == "Disabled")
        read.selectPolicy = SelectPolicy::Disabled;
    rules["policies"].eachItem([&](Json policy) {
        const bool percent = textAt(policy, "type", fault) == "Percent";
        read.policies.push_back({percent ? ScalingPolicy::Type::Percent : ScalingPolicy::Type::Pods,
            integerAt(policy, "value", fault).value_or(0), integerAt(policy, "periodSeconds", fault).value_or(0)});
    });
    return read;
}

// The API leaves a replica count of zero out, and writes desiredReplicas 0 before the controller has ever computed it;
// what the conditions say tells the two zeros apart (autoscaling.md 1.9 to 1.11).
void readReplicas(Hpa& hpa, Json status, Fault& fault)
{
    hpa.currentReplicas = integerAt(status, "currentReplicas", fault);
    hpa.desiredReplicas = integerAt(status, "desiredReplicas", fault);
    const Condition* able = find(hpa.conditions, "AbleToScale");
    const Condition* active = find(hpa.conditions, "ScalingActive");
    const bool looked = able && !(able->status == Truth::False && able->reason == "FailedGetScale");
    if (hpa.currentReplicas.value_or(0) == 0)
        hpa.currentReplicas = looked ? std::optional<std::int64_t>(0) : std::nullopt;
    if (hpa.desiredReplicas.value_or(0) == 0) {
        const bool computed = active && active->status == Truth::True;
        hpa.desiredReplicas = computed || hpa.currentReplicas == 0 ? std::optional<std::int64_t>(0) : std::nullopt;
    }
}

void readHpa(Hpa& hpa, Json object, Fault& fault)
{
    const Json spec = object["spec"];
    hpa.target = readRef(spec["scaleTargetRef"], fault);
    if (hpa.target.name.empty())
        fault.missing("spec.scaleTargetRef.name");
    hpa.minReplicas = integerAt(spec, "minReplicas", fault).value_or(1);
    const auto max = integerAt(spec, "maxReplicas", fault);
    if (!max)
        fault.missing("spec.maxReplicas");
    hpa.maxReplicas = max.value_or(0);
    spec["metrics"].eachItem([&](Json metric) { hpa.metrics.push_back(readMetricSpec(metric, fault)); });
    hpa.behavior = readBehavior(spec["behavior"], fault);

    const Json status = object["status"];
    hpa.lastScaleTime = timeAt(status, "lastScaleTime", fault);
    status["currentMetrics"].eachItem([&](Json metric) { hpa.currentMetrics.push_back(readMetricStatus(metric, fault)); });
    hpa.conditions = parseConditions(status["conditions"]);
    readReplicas(hpa, status, fault);
}

} // namespace

std::optional<Behavior> readBehavior(Json behavior, Fault& fault)
{
    if (!behavior.isObject())
        return std::nullopt;
    return Behavior {readRules(behavior["scaleUp"], fault), readRules(behavior["scaleDown"], fault)};
}

std::optional<Behavior> parseBehavior(Json behavior)
{
    Fault fault;
    return readBehavior(behavior, fault);
}

bool Hpa::operator==(const Hpa& other) const
{
    const auto members = [](const Hpa& h) {
        return std::tie(h.meta, h.target, h.minReplicas, h.maxReplicas, h.metrics, h.behavior, h.currentReplicas,
            h.desiredReplicas, h.lastScaleTime, h.currentMetrics, h.conditions);
    };
    return members(*this) == members(other);
}

Result<Hpa> parseHpa(Json object, ParseContext& context)
{
    return readObject<Hpa>("HorizontalPodAutoscaler", object, context,
        [&](Hpa& hpa, Fault& fault) { readHpa(hpa, object, fault); });
}

} // namespace loadline
