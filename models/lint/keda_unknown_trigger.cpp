// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "lint/trigger_types.h"

namespace loadline {

namespace {

void look(const ManifestRef& ref, const std::vector<Trigger>& triggers, const Found& found)
{
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const auto& type = triggers[i].type;
        if (knownTrigger(type))
            continue;
        const auto at = FieldPath("spec.triggers") / i / "type";
        const std::string removed = removedTrigger(type);
        auto finding = !removed.empty()
            ? tell(ref, at, LOADLINE_TR("Lint", "The trigger type %1 was removed in KEDA %2."),
                  LOADLINE_TR("Lint", "KEDA cannot build it, and the object does not become ready."), {type, removed})
            : tell(ref, at, LOADLINE_TR("Lint", "KEDA 2.20 has no trigger type %1."),
                  LOADLINE_TR("Lint", "KEDA cannot build it, and the object does not become ready."), {type});
        if (const auto near = nearestTrigger(type); !near.empty())
            finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {near}, {put(ref, at, Value(near))}};
        const bool certain = finding.fix || !removed.empty(); // else KEDA may be newer than what is known here
        found(certain ? std::move(finding) : with(std::move(finding), "keda-unknown-trigger", Severity::Warning));
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope.refOf(*object), object->triggers, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope.refOf(*job), job->triggers, found);
}

} // namespace

Rule kedaUnknownTrigger()
{
    return {
        .id = "keda-unknown-trigger",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A trigger type that KEDA does not have"),
        .explanation = LOADLINE_TR("Lint",
            "A mistyped type fails when KEDA builds the scaler; the object is then not ready."),
        .link = link::kedaScalers,
        .check = &check,
    };
}

} // namespace loadline
