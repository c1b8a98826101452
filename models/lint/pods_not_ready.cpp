// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/pods.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis patience = std::chrono::minutes {10};

bool lags(const Pod& pod, TimePoint now)
{
    const bool alive = pod.phase == PodPhase::Pending || pod.phase == PodPhase::Running;
    if (!alive || pod.ready == Truth::True || pod.unschedulable || restarts(pod)) // these have rules of their own
        return false;
    const auto since = std::max(pod.meta.created, pod.readySince.value_or(pod.meta.created));
    return now - since >= patience;
}

// Where its own template may be to blame: the image that is not pulled, the probe that fails.
FieldPath suspect(const LintScope& scope, const ScaleTarget& target, const std::string& trouble)
{
    const auto& shape = target.workload->shape;
    const auto first = shape && !shape->containers.empty() ? containerField(scope, target, shape->containers.front().name) : std::nullopt;
    const auto at = first.value_or(FieldPath("spec.template.spec.containers"));
    if (!first)
        return at;
    if (trouble.find("Image") != std::string::npos)
        return at / "image";
    return trouble.find("Config") != std::string::npos ? at / "env" : at / "readinessProbe";
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto& [target, pods] : podsOf(scope, &lags)) {
        if (!target->autoscaled())
            continue;
        const auto& trouble = pods.front()->trouble.str();
        const auto count = text(std::int64_t(pods.size()));
        found(tell(scope.refOf(*target), suspect(scope, *target, trouble),
            trouble.empty() ? (pods.size() == 1 ? LOADLINE_TR("Lint", "A pod of it has not been ready for over 10 min.")
                                                : LOADLINE_TR("Lint", "%1 pods of it have not been ready for over 10 min."))
                            : (pods.size() == 1 ? LOADLINE_TR("Lint", "A pod of it has not been ready for over 10 min: %2")
                                                : LOADLINE_TR("Lint", "%1 pods of it have not been ready for over 10 min: %2")),
            LOADLINE_TR("Lint", "The autoscaler has its replicas and the load has not: look at the image, the readiness probe and the volumes."),
            {count, trouble}));
    }
}

} // namespace

Rule podsNotReady()
{
    return {
        .id = "pods-not-ready",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "Replicas that do not become ready"),
        .explanation = LOADLINE_TR("Lint",
            "The autoscaler added replicas and they do not become ready, so they carry no load: an image that "
            "is not pulled, a probe that fails, a volume that is not there."),
        .link = link::hpaAlgorithm,
        .needs = {KindId::Pod},
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
