// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <cmath>

namespace loadline {

namespace {

// Above this it is worth a word: nearer, nobody would wonder.
constexpr double remarkable = 1.05;
constexpr double usual = 0.1;

// How far above its target a metric is; nullopt: not told.
std::optional<double> ratioOf(const Hpa& hpa, std::size_t index)
{
    const auto& spec = hpa.metrics[index];
    const auto* status = statusOf(hpa, index);
    if (!status)
        return std::nullopt;
    if (spec.averageUtilization && status->averageUtilization && *spec.averageUtilization > 0)
        return static_cast<double>(*status->averageUtilization) / static_cast<double>(*spec.averageUtilization);
    if (spec.averageValue && status->averageValue && !spec.averageValue->isZero())
        return status->averageValue->value() / spec.averageValue->value();
    if (spec.value && status->value && !spec.value->isZero())
        return status->value->value() / spec.value->value();
    return std::nullopt;
}

void check(const LintScope& scope, const Found& found)
{
    const auto minor = minorVersion(scope.world());
    for (const auto* hpa : scope.judgedHpas()) {
        if (!hpa->currentReplicas || hpa->desiredReplicas != hpa->currentReplicas || *hpa->currentReplicas >= hpa->maxReplicas)
            continue;
        const auto own = hpa->behavior && hpa->behavior->up && hpa->behavior->up->tolerance ? hpa->behavior->up->tolerance->value() : usual;
        double most = 0;
        std::size_t index = 0;
        for (std::size_t i = 0; i < hpa->metrics.size(); ++i)
            if (const auto ratio = ratioOf(*hpa, i); ratio && *ratio > most) {
                most = *ratio;
                index = i;
            }
        if (most <= remarkable || most > 1 + own)
            continue;
        const auto ref = scope.refOf(*hpa);
        auto finding = tell(ref, targetField(index, hpa->metrics[index]), LOADLINE_TR("Lint", "%1 is %2 % above its target, and stays there."),
            LOADLINE_TR("Lint", "Within %3 % of the target nothing moves, so that it does not swing. That is normal."),
            {hpa->metrics[index].metric.name, text(std::llround((most - 1) * 100)), text(std::llround(own * 100))});
        if (minor && *minor >= 35)
            finding.fix = Fix {LOADLINE_TR("Lint", "Let it add replicas from 2 % above the target"), {}, {put(ref, "spec.behavior.scaleUp.tolerance", Value("0.02"))}};
        else
            finding.edit = EditAt {LOADLINE_TR("Lint", "Set a lower target"), {}, ref, finding.field};
        found(std::move(finding));
    }
}

} // namespace

Rule hpaWithinTolerance()
{
    return {
        .id = "hpa-within-tolerance",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "Off its target, and within the tolerance"),
        .explanation = LOADLINE_TR("Lint",
            "An HPA does not move while the metric is within 10 % of its target: the dead zone keeps it from swinging. A tolerance of its own, in either direction, can be written from Kubernetes 1.33 on (beta since 1.35)."),
        .link = link::hpaBehavior,
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
