// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr std::int64_t shortest = 5, usual = 30;

template <class T>
void look(const LintScope& scope, const T& object, const Found& found)
{
    const bool asks = std::any_of(object.triggers.begin(), object.triggers.end(), [](const Trigger& t) { return !isResource(t) && t.type != "cron"; });
    if (object.pollingInterval >= shortest || !asks)
        return;
    const auto ref = scope.refOf(object);
    auto finding = tell(ref, "spec.pollingInterval", LOADLINE_TR("Lint", "It polls its sources every %1 s."),
        LOADLINE_TR("Lint", "That is a query per trigger each time, which the source may throttle or charge; it only makes waking from zero a little faster."),
        {text(object.pollingInterval)});
    found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Poll every %1 s"), {text(usual)}, {put(ref, "spec.pollingInterval", Value(usual))}}));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, *object, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, *job, found);
}

} // namespace

Rule kedaPollingTooShort()
{
    return {
        .id = "keda-polling-too-short",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Polls its source very often"),
        .explanation = LOADLINE_TR("Lint",
            "Each poll asks the source of every trigger: a cloud API that counts calls, a database, a "
            "Prometheus. The HPA asks every 15 s by itself once there is a replica."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
