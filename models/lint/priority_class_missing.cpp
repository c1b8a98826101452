// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/identity.h"

namespace loadline {

namespace {

const FieldPath field("spec.template.spec.priorityClassName");

// The one that was meant; else the class that it names, below what others call critical.
Fix known(const LintScope& scope, const ManifestRef& ref, const std::string& name)
{
    std::vector<std::string_view> names;
    for (const PriorityClass& one : scope.world().all<PriorityClass>())
        names.push_back(one.meta.name);
    if (const auto near = nearestWord(name, names); !near.empty())
        return {LOADLINE_TR("Lint", "Write %1"), {near}, {put(ref, field, Value(near))}};
    const bool high = name.find("critical") != std::string::npos || name.find("high") != std::string::npos;
    const std::int64_t value = high ? 100'000 : 1'000;
    const ManifestRef own {"scheduling.k8s.io/v1", "PriorityClass", "", name};
    auto object = identityOf(own);
    object.set("value", value);
    object.set("globalDefault", false);
    return {LOADLINE_TR("Lint", "Add the priority class %1 with value %2"), {name, text(value)}, {put(own, {}, std::move(object))}};
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        const auto name = target->workload->shape ? target->workload->shape->priorityClass : std::string();
        if (name.empty() || name.starts_with("system-") || scope.world().find<PriorityClass>("", name) || !scope.live())
            continue;
        const auto ref = scope.refOf(*target);
        found(with(tell(ref, field, LOADLINE_TR("Lint", "There is no priority class %1."),
            LOADLINE_TR("Lint", "The API server refuses every new pod of it."), {name}), known(scope, ref, name)));
    }
}

} // namespace

Rule priorityClassMissing()
{
    return {
        .id = "priority-class-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The priority class is not there"),
        .explanation = LOADLINE_TR("Lint",
            "Pods that name a PriorityClass which does not exist are refused."),
        .link = link::priority,
        .needs = {KindId::PriorityClass},
        .check = &check,
    };
}

} // namespace loadline
