// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form.h"

#include "manifest/form_shapes.h"
#include "manifest/form_unknown.h"
#include "manifest/form_walk.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

Error noSuchField(const Form& form, const FieldPath& path)
{
    const std::string near = KnownPlaces(form.spec(), form.document().value()).nearest(path);
    return {.kind = Error::Kind::NotFound,
        .what = LOADLINE_TR("Error", "The form has no field %1."),
        .where = path.text(),
        .hint = near.empty() ? "" : LOADLINE_TR("Error", "Did you mean %2?"),
        .args = near.empty() ? std::vector {path.text()} : std::vector {path.text(), near}};
}

Value initialObject(const FormSpec& spec)
{
    Value object = Value::map();
    object.set("apiVersion", spec.apiVersion);
    object.set("kind", spec.kind);
    for (const FormSection& section : spec.sections)
        for (const Field& field : section.fields)
            if (field.initial && shows(field, object, section.fields))
                setIn(object, field.path, *field.initial);
    return object;
}

std::string groupOf(const std::string& apiVersion)
{
    const std::size_t slash = apiVersion.find('/');
    return slash == std::string::npos ? std::string() : apiVersion.substr(0, slash);
}

Error noForm(const ManifestRef& ref)
{
    return {.kind = Error::Kind::Unsupported,
        .what = LOADLINE_TR("Error", "Loadline has no form for %1 %2."),
        .where = {},
        .hint = LOADLINE_TR("Error", "Its text can still be edited, checked and applied."),
        .args = {ref.apiVersion.empty() ? "?" : ref.apiVersion, ref.kind.empty() ? "?" : ref.kind}};
}

Done fits(const FormSpec& spec, const ManifestRef& ref)
{
    if (ref.kind == spec.kind && ref.apiVersion == spec.apiVersion)
        return std::monostate {};
    if (ref.kind == spec.kind && groupOf(ref.apiVersion) == groupOf(spec.apiVersion))
        return Error {.kind = Error::Kind::Unsupported,
            .what = LOADLINE_TR("Error", "The form writes %1 %2, and this is %3."),
            .where = {},
            .hint = LOADLINE_TR("Error", "Its text can still be edited, checked and applied."),
            .args = {spec.apiVersion, spec.kind, ref.apiVersion}};
    return noForm(ref);
}

std::set<FieldPath> pathsOf(const std::vector<Question>& questions)
{
    std::set<FieldPath> paths;
    for (const Question& question : questions)
        paths.insert(question.path);
    return paths;
}

bool isIndex(const FieldPath::Step& step)
{
    return std::holds_alternative<std::size_t>(step);
}

// Removing the last field of a list's item leaves an empty item: the item itself goes only when the user says so.
void removeKeepingItem(Document& document, const FieldPath& path)
{
    FieldPath item = path.parent();
    while (!item.empty() && !isIndex(item.steps().back())) {
        const Value* value = document.find(item);
        if (!value || value->fields().size() != 1)
            return document.remove(path);
        item = item.parent();
    }
    const Value* value = item.empty() ? nullptr : document.find(item);
    if (value && value->fields().size() == 1)
        static_cast<void>(document.set(item, Value::map()));
    else
        document.remove(path);
}

} // namespace

Form::Form(const FormKind& kind, FormFacts facts, Document document)
    : kind_(&kind)
    , facts_(std::move(facts))
    , spec_(std::make_shared<const FormSpec>(specFor(kind, facts_)))
    , document_(std::move(document))
{
}

Form::Form(const FormKind& kind, FormFacts facts)
    : Form(kind, std::move(facts), Document())
{
    document_ = Document::write(initialObject(*spec_));
}

Result<Form> Form::read(Document document, FormFacts facts)
{
    const ManifestRef ref = document.ref();
    const FormKind* kind = formKind(ref.kind);
    if (!kind)
        return noForm(ref);
    Form form(*kind, std::move(facts), std::move(document));
    if (const Done fit = fits(*form.spec_, ref); !fit)
        return fit.error();
    return form;
}

Done Form::adopt(Document document)
{
    if (Done fit = fits(*spec_, document.ref()); !fit)
        return fit;
    document_ = std::move(document);
    return std::monostate {};
}

