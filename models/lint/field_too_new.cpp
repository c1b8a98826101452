// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/releases.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

Finding older(const Document& document, const WrittenField& at, const FieldShape::Field& field, const std::string& installed)
{
    const auto ref = document.ref();
    const auto product = productName(field.product);
    auto finding = installed.empty()
        ? tell(ref, at.path, LOADLINE_TR("Lint", "This cluster does not know the field %1, which %2 has from %3 on."),
              LOADLINE_TR("Lint", "The schema that the server publishes does not have it: it refuses the object, or drops the field without a word."), {field.name, product, field.since})
        : tell(ref, at.path, LOADLINE_TR("Lint", "%2 has the field %1 from %3 on; this cluster has %4."),
              LOADLINE_TR("Lint", "An older one refuses the object, or drops the field without a word."), {field.name, product, field.since, installed});
    finding.fix = Fix {LOADLINE_TR("Lint", "Leave %1 out"), {field.name}, {drop(ref, at.path)}};
    return finding;
}

// By the server's schema where it is at hand, else by the release that runs there.
void look(const LintScope& scope, std::size_t index, const FieldShape& described, const Found& found)
{
    const auto& document = scope.overlay().documents[index];
    const auto& shapes = scope.overlay().shapes;
    const auto key = shapeKey(document.ref().apiVersion, document.ref().kind);
    const auto served = shapes && shapes->contains(key) ? shapes->at(key) : nullptr;
    eachWrittenField(document.value(), described, [&](const WrittenField& at) {
        if (!at.field || at.field->since.empty())
            return;
        const bool lacks = served && !isDescribed(served, at.path);
        const auto installed = served ? std::string() : releaseOf(scope.world(), at.field->product);
        if (!lacks && (installed.empty() || !isBefore(installed, at.field->since)))
            return;
        auto finding = older(document, at, *at.field, installed);
        finding.document = index;
        found(std::move(finding));
    });
}

void check(const LintScope& scope, const Found& found)
{
    const auto& documents = scope.overlay().documents;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto ref = documents[i].ref();
        if (!scope.isJudged(documents[i]))
            continue;
        if (const auto described = describedShape(ref.apiVersion, ref.kind))
            look(scope, i, *described, found);
    }
}

} // namespace

Rule fieldTooNew()
{
    return {
        .id = "field-too-new",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A field that this cluster is too old for"),
        .explanation = LOADLINE_TR("Lint",
            "APIs grow: tolerance of an HPA came with Kubernetes 1.33, fallback.behavior with KEDA 2.17. What a cluster does not know it refuses or drops."),
        .link = link::deprecated,
        .check = &check,
    };
}

} // namespace loadline
