// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/schema_check.h"

#include "apply/ownership.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

using Names = std::set<std::string, std::less<>>;

const std::map<std::string, Names, std::less<>>& specFields()
{
    static const std::map<std::string, Names, std::less<>> known = {
        {"HorizontalPodAutoscaler", {"behavior", "maxReplicas", "metrics", "minReplicas", "scaleTargetRef"}},
        {"LimitRange", {"limits"}},
        {"PodDisruptionBudget", {"maxUnavailable", "minAvailable", "selector", "unhealthyPodEvictionPolicy"}},
        {"ResourceQuota", {"hard", "scopeSelector", "scopes"}},
        {"ScaledObject",
            {"advanced", "cooldownPeriod", "fallback", "idleReplicaCount", "initialCooldownPeriod", "maxReplicaCount", "minReplicaCount",
                "pollingInterval", "scaleTargetRef", "triggers"}},
        {"VerticalPodAutoscaler", {"recommenders", "resourcePolicy", "targetRef", "updatePolicy"}},
    };
    return known;
}

void blame(Value& causes, const char* reason, const char* field, const std::string& message)
{
    Value cause = Value::map();
    cause.set("reason", reason);
    cause.set("message", message);
    cause.set("field", field);
    causes.add(std::move(cause));
}

void checkHpa(const Value& spec, Value& causes)
{
    const std::int64_t max = spec["maxReplicas"].integer();
    if (max < 1)
        blame(causes, "FieldValueRequired", "spec.maxReplicas", "Required value: must be set and greater than 0");
    if (spec.find("minReplicas") && spec["minReplicas"].integer() > max)
        blame(causes, "FieldValueInvalid", "spec.maxReplicas",
            "Invalid value: " + std::to_string(max) + ": must be greater than or equal to `minReplicas`");
    if (spec["scaleTargetRef"]["name"].text().empty())
        blame(causes, "FieldValueRequired", "spec.scaleTargetRef.name", "Required value");
}

void checkScaledObject(const Value& spec, Value& causes)
{
    if (spec["triggers"].items().empty())
        blame(causes, "FieldValueRequired", "spec.triggers", "Required value");
    if (spec["scaleTargetRef"]["name"].text().empty())
        blame(causes, "FieldValueRequired", "spec.scaleTargetRef.name", "Required value");
    if (spec.find("maxReplicaCount") && spec["minReplicaCount"].integer() > spec["maxReplicaCount"].integer())
        blame(causes, "FieldValueInvalid", "spec", "Invalid value: minReplicaCount must be less than or equal to maxReplicaCount");
}

} // namespace

std::optional<ApiAnswer> unknownField(const Value& manifest)
{
    const ManifestRef ref = refOf(manifest);
    const auto known = specFields().find(ref.kind);
    if (known == specFields().end())
        return std::nullopt;
    for (const ValueField& field : manifest["spec"].fields())
        if (!known->second.contains(field.key)) {
            ApiAnswer answer = apiStatus(500, "", "failed to create typed patch object (" + ref.ns + "/" + ref.name + "; " + ref.apiVersion
                    + ", Kind=" + ref.kind + "): .spec." + field.key + ": field not declared in schema");
            return answer;
        }
    return std::nullopt;
}

std::optional<ApiAnswer> invalidValues(const Value& object)
{
    const ManifestRef ref = refOf(object);
    Value causes = Value::list();
    if (ref.kind == "HorizontalPodAutoscaler")
        checkHpa(object["spec"], causes);
    else if (ref.kind == "ScaledObject")
        checkScaledObject(object["spec"], causes);
    else if (object["spec"].find("replicas") && object["spec"]["replicas"].integer() < 0)
        blame(causes, "FieldValueInvalid", "spec.replicas", "Invalid value: must be greater than or equal to 0");
    if (causes.items().empty())
        return std::nullopt;
    std::string list;
    for (const Value& cause : causes.items())
        list += (list.empty() ? "" : ", ") + cause["field"].text() + ": " + cause["message"].text();
    return statusWith(422, "Invalid", ref.kind + " \"" + ref.name + "\" is invalid: " + list, ref, causes);
}

ApiAnswer statusWith(int code, const std::string& reason, const std::string& message, const ManifestRef& ref, const Value& causes)
{
    Value details = Value::map(), status = Value::map();
    details.set("name", ref.name);
    details.set("kind", ref.kind);
    if (!causes.items().empty())
        details.set("causes", causes);
    status.set("kind", "Status");
    status.set("apiVersion", "v1");
    status.set("metadata", Value::map());
    status.set("status", "Failure");
    status.set("message", message);
    status.set("reason", reason);
    status.set("details", std::move(details));
    status.set("code", code);
    return {code, status.json()};
}

ApiAnswer conflictAnswer(const Value& causes)
{
    std::string list;
    for (const Value& cause : causes.items())
        list += (list.empty() ? "" : ", ") + cause["message"].text() + ": " + cause["field"].text();
    return statusWith(409, "Conflict", "Apply failed with " + std::to_string(causes.items().size()) + " conflict(s): " + list, {}, causes);
}

} // namespace loadline
