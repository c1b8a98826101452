// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto& triggers = object->triggers;
        const auto ref = scope.refOf(*object);
        for (std::size_t i = 0; i < triggers.size(); ++i) {
            const auto at = FieldPath("spec.triggers") / i / "name";
            const auto wanted = triggers[i].type + "-" + text(std::int64_t(i));
            const Fix fix {LOADLINE_TR("Lint", "Name it %1"), {wanted}, {put(ref, at, Value(wanted))}};
            const bool formula = object->modifiers && !object->modifiers->formula.empty();
            const bool twice = !triggers[i].name.empty()
                && std::any_of(triggers.begin(), triggers.begin() + std::ptrdiff_t(i), [&](const Trigger& other) { return other.name == triggers[i].name; });
            if (twice)
                found(with(tell(ref, at, LOADLINE_TR("Lint", "Two triggers are called %1."), LOADLINE_TR("Lint", "KEDA refuses it."), {triggers[i].name}), fix));
            else if (formula && triggers[i].name.empty() && !isResource(triggers[i]))
                found(with(tell(ref, at, LOADLINE_TR("Lint", "There is a formula, and the %1 trigger has no name."),
                               LOADLINE_TR("Lint", "A formula knows triggers by name only; KEDA refuses it."), {triggers[i].type}), fix));
        }
    }
}

} // namespace

Rule kedaTriggerNames()
{
    return {
        .id = "keda-trigger-names",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Trigger names that are missing or not unique"),
        .explanation = LOADLINE_TR("Lint",
            "A formula refers to triggers by name, and KEDA refuses two triggers of one name."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
