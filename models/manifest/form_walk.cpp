// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form_walk.h"

#include <algorithm>

namespace loadline {
namespace {

const Value* below(const Value& value, const FieldPath::Step& step)
{
    if (const auto* key = std::get_if<std::string>(&step))
        return value.find(*key);
    const auto index = std::get<std::size_t>(step);
    return index < value.items().size() ? &value.items()[index] : nullptr;
}

Value withSet(const Value& value, const FieldPath& path, std::size_t at, Value to)
{
    if (at == path.steps().size())
        return to;
    const FieldPath::Step& step = path.steps()[at];
    const Value* child = below(value, step);
    Value inner = withSet(child ? *child : Value(), path, at + 1, std::move(to));
    if (const auto* key = std::get_if<std::string>(&step)) {
        if (!value.isMap() && !value.isNull())
            return value;
        Value changed = value;
        changed.set(*key, std::move(inner));
        return changed;
    }
    const auto index = std::get<std::size_t>(step);
    if ((!value.isList() && !value.isNull()) || index > value.items().size())
        return value;
    Value::List items = value.items();
    if (index == items.size())
        items.push_back(std::move(inner));
    else
        items[index] = std::move(inner);
    return Value::list(std::move(items));
}

std::string valueOrDefault(const FieldPath& path, const Value& base, std::span<const Field> siblings)
{
    if (const Value* value = findIn(base, path))
        return scalarText(*value);
    const auto field = std::find_if(siblings.begin(), siblings.end(), [&](const Field& f) { return f.path == path; });
    return field != siblings.end() && field->byDefault ? scalarText(*field->byDefault) : std::string();
}

} // namespace

FieldPath tail(const FieldPath& path, std::size_t from)
{
    FieldPath rest;
    for (std::size_t i = from; i < path.steps().size(); ++i)
        rest = std::visit([&](const auto& step) { return rest / step; }, path.steps()[i]);
    return rest;
}

FieldPath joined(FieldPath base, const FieldPath& rest)
{
    for (const FieldPath::Step& step : rest.steps())
        base = std::visit([&](const auto& s) { return base / s; }, step);
    return base;
}

const Value* findIn(const Value& value, const FieldPath& path)
{
    const Value* here = &value;
    for (const FieldPath::Step& step : path.steps()) {
        here = below(*here, step);
        if (!here)
            return nullptr;
    }
    return here;
}

void setIn(Value& value, const FieldPath& path, Value to)
{
    value = withSet(value, path, 0, std::move(to));
}

Value laidOver(const Value& base, const Value& over)
{
    if (!base.isMap() || !over.isMap())
        return over;
    Value merged = base;
    for (const ValueField& field : over.fields()) {
        const Value* below = base.find(field.key);
        merged.set(field.key, below ? laidOver(*below, field.value) : field.value);
    }
    return merged;
}

std::string scalarText(const Value& value)
{
    if (value.isString())
        return value.text();
    return value.isNull() || value.isMap() || value.isList() ? std::string() : value.json();
}

bool shows(const Field& field, const Value& base, std::span<const Field> siblings)
{
    return std::all_of(field.shownWhen.begin(), field.shownWhen.end(), [&](const ShownWhen& when) {
        if (when.is.empty())
            return findIn(base, when.path) != nullptr;
        const std::string value = valueOrDefault(when.path, base, siblings);
        return std::find(when.is.begin(), when.is.end(), value) != when.is.end();
    });
}

void walkFields(std::span<const Field> fields, const Value& base, const FieldPath& at, std::size_t depth,
    const std::function<void(const Field&, const FieldPath&, std::size_t)>& visit)
{
    for (const Field& field : fields) {
        if (!shows(field, base, fields))
            continue;
        const FieldPath path = joined(at, field.path);
        visit(field, path, depth);
        const Value* value = findIn(base, field.path);
        if (field.type == Field::Type::Reference)
            walkFields(field.items, value ? *value : Value(), path, depth, visit);
        if (field.type != Field::Type::List || !value)
            continue;
        for (std::size_t i = 0; i < value->items().size(); ++i) {
            const Value& item = value->items()[i];
            walkFields(field.items, item, path / i, depth + 1, visit);
            if (field.more)
                walkFields(field.more(item), item, path / i, depth + 1, visit);
        }
    }
}

FoundField findField(std::span<const Field> fields, const Value& base, const FieldPath& path)
{
    FoundField inside, hidden;
    for (const Field& field : fields) {
        if (field.path.empty() || !path.startsWith(field.path))
            continue;
        const std::size_t taken = field.path.steps().size();
        if (path.steps().size() == taken) {
            // Two fields may share a place (a trigger's metric type): the one that shows counts.
            if (shows(field, base, fields))
                return {&field, false};
            hidden = {&field, false};
            continue;
        }
        const Value* value = findIn(base, field.path);
        if (field.type == Field::Type::Reference) {
            if (const FoundField part = findField(field.items, value ? *value : Value(), tail(path, taken)); part.field)
                return part;
        } else if (field.type == Field::Type::List) {
            if (!std::holds_alternative<std::size_t>(path.steps()[taken]))
                continue;
            if (path.steps().size() == taken + 1)
                return {&field, true};
            const Value* item = value ? below(*value, path.steps()[taken]) : nullptr;
            const FieldPath rest = tail(path, taken + 1);
            FoundField part = findField(field.items, item ? *item : Value(), rest);
            if (!part.field && field.more && item)
                part = findField(field.more(*item), *item, rest);
            if (part.field)
                return part;
        } else {
            inside = {&field, true};
        }
    }
    return hidden.field ? hidden : inside;
}

void eachField(std::span<const Field> fields, const Value& base, const FieldPath& at,
    const std::function<void(const Field&, const FieldPath&)>& visit)
{
    for (const Field& field : fields) {
        const FieldPath path = joined(at, field.path);
        visit(field, path);
        const Value* value = findIn(base, field.path);
        if (field.type == Field::Type::Reference)
            eachField(field.items, value ? *value : Value(), path, visit);
        if (field.type != Field::Type::List || !value)
            continue;
        for (std::size_t i = 0; i < value->items().size(); ++i) {
            eachField(field.items, value->items()[i], path / i, visit);
            if (field.more)
                eachField(field.more(value->items()[i]), value->items()[i], path / i, visit);
        }
    }
}

Value newItemOf(const Field& list)
{
    if (list.newItem)
        return *list.newItem;
    Value item = Value::map();
    for (const Field& field : list.items)
        if (field.initial && shows(field, item, list.items))
            setIn(item, field.path, *field.initial);
    return item;
}

} // namespace loadline
