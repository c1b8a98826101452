// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets_keda.h"

namespace loadline {
namespace {

Value triggerOf(const Value& resource, const std::string& container)
{
    const Value& target = resource["target"];
    const bool share = target.find("averageUtilization") != nullptr;
    Value metadata = Value::map();
    metadata.set("value", share ? std::to_string(target["averageUtilization"].integer()) : target["averageValue"].text());
    if (!container.empty())
        metadata.set("containerName", container);
    Value trigger = Value::map();
    trigger.set("type", resource["name"].text());
    trigger.set("metricType", share ? "Utilization" : "AverageValue");
    trigger.set("metadata", std::move(metadata));
    return trigger;
}

std::string measured(const Value& metric)
{
    for (const char* kind : {"pods", "object", "external"})
        if (metric.find(kind))
            return metric[kind]["metric"]["name"].text();
    return {};
}

} // namespace

HpaForKeda asScaledObject(const Form& hpa)
{
    const Value& spec = hpa.document().value()["spec"];
    std::vector<std::string> leftOut;
    Value triggers = Value::list();
    for (const Value& metric : spec["metrics"].items()) {
        if (metric.find("resource"))
            triggers.add(triggerOf(metric["resource"], {}));
        else if (metric.find("containerResource"))
            triggers.add(triggerOf(metric["containerResource"], metric["containerResource"]["container"].text()));
        else
            leftOut.push_back(measured(metric));
    }
    Value wanted = Value::map();
    wanted.set("scaleTargetRef", spec["scaleTargetRef"]);
    for (const auto& [theirs, ours] : {std::pair("minReplicas", "minReplicaCount"), std::pair("maxReplicas", "maxReplicaCount")})
        if (spec.find(theirs))
            wanted.set(ours, spec[theirs]);
    if (spec.find("behavior")) {
        Value config = Value::map();
        config.set("behavior", spec["behavior"]);
        Value advanced = Value::map();
        advanced.set("horizontalPodAutoscalerConfig", std::move(config));
        wanted.set("advanced", std::move(advanced));
    }
    wanted.set("triggers", std::move(triggers));
    Form form(*formKind("ScaledObject"), hpa.facts());
    Value object = Value::map();
    object.set("apiVersion", form.spec().apiVersion);
    object.set("kind", form.spec().kind);
    object.set("metadata", hpa.document().value()["metadata"]);
    object.set("spec", std::move(wanted));
    static_cast<void>(form.adopt(Document::write(object)));
    return {std::move(form), std::move(leftOut)};
}

// KEDA: "Transfer ownership of an existing HPA".
void takeOverHpa(Form& scaledObject, const std::string& hpa)
{
    static_cast<void>(scaledObject.set(FieldPath("metadata.annotations") / "scaledobject.keda.sh/transfer-hpa-ownership", "true"));
    static_cast<void>(scaledObject.set("spec.advanced.horizontalPodAutoscalerConfig.name", hpa));
}

} // namespace loadline
