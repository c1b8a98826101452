// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
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

void check(const LintScope& scope, const Found& found)
{
    for (const auto& [target, pods] : podsOf(scope, &unstable)) {
        const auto scalers = scope.scalersOf(*target);
        if (std::none_of(scalers.begin(), scalers.end(), [](const auto* scaler) { return scalesByCpu(*scaler); }))
            continue;
        const bool memory = std::any_of(pods.begin(), pods.end(), [](const auto* pod) { return pod->oomKilled; });
        std::int64_t count = 0;
        for (const auto* pod : pods)
            count += pod->restarts;
        found(tell(scope.refOf(*target), {},
            memory ? LOADLINE_TR("Lint", "Pods of it were restarted %1 times, for want of memory.")
                   : LOADLINE_TR("Lint", "Pods of it were restarted %1 times."),
            memory ? LOADLINE_TR("Lint", "Each start spends CPU that looks like load, so the autoscaler adds pods that die too. Give them more memory first.")
                   : LOADLINE_TR("Lint", "Each start spends CPU that looks like load, so the autoscaler adds pods that fail too. Mend the crash; a startup probe keeps starts out of the count."),
            {text(count)}));
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
        .check = &check,
    };
}

} // namespace loadline
