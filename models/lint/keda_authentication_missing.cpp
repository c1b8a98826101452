// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void look(const LintScope& scope, const ManifestRef& ref, const std::string& ns, const std::vector<Trigger>& triggers, const Found& found)
{
    const auto& world = scope.world();
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const auto& [name, kind] = triggers[i].authentication;
        const bool cluster = kind == "ClusterTriggerAuthentication";
        if (name.empty() || !wouldHold(world, cluster ? KindId::ClusterTriggerAuthentication : KindId::TriggerAuthentication, cluster ? std::string() : ns))
            continue;
        if (cluster ? world.find<ClusterTriggerAuthentication>("", name) != nullptr : world.find<TriggerAuthentication>(ns, name) != nullptr)
            continue;
        const auto at = FieldPath("spec.triggers") / i / "authenticationRef";
        auto finding = cluster
            ? tell(ref, at / "name", LOADLINE_TR("Lint", "There is no ClusterTriggerAuthentication %1."),
                  LOADLINE_TR("Lint", "KEDA builds the trigger without its credentials and reports a misleading “missing parameter”."), {name, ns})
            : tell(ref, at / "name", LOADLINE_TR("Lint", "There is no TriggerAuthentication %1 in namespace %2."),
                  LOADLINE_TR("Lint", "KEDA builds the trigger without its credentials and reports a misleading “missing parameter”."), {name, ns});
        if (!cluster && world.find<ClusterTriggerAuthentication>("", name))
            finding.fix = Fix {LOADLINE_TR("Lint", "Use the cluster's one of that name"), {}, {put(ref, at / "kind", Value("ClusterTriggerAuthentication"))}};
        else if (cluster && world.find<TriggerAuthentication>(ns, name))
            finding.fix = Fix {LOADLINE_TR("Lint", "Use the namespace's one of that name"), {}, {put(ref, at / "kind", Value("TriggerAuthentication"))}};
        found(scope.live() ? std::move(finding) : with(std::move(finding), "keda-authentication-missing", Severity::Info));
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, scope.refOf(*object), object->meta.ns.str(), object->triggers, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, scope.refOf(*job), job->meta.ns.str(), job->triggers, found);
}

} // namespace

Rule kedaAuthenticationMissing()
{
    return {
        .id = "keda-authentication-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The trigger's authentication is not there"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA only logs a missing TriggerAuthentication, builds the trigger without its parameters, and "
            "reports a misleading “missing parameter”."),
        .link = link::kedaAuthentication,
        .check = &check,
    };
}

} // namespace loadline
