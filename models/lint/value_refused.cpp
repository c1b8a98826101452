// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/form.h"

#include <map>

namespace loadline {

namespace {

// What decides whether a field is asked is no matter here: rules of their own tell of modes, releases and zero.
FormFacts everything()
{
    FormFacts facts;
    facts.hpaTolerance = facts.hpaScaleToZero = true;
    return facts;
}

// What is missing may come from elsewhere (a patch, a default); what is there and refused may not.
void look(const Form& form, const ManifestRef& ref, std::size_t index, const Found& found)
{
    for (const FieldError& wrong : form.errors()) {
        const Value* answer = form.answer(wrong.path);
        if (wrong.error.kind == Error::Kind::NotFound || !answer || filledInLater(*answer))
            continue;
        auto finding = tell(ref, wrong.path, LOADLINE_TR("Lint", "The value is refused: %1"),
            wrong.error.hint.empty() ? LOADLINE_TR("Lint", "The API server, or the webhook of this kind, does not take it.") : LOADLINE_TR("Lint", "The API server, or the webhook of this kind, does not take it. %2"),
            {fillIn(wrong.error.what, wrong.error.args), fillIn(wrong.error.hint, wrong.error.args)});
        finding.document = index;
        found(std::move(finding));
    }
}

void check(const LintScope& scope, const Found& found)
{
    std::map<std::string, Form> forms; // of one kind each: what it asks is worked out once
    const auto& documents = scope.overlay().documents;
    for (std::size_t index = 0; index < documents.size(); ++index) {
        const auto& document = documents[index];
        if (!scope.isJudged(document))
            continue;
        const auto ref = document.ref();
        auto known = forms.find(ref.kind);
        if (known == forms.end()) {
            auto form = Form::read(document, everything());
            if (!form)
                continue;
            known = forms.emplace(ref.kind, std::move(*form)).first;
        } else if (!known->second.adopt(document)) {
            continue;
        }
        look(known->second, ref, index, found);
    }
}

} // namespace

Rule valueRefused()
{
    return {
        .id = "value-refused",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A value that is refused"),
        .explanation = LOADLINE_TR("Lint",
            "API servers, and the webhooks of KEDA, VPA and Karpenter, take only some values: one of a few words, a number within bounds, and such as go together with others."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
