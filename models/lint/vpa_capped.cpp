// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void look(const LintScope& scope, const Vpa& vpa, const ContainerRecommendation& one, const char* resource, const Found& found)
{
    const auto target = one.target.get(resource), uncapped = one.uncappedTarget.get(resource);
    if (!target || !uncapped || *target == *uncapped)
        return;
    std::size_t index = 0;
    const auto* policy = policyOf(vpa, one.container);
    while (policy && index < vpa.policies.size() && &vpa.policies[index] != policy)
        ++index;
    const bool low = *uncapped > *target;
    const auto bound = policy ? (low ? policy->maxAllowed : policy->minAllowed).get(resource) : std::nullopt;
    // A status that is older than the bounds says nothing of them; nor do bounds of the recommender's own flags.
    if (!bound || (low ? *uncapped <= *bound : *uncapped >= *bound))
        return;
    // In whole Mi, on the side that leaves the recommendation alone.
    constexpr Int128 mebi = Int128(1024) * 1024 * 1'000'000'000;
    const Int128 rest = uncapped->nano() % mebi;
    const auto moved = std::string_view(resource) != "memory" || rest == 0 ? *uncapped : Quantity::fromNano(uncapped->nano() - rest + (low ? mebi : 0));
    const auto ref = scope.refOf(vpa);
    const auto field = FieldPath("spec.resourcePolicy.containerPolicies") / index / (low ? "maxAllowed" : "minAllowed") / resource;
    auto finding = tell(ref, field, LOADLINE_TR("Lint", "Container %1 would get %2 of %3, and is cut to %4."),
        low ? LOADLINE_TR("Lint", "It uses more than it may request, so it may be throttled or run out of memory.")
            : LOADLINE_TR("Lint", "It is given more than it uses."),
        {one.container, amount(resource, *uncapped), resource, amount(resource, *target)});
    found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Move the bound to %1"), {amount(resource, moved)}, {put(ref, field, quantityValue(resource, moved))}}));
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* vpa : scope.judged<Vpa>())
        for (const auto& one : vpa->recommendations)
            for (const auto* resource : {"cpu", "memory"})
                look(scope, *vpa, one, resource, found);
}

} // namespace

Rule vpaCapped()
{
    return {
        .id = "vpa-capped",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A recommendation is cut by its bounds"),
        .explanation = LOADLINE_TR("Lint",
            "What the recommender would give is outside minAllowed and maxAllowed, so pods get more or less "
            "than they use."),
        .link = link::vpaModes,
        .check = &check,
    };
}

} // namespace loadline
