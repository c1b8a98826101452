// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document_edit.h"

#include "manifest/form_walk.h"
#include "manifest/splice.h"
#include "manifest/yaml_value.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

using Kind = YamlNode::Kind;
using Steps = std::vector<FieldPath::Step>;

// Beyond so many differing fields a part is written anew in one piece.
constexpr std::size_t mostSingleEdits = 100;

Error throughScalar(const FieldPath& path)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The field %1 cannot be set: something on the way to it is no object or list."),
        path.text(), "", {path.text()}};
}

// The tree with one value replaced; nullopt when the path leads through a scalar.
std::optional<Value> withValue(const Value& at, const Steps& steps, std::size_t step, const Value& value)
{
    if (step == steps.size())
        return value;
    if (const auto* index = std::get_if<std::size_t>(&steps[step])) {
        if ((!at.isList() && !at.isNull()) || *index > at.items().size())
            return std::nullopt;
        Value::List items = at.items();
        if (*index == items.size())
            items.emplace_back();
        std::optional<Value> inner = withValue(items[*index], steps, step + 1, value);
        if (!inner)
            return std::nullopt;
        items[*index] = std::move(*inner);
        return Value::list(std::move(items));
    }
    if (!at.isMap() && !at.isNull())
        return std::nullopt;
    const std::string& key = std::get<std::string>(steps[step]);
    std::optional<Value> inner = withValue(at[key], steps, step + 1, value);
    if (!inner)
        return std::nullopt;
    Value map = Value::map(at.fields());
    map.set(key, std::move(*inner));
    return map;
}

Value withoutValue(const Value& at, const Steps& steps, std::size_t step)
{
    if (const auto* index = std::get_if<std::size_t>(&steps[step])) {
        Value::List items = at.items();
        if (step + 1 == steps.size())
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(*index));
        else
            items[*index] = withoutValue(items[*index], steps, step + 1);
        return Value::list(std::move(items));
    }
    const std::string& key = std::get<std::string>(steps[step]);
    Value map = at;
    if (step + 1 == steps.size())
        map.remove(key);
    else
        map.set(key, withoutValue(at[key], steps, step + 1));
    return map;
}

bool isEmptyValue(const Value& value) { return value.isNull() || (value.isMap() && value.fields().empty()); }

// The text read again, if it says what it should.
std::optional<YamlText> checked(std::string text, const Value& expected)
{
    Result<YamlText> yaml = readYaml(std::move(text), {});
    if (yaml && (yaml->value == expected || (isEmptyValue(yaml->value) && isEmptyValue(expected))))
        return std::move(*yaml);
    return std::nullopt;
}

FieldPath prefixOf(const FieldPath& path, std::size_t steps)
{
    FieldPath prefix = path;
    while (prefix.steps().size() > steps)
        prefix = prefix.parent();
    return prefix;
}

// Ever larger parts written anew, at last the whole: for what no single edit could do.
std::optional<YamlText> rewrite(const YamlText& yaml, FieldPath path, const Value& expected)
{
    for (; !path.empty(); path = path.parent()) {
        const YamlSpot spot = spotOf(yaml, path);
        const Value* value = findIn(expected, path);
        if (!spot.node || spot.steps < path.steps().size() || !value)
            continue;
        if (std::optional<YamlText> result = checked(replaceNode(yaml, spot, path, *value), expected))
            return result;
    }
    if (yaml.tree.present)
        if (std::optional<YamlText> result = checked(replaceNode(yaml, spotOf(yaml, {}), {}, expected), expected))
            return result;
    return checked(writeYaml(expected), expected);
}

void anchorsIn(const YamlNode& node, std::set<std::string>& to)
{
    if (node.kind != Kind::Alias && !node.anchor.empty())
        to.insert(node.anchor);
    for (const YamlNode& child : node.children)
        anchorsIn(child, to);
}

// Gives the aliases of every anchor on the way to the field, or within it, a copy of their own.
std::optional<YamlText> unshared(const YamlText& yaml, const FieldPath& path)
{
    std::set<std::string> touched;
    for (std::size_t steps = 0; steps <= path.steps().size(); ++steps)
        if (const YamlSpot spot = spotOf(yaml, prefixOf(path, steps)); spot.node && spot.node->kind != Kind::Alias && !spot.node->anchor.empty())
            touched.insert(spot.node->anchor);
    const YamlSpot target = spotOf(yaml, path);
    if (target.node && target.steps == path.steps().size())
        anchorsIn(*target.node, touched);
    AliasValues aliases;
    if (touched.empty() || !valueOf(yaml.tree, yaml.text, {}, &aliases))
        return std::nullopt;
    std::string text = yaml.text;
    const YamlStyle style = styleOf(yaml);
    for (auto alias = aliases.rbegin(); alias != aliases.rend(); ++alias)
        if (touched.count(alias->first->anchor))
            text.replace(alias->first->begin, alias->first->end - alias->first->begin, flowOf(alias->second, {}, style));
    return text == yaml.text ? std::nullopt : checked(std::move(text), yaml.value);
}

std::string spliceOne(const YamlText& yaml, const FieldPath& path, const Value& expected)
{
    const YamlSpot spot = spotOf(yaml, path);
    if (!spot.node || (!spot.parent && spot.node->isEmptyScalar()))
        return fillEmpty(yaml, expected);
    const FieldPath there = prefixOf(path, spot.steps);
    if (spot.steps == path.steps().size())
        return replaceNode(yaml, spot, path, *findIn(expected, path));
    const FieldPath next = prefixOf(path, spot.steps + 1);
    const Value& value = *findIn(expected, next);
    if (spot.node->kind == Kind::Map)
        return insertField(yaml, spot, there, std::get<std::string>(next.steps().back()), value);
    if (spot.node->kind == Kind::List)
        return appendItem(yaml, spot, there, value);
    return replaceNode(yaml, spot, there, *findIn(expected, there));
}

