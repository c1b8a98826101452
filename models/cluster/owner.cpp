// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/owner.h"

#include "cluster/workload.h"

namespace loadline {

Owner workloadAbove(const World& world, const std::string& ns, const Owner& owner)
{
    return owner.kind == "ReplicaSet" ? workloadAbove(owner, world.find<ReplicaSet>(ns, owner.name.str())) : owner;
}

Owner workloadAbove(const Owner& owner, const ReplicaSet* set)
{
    static const Text deployment {std::string("Deployment")};
    if (owner.kind != "ReplicaSet")
        return owner;
    if (set)
        return set->meta.owner.name.empty() ? owner : set->meta.owner;
    const std::string& name = owner.name.str();
    const auto dash = name.rfind('-');
    return dash == std::string::npos ? owner : Owner {deployment, Text(name.substr(0, dash))};
}

std::string scaledObjectNameOf(const Meta& hpa)
{
    if (hpa.owner.kind == "ScaledObject")
        return hpa.owner.name.str();
    const auto* manager = hpa.label("app.kubernetes.io/managed-by");
    const auto* object = hpa.label("scaledobject.keda.sh/name");
    return object && manager && *manager == "keda-operator" ? *object : std::string();
}

} // namespace loadline
