// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void check(const LintScope& scope, const Found& found)
{
    for (const auto& document : scope.overlay().documents) {
        if (!scope.isJudged(document))
            continue;
        const auto ref = document.ref();
        const auto say = [&](const char* field) {
            found(tell(ref, field, LOADLINE_TR("Lint", "The manifest has no %1."), LOADLINE_TR("Lint", "Nobody can tell what object it is."), {field}));
        };
        if (ref.apiVersion.empty())
            say("apiVersion");
        if (ref.kind.empty())
            say("kind");
        if (ref.name.empty() && document.value()["metadata"]["generateName"].text().empty() && ref.kind != "Kustomization")
            say("metadata.name");
    }
}

} // namespace

Rule incompleteManifest()
{
    return {
        .id = "incomplete-manifest",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A manifest without kind, version or name"),
        .explanation = LOADLINE_TR("Lint",
            "Every Kubernetes object says its apiVersion, kind and name."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
