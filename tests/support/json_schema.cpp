// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/json_schema.h"

#include "manifest/document.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>

namespace loadline::test {
namespace {

using Faults = std::vector<std::string>;

bool isType(const Value& value, const std::string& type)
{
    using enum Value::Type;
    switch (value.type()) {
    case Null:
        return false;
    case Bool:
        return type == "boolean";
    case Integer:
        return type == "integer" || type == "number";
    case Number:
        return type == "number";
    case String:
        return type == "string";
    case List:
        return type == "array";
    case Map:
        return type == "object";
    }
    return false;
}

const std::regex& compiled(const std::string& pattern)
{
    static std::map<std::string, std::regex> known;
    const auto found = known.find(pattern);
    return found != known.end() ? found->second
                                : known.emplace(pattern, std::regex(pattern, std::regex::ECMAScript)).first->second;
}

void checkScalar(const Value& schema, const Value& value, const std::string& path, Faults& faults)
{
    if (const Value* allowed = schema.find("enum"))
        if (std::find(allowed->items().begin(), allowed->items().end(), value) == allowed->items().end())
            faults.push_back(path + ": " + value.json() + " is none of " + allowed->json());
    if (value.isString() && schema.find("pattern")
        && !std::regex_search(value.text(), compiled(schema["pattern"].text())))
        faults.push_back(path + ": " + value.json() + " does not fit " + schema["pattern"].text());
    const bool number = value.type() == Value::Type::Integer || value.type() == Value::Type::Number;
    if (number && schema.find("minimum") && value.number() < schema["minimum"].number())
        faults.push_back(path + ": below " + schema["minimum"].json());
    if (number && schema.find("maximum") && value.number() > schema["maximum"].number())
        faults.push_back(path + ": above " + schema["maximum"].json());
    if (number && schema["format"].text() == "int32"
        && (value.number() > 2147483647.0 || value.number() < -2147483648.0))
        faults.push_back(path + ": no int32");
    const auto length = static_cast<std::int64_t>(value.text().size());
    if (value.isString() && schema.find("minLength") && length < schema["minLength"].integer())
        faults.push_back(path + ": too short");
    if (value.isString() && schema.find("maxLength") && length > schema["maxLength"].integer())
        faults.push_back(path + ": too long");
}

void append(Faults& to, Faults from)
{
    to.insert(to.end(), from.begin(), from.end());
}

void checkMap(const Value& schema, const Value& value, const std::string& path, Faults& faults)
{
    for (const Value& name : schema["required"].items())
        if (!value.find(name.text()))
            faults.push_back(path + ": lacks " + name.text());
    const Value* others = schema.find("additionalProperties");
    for (const ValueField& field : value.fields()) {
        const std::string below = path + "." + field.key;
        if (const Value* known = schema["properties"].find(field.key))
            append(faults, schemaFaults(*known, field.value, below));
        else if (others && others->isMap())
            append(faults, schemaFaults(*others, field.value, below));
        else if (!schema["x-kubernetes-preserve-unknown-fields"].boolean() && schema.find("properties"))
            faults.push_back(below + ": unknown field");
    }
}

void checkList(const Value& schema, const Value& value, const std::string& path, Faults& faults)
{
    const auto count = static_cast<std::int64_t>(value.items().size());
    if (schema.find("minItems") && count < schema["minItems"].integer())
        faults.push_back(path + ": too few");
    if (schema.find("maxItems") && count > schema["maxItems"].integer())
        faults.push_back(path + ": too many");
    for (std::size_t i = 0; i < value.items().size(); ++i)
        append(faults, schemaFaults(schema["items"], value.items()[i], path + "[" + std::to_string(i) + "]"));
}

} // namespace

Faults schemaFaults(const Value& schema, const Value& value, const std::string& path)
{
    Faults faults;
    const bool intOrString = schema["x-kubernetes-int-or-string"].boolean();
    if (intOrString && value.type() != Value::Type::Integer && !value.isString())
        faults.push_back(path + ": neither integer nor string");
    if (!intOrString && schema.find("type") && !isType(value, schema["type"].text()))
        return {path + ": " + value.json() + " is no " + schema["type"].text()};
    checkScalar(schema, value, path, faults);
    if (value.isMap())
        checkMap(schema, value, path, faults);
    // Kubernetes ignores a pattern that stands on an array, and so does this.
    if (value.isList())
        checkList(schema, value, path, faults);
    return faults;
}

Value crdSchema(const std::string& folder, const std::string& kind, const std::string& version)
{
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
        std::ifstream file(entry.path());
        const std::string text {std::istreambuf_iterator<char>(file), {}};
        if (text.find("kind: " + kind + "\n") == std::string::npos)
            continue;
        const Result<DocumentStream> stream = readStream(text, entry.path().string());
        if (!stream)
            continue;
        for (const auto& document : stream->entries) {
            if (!document.document || document.document->value()["spec"]["names"]["kind"].text() != kind)
                continue;
            for (const Value& served : document.document->value()["spec"]["versions"].items())
                if (served["name"].text() == version)
                    return served["schema"]["openAPIV3Schema"];
        }
    }
    return {};
}

} // namespace loadline::test
