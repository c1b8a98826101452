// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// A label of its own in selector and template. What exists keeps its selector for good: the API refuses another.
std::optional<Fix> tellApart(const LintScope& scope, const ScaleTarget& target)
{
    const auto* live = scope.live() ? scope.live() : nullptr;
    const bool exists = !scope.documentOf(*target.workload)
        || (live && (live->find<Deployment>(target.ns, target.ref.name) || live->find<StatefulSet>(target.ns, target.ref.name)));
    if (exists)
        return std::nullopt;
    const auto ref = scope.refOf(target);
    const std::string key = "app.kubernetes.io/instance";
    return Fix {LOADLINE_TR("Lint", "Tell its pods apart by a label of their own; one that runs already must be made anew, for its selector stays"), {},
        {put(ref, FieldPath("spec.selector.matchLabels") / key, Value(target.ref.name)), put(ref, FieldPath("spec.template.metadata.labels") / key, Value(target.ref.name))}};
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        if (!target->autoscaled())
            continue;
        for (const auto* other : scope.sharingPods(*target)) {
            auto finding = tell(scope.refOf(*other), "spec.selector", LOADLINE_TR("Lint", "The selector of %1 also matches the pods of %2."),
                other->autoscaled() ? LOADLINE_TR("Lint", "Autoscalers of both count the same pods, so both stop with AmbiguousSelector.")
                                    : LOADLINE_TR("Lint", "Controllers that look up pods by these labels mistake one's for the other's."),
                {text(other->ref), text(target->ref)});
            finding.fix = tellApart(scope, *other);
            found(other->autoscaled() ? std::move(finding) : with(std::move(finding), "ambiguous-selectors", Severity::Warning));
            break;
        }
    }
}

} // namespace

Rule ambiguousSelectors()
{
    return {
        .id = "ambiguous-selectors",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Autoscaled workloads whose selectors share pods"),
        .explanation = LOADLINE_TR("Lint",
            "An HPA counts the pods that its target's selector matches. When two such selectors match the "
            "same pods both HPAs stop with AmbiguousSelector."),
        .link = link::labels,
        .check = &check,
    };
}

} // namespace loadline
