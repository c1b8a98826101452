// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/names.h"

#include <algorithm>

namespace loadline {

namespace {

// Of a kind that the cluster does not serve; "" it serves it, or nobody knows.
std::string unserved(const LintScope& scope, const ObjectRef& target)
{
    const World& world = scope.world();
    const bool grouped = target.apiVersion.find('/') != std::string::npos;
    return scope.live() && grouped && !world.serves(target.apiVersion) ? target.apiVersion : std::string();
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        const auto& target = scaler->hpa ? scaler->hpa->target : scaler->keda->target;
        const FieldPath at("spec.scaleTargetRef");
        if (!isScalable(target.apiVersion, target.kind)) {
            const bool job = target.kind == "Job" || target.kind == "CronJob";
            found(with(tell(scaler->ref, at / "kind", LOADLINE_TR("Lint", "A %1 cannot be scaled: it has no number of replicas to set."),
                           job ? LOADLINE_TR("Lint", "The autoscaler finds nothing to scale and does nothing. Jobs by load are what a ScaledJob of KEDA makes.")
                               : LOADLINE_TR("Lint", "The autoscaler finds nothing to scale and does nothing. Aim at a Deployment or a StatefulSet."),
                           {target.kind}),
                EditAt {LOADLINE_TR("Lint", "Choose another target"), {}, scaler->ref, at / "kind"}));
        } else if (const auto group = unserved(scope, target); !group.empty()) {
            found(with(tell(scaler->ref, at / "apiVersion", LOADLINE_TR("Lint", "This cluster does not serve %1, so it has no %2."),
                           LOADLINE_TR("Lint", "The autoscaler finds nothing to scale and does nothing until the kind is installed."), {group, target.kind}),
                EditAt {LOADLINE_TR("Lint", "Choose another target"), {}, scaler->ref, at / "apiVersion"}));
        }
    }
}

} // namespace

Rule targetNotScalable()
{
    return {
        .id = "target-not-scalable",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The target is of a kind that cannot be scaled"),
        .explanation = LOADLINE_TR("Lint",
            "An autoscaler writes the scale subresource of its target. DaemonSets, Jobs, CronJobs and Pods have none, nor has a kind that the cluster does not serve."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
