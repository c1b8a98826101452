// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void look(const LintScope& scope, const ScaleTarget& target, const LimitRange& range, const LimitRange::Item& item, const Found& found)
{
    const auto& containers = target.workload->shape->containers;
    for (const auto& container : containers) {
        for (const auto* resource : {"cpu", "memory"}) {
            const auto request = container.requests.get(resource);
            const auto limit = container.limits.get(resource), byDefault = item.defaultLimit.get(resource);
            const auto most = item.max.get(resource), least = item.min.get(resource);
            // The request as the bound allows it, or the limit that it lacks.
            const auto say = [&](const char* what, Quantity bound, const char* part) {
                const auto field = resourceField(scope, target, container.name, "requests", resource);
                auto finding = tell(scope.refOf(target), field, what, LOADLINE_TR("Lint", "The API server refuses every new pod of it in this namespace."),
                    {container.name, amount(resource, *request), resource, amount(resource, bound), range.meta.name});
                const bool limits = std::string_view(part) == "limits";
                const auto to = limits ? *request : bound;
                if (containerField(scope, target, container.name))
                    finding.fix = Fix {limits ? LOADLINE_TR("Lint", "Give %1 a limit of %2 of %3") : LOADLINE_TR("Lint", "Let %1 request %2 of %3"),
                        {container.name, amount(resource, to), resource}, {put(scope.refOf(target), resourceField(scope, target, container.name, part, resource), quantityValue(resource, to))}};
                found(std::move(finding));
            };
            if (!request)
                continue;
            if (!limit && byDefault && *byDefault < *request)
                say(LOADLINE_TR("Lint", "Container %1 requests %2 of %3 without a limit; the LimitRange %5 gives it one of %4."), *byDefault, "limits");
            else if (most && *most < *request)
                say(LOADLINE_TR("Lint", "Container %1 requests %2 of %3, above the %4 that the LimitRange %5 allows."), *most, "requests");
            else if (least && *request < *least)
                say(LOADLINE_TR("Lint", "Container %1 requests %2 of %3, below the %4 that the LimitRange %5 asks for."), *least, "requests");
        }
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        if (!target->workload->shape)
            continue;
        for (const auto* range : scope.limitRangesOf(target->ns))
            for (const auto& item : range->items)
                if (item.type == "Container")
                    look(scope, *target, *range, item, found);
    }
}

} // namespace

Rule limitRangeRefuses()
{
    return {
        .id = "limit-range-refuses",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The namespace's LimitRange refuses its pods"),
        .explanation = LOADLINE_TR("Lint",
            "A LimitRange gives containers limits they do not have. Where that default is below their "
            "request, or their request is outside its bounds, every pod is refused."),
        .link = link::limitRange,
        .check = &check,
    };
}

} // namespace loadline
