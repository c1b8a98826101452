// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kind.h"

#include "catalog/kinds_list.h"

#include <array>

namespace loadline {

std::span<const Kind> kinds()
{
    static const std::array<Kind, kindCount> list {
        hpaKind(),
        vpaKind(),
        scaledObjectKind(),
        scaledJobKind(),
        triggerAuthenticationKind(),
        clusterTriggerAuthenticationKind(),
        nodeKind(),
        podKind(),
        deploymentKind(),
        statefulSetKind(),
        replicaSetKind(),
        disruptionBudgetKind(),
        quotaKind(),
        limitRangeKind(),
        priorityClassKind(),
        eventKind(),
        nodePoolKind(),
        nodeClaimKind(),
        autoscalerStatusKind(),
        podMetricsKind(),
        nodeMetricsKind(),
    };
    return list;
}

const Kind& kindOf(KindId id)
{
    return kinds()[static_cast<std::size_t>(id)];
}

std::string pathOf(const Kind& kind, std::string_view ns)
{
    std::string path = kind.group.empty() ? "/api/" : "/apis/" + std::string(kind.group) + "/";
    path += kind.version;
    if (kind.namespaced && !ns.empty())
        path += "/namespaces/" + std::string(ns);
    return path + "/" + std::string(kind.resource);
}

} // namespace loadline
