// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

template <class T>
void look(const LintScope& scope, const T& object, const Found& found)
{
    if (object.triggers.empty())
        found(tell(scope.refOf(object), "spec.triggers", LOADLINE_TR("Lint", "It has no trigger."),
            LOADLINE_TR("Lint", "KEDA has nothing to scale by and refuses it.")));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, *object, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, *job, found);
}

} // namespace

Rule kedaNoTriggers()
{
    return {
        .id = "keda-no-triggers",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A ScaledObject without triggers"),
        .explanation = LOADLINE_TR("Lint",
            "Without a trigger KEDA has nothing to scale by and refuses the object."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
