// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void say(ManifestRef ref, const ObjectRef& target, const FieldPath& at, const Found& found)
{
    const bool apps = target.kind == "Deployment" || target.kind == "StatefulSet" || target.kind == "ReplicaSet";
    if (!apps || target.apiVersion == "apps/v1")
        return;
    const auto field = at / "apiVersion";
    auto finding = tell(ref, field, target.apiVersion.empty() ? LOADLINE_TR("Lint", "The target %1 is named without an API version.")
                                                              : LOADLINE_TR("Lint", "The target %1 is looked for in %2."),
        LOADLINE_TR("Lint", "A %3 is served by apps/v1. The controller finds nothing to scale under another group."),
        {text(target), target.apiVersion, target.kind});
    found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Write apps/v1"), {}, {put(ref, field, Value("apps/v1"))}}));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers())
        say(scaler->ref, scaler->hpa ? scaler->hpa->target : scaler->keda->target, "spec.scaleTargetRef", found);
    for (const auto* vpa : scope.judged<Vpa>())
        say(scope.refOf(*vpa), vpa->target, "spec.targetRef", found);
}

} // namespace

Rule targetApiVersion()
{
    return {
        .id = "target-api-version",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The target's API version is wrong"),
        .explanation = LOADLINE_TR("Lint",
            "A reference names kind and API group. Deployments and StatefulSets are served by apps/v1; "
            "anything else finds nothing."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
