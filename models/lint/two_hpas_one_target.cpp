// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rivals.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// The other one takes over what this one measures and how far it goes.
Fix joinedInto(const LintScope& scope, const Hpa& hpa, const Hpa& other)
{
    const auto ref = scope.refOf(other);
    Fix fix {LOADLINE_TR("Lint", "Put its metrics into %1 and remove it"), {other.meta.name}, {}};
    std::size_t next = other.metrics.size();
    const auto* document = scope.documentOf(hpa);
    for (std::size_t i = 0; i < hpa.metrics.size(); ++i) {
        const auto& spec = hpa.metrics[i];
        if (std::any_of(other.metrics.begin(), other.metrics.end(), [&](const MetricSpec& one) { return one.metric == spec.metric; }))
            continue;
        const auto* written = document ? document->find(FieldPath("spec.metrics") / i) : nullptr;
        fix.edits.push_back(put(ref, FieldPath("spec.metrics") / next++, written ? *written : metricValue(spec)));
    }
    if (hpa.minReplicas < other.minReplicas)
        fix.edits.push_back(put(ref, "spec.minReplicas", Value(hpa.minReplicas)));
    if (hpa.maxReplicas > other.maxReplicas)
        fix.edits.push_back(put(ref, "spec.maxReplicas", Value(hpa.maxReplicas)));
    fix.edits.push_back(dropObject(scope.refOf(hpa)));
    return fix;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto& target : scope.targets())
        eachRival(scope, target.hpas, [&](const Hpa& hpa, const Hpa& other) {
            found(with(tell(scope.refOf(hpa), "spec.scaleTargetRef", LOADLINE_TR("Lint", "%1 is also the target of the HPA %2."),
                LOADLINE_TR("Lint", "Both stop with AmbiguousSelector, and nothing scales the workload. Put their metrics into one."),
                {text(target.ref), other.meta.name}),
                joinedInto(scope, hpa, other)));
        });
}

} // namespace

Rule twoHpasOneTarget()
{
    return {
        .id = "two-hpas-one-target",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Two HPAs on one target"),
        .explanation = LOADLINE_TR("Lint",
            "The controller sees that two HPAs own the same pods and stops both: AmbiguousSelector."),
        .link = link::hpaAlgorithm,
        .check = &check,
    };
}

} // namespace loadline
