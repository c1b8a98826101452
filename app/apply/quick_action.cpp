// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/quick_action.h"

#include "apply/ownership.h"
#include "apply/refusal.h"
#include "cluster/hpa.h"
#include "cluster/scaled_object.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::int64_t mostReplicas = 2147483647; // int32 of the API

constexpr const char* pausedKey = "autoscaling.keda.sh/paused";
constexpr const char* pausedReplicasKey = "autoscaling.keda.sh/paused-replicas";
constexpr const char* pausedInKey = "autoscaling.keda.sh/paused-scale-in";
constexpr const char* pausedOutKey = "autoscaling.keda.sh/paused-scale-out";

const char* keyOf(PauseWish::Way way)
{
    switch (way) {
    case PauseWish::Way::Fully:
        return pausedKey;
    case PauseWish::Way::AtReplicas:
        return pausedReplicasKey;
    case PauseWish::Way::ScaleIn:
        return pausedInKey;
    case PauseWish::Way::ScaleOut:
        break;
    }
    return pausedOutKey;
}

bool isOff(const std::string& text)
{
    // KEDA reads them with Go's ParseBool; what is no boolean means paused.
    return text == "false" || text == "False" || text == "FALSE" || text == "f" || text == "F" || text == "0";
}

std::vector<const char*> pausedBy(const Value& live)
{
    const Value& annotations = live["metadata"]["annotations"];
    std::vector<const char*> keys;
    for (const char* key : {pausedKey, pausedReplicasKey, pausedInKey, pausedOutKey}) {
        const Value* value = annotations.find(key);
        if (value && (key == pausedReplicasKey || !isOff(value->text())))
            keys.push_back(key);
    }
    return keys;
}

Error wrongKind(const Value& live)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "This cannot be done to a %1."), nameOf(refOf(live)), "", {live["kind"].text()}};
}

Value annotated(const char* key, Value value)
{
    Value annotations = Value::map(), metadata = Value::map(), over = Value::map();
    annotations.set(key, std::move(value));
    metadata.set("annotations", std::move(annotations));
    over.set("metadata", std::move(metadata));
    return over;
}

// A small change of our own: what we hold already stays ours.
Change changed(const Value& live, const Value& over, std::string why)
{
    return {refOf(live), Change::Verb::Apply, live, heldWith(ownedBy(live), over), std::move(why)};
}

Error badBounds(const char* what, std::int64_t min, std::int64_t max, const Value& live)
{
    return {Error::Kind::Malformed, what, nameOf(refOf(live)), "", {std::to_string(min), std::to_string(max)}};
}

} // namespace

Result<Change> pauseChange(const Value& live, const PauseWish& wish)
{
    const std::string& kind = live["kind"].text();
    const bool job = kind == "ScaledJob";
    if (kind != "ScaledObject" && !(job && wish.way == PauseWish::Way::Fully))
        return wrongKind(live);
    if (wish.way == PauseWish::Way::AtReplicas && (wish.replicas < 0 || wish.replicas > mostReplicas))
        return badBounds(LOADLINE_TR("Error", "%1 is no number of replicas."), wish.replicas, 0, live);
    const char* key = keyOf(wish.way);
    for (const char* other : pausedBy(live))
        if (other != key || wish.way != PauseWish::Way::AtReplicas)
            return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "It is paused already (%1)."), nameOf(refOf(live)),
                LOADLINE_TR("Error", "Resume it first."), {other}};
    if (wish.way == PauseWish::Way::AtReplicas)
        return changed(live, annotated(key, std::to_string(wish.replicas)), "pause at " + std::to_string(wish.replicas));
    return changed(live, annotated(key, "true"),
        wish.way == PauseWish::Way::Fully         ? "pause"
            : wish.way == PauseWish::Way::ScaleIn ? "pause scale-in"
                                                  : "pause scale-out");
}

Result<Change> resumeChange(const Value& live)
{
    const std::string& kind = live["kind"].text();
    if (kind != "ScaledObject" && kind != "ScaledJob")
        return wrongKind(live);
    const auto keys = pausedBy(live);
    if (keys.empty())
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "It is not paused."), nameOf(refOf(live)), "", {}};
    const Value owned = ownedBy(live);
    bool allOurs = true;
    for (const char* key : keys) {
        const FieldPath path = FieldPath {} / "metadata" / "annotations" / key;
        allOurs = allOurs && owned["metadata"]["annotations"].find(key) && otherOwners(live, live, path).empty();
    }
    Value after = allOurs ? owned : identityOf(live);
    Value metadata = after["metadata"];
    Value annotations = metadata["annotations"];
    for (const char* key : keys) {
        // What is ours goes by being left out; what others wrote goes only by a null, which asks about its owner.
        if (allOurs)
            annotations.remove(key);
        else
            annotations.set(key, Value {});
    }
    if (annotations.fields().empty())
        metadata.remove("annotations");
    else
        metadata.set("annotations", std::move(annotations));
    after.set("metadata", std::move(metadata));
    return Change {refOf(live), Change::Verb::Apply, live, std::move(after), "resume"};
}

