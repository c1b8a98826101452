// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/phrase.h"
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/form.h"

#include <algorithm>
#include <map>
#include <set>

namespace loadline {

namespace {

// What decides whether a field is asked is no matter here: rules of their own tell of modes, releases and zero.
FormFacts everything(const LintScope& scope)
{
    FormFacts facts;
    facts.shapes = scope.overlay().shapes;
    facts.hpaTolerance = facts.hpaScaleToZero = true;
    return facts;
}

// What is missing may come from elsewhere (a patch, a default); what is there and refused may not.
void look(const Form& form, const ManifestRef& ref, std::size_t index, const std::set<FieldPath>& told, const Found& found)
{
    for (const FieldError& wrong : form.errors()) {
        const Value* answer = form.answer(wrong.path);
        if (wrong.error.kind == Error::Kind::NotFound || !answer || filledInLater(*answer) || told.contains(wrong.path))
            continue;
        auto finding = tell(ref, wrong.path, LOADLINE_TR("Lint", "The value is refused: %1"),
            wrong.error.hint.empty() ? LOADLINE_TR("Lint", "The API server, or the webhook of this kind, does not take it.") : LOADLINE_TR("Lint", "The API server, or the webhook of this kind, does not take it. %2"),
            {fillIn(wrong.error.what, wrong.error.args), fillIn(wrong.error.hint, wrong.error.args)});
        finding.document = index;
        found(std::move(finding));
    }
}

// What is wrong with a value by the server's own schema: its sentence and the words in it; nullopt: nothing.
std::optional<Phrase> wrongBySchema(const Value& value, const FieldShape& shape)
{
    const auto& choices = shape.choices;
    if (value.isString() && !choices.empty() && std::find(choices.begin(), choices.end(), value.text()) == choices.end())
        return Phrase {LOADLINE_TR("Lint", "This cluster does not take %1: it takes %2."), {value.text(), joined(choices)}};
    if (value.type() != Value::Type::Integer)
        return std::nullopt;
    if (shape.least && value.integer() < *shape.least)
        return Phrase {LOADLINE_TR("Lint", "This cluster does not take %1: the least is %2."), {text(value.integer()), text(*shape.least)}};
    if (shape.most && value.integer() > *shape.most)
        return Phrase {LOADLINE_TR("Lint", "This cluster does not take %1: the most is %2."), {text(value.integer()), text(*shape.most)}};
    return std::nullopt;
}

// Of the fields that a form asks and of those that it does not. Returns where something is wrong.
std::set<FieldPath> lookBySchema(const LintScope& scope, std::size_t index, const Found& found)
{
    std::set<FieldPath> told;
    const auto& document = scope.overlay().documents[index];
    const auto ref = document.ref();
    const auto& shapes = scope.overlay().shapes;
    const auto shape = shapes ? shapes->find(shapeKey(ref.apiVersion, ref.kind)) : ClusterShapes::const_iterator();
    if (!shapes || shape == shapes->end())
        return told;
    eachWrittenField(document.value(), *shape->second, [&](const WrittenField& at) {
        const auto wrong = at.shape && !filledInLater(at.value) ? wrongBySchema(at.value, *at.shape) : std::nullopt;
        if (!wrong)
            return;
        auto finding = tell(ref, at.path, wrong->text, LOADLINE_TR("Lint", "The schema that the server publishes for this kind says so, and it refuses the object."), wrong->args);
        finding.document = index;
        told.insert(at.path);
        found(std::move(finding));
    });
    return told;
}

void check(const LintScope& scope, const Found& found)
{
    std::map<std::string, Form> forms; // of one kind each: what it asks is worked out once
    const auto& documents = scope.overlay().documents;
    for (std::size_t index = 0; index < documents.size(); ++index) {
        const auto& document = documents[index];
        if (!scope.isJudged(document))
            continue;
        const auto told = lookBySchema(scope, index, found);
        const auto ref = document.ref();
        auto known = forms.find(ref.kind);
        if (known == forms.end()) {
            auto form = Form::read(document, everything(scope));
            if (!form)
                continue;
            known = forms.emplace(ref.kind, std::move(*form)).first;
        } else if (!known->second.adopt(document)) {
            continue;
        }
        look(known->second, ref, index, told, found);
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