std::vector<Question> Form::questions() const
{
    std::vector<Question> all;
    for (std::size_t i = 0; i < spec_->sections.size(); ++i)
        walkFields(spec_->sections[i].fields, document_.value(), {}, 0,
            [&](const Field& field, const FieldPath& path, std::size_t depth) {
                all.push_back({&field, path, i, depth});
            });
    return all;
}

const Field* Form::fieldAt(const FieldPath& path) const
{
    for (const FormSection& section : spec_->sections)
        if (const FoundField found = findField(section.fields, document_.value(), path); found.field && !found.inside)
            return found.field;
    return nullptr;
}

std::string Form::text(const FieldPath& path) const
{
    const Field* field = fieldAt(path);
    const Value* value = answer(path);
    return field && value ? textOf(*field, *value) : std::string();
}

Done Form::set(const FieldPath& path, Value value)
{
    const bool known = std::any_of(spec_->sections.begin(), spec_->sections.end(), [&](const FormSection& section) {
        return findField(section.fields, document_.value(), path).field != nullptr;
    });
    if (!known)
        return noSuchField(*this, path);
    const std::vector<Question> before = questions();
    if (Done done = document_.set(path, value); !done)
        return done;
    std::vector<Question> after = questions();
    const std::set<FieldPath> showing = pathsOf(after);
    for (const Question& question : before)
        if (!showing.contains(question.path) && !question.path.startsWith(path) && document_.find(question.path))
            removeKeepingItem(document_, question.path);
    std::set<std::pair<FieldPath, const Field*>> showed;
    for (const Question& question : before)
        showed.emplace(question.path, question.field);
    for (const Question& question : after)
        if (question.field->initial && !showed.contains({question.path, question.field}) && !document_.find(question.path))
            if (Done done = document_.set(question.path, *question.field->initial); !done)
                return done;
    return std::monostate {};
}

Done Form::setText(const FieldPath& path, std::string_view typed)
{
    if (typed.empty()) {
        clear(path);
        return std::monostate {};
    }
    for (const FormSection& section : spec_->sections) {
        const FoundField found = findField(section.fields, document_.value(), path);
        if (!found.field)
            continue;
        if (found.inside)
            return set(path, std::string(typed));
        const Value* old = answer(path);
        return set(path, valueFrom(*found.field, typed, old ? *old : Value()));
    }
    return noSuchField(*this, path);
}

void Form::clear(const FieldPath& path)
{
    if (!document_.find(path))
        return;
    const std::vector<Question> before = questions();
    removeKeepingItem(document_, path);
    const std::set<FieldPath> showing = pathsOf(questions());
    for (const Question& question : before)
        if (!showing.contains(question.path) && !question.path.startsWith(path) && document_.find(question.path))
            removeKeepingItem(document_, question.path);
}

Done Form::addItem(const FieldPath& list)
{
    const Field* field = fieldAt(list);
    if (!field || field->type != Field::Type::List)
        return noSuchField(*this, list);
    const Value* value = document_.find(list);
    const std::size_t count = value ? value->items().size() : 0;
    return count == 0 ? document_.set(list, Value::list({newItemOf(*field)}))
                      : document_.set(list / count, newItemOf(*field));
}

void Form::removeItem(const FieldPath& item)
{
    document_.remove(item);
}

void Form::moveItem(const FieldPath& item, std::size_t to)
{
    const Value* list = document_.find(item.parent());
    if (!list || item.empty() || !isIndex(item.steps().back()))
        return;
    Value::List items = list->items();
    const auto from = std::get<std::size_t>(item.steps().back());
    if (from >= items.size() || to >= items.size() || from == to)
        return;
    Value moved = std::move(items[from]);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(from));
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    static_cast<void>(document_.set(item.parent(), Value::list(std::move(items))));
}

FieldPath Form::fieldOnLine(std::size_t line) const
{
    FieldPath path = document_.pathAt(line);
    while (!path.empty() && !fieldAt(path))
        path = path.parent();
    return path;
}

Result<Document> Form::build() const
{
    const std::vector<FieldError> wrong = errors();
    if (!wrong.empty())
        return wrong.front().error;
    return document_;
}

} // namespace loadline
