// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/phrase.h"
#include "base/spelling.h"
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/form.h"
#include "manifest/scaler.h"

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

std::string_view linkOf(const Document& document, const FieldPath& at)
{
    constexpr std::pair<std::string_view, std::string_view> links[] = {{"HorizontalPodAutoscaler", link::hpaApi}, {"LimitRange", link::limitRange}, {"NodePool", link::nodePools},
        {"PodDisruptionBudget", link::pdb}, {"PriorityClass", link::priority}, {"ResourceQuota", link::quota}, {"ScaledJob", link::kedaObject}, {"ScaledObject", link::kedaObject},
        {"TriggerAuthentication", link::kedaAuthentication}, {"ClusterTriggerAuthentication", link::kedaAuthentication}, {"VerticalPodAutoscaler", link::vpaModes}};
    const FieldPath triggers("spec.triggers");
    const auto* index = at.startsWith(triggers) && at.steps().size() > 2 ? std::get_if<std::size_t>(&at.steps()[2]) : nullptr;
    const auto& all = document.value()["spec"]["triggers"].items();
    if (const auto* known = index && *index < all.size() ? scaler(all[*index]["type"].text()) : nullptr)
        return known->link;
    const auto* own = std::find_if(std::begin(links), std::end(links), [kind = document.ref().kind](const auto& one) { return one.first == kind; });
    return own == std::end(links) ? link::objects : own->second;
}

// How many letters two words have in common, in order.
std::size_t commonLetters(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (const char letter : a) {
        std::size_t above = 0;
        for (std::size_t i = 0; i < b.size(); ++i) {
            const std::size_t kept = row[i + 1];
            row[i + 1] = letter == b[i] ? above + 1 : std::max(row[i], row[i + 1]);
            above = kept;
        }
    }
    return row.back();
}

// A slip of the pen, or the only one that has nearly all its letters: "WhenUnderutilised" of "WhenEmptyOrUnderutilized".
std::string meantOf(const std::string& word, const std::vector<std::string>& choices)
{
    constexpr std::size_t longest = 40;
    if (auto near = nearestWord(word, {choices.begin(), choices.end()}); !near.empty() || word.size() > longest)
        return near;
    std::vector<std::string> alike;
    for (const std::string& choice : choices)
        if (choice.size() > 3 && 5 * commonLetters(lowered(word), lowered(choice)) >= 4 * std::max<std::size_t>(word.size(), 4))
            alike.push_back(choice);
    return alike.size() == 1 ? alike.front() : std::string();
}

std::optional<Fix> write(const ManifestRef& ref, const FieldPath& at, Value value)
{
    return Fix {LOADLINE_TR("Lint", "Write %1"), {value.isString() ? value.text() : value.json()}, {put(ref, at, std::move(value))}};
}

std::optional<Fix> mended(const ManifestRef& ref, const FieldPath& at, const Value& value, const std::vector<std::string>& choices, std::optional<std::int64_t> least, std::optional<std::int64_t> most)
{
    if (value.isString() && !choices.empty()) {
        if (std::find(choices.begin(), choices.end(), value.text()) != choices.end())
            return std::nullopt; // what is wrong is something beside it
        const auto meant = meantOf(value.text(), choices);
        return meant.empty() ? std::nullopt : write(ref, at, Value(meant));
    }
    if (value.type() != Value::Type::Integer)
        return std::nullopt;
    if (least && value.integer() < *least)
        return write(ref, at, Value(*least));
    return most && value.integer() > *most ? write(ref, at, Value(*most)) : std::nullopt;
}

std::optional<Fix> mendedByForm(const Form& form, const ManifestRef& ref, const FieldPath& at)
{
    const Field* field = form.fieldAt(at);
    const Value* value = form.answer(at);
    if (!field || !value || (field->type != Field::Type::Choice && field->type != Field::Type::Integer && field->type != Field::Type::Percent))
        return std::nullopt;
    std::vector<std::string> choices;
    for (const Choice& choice : field->choices)
        if (!choice.value.empty())
            choices.push_back(choice.value);
    return mended(ref, at, *value, choices, field->least, field->most);
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
        finding.fix = mendedByForm(form, ref, wrong.path);
        finding.link = linkOf(form.document(), wrong.path);
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
        finding.fix = mended(ref, at.path, at.value, at.shape->choices, at.shape->least, at.shape->most);
        finding.link = linkOf(document, at.path);
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
