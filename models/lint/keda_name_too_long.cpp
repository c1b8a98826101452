// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

constexpr std::size_t longest = 63;

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>()) {
        const auto ref = scope.refOf(*object);
        const std::string hpa = object->hpaNameWanted.empty() ? "keda-hpa-" + object->meta.name : object->hpaNameWanted;
        if (object->meta.name.size() > longest) {
            found(tell(ref, "metadata.name", LOADLINE_TR("Lint", "The name has %1 characters; at most %2 are allowed."),
                LOADLINE_TR("Lint", "KEDA refuses it, because the name becomes a label."), {text(std::int64_t(object->meta.name.size())), text(std::int64_t(longest))}));
        } else if (hpa.size() > longest) {
            auto finding = tell(ref, object->hpaNameWanted.empty() ? FieldPath("metadata.name") : FieldPath("spec.advanced.horizontalPodAutoscalerConfig.name"),
                LOADLINE_TR("Lint", "The HPA would be called %1, which is %2 characters; at most %3 are allowed."),
                LOADLINE_TR("Lint", "KEDA refuses it or cannot write its HPA, so nothing scales."), {hpa, text(std::int64_t(hpa.size())), text(std::int64_t(longest))});
            found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Give the HPA a name that fits"), {},
                {put(ref, "spec.advanced.horizontalPodAutoscalerConfig.name", Value(object->meta.name.substr(0, longest)))}}));
        }
    }
}

} // namespace

Rule kedaNameTooLong()
{
    return {
        .id = "keda-name-too-long",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A name too long for the HPA that KEDA writes"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA names its HPA keda-hpa-<name>, and names end at 63 characters. That leaves 54 for a "
            "ScaledObject, unless it names its HPA itself."),
        .link = link::kedaObject,
        .check = &check,
    };
}

} // namespace loadline
