// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/yaml_value.h"

#include "manifest/scalar.h"
#include "manifest/yaml_error.h"

#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

namespace loadline {
namespace {

using Kind = YamlNode::Kind;
using Style = YamlNode::Style;

constexpr std::string_view tagPrefix = "tag:yaml.org,2002:";
constexpr std::size_t mostValues = 500'000;
constexpr std::size_t mostBytes = 16U << 20;

std::string_view coreTag(const YamlNode& node)
{
    const std::string_view tag = node.tag;
    return tag.starts_with(tagPrefix) ? tag.substr(tagPrefix.size()) : std::string_view();
}

bool infinite(const Value& value) { return value.type() == Value::Type::Number && !std::isfinite(value.number()); }

std::optional<std::string> fromBase64(std::string_view text)
{
    std::string bytes;
    unsigned bits = 0, count = 0;
    for (const char c : text) {
        const char* const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        if (c == '\n' || c == ' ' || c == '=')
            continue;
        const std::size_t at = std::string_view(alphabet).find(c);
        if (at == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6) | static_cast<unsigned>(at);
        if ((count += 6) >= 8)
            bytes += static_cast<char>(bits >> (count -= 8));
    }
    return bytes;
}

// nullopt: the value does not fit the tag.
std::optional<Value> scalarValue(const YamlNode& node)
{
    const std::string_view tag = coreTag(node);
    if (tag == "binary") {
        const std::optional<std::string> bytes = fromBase64(node.text);
        return bytes ? std::optional<Value>(Value(*bytes)) : std::nullopt;
    }
    if (tag.empty() || tag == "str" || tag == "timestamp")
        return node.style == Style::Plain && node.tag.empty() ? resolvePlain(node.text) : Value(node.text);
    const Value value = resolvePlain(node.text);
    const Value::Type type = value.type();
    const bool whole = type == Value::Type::Integer;
    const bool fits = (tag == "int" && whole) || (tag == "float" && (whole || type == Value::Type::Number))
        || (tag == "bool" && type == Value::Type::Bool) || (tag == "null" && type == Value::Type::Null);
    return fits ? std::optional<Value>(value) : std::nullopt;
}

// A value with what it costs to copy it.
struct Weighed {
    Value value;
    std::size_t count = 1, bytes = 0, depth = 1;
    void carry(const Weighed& part)
    {
        count += part.count;
        bytes += part.bytes;
        depth = std::max(depth, part.depth + 1);
    }
};

// The fields of a map being built, found by key without a search through all.
struct Fields {
    Value::Map fields;
    std::unordered_map<std::string, std::size_t> byKey;
    void put(const std::string& key, Value value)
    {
        const auto [at, added] = byKey.emplace(key, fields.size());
        if (added)
            fields.push_back({key, std::move(value)});
        else
            fields[at->second].value = std::move(value);
    }
};

class Reader {
public:
    Reader(const std::string& text, const YamlPlace& place, AliasValues* aliases)
        : text_(text)
        , place_(place)
        , aliases_(aliases)
    {
    }
    std::optional<Weighed> read(const YamlNode& node)
    {
        if (node.kind == Kind::Alias)
            return alias(node);
        if (!node.anchor.empty())
            anchors_[node.anchor] = std::nullopt;
        std::optional<Weighed> result = node.kind == Kind::Scalar ? scalar(node) : node.kind == Kind::List ? list(node) : map(node);
        if (!node.anchor.empty() && result)
            anchors_[node.anchor] = *result;
        return result;
    }
    [[nodiscard]] Error error() const { return *error_; }

private:
    std::nullopt_t fail(YamlFault fault, const YamlNode& node, std::string detail = {})
    {
        if (!error_)
            error_ = yamlError(fault, place_, text_, node.begin, std::move(detail));
        return std::nullopt;
    }

    std::optional<Weighed> alias(const YamlNode& node)
    {
        const auto found = anchors_.find(node.anchor);
        if (found == anchors_.end())
            return fail(YamlFault::UnknownAnchor, node, node.anchor);
        if (!found->second)
            return fail(YamlFault::AnchorCycle, node, node.anchor);
        count_ += found->second->count;
        bytes_ += found->second->bytes;
        if (count_ > mostValues || bytes_ > mostBytes)
            return fail(YamlFault::AliasBomb, node);
        if (aliases_)
            aliases_->emplace_back(&node, found->second->value);
        return *found->second;
    }

