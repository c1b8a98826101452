// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/owner.h"
#include "lint/links.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    eachFault(scope, {MetricFault::Kind::KedaTrigger}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto name = scaledObjectNameOf(hpa.meta);
        const auto* object = scope.world().find<ScaledObject>(hpa.meta.ns.str(), name);
        const auto* ready = object ? find(object->conditions, "Ready") : nullptr;
        if (!object || object->pause.any() || (ready && ready->status != Truth::True)) // told by keda-trigger-failing
            return;
        const FieldPath all("spec.triggers");
        std::size_t index = object->triggers.size();
        for (std::size_t i = 0; i < object->triggers.size(); ++i)
            if (const auto* metric = externalMetricOf(*object, i); metric && *metric == fault.metric)
                index = i;
        const auto at = index < object->triggers.size() ? all / index : all;
        found(with(tell(scope.refOf(*object), at, LOADLINE_TR("Lint", "Its HPA gets no value of %1: %2"),
                       LOADLINE_TR("Lint", "While a trigger fails KEDA does not scale in, and only the others scale out. Its event KEDAScalerFailed says why."), {fault.metric, fault.said}),
            EditAt {LOADLINE_TR("Lint", "Look at its trigger"), {}, scope.refOf(*object), at}));
    });
}

} // namespace

Rule kedaMetricFailing()
{
    return {
        .id = "keda-metric-failing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "KEDA does not give its HPA the metric"),
        .explanation = LOADLINE_TR("Lint",
            "The HPA that KEDA writes asks KEDA for the value of each trigger. When KEDA cannot read the source it has none to give."),
        .link = link::kedaTroubleshooting,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
