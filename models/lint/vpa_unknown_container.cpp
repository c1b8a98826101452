// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>()) {
        const auto* workload = scope.targetOf(*vpa).workload;
        if (!workload || !workload->shape)
            continue;
        for (std::size_t i = 0; i < vpa->policies.size(); ++i) {
            const auto& name = vpa->policies[i].container;
            const auto& containers = workload->shape->containers;
            const bool there = std::any_of(containers.begin(), containers.end(), [&](const Container& container) { return container.name == name; });
            if (name == "*" || name.empty() || there)
                continue;
            found(tell(scope.refOf(*vpa), FieldPath("spec.resourcePolicy.containerPolicies") / i / "containerName",
                LOADLINE_TR("Lint", "%1 has no container %2."),
                LOADLINE_TR("Lint", "The policy governs nothing, and the container it was meant for gets the defaults."),
                {text(scope.targetOf(*vpa).ref), name}));
        }
    }
}

} // namespace

Rule vpaUnknownContainer()
{
    return {
        .id = "vpa-unknown-container",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A VPA policy for a container that is not there"),
        .explanation = LOADLINE_TR("Lint",
            "A policy whose container name does not match governs nothing; the container it was meant for "
            "gets the defaults."),
        .link = link::vpaModes,
        .check = &check,
    };
}

} // namespace loadline
