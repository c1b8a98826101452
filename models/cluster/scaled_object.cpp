// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/scaled_object.h"

#include "cluster/activation.h"
#include "cluster/hpa_fields.h"
#include "cluster/trigger_fields.h"

#include <tuple>

namespace loadline {
namespace {

void readTarget(ObjectRef& target, Json ref, Fault& fault)
{
    target = readRef(ref, fault);
    if (target.name.empty())
        fault.missing("spec.scaleTargetRef.name");
    if (target.kind.empty())
        target.kind = "Deployment";
    if (target.apiVersion.empty())
        target.apiVersion = "apps/v1";
}

void readAdvanced(ScaledObject& object, Json advanced, Fault& fault)
{
    const Json hpa = advanced["horizontalPodAutoscalerConfig"];
    object.hpaNameWanted = stringAt(hpa, "name", fault);
    object.behavior = readBehavior(hpa["behavior"], fault);
    const Json modifiers = advanced["scalingModifiers"];
    if (textAt(modifiers, "formula", fault).empty())
        return;
    ScalingModifiers read {stringAt(modifiers, "formula", fault), stringAt(modifiers, "target", fault),
        stringAt(modifiers, "activationTarget", fault), TargetType::AverageValue};
    if (const std::string_view type = textAt(modifiers, "metricType", fault); !type.empty())
        read.metricType = parseTargetType(type);
    object.modifiers = std::move(read);
}

void readSpec(ScaledObject& object, Json spec, Fault& fault)
{
    readTarget(object.target, spec["scaleTargetRef"], fault);
    object.pollingInterval = integerAt(spec, "pollingInterval", fault).value_or(30);
    object.cooldownPeriod = integerAt(spec, "cooldownPeriod", fault).value_or(300);
    object.initialCooldownPeriod = integerAt(spec, "initialCooldownPeriod", fault).value_or(0);
    object.minReplicas = integerAt(spec, "minReplicaCount", fault).value_or(0);
    object.maxReplicas = integerAt(spec, "maxReplicaCount", fault).value_or(100);
    object.idleReplicas = integerAt(spec, "idleReplicaCount", fault);
    object.triggers = readTriggers(spec["triggers"], fault);
    if (const Json fallback = spec["fallback"]; fallback.isObject()) {
        Fallback read {integerAt(fallback, "failureThreshold", fault).value_or(0),
            integerAt(fallback, "replicas", fault).value_or(0), stringAt(fallback, "behavior", fault)};
        if (read.behavior.empty())
            read.behavior = "static";
        object.fallback = std::move(read);
    }
    readAdvanced(object, spec["advanced"], fault);
}

void readStatus(ScaledObject& object, Json status, Fault& fault)
{
    object.hpaName = stringAt(status, "hpaName", fault);
    object.lastActiveTime = timeAt(status, "lastActiveTime", fault);
    object.externalMetricNames = textsAt(status, "externalMetricNames", fault);
    object.resourceMetricNames = textsAt(status, "resourceMetricNames", fault);
    status["health"].eachField([&](std::string_view metric, Json health) {
        object.health.push_back({std::string(metric), integerAt(health, "numberOfFailures", fault).value_or(0),
            textAt(health, "status", fault) == "Failing"});
    });
    status["triggersActivity"].eachField([&](std::string_view metric, Json activity) {
        object.triggersActive.emplace_back(metric, flagAt(activity, "isActive", fault));
    });
    object.conditions = parseConditions(status["conditions"]);
}

// As Go's strconv.ParseBool reads it; KEDA takes what is no boolean for true.
bool saysTrue(const std::string* annotation)
{
    if (!annotation)
        return false;
    for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"})
        if (*annotation == no)
            return false;
    return true;
}

} // namespace

Pause parsePause(const Meta& meta)
{
    Pause pause;
    pause.full = saysTrue(meta.annotation("autoscaling.keda.sh/paused"));
    pause.scaleIn = saysTrue(meta.annotation("autoscaling.keda.sh/paused-scale-in"));
    pause.scaleOut = saysTrue(meta.annotation("autoscaling.keda.sh/paused-scale-out"));
    if (const std::string* replicas = meta.annotation("autoscaling.keda.sh/paused-replicas")) {
        const bool digits = !replicas->empty() && replicas->size() <= 9
            && replicas->find_first_not_of("0123456789") == std::string::npos;
        if (digits)
            pause.atReplicas = std::stoll(*replicas);
        else
            pause.full = true; // KEDA stops at it, since it cannot tell the count
    }
    return pause;
}

bool isForced(const Meta& meta)
{
    return saysTrue(meta.annotation("autoscaling.keda.sh/force-activation"));
}

bool ScaledObject::operator==(const ScaledObject& other) const
{
    const auto members = [](const ScaledObject& s) {
        return std::tie(s.meta, s.target, s.pollingInterval, s.cooldownPeriod, s.initialCooldownPeriod, s.minReplicas,
            s.maxReplicas, s.idleReplicas, s.triggers, s.fallback, s.modifiers, s.behavior, s.hpaNameWanted, s.pause,
            s.hpaName, s.lastActiveTime, s.externalMetricNames, s.resourceMetricNames, s.health, s.triggersActive,
            s.conditions);
    };
    return members(*this) == members(other);
}

Result<ScaledObject> parseScaledObject(Json object, ParseContext& context)
{
    const auto read = [&](ScaledObject& scaled, Fault& fault) {
        readSpec(scaled, object["spec"], fault);
        readStatus(scaled, object["status"], fault);
        scaled.pause = parsePause(scaled.meta);
    };
    return readObject<ScaledObject>("ScaledObject", object, context, read);
}

const std::string* externalMetricOf(const ScaledObject& object, std::size_t index)
{
    const std::string start = "s" + std::to_string(index) + "-";
    for (const std::string& name : object.externalMetricNames)
        if (name.starts_with(start))
            return &name;
    return nullptr;
}

std::string hpaNameOf(const ScaledObject& object)
{
    if (!object.hpaName.empty())
        return object.hpaName;
    return object.hpaNameWanted.empty() ? "keda-hpa-" + object.meta.name : object.hpaNameWanted;
}

} // namespace loadline
