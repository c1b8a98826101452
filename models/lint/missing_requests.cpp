// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// A container that has the request, to measure alone.
const Container* measurable(const PodShape& shape, const std::string& resource)
{
    const auto at = std::find_if(shape.containers.begin(), shape.containers.end(),
        [&](const Container& container) { return !container.sidecar && container.requests.get(resource); });
    return at == shape.containers.end() ? nullptr : &*at;
}

const Container* lacking(const PodShape& shape, const MetricIdentity& metric)
{
    if (metric.type == MetricType::Resource)
        return withoutRequest(shape, metric.name);
    const auto* container = find(shape.containers, metric.container);
    return container && !container->requests.get(metric.name) ? container : nullptr;
}

// Requests are there, and nothing: as recorded of Kubernetes 1.36, "no metrics returned matched known pods".
bool zeroInAll(const PodShape& shape, const MetricIdentity& metric)
{
    if (const auto whole = shape.podRequests.get(metric.name); whole && metric.type == MetricType::Resource)
        return whole->isZero();
    bool any = false;
    for (const Container& container : shape.containers) {
        if (metric.type == MetricType::ContainerResource && container.name != metric.container)
            continue;
        const auto request = container.requests.get(metric.name);
        if (!request || !request->isZero())
            return false;
        any = true;
    }
    return any;
}

Fix toContainer(const ReplicaScaler& scaler, const MetricInForce& metric, const Container& container)
{
    Fix fix {LOADLINE_TR("Lint", "Measure only the container %1"), {container.name}, {}};
    if (scaler.keda) {
        fix.edits.push_back(put(scaler.ref, metric.at / "metadata" / "containerName", Value(container.name)));
        return fix;
    }
    auto source = Value::map();
    source.set("name", metric.spec.metric.name);
    source.set("container", container.name);
    auto target = Value::map();
    target.set("type", "Utilization");
    target.set("averageUtilization", metric.spec.averageUtilization.value_or(80));
    source.set("target", std::move(target));
    auto entry = Value::map();
    entry.set("type", "ContainerResource");
    entry.set("containerResource", std::move(source));
    if (scaler.hpa->metrics.empty())
        fix.edits.push_back(put(scaler.ref, "spec.metrics", Value::list({std::move(entry)})));
    else
        fix.edits.push_back(put(scaler.ref, metric.at, std::move(entry)));
    return fix;
}

void sayZero(const LintScope& scope, const ReplicaScaler& scaler, const MetricInForce& metric, const Found& found)
{
    const auto& name = metric.spec.metric.name;
    auto finding = tell(scaler.ref, metric.at, LOADLINE_TR("Lint", "The target is a percentage of the %1 request, which is zero in %2."),
        LOADLINE_TR("Lint", "No percentage of nothing can be reckoned, so the autoscaler does nothing at all."), {name, text(scaler.target->ref)});
    const auto& shape = *scaler.target->workload->shape;
    const auto* container = metric.spec.metric.type == MetricType::ContainerResource ? find(shape.containers, metric.spec.metric.container) : &shape.containers.front();
    if (container)
        finding.fix = requestFor(scope, *scaler.target, *container, name.c_str());
    found(std::move(finding));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* scaler : scope.judgedScalers()) {
        const auto* workload = scaler->target->workload;
        if (!workload || !workload->shape)
            continue;
        for (const auto& metric : scaler->metrics) {
            const bool resource = metric.spec.metric.type == MetricType::Resource || metric.spec.metric.type == MetricType::ContainerResource;
            if (!resource || metric.spec.target != TargetType::Utilization)
                continue;
            const auto* container = lacking(*workload->shape, metric.spec.metric);
            if (!container || defaulted(scope, *scaler->target, metric.spec.metric.name)) {
                if (zeroInAll(*workload->shape, metric.spec.metric))
                    sayZero(scope, *scaler, metric, found);
                continue;
            }
            auto finding = tell(scaler->ref, metric.at, LOADLINE_TR("Lint", "The target is a percentage of the %1 request, which container %2 of %3 does not have."),
                LOADLINE_TR("Lint", "The autoscaler cannot reckon the percentage and does nothing at all: missing request for %1."),
                {metric.spec.metric.name, container->name, text(scaler->target->ref)});
            const auto* other = metric.spec.metric.type == MetricType::Resource ? measurable(*workload->shape, metric.spec.metric.name) : nullptr;
            if (other)
                finding.fix = toContainer(*scaler, metric, *other);
            else
                finding.fix = requestFor(scope, *scaler->target, *container, metric.spec.metric.name.c_str());
            found(std::move(finding));
        }
    }
}

} // namespace

Rule missingRequests()
{
    return {
        .id = "missing-requests",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A utilization target without a request"),
        .explanation = LOADLINE_TR("Lint",
            "Utilization is a percentage of what the pods request. One container, or sidecar, without the "
            "request makes the whole metric fail."),
        .link = link::requests,
        .check = &check,
    };
}

} // namespace loadline
