// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/api_selector.h"

#include "demo/api_store.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace loadline {
namespace {

using Tree = nlohmann::ordered_json;

std::string trimmed(std::string text)
{
    const auto first = text.find_first_not_of(' ');
    const auto last = text.find_last_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

// Split at commas that stand outside parentheses.
std::vector<std::string> terms(const std::string& text)
{
    std::vector<std::string> list;
    std::string term;
    int depth = 0;
    for (const char c : text + ",") {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth == 0) {
            if (term = trimmed(term); !term.empty())
                list.push_back(term);
            term.clear();
        } else {
            term += c;
        }
    }
    return list;
}

ApiSelector::Term parseTerm(const std::string& text)
{
    for (const std::string& word : {std::string(" in ("), std::string(" notin (")}) {
        const auto at = text.find(word);
        if (at == std::string::npos || text.back() != ')')
            continue;
        const auto begin = at + word.size();
        return {trimmed(text.substr(0, at)), terms(text.substr(begin, text.size() - begin - 1)), word == " notin ("};
    }
    if (const auto unequal = text.find("!="); unequal != std::string::npos)
        return {trimmed(text.substr(0, unequal)), {trimmed(text.substr(unequal + 2))}, true};
    if (const auto equal = text.find('='); equal != std::string::npos) {
        const auto value = text.find_first_not_of('=', equal);
        return {trimmed(text.substr(0, equal)), {value == std::string::npos ? "" : trimmed(text.substr(value))}, false};
    }
    if (!text.empty() && text[0] == '!')
        return {trimmed(text.substr(1)), {}, true};
    return {text, {}, false};
}

bool holds(const ApiSelector::Term& term, const std::string* value)
{
    const bool found = value && (term.values.empty() || std::find(term.values.begin(), term.values.end(), *value) != term.values.end());
    return found != term.negated;
}

// "involvedObject.kind" walks down; an Event's `source` is its component, or who reported it (as the API server does).
std::string fieldOf(const Tree& object, const std::string& path)
{
    if (path == "source") {
        const std::string component = object.contains("source") && object["source"].is_object() ? object["source"].value("component", "") : "";
        return component.empty() ? object.value("reportingComponent", "") : component;
    }
    const Tree* at = &object;
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const auto dot = std::min(path.find('.', begin), path.size());
        const std::string key = path.substr(begin, dot - begin);
        if (!at->is_object() || !at->contains(key))
            return "";
        at = &(*at)[key];
        begin = dot + 1;
    }
    return at->is_string() ? at->get<std::string>() : at->dump();
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            out += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

} // namespace

ApiSelector parseApiSelector(const std::string& labels, const std::string& fields)
{
    ApiSelector selector;
    for (const std::string& term : terms(labels))
        selector.labels.push_back(parseTerm(term));
    for (const std::string& term : terms(fields))
        selector.fields.push_back(parseTerm(term));
    return selector;
}

bool matches(const ApiSelector& selector, const Tree& object)
{
    for (const auto& term : selector.labels) {
        const std::string* value = nullptr;
        if (object.contains("metadata") && object["metadata"].contains("labels")) {
            const Tree& labels = object["metadata"]["labels"];
            if (labels.contains(term.key) && labels[term.key].is_string())
                value = &labels[term.key].get_ref<const std::string&>();
        }
        if (!holds(term, value))
            return false;
    }
    return std::all_of(selector.fields.begin(), selector.fields.end(), [&](const auto& term) {
        const std::string value = fieldOf(object, term.key);
        return holds(term, &value);
    });
}

std::string ApiPath::get(std::string_view key) const
{
    const auto at = query.find(key);
    return at == query.end() ? "" : at->second;
}

ApiPath parseApiPath(std::string_view path)
{
    ApiPath parsed;
    const auto question = path.find('?');
    std::string_view rest = path.substr(0, question);
    while (!rest.empty()) {
        const auto slash = std::min(rest.find('/'), rest.size());
        if (slash > 0)
            parsed.parts.push_back(decoded(rest.substr(0, slash)));
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    rest = question == std::string_view::npos ? "" : path.substr(question + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        const auto equal = std::min(pair.find('='), pair.size());
        parsed.query[decoded(pair.substr(0, equal))] = equal < pair.size() ? decoded(pair.substr(equal + 1)) : "";
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return parsed;
}

} // namespace loadline