std::optional<YamlText> setOne(const YamlText& yaml, const FieldPath& path, const Value& value)
{
    const std::optional<Value> expected = withValue(yaml.value, path.steps(), 0, value);
    if (!expected)
        return std::nullopt;
    if (const std::optional<YamlText> copied = unshared(yaml, path))
        return setOne(*copied, path, value);
    if (std::optional<YamlText> result = checked(spliceOne(yaml, path, *expected), *expected))
        return result;
    return rewrite(yaml, path.parent(), *expected);
}

std::optional<YamlText> removeOne(const YamlText& yaml, const FieldPath& path)
{
    const Value expected = withoutValue(yaml.value, path.steps(), 0);
    if (const std::optional<YamlText> copied = unshared(yaml, path))
        return removeOne(*copied, path);
    const YamlSpot spot = spotOf(yaml, path);
    if (spot.node && spot.parent && spot.steps == path.steps().size()) {
        const std::size_t entries = spot.parent->children.size() / (spot.parent->kind == Kind::Map ? 2 : 1);
        const bool only = entries == 1 && path.steps().size() > 1;
        const std::string text = only
            ? replaceNode(yaml, spotOf(yaml, path.parent()), path.parent(), *findIn(expected, path.parent()))
            : removeEntry(yaml, *spot.parent, spot.child);
        if (std::optional<YamlText> result = checked(text, expected))
            return result;
    }
    return rewrite(yaml, path.parent(), expected);
}

std::size_t differences(const Value& a, const Value& b)
{
    if (a == b)
        return 0;
    std::size_t count = 0;
    if (a.isMap() && b.isMap()) {
        for (const ValueField& field : b.fields())
            count += differences(a[field.key], field.value);
        for (const ValueField& field : a.fields())
            count += b.find(field.key) ? 0 : 1;
    } else if (a.isList() && b.isList()) {
        const std::size_t common = std::min(a.items().size(), b.items().size());
        for (std::size_t i = 0; i < common; ++i)
            count += differences(a.items()[i], b.items()[i]);
        count += std::max(a.items().size(), b.items().size()) - common;
    }
    return std::max<std::size_t>(count, 1);
}

class Reconciler {
public:
    explicit Reconciler(const YamlText& yaml)
        : yaml_(yaml)
    {
    }
    bool to(const FieldPath& path, const Value& wanted)
    {
        const Value* found = findIn(yaml_.value, path);
        if (found && *found == wanted)
            return true;
        const Value old = found ? *found : Value();
        const bool inside = (old.isMap() && wanted.isMap() && !old.fields().empty() && !wanted.fields().empty())
            || (old.isList() && wanted.isList() && !old.items().empty() && !wanted.items().empty());
        if (!inside || differences(old, wanted) > mostSingleEdits)
            return keep(setOne(yaml_, path, wanted));
        return old.isMap() ? map(path, old, wanted) : list(path, old, wanted);
    }
    [[nodiscard]] YamlText take() { return std::move(yaml_); }

private:
    bool keep(std::optional<YamlText> result)
    {
        if (result)
            yaml_ = std::move(*result);
        return result.has_value();
    }
    bool map(const FieldPath& path, const Value& old, const Value& wanted)
    {
        for (const ValueField& field : wanted.fields()) // before the others go, so that it never stands empty
            if (!to(path / field.key, field.value))
                return false;
        for (const ValueField& field : old.fields())
            if (!wanted.find(field.key) && !keep(removeOne(yaml_, path / field.key)))
                return false;
        return true;
    }
    // What is equal at both ends stays; between, item by item.
    bool list(const FieldPath& path, const Value& old, const Value& wanted)
    {
        const Value::List& a = old.items();
        const Value::List& b = wanted.items();
        std::size_t tail = 0;
        while (tail < a.size() && tail < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
            ++tail;
        if (b.size() < a.size()) {
            std::size_t head = 0;
            while (head + tail < b.size() && a[head] == b[head])
                ++head;
            for (std::size_t i = head + (a.size() - b.size()); i-- > head;)
                if (!keep(removeOne(yaml_, path / i)))
                    return false;
        }
        for (std::size_t i = 0; i < b.size(); ++i)
            if (!to(path / i, b[i]))
                return false;
        return true;
    }
    YamlText yaml_;
};

} // namespace

Result<YamlText> setField(const YamlText& yaml, const FieldPath& path, const Value& value)
{
    const std::optional<Value> expected = withValue(yaml.value, path.steps(), 0, value);
    if (!expected)
        return throughScalar(path);
    if (const Value* found = findIn(yaml.value, path); found && *found == value)
        return yaml;
    Reconciler reconciler(yaml);
    if (reconciler.to(path, value))
        if (YamlText result = reconciler.take(); result.value == *expected)
            return result;
    if (std::optional<YamlText> result = rewrite(yaml, path, *expected))
        return std::move(*result);
    const Result<YamlText> whole = readYaml(writeYaml(*expected), {}); // too deep, too large
    return whole ? throughScalar(path) : whole.error();
}

YamlText removeField(const YamlText& yaml, const FieldPath& path)
{
    if (!findIn(yaml.value, path))
        return yaml;
    if (path.empty())
        return checked(replaceNode(yaml, spotOf(yaml, {}), {}, Value()), Value()).value_or(YamlText());
    FieldPath target = path;
    for (FieldPath above = target.parent(); above.steps().size() >= 2; above = above.parent()) {
        const Value& holder = *findIn(yaml.value, above);
        if (holder.items().size() + holder.fields().size() != 1)
            break;
        target = above;
    }
    return removeOne(yaml, target).value_or(yaml);
}

} // namespace loadline
