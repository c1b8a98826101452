// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    const auto scalers = scope.judgedScalers();
    if (scalers.empty() || !scope.room().known)
        return;
    const auto& room = scope.room();
    for (const auto* scaler : scalers) {
        const auto* workload = scaler->target->workload;
        if (!workload || !workload->shape)
            continue;
        const auto requests = requestsOf(*workload->shape);
        std::vector<std::pair<std::string, Quantity>> needs = requests.others;
        if (requests.cpu)
            needs.emplace_back("cpu", *requests.cpu);
        if (requests.memory)
            needs.emplace_back("memory", *requests.memory);
        for (const auto& [resource, one] : needs) {
            const auto most = room.most.get(resource);
            if (!most || one.isZero())
                continue;
            // Its own running pods are among what is used.
            const auto others = room.used.get(resource).value_or(Quantity()) - one * workload->current.value_or(0);
            const auto left = *most - std::max(others, Quantity());
            if (one * scaler->max <= left)
                continue;
            const auto fits = std::max<std::int64_t>(0, std::int64_t(left.nano() / one.nano()));
            auto finding = tell(scaler->ref, scaler->maxField, LOADLINE_TR("Lint", "%1 replicas request %2 of %3; with all node pools at their largest %4 are left."),
                LOADLINE_TR("Lint", "About %5 replicas fit. The rest would stay pending, and no node comes for them."),
                {text(scaler->max), amount(resource, one * scaler->max), resource, amount(resource, std::max(left, Quantity())), text(fits)});
            if (fits >= std::max<std::int64_t>(1, scaler->min))
                finding.fix = Fix {LOADLINE_TR("Lint", "Set the maximum to %1"), {text(fits)}, {put(scaler->ref, scaler->maxField, Value(fits))}};
            found(std::move(finding));
            break;
        }
    }
}

} // namespace

Rule maxBeyondPools()
{
    return {
        .id = "max-beyond-pools",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The maximum is more than the nodes can hold"),
        .explanation = LOADLINE_TR("Lint",
            "When all node pools are at their largest, this many replicas still do not fit. The last ones "
            "stay pending."),
        .link = link::nodeAutoscaling,
        .needs = {KindId::Node},
        .check = &check,
    };
}

} // namespace loadline
