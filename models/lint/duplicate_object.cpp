// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <map>

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    std::map<ManifestRef, int> seen;
    for (std::size_t index = 0; index < scope.overlay().documents.size(); ++index) {
        const auto& document = scope.overlay().documents[index];
        const auto ref = document.ref();
        if (ref.name.empty() || ref.kind.empty())
            continue;
        if (++seen[ref] != 2 || !scope.isJudged(document))
            continue;
        auto finding = with(tell(ref, "metadata.name", LOADLINE_TR("Lint", "%1 %2 is written twice."),
                LOADLINE_TR("Lint", "The later one wins, and which is later depends on the order of the files."), {ref.kind, ref.name}),
            Fix {LOADLINE_TR("Lint", "Keep the later one"), {}, {dropObject(ref)}});
        finding.document = index;
        found(std::move(finding));
    }
}

} // namespace

Rule duplicateObject()
{
    return {
        .id = "duplicate-object",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "The same object twice"),
        .explanation = LOADLINE_TR("Lint",
            "Two manifests for one object: the later one wins, and which is later depends on the order of "
            "files."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
