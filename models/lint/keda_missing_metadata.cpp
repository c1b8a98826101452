// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "lint/trigger_types.h"

namespace loadline {

namespace {

void look(const ManifestRef& ref, const std::vector<Trigger>& triggers, const Found& found)
{
    for (std::size_t i = 0; i < triggers.size(); ++i)
        for (const auto& key : lackingMetadata(triggers[i]))
            found(tell(ref, FieldPath("spec.triggers") / i / "metadata" / key, LOADLINE_TR("Lint", "The %1 trigger has no %2."),
                LOADLINE_TR("Lint", "KEDA cannot build the trigger without it, and the object does not become ready."), {triggers[i].type, key}));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope.refOf(*object), object->triggers, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope.refOf(*job), job->triggers, found);
}

} // namespace

Rule kedaMissingMetadata()
{
    return {
        .id = "keda-missing-metadata",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A trigger lacks what it must have"),
        .explanation = LOADLINE_TR("Lint",
            "Each trigger type has metadata that it cannot work without, given as plain text, from the "
            "environment, or by authentication."),
        .link = link::kedaScalers,
        .check = &check,
    };
}

} // namespace loadline
