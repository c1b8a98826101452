// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/scaler.h"

#include "base/embedded.h"
#include "scaler_files.h"
#include "json/json.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace loadline {
namespace {

using Type = ScalerField::Type;

Type typeOf(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, Type>, 11> types {
        {{"text", Type::Text}, {"integer", Type::Integer}, {"number", Type::Number}, {"quantity", Type::Quantity},
            {"bool", Type::Bool}, {"choice", Type::Choice}, {"duration", Type::Duration}, {"cron", Type::Cron},
            {"timezone", Type::TimeZone}, {"promql", Type::PromQl}, {"url", Type::Url}}};
    const auto found = std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.first == name; });
    assert(found != types.end());
    return found == types.end() ? Type::Text : found->second;
}

std::vector<std::string> texts(Json list)
{
    std::vector<std::string> all;
    list.eachItem([&](Json item) { all.push_back(item.str()); });
    return all;
}

ScalerField readField(Json from)
{
    ScalerField field {.name = from["name"].str(),
        .label = from["label"].str(),
        .help = from["help"].str(),
        .example = from["example"].str(),
        .unit = from["unit"].str(),
        .type = typeOf(from["type"].text()),
        .required = from["required"].isTrue(),
        .byDefault = {},
        .choices = texts(from["choices"]),
        .fromEnv = from["fromEnv"].isTrue(),
        .onlyFromEnv = from["onlyFromEnv"].isTrue(),
        .threshold = from["role"].text() == "threshold",
        .activation = from["role"].text() == "activation",
        .deprecated = from["deprecated"].str()};
    if (from["default"].isString())
        field.byDefault = from["default"].str();
    return field;
}

Scaler readScaler(std::string_view text)
{
    JsonDocument document;
    const Result<Json> root = document.parse(text);
    assert(root.has_value());
    Scaler scaler;
    if (!root)
        return scaler;
    scaler.type = (*root)["type"].str();
    scaler.title = (*root)["title"].str();
    scaler.summary = (*root)["summary"].str();
    scaler.link = (*root)["link"].str();
    scaler.external = (*root)["external"].boolean().value_or(true);
    scaler.podIdentities = texts((*root)["podIdentities"]);
    (*root)["fields"].eachItem([&](Json field) { scaler.fields.push_back(readField(field)); });
    (*root)["secrets"].eachItem([&](Json secret) {
        scaler.secrets.push_back(
            {secret["name"].str(), secret["label"].str(), secret["help"].str(), secret["required"].isTrue()});
    });
    (*root)["leftOut"].eachItem([&](Json one) { scaler.leftOut.emplace_back(one["name"].str(), one["why"].str()); });
    (*root)["oneOf"].eachItem([&](Json group) { scaler.oneOf.push_back(texts(group)); });
    return scaler;
}

} // namespace

const ScalerField* Scaler::field(std::string_view name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const ScalerField& f) { return f.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

std::span<const Scaler> scalers()
{
    static const std::vector<Scaler> all = [] {
        std::vector<Scaler> read;
        for (const EmbeddedFile& file : scaler_files())
            read.push_back(readScaler(file.text));
        return read;
    }();
    return all;
}

const Scaler* scaler(std::string_view type)
{
    const auto all = scalers();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Scaler& s) { return s.type == type; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace loadline
