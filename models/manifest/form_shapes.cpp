// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form_shapes.h"

#include <algorithm>

namespace loadline {

namespace {

const FieldShape* shapeAt(const FieldShape* shape, const FieldPath& path)
{
    for (const auto& step : path.steps()) {
        const auto* key = std::get_if<std::string>(&step);
        const auto* field = shape && shape->type == FieldShape::Type::Object && key ? shape->field(*key) : nullptr;
        if (shape && !key && shape->type == FieldShape::Type::List)
            shape = shape->item.get();
        else
            shape = field ? field->shape.get() : nullptr;
    }
    return shape;
}

// Known ones keep their words and their order; what is new comes last under its own name.
std::vector<Choice> choicesBy(const std::vector<std::string>& served, const std::vector<Choice>& known)
{
    const auto isServed = [&](const std::string& value) { return std::find(served.begin(), served.end(), value) != served.end(); };
    std::vector<Choice> choices;
    for (const Choice& choice : known)
        if (choice.value.empty() || isServed(choice.value))
            choices.push_back(choice);
    for (const std::string& value : served)
        if (std::none_of(known.begin(), known.end(), [&](const Choice& choice) { return choice.value == value; }))
            choices.push_back({value, value, {}});
    return choices;
}

void follow(Field& field, const FieldShape* parent)
{
    const FieldShape* shape = shapeAt(parent, field.path);
    if (!shape)
        return;
    const FieldShape* one = shape->type == FieldShape::Type::List ? shape->item.get() : shape;
    const bool chosen = field.type == Field::Type::Choice || field.type == Field::Type::MultiChoice;
    if (chosen && one && !one->choices.empty() && !field.asText)
        field.choices = choicesBy(one->choices, field.choices);
    const bool counted = field.type == Field::Type::Integer || field.type == Field::Type::Number || field.type == Field::Type::Percent;
    if (counted && !field.asText && shape->least)
        field.least = std::max(field.least.value_or(*shape->least), *shape->least);
    if (counted && !field.asText && shape->most)
        field.most = std::min(field.most.value_or(*shape->most), *shape->most);
    for (Field& item : field.items)
        follow(item, one);
}

} // namespace

FormSpec specFor(const FormKind& kind, const FormFacts& facts)
{
    FormSpec spec = kind.spec(facts);
    if (!facts.shapes)
        return spec;
    const auto shape = facts.shapes->find(shapeKey(spec.apiVersion, spec.kind));
    if (shape == facts.shapes->end())
        return spec;
    for (FormSection& section : spec.sections)
        for (Field& field : section.fields)
            follow(field, shape->second.get());
    return spec;
}

} // namespace loadline
