// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/scenario.h"
#include "json/json_writer.h"

#include <array>

namespace loadline {
namespace {

constexpr std::int64_t version = 1;

struct NamedQuantity {
    const char* name;
    Quantity WhatIfLine::* field;
};
constexpr std::array quantities {
    NamedQuantity {"baselineCount", &WhatIfLine::baselineCount},
    NamedQuantity {"averageCount", &WhatIfLine::averageCount},
    NamedQuantity {"spotPercent", &WhatIfLine::spotPercent},
    NamedQuantity {"spotDiscountPercent", &WhatIfLine::spotDiscountPercent},
    NamedQuantity {"hoursOnDuty", &WhatIfLine::hoursOnDuty},
    NamedQuantity {"hoursAtZero", &WhatIfLine::hoursAtZero},
    NamedQuantity {"requestsTooHighPercent", &WhatIfLine::requestsTooHighPercent},
    NamedQuantity {"discountPercent", &WhatIfLine::discountPercent},
};

void writeLines(JsonWriter& json, std::string_view name, const std::vector<WhatIfLine>& lines)
{
    json.key(name).array();
    for (const WhatIfLine& line : lines) {
        json.object().field("name", line.name).field("price", line.price.decimal());
        json.field("per", line.per == PricePer::Month ? "month" : "hour");
        for (const NamedQuantity& quantity : quantities)
            json.field(quantity.name, (line.*quantity.field).decimal());
        json.key("mix").array();
        for (const MixPart& part : line.mix)
            json.object().field("name", part.name).field("share", part.share.decimal()).field("price", part.price.decimal()).endObject();
        json.endArray().endObject();
    }
    json.endArray();
}

// Reads until the first field that is wrong, and remembers where that was.
struct Fields {
    std::optional<Error> error;

    void wrong(const std::string& where)
    {
        if (!error)
            error = Error {Error::Kind::Malformed, LOADLINE_TR("Error", "This field of the scenarios is not what it should be."),
                           where, LOADLINE_TR("Error", "Save the scenarios again, or mend the file by hand."), {}};
    }
    std::string text(Json object, const char* name, const std::string& where)
    {
        const Json value = object[name];
        if (value.present() && !value.isString())
            wrong(where + "." + name);
        return value.str();
    }
    void quantity(Quantity& into, Json object, const char* name, const std::string& where)
    {
        const Json value = object[name];
        if (!value.present())
            return;
        const auto read = value.quantity();
        if (!read || *read < Quantity())
            return wrong(where + "." + name);
        into = *read;
    }
    Money money(Json object, const char* name, const std::string& where)
    {
        const Json value = object[name];
        const auto read = Money::parse(value.isString() ? value.text() : std::string_view(value.isNumber() ? value.dump() : ""));
        if (!read || read->negative()) {
            wrong(where + "." + name);
            return {};
        }
        return *read;
    }
};

std::string at(const std::string& where, std::size_t index)
{
    return where + "[" + std::to_string(index) + "]";
}

WhatIfLine readLine(Fields& fields, Json object, const std::string& where)
{
    WhatIfLine line;
    if (!object.isObject())
        fields.wrong(where);
    line.name = fields.text(object, "name", where);
    line.price = fields.money(object, "price", where);
    const std::string per = fields.text(object, "per", where);
    if (per != "hour" && per != "month")
        fields.wrong(where + ".per");
    line.per = per == "month" ? PricePer::Month : PricePer::Hour;
    for (const NamedQuantity& quantity : quantities)
        fields.quantity(line.*quantity.field, object, quantity.name, where);
    std::size_t index = 0;
    object["mix"].eachItem([&](Json item) {
        const std::string here = at(where + ".mix", index++);
        MixPart part;
        part.name = fields.text(item, "name", here);
        fields.quantity(part.share, item, "share", here);
        part.price = fields.money(item, "price", here);
        line.mix.push_back(std::move(part));
    });
    return line;
}

std::vector<WhatIfLine> readLines(Fields& fields, Json object, const char* name, const std::string& where)
{
    std::vector<WhatIfLine> lines;
    const std::string here = where + "." + name;
    if (object[name].present() && !object[name].isArray())
        fields.wrong(here);
    object[name].eachItem([&](Json item) { lines.push_back(readLine(fields, item, at(here, lines.size()))); });
    return lines;
}

Scenario readScenario(Fields& fields, Json object, const std::string& where)
{
    Scenario scenario;
    if (!object.isObject())
        fields.wrong(where);
    scenario.name = fields.text(object, "name", where);
    scenario.note = fields.text(object, "note", where);
    fields.quantity(scenario.hoursPerMonth, object, "hoursPerMonth", where);
    scenario.pools = readLines(fields, object, "pools", where);
    scenario.workloads = readLines(fields, object, "workloads", where);
    object["assumptions"].eachItem([&](Json item) {
        Phrase phrase {fields.text(item, "text", at(where + ".assumptions", scenario.assumptions.size())), {}};
        item["args"].eachItem([&](Json arg) { phrase.args.push_back(arg.str()); });
        scenario.assumptions.push_back(std::move(phrase));
    });
    return scenario;
}

} // namespace

std::string writeScenarios(std::span<const Scenario> scenarios)
{
    JsonWriter json;
    json.object().field("kind", "loadline-scenarios").field("version", version).key("scenarios").array();
    for (const Scenario& scenario : scenarios) {
        json.object().field("name", scenario.name).field("note", scenario.note);
        json.field("hoursPerMonth", scenario.hoursPerMonth.decimal());
        writeLines(json, "pools", scenario.pools);
        writeLines(json, "workloads", scenario.workloads);
        json.key("assumptions").array();
        for (const Phrase& phrase : scenario.assumptions) {
            json.object().field("text", phrase.text).key("args").array();
            for (const std::string& arg : phrase.args)
                json.text(arg);
            json.endArray().endObject();
        }
        json.endArray().endObject();
    }
    return json.endArray().endObject().take();
}

Result<std::vector<Scenario>> readScenarios(std::string_view text)
{
    JsonDocument document;
    const auto json = document.parse(text);
    if (!json)
        return json.error();
    if ((*json)["kind"].text() != "loadline-scenarios" || !(*json)["scenarios"].isArray())
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "This file holds no scenarios of Loadline."), {}, {}, {}};
    if ((*json)["version"].integerOr(0) != version)
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "These scenarios are of another version of Loadline."),
                      {}, LOADLINE_TR("Error", "Open them with the version that wrote them, or a later one."), {}};
    Fields fields;
    std::vector<Scenario> scenarios;
    (*json)["scenarios"].eachItem([&](Json item) {
        scenarios.push_back(readScenario(fields, item, at("scenarios", scenarios.size())));
    });
    if (fields.error)
        return *fields.error;
    return scenarios;
}

} // namespace loadline
