// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// The container that was meant: near in name, or the only one without a policy. Else the policy goes.
Fix aimed(const ManifestRef& ref, const Vpa& vpa, std::size_t index, const std::vector<Container>& containers)
{
    const auto at = FieldPath("spec.resourcePolicy.containerPolicies") / index;
    std::vector<std::string_view> open;
    for (const Container& container : containers)
        if (std::none_of(vpa.policies.begin(), vpa.policies.end(), [&](const ContainerPolicy& policy) { return policy.container == container.name; }))
            open.push_back(container.name);
    const auto near = open.size() == 1 ? std::string(open.front()) : nearestWord(vpa.policies[index].container, open);
    if (near.empty())
        return {LOADLINE_TR("Lint", "Remove the policy"), {}, {drop(ref, at)}};
    return {LOADLINE_TR("Lint", "Write %1"), {near}, {put(ref, at / "containerName", Value(near))}};
}

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
            const auto ref = scope.refOf(*vpa);
            found(with(tell(ref, FieldPath("spec.resourcePolicy.containerPolicies") / i / "containerName",
                LOADLINE_TR("Lint", "%1 has no container %2."),
                LOADLINE_TR("Lint", "The policy governs nothing, and the container it was meant for gets the defaults."),
                {text(scope.targetOf(*vpa).ref), name}), aimed(ref, *vpa, i, containers)));
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