Result<Change> boundsChange(const Value& live, std::optional<std::int64_t> min, std::optional<std::int64_t> max)
{
    const std::string& kind = live["kind"].text();
    const bool hpa = kind == "HorizontalPodAutoscaler";
    if (!hpa && kind != "ScaledObject" && kind != "ScaledJob")
        return wrongKind(live);
    for (const Value& owner : live["metadata"]["ownerReferences"].items())
        if (hpa && owner["kind"].text() == "ScaledObject")
            return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "KEDA writes this HPA and would write over it."), nameOf(refOf(live)),
                LOADLINE_TR("Error", "Change the ScaledObject %1 instead."), {owner["name"].text()}};
    const char* minKey = hpa ? "minReplicas" : "minReplicaCount";
    const char* maxKey = hpa ? "maxReplicas" : "maxReplicaCount";
    const Value& spec = live["spec"];
    const std::int64_t oldMin = spec.find(minKey) ? spec[minKey].integer() : hpa ? 1 : 0;
    const std::int64_t oldMax = spec.find(maxKey) ? spec[maxKey].integer() : 100;
    const std::int64_t newMin = min.value_or(oldMin), newMax = max.value_or(oldMax);
    if (newMin < 0 || newMax < 1 || newMax > mostReplicas)
        return badBounds(LOADLINE_TR("Error", "Between %1 and %2 replicas is not possible: at least 0, and at most 1 or more."), newMin, newMax, live);
    if (newMin > newMax)
        return badBounds(LOADLINE_TR("Error", "The minimum (%1) is above the maximum (%2)."), newMin, newMax, live);
    if (newMin == oldMin && newMax == oldMax)
        return badBounds(LOADLINE_TR("Error", "It has these bounds already: %1 to %2."), newMin, newMax, live);
    Value bounds = Value::map(), over = Value::map();
    if (newMin != oldMin)
        bounds.set(minKey, newMin);
    if (newMax != oldMax)
        bounds.set(maxKey, newMax);
    over.set("spec", std::move(bounds));
    return changed(live, over, "between " + std::to_string(newMin) + " and " + std::to_string(newMax) + " replicas");
}

Result<Change> scaleChange(const Value& workload, std::int64_t replicas)
{
    const ManifestRef ref = refOf(workload);
    if (ref.kind != "Deployment" && ref.kind != "StatefulSet" && ref.kind != "ReplicaSet")
        return wrongKind(workload);
    if (replicas < 0 || replicas > mostReplicas)
        return badBounds(LOADLINE_TR("Error", "%1 is no number of replicas."), replicas, 0, workload);
    Value spec = Value::map();
    spec.set("replicas", replicas);
    Value after = identityOf(workload);
    after.set("spec", std::move(spec));
    return Change {ref, Change::Verb::Apply, workload, std::move(after), "scale to " + std::to_string(replicas)};
}

bool isScale(const Change& change)
{
    const std::string& kind = change.ref.kind;
    if (change.verb != Change::Verb::Apply || (kind != "Deployment" && kind != "StatefulSet" && kind != "ReplicaSet"))
        return false;
    return leavesOf(change.after) == std::vector<FieldPath> {"spec.replicas"};
}

std::optional<ManifestRef> autoscalerOf(const World& world, const ManifestRef& workload)
{
    const auto aims = [&](const Object& object, const ObjectRef& target) {
        return object.meta.ns.str() == workload.ns && target.kind == workload.kind && target.name == workload.name;
    };
    for (const ScaledObject& scaled : world.all<ScaledObject>())
        if (aims(scaled, scaled.target))
            return ManifestRef {"keda.sh/v1alpha1", "ScaledObject", workload.ns, scaled.meta.name};
    for (const Hpa& hpa : world.all<Hpa>())
        if (aims(hpa, hpa.target))
            return ManifestRef {"autoscaling/v2", "HorizontalPodAutoscaler", workload.ns, hpa.meta.name};
    return std::nullopt;
}

} // namespace loadline
