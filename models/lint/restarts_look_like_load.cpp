// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/pods.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

bool unstable(const Pod& pod, TimePoint) { return restarts(pod); }

// Scales by CPU, which every start spends.
bool scalesByCpu(const ReplicaScaler& scaler)
{
    return std::any_of(scaler.metrics.begin(), scaler.metrics.end(), [](const MetricInForce& metric) {
        const auto type = metric.spec.metric.type;
        return metric.spec.metric.name == "cpu" && (type == MetricType::Resource || type == MetricType::ContainerResource);
    });
}

// The container whose memory limit ends it: the only one with a limit, else the largest of them.
const Container* limited(const PodShape& shape)
{
    const Container* most = nullptr;
    for (const Container& one : shape.containers)
        if (one.limits.memory && (!most || *most->limits.memory < *one.limits.memory))
            most = &one;
    return most;
}

// Made of another template than that which is written now: such pods go.
bool isOld(const Pod& pod, const ScaleTarget& target)
{
    const auto* own = target.workload->shape ? limited(*target.workload->shape) : nullptr;
    const auto* before = own && pod.shape ? find(pod.shape->containers, own->name) : nullptr;
    return before && before->limits.memory && *before->limits.memory < *own->limits.memory;
}

std::optional<Fix> moreMemory(const LintScope& scope, const ScaleTarget& target)
{
    const auto* container = target.workload->shape ? limited(*target.workload->shape) : nullptr;
    const auto at = container ? containerField(scope, target, container->name) : std::nullopt;
    if (!at)
        return std::nullopt;
    constexpr std::int64_t mebi = 1024 * 1024;
    const auto half = Quantity::fromWhole((container->limits.memory->whole() * 3 / 2 + mebi - 1) / mebi * mebi);
    Fix fix {LOADLINE_TR("Lint", "Give %1 %2 of memory"), {container->name, amount("memory", half)},
        {put(scope.refOf(target), *at / "resources" / "limits" / "memory", quantityValue("memory", half))}};
    if (container->requests.memory == container->limits.memory) // as its class of service has it
        fix.edits.push_back(put(scope.refOf(target), *at / "resources" / "requests" / "memory", quantityValue("memory", half)));
    return fix;
}

void check(const LintScope& scope, const Found& found)
{
    for (auto [target, pods] : podsOf(scope, &unstable)) {
        std::erase_if(pods, [&, of = target](const Pod* pod) { return isOld(*pod, *of); });
        if (pods.empty())
            continue;
        const auto scalers = scope.scalersOf(*target);
        if (std::none_of(scalers.begin(), scalers.end(), [](const auto* scaler) { return scalesByCpu(*scaler); }))
            continue;
        const bool memory = std::any_of(pods.begin(), pods.end(), [](const auto* pod) { return pod->oomKilled; });
        std::int64_t count = 0;
        for (const auto* pod : pods)
            count += pod->restarts;
        const auto first = containerField(scope, *target, target->workload->shape->containers.front().name).value_or(FieldPath("spec.template.spec.containers"));
        auto finding = tell(scope.refOf(*target), memory ? first / "resources" : first / "startupProbe",
            memory ? LOADLINE_TR("Lint", "Pods of it were restarted %1 times, for want of memory.")
                   : LOADLINE_TR("Lint", "Pods of it were restarted %1 times."),
            memory ? LOADLINE_TR("Lint", "Each start spends CPU that looks like load, so the autoscaler adds pods that die too. Give them more memory first.")
                   : LOADLINE_TR("Lint", "Each start spends CPU that looks like load, so the autoscaler adds pods that fail too. Mend the crash; a startup probe keeps starts out of the count."),
            {text(count)});
        if (memory)
            finding.fix = moreMemory(scope, *target);
        finding.edit = EditAt {memory ? LOADLINE_TR("Lint", "Give it more memory") : LOADLINE_TR("Lint", "Add a startup probe"), {}, finding.object, finding.field};
        found(std::move(finding));
    }
}

} // namespace

Rule restartsLookLikeLoad()
{
    return {
        .id = "restarts-look-like-load",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Restarts that look like load"),
        .explanation = LOADLINE_TR("Lint",
            "Starting costs CPU. Pods that crash and start again keep the metric high, and an autoscaler that "
            "goes by CPU answers with more of them."),
        .link = link::hpaAlgorithm,
        .needs = {KindId::Pod},
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
