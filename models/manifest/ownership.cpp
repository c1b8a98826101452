// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/ownership.h"

#include "manifest/document.h"

#include <algorithm>
#include <charconv>

namespace loadline {
namespace {

const Value& nothing()
{
    static const Value value;
    return value;
}

Value parsedJson(std::string_view text)
{
    Result<Document> document = Document::parse(std::string(text));
    return document ? document->value() : Value(std::string(text));
}

// The item whose fields are those of `keys`, or which is that value.
std::optional<std::size_t> itemOf(const Value& list, const Value& keys)
{
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const Value& item = list.items()[i];
        const bool matches = keys.isMap() && item.isMap()
            ? std::all_of(keys.fields().begin(), keys.fields().end(), [&](const ValueField& k) { return item[k.key] == k.value; })
            : item == keys;
        if (matches)
            return i;
    }
    return std::nullopt;
}

// [name="app",protocol="TCP"] as {"name": "app", ...}; [="x"] as "x".
Value keysOf(std::string_view inside)
{
    if (inside.starts_with('='))
        return parsedJson(inside.substr(1));
    Value keys = Value::map();
    while (!inside.empty()) {
        const std::size_t equals = inside.find('=');
        if (equals == std::string_view::npos)
            break;
        std::size_t end = equals + 1;
        for (bool quoted = false; end < inside.size() && (quoted || inside[end] != ','); ++end) {
            if (quoted && inside[end] == '\\')
                ++end;
            else if (inside[end] == '"')
                quoted = !quoted;
        }
        end = std::min(end, inside.size());
        keys.set(inside.substr(0, equals), parsedJson(inside.substr(equals + 1, end - equals - 1)));
        inside.remove_prefix(std::min(end + 1, inside.size()));
    }
    return keys;
}

std::size_t closing(std::string_view text, std::size_t at)
{
    for (bool quoted = false; at < text.size(); ++at) {
        if (quoted && text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            quoted = !quoted;
        else if (!quoted && text[at] == ']')
            return at;
    }
    return text.size();
}

// Keys may hold dots, which the server does not quote: the longest key that is there.
std::string_view keyAt(std::string_view text, const Value& map)
{
    const std::size_t shortest = std::min(text.find_first_of(".["), text.size());
    std::string_view best = text.substr(0, shortest);
    for (std::size_t end = shortest; end <= text.size(); ++end)
        if ((end == text.size() || text[end] == '.' || text[end] == '[') && map.find(text.substr(0, end)))
            best = text.substr(0, end);
    return best;
}

std::string firstQuoted(const std::string& text)
{
    const std::size_t begin = text.find('"'), end = begin == std::string::npos ? begin : text.find('"', begin + 1);
    return end == std::string::npos ? text : text.substr(begin + 1, end - begin - 1);
}

void complain(std::string_view line, const Value& object, std::vector<FieldComplaint>& to)
{
    const std::size_t begin = line.find_first_not_of(" \t");
    const std::size_t end = line.find(": ");
    if (begin == std::string_view::npos || line[begin] != '.' || end == std::string_view::npos || end < begin)
        return;
    to.push_back({pathFromServer(line.substr(begin, end - begin), object), "", std::string(line.substr(end + 2))});
}

// Strict validation and typed patches give no causes, only words.
std::vector<FieldComplaint> complaintsIn(const std::string& message, const Value& object)
{
    std::vector<FieldComplaint> found;
    constexpr std::string_view unknown = "unknown field \"";
    for (std::size_t at = message.find(unknown); at != std::string::npos; at = message.find(unknown, at + 1)) {
        const std::size_t begin = at + unknown.size(), end = std::min(message.find('"', begin), message.size());
        found.push_back({pathFromServer(message.substr(begin, end - begin), object), "", message.substr(at, end + 1 - at)});
    }
    const std::size_t patch = message.find("): ");
    if (patch == std::string::npos)
        return found;
    for (std::size_t at = patch + 3; at < message.size();) {
        const std::size_t end = std::min(message.find('\n', at), message.size());
        complain(std::string_view(message).substr(at, end - at), object, found);
        at = end + 1;
    }
    return found;
}

bool owns(const Value& fields, const Value& at, const std::vector<FieldPath::Step>& steps, std::size_t step)
{
    if (step == steps.size())
        return true;
    const bool atomic = step > 0 && std::none_of(fields.fields().begin(), fields.fields().end(), [](const ValueField& f) { return f.key != "."; });
    if (atomic)
        return true;
    if (const auto* key = std::get_if<std::string>(&steps[step])) {
        const Value* inner = fields.find("f:" + *key);
        return inner && owns(*inner, at[*key], steps, step + 1);
    }
    const std::size_t index = std::get<std::size_t>(steps[step]);
    const Value& item = index < at.items().size() ? at.items()[index] : nothing();
    for (const ValueField& field : fields.fields()) {
        const bool named = field.key.starts_with("k:") || field.key.starts_with("v:");
        const bool matches = named ? itemOf(Value::list({item}), parsedJson(std::string_view(field.key).substr(2))).has_value()
                                   : field.key == "i:" + std::to_string(index);
        if (matches && owns(field.value, item, steps, step + 1))
            return true;
    }
    return false;
}

} // namespace

FieldPath pathFromServer(std::string_view text, const Value& object)
{
    FieldPath path;
    if (text.starts_with('<'))
        return path;
    const Value* at = &object;
    while (!text.empty()) {
        if (text[0] != '[') {
            text.remove_prefix(text[0] == '.' ? 1 : 0);
            const std::string_view key = keyAt(text, *at);
            if (key.empty())
                return path;
            path = path / std::string(key);
            at = &(*at)[key];
            text.remove_prefix(key.size());
            continue;
        }
        const std::size_t end = closing(text, 1);
        const std::string_view inside = text.substr(1, end - 1);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::size_t index = 0;
        const auto number = std::from_chars(inside.data(), inside.data() + inside.size(), index);
        std::optional<std::size_t> item;
        if (number.ec == std::errc() && number.ptr == inside.data() + inside.size() && !at->isMap())
            item = index;
        else if (inside.find('=') != std::string_view::npos && !at->isMap())
            item = itemOf(*at, keysOf(inside));
        else {
            path = path / std::string(inside);
            at = &(*at)[inside];
            continue;
        }
        if (!item)
            return path;
        path = path / *item;
        at = *item < at->items().size() ? &at->items()[*item] : &nothing();
    }
    return path;
}

std::vector<OwnedConflict> conflictsOf(const Value& status, const Change& change)
{
    std::vector<OwnedConflict> conflicts;
    for (const Value& cause : status["details"]["causes"].items())
        if (cause["reason"].text() == "FieldManagerConflict")
            conflicts.push_back(
                {change.ref, pathFromServer(cause["field"].text(), change.after), firstQuoted(cause["message"].text())});
    return conflicts;
}

std::vector<FieldComplaint> complaintsOf(const Value& status, const Value& object)
{
    std::vector<FieldComplaint> complaints;
    for (const Value& cause : status["details"]["causes"].items())
        if (cause["reason"].text() != "FieldManagerConflict")
            complaints.push_back(
                {pathFromServer(cause["field"].text(), object), cause["reason"].text(), cause["message"].text()});
    return complaints.empty() ? complaintsIn(status["message"].text(), object) : complaints;
}

std::vector<ManagedField> ownersOf(const Value& object, const FieldPath& path)
{
    std::vector<ManagedField> owners;
    for (const Value& entry : object["metadata"]["managedFields"].items())
        if (owns(entry["fieldsV1"], object, path.steps(), 0))
            owners.push_back({entry["manager"].text(), entry["operation"].text(), entry["subresource"].text(), entry["time"].text()});
    return owners;
}

} // namespace loadline
