// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "scaling/cron.h"

namespace loadline {

namespace {

// As many as KEDA's own images know; only to see what a slip of the pen was meant to be.
constexpr std::string_view zones[] = {"Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage", "America/Argentina/Buenos_Aires",
    "America/Bogota", "America/Chicago", "America/Denver", "America/Halifax", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Phoenix",
    "America/Santiago", "America/Sao_Paulo", "America/Toronto", "America/Vancouver", "Asia/Bangkok", "Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong",
    "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kolkata", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei",
    "Asia/Tehran", "Asia/Tokyo", "Australia/Brisbane", "Australia/Melbourne", "Australia/Perth", "Australia/Sydney", "Etc/UTC", "Europe/Amsterdam", "Europe/Athens",
    "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul",
    "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Sofia",
    "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Honolulu"};

// UTC, where nothing tells which zone was meant: the window is open, if an hour or two off.
Fix zoned(const ManifestRef& ref, const FieldPath& at, const std::string& written)
{
    auto near = nearestWord(written, {std::begin(zones), std::end(zones)});
    if (near.empty())
        near = "Etc/UTC";
    return {LOADLINE_TR("Lint", "Write %1"), {near}, {put(ref, at, Value(near))}};
}

// The one of its fields that cannot be read: the schedule, or the replicas.
const char* wrongKey(const Trigger& trigger)
{
    for (const auto* key : {"start", "end"})
        if (!parseCron(*trigger.get(key)))
            return key;
    return *trigger.get("start") == *trigger.get("end") ? "end" : "desiredReplicas";
}

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
            found(with(tell(ref, at / "timezone", LOADLINE_TR("Lint", "There is no time zone %1."),
                LOADLINE_TR("Lint", "KEDA cannot reckon the window and the trigger fails. Write a name of the IANA database, such as Europe/Berlin or Etc/UTC."), {*trigger.get("timezone")}),
                zoned(ref, at / "timezone", *trigger.get("timezone"))));
        else
            found(tell(ref, at / wrongKey(trigger), LOADLINE_TR("Lint", "KEDA cannot read this cron window: %1"), LOADLINE_TR("Lint", "The trigger fails, and the object does not become ready."),
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
