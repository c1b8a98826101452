// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

template <class T>
void checkAll(const LintScope& scope, const Observed& observed, const Found& found)
{
    for (const auto* object : scope.judged<T>())
        for (std::size_t i = 0; i < object->triggers.size(); ++i) {
            const auto* query = object->triggers[i].type == "prometheus" ? object->triggers[i].get("query") : nullptr;
            if (!query)
                continue;
            const auto ref = scope.refOf(*object);
            const auto at = FieldPath("spec.triggers") / i / "metadata" / "query";
            if (const auto refused = observed.refusedQueries.find(*query); refused != observed.refusedQueries.end())
                found(with(tell(ref, at, LOADLINE_TR("Lint", "Prometheus cannot read the query: %1."),
                               LOADLINE_TR("Lint", "The trigger never has a value: KEDA reports an error, and scales by the other triggers or not at all."), {refused->second}),
                    EditAt {LOADLINE_TR("Lint", "Edit the query"), {}, ref, at}));
            if (const auto many = observed.manyQueries.find(*query); many != observed.manyQueries.end())
                found(with(tell(ref, at, LOADLINE_TR("Lint", "The query gives %1 series, and KEDA takes one only."),
                               LOADLINE_TR("Lint", "KEDA refuses an answer of several series: the trigger has no value. Add them up, or name labels that leave one."),
                               {text(static_cast<std::int64_t>(many->second))}),
                    Fix {LOADLINE_TR("Lint", "Add the series up"), {}, {put(ref, at, Value("sum(" + *query + ")"))}}));
        }
}

void check(const LintScope& scope, const Found& found)
{
    const auto& observed = scope.overlay().observed;
    if (!observed)
        return;
    checkAll<ScaledObject>(scope, *observed, found);
    checkAll<ScaledJob>(scope, *observed, found);
}

} // namespace

Rule kedaQueryUnusable()
{
    return {
        .id = "keda-query-unusable",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A query that gives no single number"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA scales by one number. A query that Prometheus cannot read, or whose answer has several series, is an "
            "error at every poll, and the workload stays as it is. Loadline asks the Prometheus it found for the cluster."),
        .link = link::kedaPrometheus,
        .check = &check,
    };
}

} // namespace loadline
