// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto* document = scope.documentOf(*target->workload);
        if (!document || !target->autoscaled() || !document->find("spec.replicas"))
            continue;
        const auto scalers = scope.scalersOf(*target);
        const auto ref = scope.refOf(*target);
        auto finding = tell(ref, "spec.replicas", LOADLINE_TR("Lint", "The manifest sets %1 replicas, which %2 %3 owns."),
            LOADLINE_TR("Lint", "Each apply resets the size that the autoscaler chose, in the middle of a peak too. Leave the field out."),
            {text(target->workload->replicas), scalers.front()->ref.kind, scalers.front()->ref.name});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Leave replicas to the autoscaler"), {}, {drop(ref, "spec.replicas")}}));
    }
}

} // namespace

Rule replicasOwned()
{
    return {
        .id = "replicas-owned",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The manifest sets replicas that an autoscaler owns"),
        .explanation = LOADLINE_TR("Lint",
            "Each apply of a manifest with spec.replicas resets the size that the autoscaler chose, until it "
            "corrects it again."),
        .link = link::hpaMigrate,
        .check = &check,
    };
}

} // namespace loadline
