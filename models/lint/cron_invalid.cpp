// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "scaling/cron.h"

namespace loadline {

namespace {

template <class T>
void look(const LintScope& scope, const T& object, const Found& found)
{
    for (std::size_t i = 0; i < object.triggers.size(); ++i) {
        const auto& trigger = object.triggers[i];
        if (trigger.type != "cron")
            continue;
        const bool whole = trigger.get("timezone") && trigger.get("start") && trigger.get("end") && trigger.get("desiredReplicas");
        const auto window = cronWindow(trigger);
        if (window || !whole) // what is missing is told by keda-missing-metadata
            continue;
        const auto ref = scope.refOf(object);
        const auto at = FieldPath("spec.triggers") / i / "metadata";
        if (window.error().kind == Error::Kind::NotFound)
            found(tell(ref, at / "timezone", LOADLINE_TR("Lint", "There is no time zone %1."),
                LOADLINE_TR("Lint", "KEDA cannot reckon the window and the trigger fails. Write a name of the IANA database, such as Europe/Berlin or Etc/UTC."), {*trigger.get("timezone")}));
        else
            found(tell(ref, at, LOADLINE_TR("Lint", "KEDA cannot read this cron window: %1"), LOADLINE_TR("Lint", "The trigger fails, and the object does not become ready."),
                {plainText(window.error())}));
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, *object, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, *job, found);
}

} // namespace

Rule cronInvalid()
{
    return {
        .id = "cron-invalid",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A cron trigger that cannot be read"),
        .explanation = LOADLINE_TR("Lint",
            "A cron trigger needs a time zone of the IANA database, two five-field schedules that differ, "
            "and the replicas to have between them."),
        .link = link::kedaCron,
        .check = &check,
    };
}

} // namespace loadline
