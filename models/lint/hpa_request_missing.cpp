// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/metric_fault.h"
#include "lint/rules_list.h"
#include "lint/scaler_view.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// The container of the template that it names, else one that has the request and can be measured alone.
std::optional<Fix> mended(const LintScope& scope, const Hpa& hpa, const ScaleTarget& target, const MetricFault& fault)
{
    if (!target.workload || !target.workload->shape || fault.resource.empty())
        return std::nullopt;
    const auto& containers = target.workload->shape->containers;
    const auto* named = find(containers, fault.container);
    if (named && !named->requests.get(fault.resource))
        return requestFor(scope, target, *named, fault.resource.c_str());
    const auto other = std::find_if(containers.begin(), containers.end(), [&](const Container& one) { return one.requests.get(fault.resource); });
    for (std::size_t i = 0; i < hpa.metrics.size() && other != containers.end(); ++i) {
        auto spec = hpa.metrics[i];
        if (spec.metric.type != MetricType::Resource || spec.metric.name != fault.resource || !spec.averageUtilization || writtenByKeda(hpa))
            continue;
        spec.metric.type = MetricType::ContainerResource;
        spec.metric.container = other->name;
        return Fix {LOADLINE_TR("Lint", "Measure only the container %1"), {other->name}, {put(scope.refOf(hpa), FieldPath("spec.metrics") / i, metricValue(spec))}};
    }
    return std::nullopt;
}

// What its template shows by itself missing-requests tells.
bool shows(const ScaleTarget& target, const MetricFault& fault)
{
    return target.workload && target.workload->shape && withoutRequest(*target.workload->shape, fault.resource);
}

// Measured otherwise by now: the condition is older than that.
bool measures(const Hpa& hpa, const MetricFault& fault)
{
    return std::any_of(hpa.metrics.begin(), hpa.metrics.end(), [&](const MetricSpec& spec) {
        return spec.metric.type == MetricType::Resource && spec.averageUtilization && (fault.resource.empty() || spec.metric.name == fault.resource);
    });
}

void check(const LintScope& scope, const Found& found)
{
    eachFault(scope, {MetricFault::Kind::RequestMissing}, [&](const Hpa& hpa, const MetricFault& fault) {
        const auto& target = scope.targetOf(hpa);
        if (shows(target, fault) || !measures(hpa, fault))
            return;
        auto finding = tell(scope.refOf(hpa), "spec.metrics",
            fault.container.empty() ? LOADLINE_TR("Lint", "A container of its pods has no %1 request.") : LOADLINE_TR("Lint", "The container %2 of its pods has no %1 request."),
            LOADLINE_TR("Lint", "The autoscaler cannot reckon the percentage and does nothing at all: missing request for %1."), {fault.resource.empty() ? "cpu" : fault.resource, fault.container});
        finding.fix = mended(scope, hpa, target, fault);
        found(std::move(finding));
    });
}

} // namespace

Rule hpaRequestMissing()
{
    return {
        .id = "hpa-request-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The controller misses a request"),
        .explanation = LOADLINE_TR("Lint",
            "A target in percent is a share of what the pods request. The controller says which container has none; it may be one that is not in the template, such as a sidecar that was injected."),
        .link = link::requests,
        .check = &check,
    };
}

} // namespace loadline
