// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/scaler.h"

namespace loadline {

namespace {

bool ignores(const Trigger& trigger)
{
    if (trigger.type != "prometheus" && trigger.type != "loki")
        return false;
    const auto* value = trigger.get("ignoreNullValues");
    return !value || *value == "true";
}

// A query that fills in for nothing itself is right to ignore it.
bool fillsIn(const Trigger& trigger)
{
    const auto* query = trigger.get("query");
    return query && (query->find("or vector(") != std::string::npos || query->find("absent(") != std::string::npos);
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        for (std::size_t i = 0; i < object->triggers.size(); ++i) {
            if (!ignores(object->triggers[i]) || fillsIn(object->triggers[i]))
                continue;
            const auto ref = scope.refOf(*object);
            const auto at = FieldPath("spec.triggers") / i / "metadata" / "ignoreNullValues";
            auto finding = tell(ref, at, LOADLINE_TR("Lint", "An empty answer to the %1 query counts as 0."),
                object->minReplicas == 0
                    ? LOADLINE_TR("Lint", "A metric that was renamed or is not scraped looks like no load, and the workload goes to zero. With false it is an error, and the fallback can take over.")
                    : LOADLINE_TR("Lint", "A metric that was renamed or is not scraped looks like no load, and the workload shrinks to its minimum. With false it is an error, and the fallback can take over."),
                {object->triggers[i].type});
            if (const auto* known = scaler(object->triggers[i].type))
                finding.link = known->link;
            const auto* query = object->triggers[i].get("query");
            const auto& observed = scope.overlay().observed;
            const bool nothing = query && observed && observed->emptyQueries.contains(*query);
            if (nothing)
                finding.what = LOADLINE_TR("Lint", "The %1 query finds nothing now, and that counts as 0.");
            finding = with(std::move(finding), Fix {LOADLINE_TR("Lint", "Treat an empty answer as an error"), {}, {put(ref, at, Value("false"))}});
            found(nothing || object->minReplicas == 0 ? std::move(finding) : with(std::move(finding), "keda-ignore-null-values", Severity::Info));
        }
    }
}

} // namespace

Rule kedaIgnoreNullValues()
{
    return {
        .id = "keda-ignore-null-values",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "An empty answer counts as no load"),
        .explanation = LOADLINE_TR("Lint",
            "With ignoreNullValues, which is on unless written otherwise, a query that finds nothing reads "
            "as 0. A renamed metric or a scrape that fails then scales the workload in."),
        .link = link::kedaPrometheus,
        .check = &check,
    };
}

} // namespace loadline
