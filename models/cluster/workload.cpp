// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/workload.h"

#include "cluster/pod_shape.h"

#include <tuple>

namespace loadline {
namespace {

void readWorkload(Workload& workload, Json object, ParseContext& context, Fault& fault)
{
    const Json spec = object["spec"];
    workload.replicas = integerAt(spec, "replicas", fault).value_or(1);
    workload.selector = parseSelector(spec["selector"]);
    const Json pod = spec["template"];
    workload.shape = readShape(pod["spec"], context, fault);
    workload.placement = readPlacement(pod["spec"]);
    workload.podLabels = parseLabels(pod["metadata"]["labels"], context);
    workload.paused = flagAt(spec, "paused", fault);

    const Json status = object["status"];
    // Counts of zero are left out of a status; one that was never written has no observedGeneration.
    const bool observed = status["observedGeneration"].present();
    const auto count = [&](std::string_view key) {
        const auto read = integerAt(status, key, fault);
        return read || !observed ? read : std::optional<std::int64_t>(0);
    };
    workload.current = count("replicas");
    workload.ready = count("readyReplicas");
    workload.available = count("availableReplicas");
    workload.updated = count("updatedReplicas");
    workload.conditions = parseConditions(status["conditions"]);
}

template <class T>
Result<T> parseWorkload(const char* kind, Json object, ParseContext& context)
{
    return readObject<T>(
        kind, object, context, [&](T& workload, Fault& fault) { readWorkload(workload, object, context, fault); });
}

template <class T>
bool samePointee(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b)
{
    return a == b || (a && b && *a == *b);
}

} // namespace

bool Workload::operator==(const Workload& other) const
{
    const auto members = [](const Workload& w) {
        return std::tie(w.meta, w.replicas, w.current, w.ready, w.available, w.updated, w.selector, w.placement, w.conditions, w.paused);
    };
    return samePointee(shape, other.shape) && samePointee(podLabels, other.podLabels) && members(*this) == members(other);
}

Result<Deployment> parseDeployment(Json object, ParseContext& context)
{
    return parseWorkload<Deployment>("Deployment", object, context);
}

Result<StatefulSet> parseStatefulSet(Json object, ParseContext& context)
{
    return parseWorkload<StatefulSet>("StatefulSet", object, context);
}

Result<ReplicaSet> parseReplicaSet(Json object, ParseContext& context)
{
    auto parsed = parseWorkload<ReplicaSet>("ReplicaSet", object, context);
    if (parsed)
        parsed->updated.reset(); // a ReplicaSet has no such count
    return parsed;
}

} // namespace loadline
