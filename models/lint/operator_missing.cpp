// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "lint/installed_parts.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void say(const ManifestRef& ref, const char* product, const char* where, const Found& found)
{
    found(with(tell(ref, "metadata.name", LOADLINE_TR("Lint", "The cluster knows its kind, and nothing was seen that acts on it."),
                   LOADLINE_TR("Lint", "%1 has its definitions there and no operator among the workloads, so nothing happens. Install it (loadline manifest notes says how)."), {product}),
        EditAt {LOADLINE_TR("Lint", "Scale by another autoscaler"), {}, ref, where}));
}

void check(const LintScope& scope, const Found& found)
{
    if (!scope.live())
        return;
    const auto parts = installedParts(*scope.live());
    if (parts.kedaOperator == false) {
        for (const auto* object : scope.judged<ScaledObject>())
            say(scope.refOf(*object), "KEDA", "spec.scaleTargetRef", found);
        for (const auto* object : scope.judged<ScaledJob>())
            say(scope.refOf(*object), "KEDA", "spec.jobTargetRef", found);
    }
    if (parts.vpaRecommender == false)
        for (const auto* vpa : scope.judged<Vpa>())
            say(scope.refOf(*vpa), "VPA", "spec.targetRef", found);
}

} // namespace

Rule operatorMissing()
{
    return {
        .id = "operator-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Nothing acts on objects of this kind"),
        .explanation = LOADLINE_TR("Lint",
            "The definitions of KEDA's and VPA's kinds outlive an operator that is removed, and may come before it: objects are then stored and nothing scales. Told where all workloads and nodes are seen, and the cloud does not run the operator out of sight."),
        .link = link::kedaTroubleshooting,
        .check = &check,
    };
}

} // namespace loadline
