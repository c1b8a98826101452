// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

template <class T>
void addNames(const LintScope& scope, const std::string& ns, std::vector<std::string_view>& names)
{
    for (const T& one : scope.world().all<T>())
        if (one.meta.ns == ns)
            names.push_back(one.meta.name);
}

// One of that name and another kind, or one of that kind whose name differs by a slip of the pen.
std::optional<Fix> meant(const LintScope& scope, const ManifestRef& ref, const ScaleTarget& target, const FieldPath& at)
{
    const auto& name = target.ref.name;
    const bool deployment = target.ref.kind == "Deployment";
    const auto* other = deployment ? "StatefulSet" : "Deployment";
    if (deployment ? scope.world().find<StatefulSet>(target.ns, name) != nullptr : scope.world().find<Deployment>(target.ns, name) != nullptr)
        return Fix {LOADLINE_TR("Lint", "Aim at %1 %2"), {other, name}, {put(ref, at / "kind", Value(other)), put(ref, at / "apiVersion", Value("apps/v1"))}};
    std::vector<std::string_view> names;
    deployment ? addNames<Deployment>(scope, target.ns, names) : addNames<StatefulSet>(scope, target.ns, names);
    const auto near = nearestWord(name, names);
    if (near.empty())
        return std::nullopt;
    return Fix {LOADLINE_TR("Lint", "Aim at %1 %2"), {target.ref.kind, near}, {put(ref, at / "name", Value(near))}};
}

void say(const LintScope& scope, const ManifestRef& ref, const ScaleTarget& target, const FieldPath& at, const Found& found)
{
    if (!scope.missing(target))
        return;
    auto finding = tell(ref, at / "name", scope.live() ? LOADLINE_TR("Lint", "There is no %1 in namespace %2.")
                                                 : LOADLINE_TR("Lint", "%1 in namespace %2 is not among these manifests."),
        LOADLINE_TR("Lint", "The autoscaler steers nothing until its target exists under this name."), {text(target.ref), target.ns});
    finding.fix = meant(scope, ref, target, at);
    if (!finding.fix)
        finding.edit = EditAt {LOADLINE_TR("Lint", "Choose another target"), {}, ref, at / "name"};
    found(scope.live() ? std::move(finding) : with(std::move(finding), "target-missing", Severity::Info));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers())
        say(scope, scaler->ref, *scaler->target, "spec.scaleTargetRef", found);
    for (const auto* vpa : scope.judged<Vpa>())
        say(scope, scope.refOf(*vpa), scope.targetOf(*vpa), "spec.targetRef", found);
}

} // namespace

Rule targetMissing()
{
    return {
        .id = "target-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The target is not there"),
        .explanation = LOADLINE_TR("Lint",
            "An autoscaler whose target does not exist does nothing and says so only in its conditions."),
        .link = link::hpa,
        .check = &check,
    };
}

} // namespace loadline
