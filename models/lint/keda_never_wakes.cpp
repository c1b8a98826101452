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
        if (object->minReplicas != 0 || triggers.empty() || !std::all_of(triggers.begin(), triggers.end(), &isResource))
            continue;
        const auto ref = scope.refOf(*object);
        auto finding = tell(ref, "spec.minReplicaCount", LOADLINE_TR("Lint", "It may go to 0 and has only cpu and memory triggers."),
            LOADLINE_TR("Lint", "Without a pod there is no CPU or memory to measure, so nothing would wake it again; KEDA's check refuses it."));
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Keep one replica"), {}, {put(ref, "spec.minReplicaCount", Value(1))}}));
    }
}

} // namespace

Rule kedaNeverWakes()
{
    return {
        .id = "keda-never-wakes",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Nothing can wake it from zero"),
        .explanation = LOADLINE_TR("Lint",
            "cpu and memory are measured in pods. At zero there are none, so a ScaledObject with only these "
            "triggers sleeps for ever."),
        .link = link::kedaCpu,
        .check = &check,
    };
}

} // namespace loadline