    std::optional<Weighed> scalar(const YamlNode& node)
    {
        std::optional<Value> value = scalarValue(node);
        if (!value)
            return fail(YamlFault::WrongTag, node, "!!" + std::string(coreTag(node)));
        if (infinite(*value))
            return fail(YamlFault::Infinity, node, node.text);
        ++count_;
        return Weighed{std::move(*value), 1, node.text.size(), 1};
    }

    std::optional<Weighed> list(const YamlNode& node)
    {
        Weighed all;
        Value::List items;
        items.reserve(node.children.size());
        for (const YamlNode& child : node.children) {
            std::optional<Weighed> item = read(child);
            if (!item)
                return std::nullopt;
            all.carry(*item);
            items.push_back(std::move(item->value));
        }
        return finish(node, all, Value::list(std::move(items)));
    }

    std::optional<Weighed> finish(const YamlNode& node, Weighed& all, Value value)
    {
        if (all.depth > deepestYaml)
            return fail(YamlFault::TooDeep, node, std::to_string(deepestYaml));
        all.value = std::move(value);
        return std::move(all);
    }

    std::optional<std::string> key(const YamlNode& node)
    {
        const std::optional<Weighed> value = read(node);
        if (!value)
            return std::nullopt;
        if (value->value.isMap() || value->value.isList())
            return fail(YamlFault::KeyIsNoScalar, node), std::nullopt;
        if (value->value.isNull())
            return fail(YamlFault::KeyIsNull, node), std::nullopt;
        return keyText(value->value);
    }

    bool merge(Fields& into, const Weighed& from, const YamlNode& node)
    {
        if (from.value.isList()) { // the first one wins
            const Value::List& items = from.value.items();
            for (auto item = items.rbegin(); item != items.rend(); ++item) {
                if (!item->isMap())
                    return fail(YamlFault::MergeOfNoMap, node), false;
                for (const ValueField& field : item->fields())
                    into.put(field.key, field.value);
            }
            return true;
        }
        if (!from.value.isMap())
            return fail(YamlFault::MergeOfNoMap, node), false;
        for (const ValueField& field : from.value.fields())
            into.put(field.key, field.value);
        return true;
    }

    std::optional<Weighed> map(const YamlNode& node)
    {
        Weighed all;
        Fields fields;
        std::unordered_map<std::string, bool> written;
        for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
            const YamlNode& keyNode = node.children[i];
            const bool merges = isMergeKey(keyNode);
            const std::optional<std::string> name = merges ? std::optional<std::string>("<<") : key(keyNode);
            if (!name)
                return std::nullopt;
            if (!merges && !written.emplace(*name, true).second)
                return fail(YamlFault::DuplicateKey, keyNode, *name);
            std::optional<Weighed> value = read(node.children[i + 1]);
            if (!value)
                return std::nullopt;
            all.carry(*value);
            all.bytes += name->size();
            if (!merges)
                fields.put(*name, std::move(value->value));
            else if (!merge(fields, *value, node.children[i + 1]))
                return std::nullopt;
        }
        return finish(node, all, Value::map(std::move(fields.fields)));
    }

    const std::string& text_;
    const YamlPlace& place_;
    AliasValues* aliases_;
    std::map<std::string, std::optional<Weighed>> anchors_; // empty while it is being read
    std::optional<Error> error_;
    std::size_t count_ = 0, bytes_ = 0;
};

} // namespace

bool isMergeKey(const YamlNode& key)
{
    return key.kind == Kind::Scalar && key.text == "<<"
        && ((key.style == Style::Plain && key.tag.empty()) || coreTag(key) == "merge");
}

std::string keyOf(const YamlNode& key)
{
    const std::optional<Value> value = scalarValue(key);
    return value ? keyText(*value) : key.text;
}

Result<Value> valueOf(const YamlTree& tree, const std::string& text, const YamlPlace& place, AliasValues* aliases)
{
    if (!tree.present)
        return Value();
    Reader reader(text, place, aliases);
    std::optional<Weighed> value = reader.read(tree.root);
    if (!value)
        return reader.error();
    return std::move(value->value);
}

} // namespace loadline
