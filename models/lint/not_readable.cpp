// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// "HorizontalPodAutoscaler ns/name, spec.maxReplicas" names the field last.
FieldPath fieldOf(const Error& error)
{
    const auto comma = error.where.rfind(", ");
    const auto path = comma == std::string::npos ? Result<FieldPath>(FieldPath()) : FieldPath::parse(std::string_view(error.where).substr(comma + 2));
    return path ? *path : FieldPath();
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto& [index, error] : scope.overlay().unreadable) {
        const auto& document = scope.overlay().documents[index];
        if (scope.isJudged(document))
            found(tell(document.ref(), fieldOf(error), LOADLINE_TR("Lint", "It cannot be read: %1"),
                LOADLINE_TR("Lint", "The API server would refuse it too."), {plainText(error)}));
    }
}

} // namespace

Rule notReadable()
{
    return {
        .id = "not-readable",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A manifest that cannot be read"),
        .explanation = LOADLINE_TR("Lint",
            "A field holds what it must not, so nothing more can be said of the object."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
