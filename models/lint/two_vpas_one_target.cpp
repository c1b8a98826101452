// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rivals.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto& target : scope.targets()) {
        std::vector<const Vpa*> acting = target.vpas;
        std::erase_if(acting, [](const Vpa* vpa) { return vpa->mode == UpdateMode::Off; });
        eachRival(scope, acting, [&](const Vpa& vpa, const Vpa& other) {
            const auto ref = scope.refOf(vpa);
            auto finding = tell(ref, "spec.targetRef", LOADLINE_TR("Lint", "%1 is also the target of the VPA %2, and both set requests."),
                LOADLINE_TR("Lint", "Which of them a pod gets its requests from is not defined and may change with each restart."),
                {text(target.ref), other.meta.name});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Let this one only recommend"), {}, {put(ref, "spec.updatePolicy.updateMode", Value("Off"))}}));
        });
    }
}

} // namespace

Rule twoVpasOneTarget()
{
    return {
        .id = "two-vpas-one-target",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Two VPAs on one target"),
        .explanation = LOADLINE_TR("Lint",
            "Which of two VPAs a pod gets its requests from is not defined."),
        .link = link::vpaLimits,
        .check = &check,
    };
}

} // namespace loadline
