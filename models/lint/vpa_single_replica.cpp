// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

bool evicts(const Vpa& vpa)
{
    return vpa.mode == UpdateMode::Recreate || vpa.mode == UpdateMode::Auto || vpa.mode == UpdateMode::InPlaceOrRecreate;
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        const auto& target = scope.targetOf(*vpa);
        if (!evicts(*vpa) || !target.workload || spanOf(scope, target).most != 1)
            continue;
        const auto ref = scope.refOf(*vpa);
        const bool outage = vpa->minReplicas && *vpa->minReplicas <= 1;
        auto finding = outage
            ? tell(ref, "spec.updatePolicy.minReplicas", LOADLINE_TR("Lint", "%1 has one replica, and this VPA may evict it."),
                  LOADLINE_TR("Lint", "Each change of its request restarts the only pod: an outage as long as a start takes."), {text(target.ref)})
            : tell(ref, "spec.updatePolicy.updateMode", LOADLINE_TR("Lint", "%1 has one replica, which this VPA never evicts."),
                  LOADLINE_TR("Lint", "The updater acts from two replicas on, so new requests arrive only when the pod restarts for another reason."), {text(target.ref)});
        finding = with(std::move(finding), Fix {LOADLINE_TR("Lint", "Set requests only when a pod starts"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Initial"))}});
        found(outage ? std::move(finding) : with(std::move(finding), "vpa-single-replica", Severity::Info));
    }
}

} // namespace

Rule vpaSingleReplica()
{
    return {
        .id = "vpa-single-replica",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A VPA that evicts a workload of one replica"),
        .explanation = LOADLINE_TR("Lint",
            "The updater leaves workloads of fewer than two replicas alone unless minReplicas allows it; "
            "where it does, every new request is an outage."),
        .link = link::vpaLimits,
        .check = &check,
    };
}

} // namespace loadline
