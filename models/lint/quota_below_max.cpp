// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>
#include <map>

namespace loadline {

namespace {

// What a quota line counts of one pod; nullopt where it counts something else.
std::optional<Quantity> countOf(const std::string& line, const Resources& requests, const PodShape& shape)
{
    if (line == "pods" || line == "count/pods")
        return Quantity::fromWhole(1);
    if (line.starts_with("limits.")) {
        Quantity sum;
        for (const auto& container : shape.containers)
            sum += container.limits.get(line.substr(7)).value_or(Quantity());
        return sum;
    }
    return requests.get(line.starts_with("requests.") ? line.substr(9) : line);
}

using Sums = std::map<std::pair<const Quota*, std::string>, Quantity>;

// What all workloads of a namespace need at their largest, by the lines of its quotas.
Sums neededAtMost(const LintScope& scope)
{
    Sums sums;
    for (const auto& target : scope.targets()) {
        if (!target.workload || !target.workload->shape || scope.quotasOf(target.ns).empty())
            continue;
        const auto requests = requestsOf(*target.workload->shape);
        for (const auto* quota : scope.quotasOf(target.ns))
            for (const auto& [line, hard] : quota->hard)
                if (const auto one = countOf(line, requests, *target.workload->shape))
                    sums[{quota, line}] += *one * spanOf(scope, target).most;
    }
    return sums;
}

// Each fits, and all at once do not: who comes last gets no more.
void lookTogether(const LintScope& scope, const ReplicaScaler& scaler, const Sums& sums, const Found& found)
{
    const auto& shape = *scaler.target->workload->shape;
    const auto requests = requestsOf(shape);
    for (const auto* quota : scope.quotasOf(scaler.target->ns))
        for (const auto& [line, hard] : quota->hard) {
            const auto one = countOf(line, requests, shape);
            const auto all = sums.find({quota, line});
            if (!one || one->isZero() || all == sums.end() || all->second <= hard)
                continue;
            found(with(tell(scaler.ref, scaler.maxField, LOADLINE_TR("Lint", "At their largest all workloads of the namespace need %1 of %2, and the quota %3 allows %4."),
                           LOADLINE_TR("Lint", "Each fits alone. Where they grow together, who comes last is refused further pods."),
                           {amount(line, all->second), line, quota->meta.name, amount(line, hard)}),
                "quota-below-max", Severity::Info));
            return;
        }
}

void check(const LintScope& scope, const Found& found)
{
    const Sums sums = neededAtMost(scope);
    for (const auto* scaler : scope.judgedScalers()) {
        const auto* workload = scaler->target->workload;
        if (!workload || !workload->shape || scaler->max <= 0)
            continue;
        const auto requests = requestsOf(*workload->shape);
        bool told = false;
        for (const auto* quota : scope.quotasOf(scaler->target->ns)) {
            for (const auto& [line, hard] : quota->hard) {
                const auto one = countOf(line, requests, *workload->shape);
                if (!one || one->isZero() || *one * scaler->max <= hard)
                    continue;
                const auto fits = std::int64_t(hard.nano() / one->nano());
                auto finding = tell(scaler->ref, scaler->maxField, LOADLINE_TR("Lint", "%1 replicas need %2 of %3, and the quota %4 allows %5."),
                    LOADLINE_TR("Lint", "At %6 replicas the quota is full: further pods are refused, and the autoscaler asks for them in vain."),
                    {text(scaler->max), amount(line, *one * scaler->max), line, quota->meta.name, amount(line, hard), text(fits)});
                if (fits >= std::max<std::int64_t>(1, scaler->min))
                    finding.fix = Fix {LOADLINE_TR("Lint", "Set the maximum to %1"), {text(fits)}, {put(scaler->ref, scaler->maxField, Value(fits))}};
                found(std::move(finding));
                told = true;
                break;
            }
        }
        if (!told)
            lookTogether(scope, *scaler, sums, found);
    }
}

} // namespace

Rule quotaBelowMax()
{
    return {
        .id = "quota-below-max",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The quota is smaller than the autoscaler's maximum"),
        .explanation = LOADLINE_TR("Lint",
            "A namespace quota refuses pods beyond its hard limit, so the autoscaler asks in vain and events "
            "fill with FailedCreate."),
        .link = link::quota,
        .check = &check,
    };
}

} // namespace loadline
