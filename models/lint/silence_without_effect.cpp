// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

void look(const ManifestRef& ref, const std::string& annotation, const Found& found)
{
    const auto at = FieldPath("metadata.annotations") / std::string(silenceAnnotation);
    auto kept = parseSilences(annotation);
    const auto before = kept.size();
    std::erase_if(kept, [](const auto& entry) { return entry.second.empty() || !rule(entry.first); });
    if (kept.size() == before)
        return;
    for (const auto& [id, reason] : parseSilences(annotation)) {
        if (rule(id) && !reason.empty())
            continue;
        auto finding = tell(ref, at, rule(id) ? LOADLINE_TR("Lint", "%1 is silenced without a reason.") : LOADLINE_TR("Lint", "There is no rule %1 to silence."),
            LOADLINE_TR("Lint", "Such an entry has no effect. Write it as rule: reason."), {id});
        found(with(std::move(finding), Fix {LOADLINE_TR("Lint", "Remove it"), {}, {kept.empty() ? drop(ref, at) : put(ref, at, Value(silencesText(kept)))}}));
        return;
    }
}

template <class T>
void lookAt(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<T>())
        if (const auto* annotation = object->meta.annotation(silenceAnnotation))
            look(scope.refOf(*object), *annotation, found);
}

void check(const LintScope& scope, const Found& found)
{
    lookAt<Hpa>(scope, found);
    lookAt<Vpa>(scope, found);
    lookAt<ScaledObject>(scope, found);
    lookAt<ScaledJob>(scope, found);
    lookAt<Deployment>(scope, found);
    lookAt<StatefulSet>(scope, found);
    lookAt<DisruptionBudget>(scope, found);
    lookAt<NodePool>(scope, found);
    lookAt<ReplicaSet>(scope, found);
    lookAt<Quota>(scope, found);
    lookAt<LimitRange>(scope, found);
    lookAt<PriorityClass>(scope, found);
    lookAt<TriggerAuthentication>(scope, found);
    lookAt<ClusterTriggerAuthentication>(scope, found);
    for (const Document& document : scope.overlay().documents) // of kinds that a World has no table for
        if (!readableAs(document.ref()) && scope.isJudged(document))
            if (const auto& annotation = document.value()["metadata"]["annotations"][silenceAnnotation].text(); !annotation.empty())
                look(document.ref(), annotation, found);
}

} // namespace

Rule silenceWithoutEffect()
{
    return {
        .id = "silence-without-effect",
        .severity = Severity::Info,
        .title = LOADLINE_TR("Lint", "A silence that does nothing"),
        .explanation = LOADLINE_TR("Lint",
            "The annotation loadline.dev/silence names a rule and the reason, as in “missing-budget: batch "
            "work may stop”. Without a reason, or for a rule that does not exist, it silences nothing."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
