// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/known_fields.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/lines.h"

#include <algorithm>
#include <charconv>

namespace loadline {

namespace {

using Type = FieldShape::Type;

const char* wordOf(Type type)
{
    switch (type) {
    case Type::String:
        return "a text";
    case Type::Integer:
        return "a whole number";
    case Type::Number:
        return "a number";
    case Type::Boolean:
        return "true or false";
    case Type::Quantity:
        return "a quantity such as 500m or 2Gi";
    case Type::IntOrString:
        return "a number or a text such as 25%";
    case Type::List:
        return "a list";
    case Type::Object:
    case Type::Table:
        return "fields of its own";
    case Type::Any:
        break;
    }
    return "anything";
}

std::string written(const Value& value)
{
    constexpr std::size_t longest = 40;
    const auto text = value.isString() ? "\"" + value.text() + "\"" : value.isMap() ? "fields" : value.isList() ? "a list" : value.json();
    return text.size() <= longest ? text : text.substr(0, longest) + "…";
}

std::optional<std::int64_t> integerIn(const std::string& text)
{
    std::int64_t value = 0;
    const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc {} && !text.empty() && rest == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "1GB", "500mb", "2 Gi": as people say it, not as Kubernetes reads it.
std::optional<Value> quantityIn(std::string text)
{
    std::erase(text, ' ');
    while (!text.empty() && (text.back() == 'B' || text.back() == 'b'))
        text.pop_back();
    if (!text.empty() && text.back() == 'g')
        text.back() = 'G';
    if (text.ends_with("cores"))
        text.resize(text.size() - 5);
    return Quantity::parse(text) ? std::optional(Value(text)) : std::nullopt;
}

// The same said in the type that it should have; nullopt where nothing says so.
std::optional<Value> converted(const Value& value, const FieldShape& shape)
{
    const bool scalar = !value.isMap() && !value.isList();
    switch (shape.type) {
    case Type::String:
        return scalar ? std::optional(Value(value.json())) : std::nullopt;
    case Type::Integer:
        if (value.type() == Value::Type::Number && value.number() == static_cast<double>(value.integer()))
            return Value(value.integer());
        if (const auto integer = value.isString() ? integerIn(value.text()) : std::nullopt)
            return Value(*integer);
        return std::nullopt;
    case Type::Boolean:
        if (value.isString() && (value.text() == "true" || value.text() == "yes" || value.text() == "on"))
            return Value(true);
        if (value.isString() && (value.text() == "false" || value.text() == "no" || value.text() == "off"))
            return Value(false);
        return std::nullopt;
    case Type::Quantity:
        return value.isString() ? quantityIn(value.text()) : std::nullopt;
    case Type::List:
        return shape.item && isOf(value, shape.item->type) ? std::optional(Value::list({value})) : std::nullopt;
    default:
        return std::nullopt;
    }
}

// The word of the text that YAML 1.1 reads as true or false, where it is one of those that look like a name; "" else.
std::string wordRead(const Document& document, const FieldPath& path)
{
    const auto lines = linesIn(document.text());
    const auto line = document.linesOf(path).first;
    if (line < 1 || line > lines.size())
        return {};
    const std::string_view text = lines[line - 1];
    const auto colon = text.rfind(": ");
    if (colon == std::string_view::npos)
        return {};
    std::string word(text.substr(colon + 2));
    word.resize(std::min(word.size(), word.find_first_of(" \t\r\n,}#")));
    constexpr const char* words[] = {"y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"};
    return std::find(std::begin(words), std::end(words), word) == std::end(words) ? std::string() : word;
}

void check(const LintScope& scope, const Found& found)
{
    eachDescribed(scope, [&](std::size_t index, const FieldShape& shape) {
        const auto& document = scope.overlay().documents[index];
        const auto ref = document.ref();
        eachWrittenField(document.value(), shape, [&](const WrittenField& at) {
            if (!at.shape || at.path.empty() || isOf(at.value, at.shape->type) || filledInLater(at.value))
                return;
            auto finding = tell(ref, at.path, LOADLINE_TR("Lint", "%1 holds %2 where %3 belongs."), LOADLINE_TR("Lint", "The API server cannot read the object and refuses it."),
                {at.path.text(), written(at.value), wordOf(at.shape->type)});
            finding.document = index;
            const bool truth = at.value.type() == Value::Type::Bool && at.shape->type == Type::String;
            const std::string word = truth ? wordRead(document, at.path) : std::string();
            if (!word.empty()) {
                finding.why = LOADLINE_TR("Lint", "YAML 1.1 reads %4 as %2, and the API server refuses the object. In quotes it is a text.");
                finding.args.push_back(word);
                finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {"\"" + word + "\""}, {put(ref, at.path, Value(word))}};
            } else if (auto value = converted(at.value, *at.shape)) {
                const auto shown = value->isString() ? "\"" + value->text() + "\"" : value->isList() ? "a list of it" : value->json();
                finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {shown}, {put(ref, at.path, *std::move(value))}};
            }
            found(std::move(finding));
        });
    });
}

} // namespace

Rule wrongType()
{
    return {
        .id = "wrong-type",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A value of the wrong type"),
        .explanation = LOADLINE_TR("Lint",
            "Each field is a text, a number, true or false, a list or has fields of its own. YAML decides by the look of a value: 5 is a number, \"5\" a text, and "
            "yes may be either."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
