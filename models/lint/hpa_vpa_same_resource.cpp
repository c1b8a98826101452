// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool controls(const Vpa& vpa, const MetricIdentity& metric, const Workload* workload)
{
    const auto acts = [&](const std::string& container) {
        const auto* policy = policyOf(vpa, container);
        if (!policy)
            return metric.name == "cpu" || metric.name == "memory";
        if (policy->off)
            return false;
        const auto& resources = policy->controlledResources;
        if (resources.empty())
            return metric.name == "cpu" || metric.name == "memory";
        return std::find(resources.begin(), resources.end(), metric.name) != resources.end();
    };
    if (metric.type == MetricType::ContainerResource)
        return acts(metric.container);
    if (!workload || !workload->shape)
        return acts("*");
    const auto& containers = workload->shape->containers;
    return std::any_of(containers.begin(), containers.end(), [&](const Container& container) { return acts(container.name); });
}

// The VPA keeps the other resource in every policy; where that leaves nothing, it only recommends.
Fix limit(const LintScope& scope, const Vpa& vpa, const std::vector<std::string>& steered)
{
    const auto ref = scope.refOf(vpa);
    auto rest = Value::list();
    std::string name;
    for (const auto* resource : {"cpu", "memory"}) {
        if (std::find(steered.begin(), steered.end(), resource) == steered.end()) {
            rest.add(resource);
            name = resource;
        }
    }
    if (rest.items().size() != 1)
        return {LOADLINE_TR("Lint", "Let the VPA only recommend"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Off"))}};
    Fix fix {LOADLINE_TR("Lint", "Limit the VPA to %1"), {name}, {}};
    const FieldPath policies("spec.resourcePolicy.containerPolicies");
    for (std::size_t i = 0; i < vpa.policies.size(); ++i)
        if (!vpa.policies[i].off)
            fix.edits.push_back(put(ref, policies / i / "controlledResources", rest));
    const bool all = std::any_of(vpa.policies.begin(), vpa.policies.end(), [](const ContainerPolicy& policy) { return policy.container == "*"; });
    if (!all) {
        auto entry = Value::map();
        entry.set("containerName", "*");
        entry.set("controlledResources", rest);
        fix.edits.push_back(put(ref, policies / vpa.policies.size(), std::move(entry)));
    }
    return fix;
}

void look(const LintScope& scope, const Vpa& vpa, const ScaleTarget& target, const Found& found)
{
    std::vector<std::string> steered;
    std::string by;
    bool percentage = false;
    for (const auto* scaler : scope.scalersOf(target)) {
        for (const auto& metric : scaler->metrics) {
            const auto& name = metric.spec.metric.name;
            const bool resource = metric.spec.metric.type == MetricType::Resource || metric.spec.metric.type == MetricType::ContainerResource;
            if (!resource || !controls(vpa, metric.spec.metric, target.workload))
                continue;
            if (std::find(steered.begin(), steered.end(), name) == steered.end())
                steered.push_back(name);
            percentage = percentage || metric.spec.target == TargetType::Utilization;
            by = scaler->ref.kind + " " + scaler->ref.name;
        }
    }
    if (steered.empty())
        return;
    auto finding = tell(scope.refOf(vpa), "spec.resourcePolicy", LOADLINE_TR("Lint", "This VPA sets the %1 requests that %2 scales by."),
        percentage ? LOADLINE_TR("Lint", "The VPA moves the request that the percentage is reckoned from, so the two work against each other and the size swings.")
                   : LOADLINE_TR("Lint", "The VPA gives each pod more or less of what the autoscaler counts, so the two answer the same load twice."),
        {joined(steered), by});
    found(with(std::move(finding), limit(scope, vpa, steered)));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>())
        if (vpa->mode != UpdateMode::Off && vpa->mode != UpdateMode::Initial)
            look(scope, *vpa, scope.targetOf(*vpa), found);
}

} // namespace

Rule hpaVpaSameResource()
{
    return {
        .id = "hpa-vpa-same-resource",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "HPA and VPA steer the same resource"),
        .explanation = LOADLINE_TR("Lint",
            "The HPA compares usage with the request, and the VPA moves the request. Each undoes what the "
            "other did: more replicas lower the usage, the VPA lowers the request, the percentage rises "
            "again."),
        .link = link::vpaLimits,
        .check = &check,
    };
}

} // namespace loadline
