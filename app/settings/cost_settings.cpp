// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/cost_settings.h"

#include "cost/price_import.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace loadline {
namespace {

constexpr int version = 1;

QString text(const std::string& value) { return QString::fromStdString(value); }
QString text(Money value) { return text(value.decimal()); }
QString text(Quantity value) { return text(value.decimal()); }
QLatin1String key(const char* name) { return QLatin1String(name); }

void put(QJsonObject& to, const char* name, const std::optional<Money>& value)
{
    if (value)
        to[key(name)] = text(*value);
}

// Reads field by field; what is wrong is noted and leaves the default.
class Reader {
public:
    Reader(const QJsonObject& from, std::vector<Error>& problems)
        : from_(from)
        , problems_(problems)
    {
    }
    void read(const char* name, Money& into) const { parsed(name, into, Money::parse); }
    void read(const char* name, Quantity& into) const { parsed(name, into, Quantity::parse); }
    void read(const char* name, std::optional<Money>& into) const
    {
        Money value;
        if (parsed(name, value, Money::parse))
            into = value;
    }
    void read(const char* name, std::string& into) const
    {
        if (const auto value = from_.value(key(name)); value.isString())
            into = value.toString().toStdString();
    }
    void read(const char* name, bool& into) const
    {
        if (const auto value = from_.value(key(name)); value.isBool())
            into = value.toBool();
    }
    template <class Int>
    void readInt(const char* name, Int& into, qint64 least, qint64 most) const
    {
        const auto value = from_.value(key(name));
        if (value.isUndefined())
            return;
        const qint64 number = value.toInteger(least - 1);
        if (number < least || number > most)
            complain(name, QString::number(value.toDouble()));
        else
            into = Int(number);
    }
    [[nodiscard]] Reader at(const char* name) const { return {from_.value(key(name)).toObject(), problems_}; }
    [[nodiscard]] QJsonValue value(const char* name) const { return from_.value(key(name)); }
    [[nodiscard]] std::vector<std::string> list(const char* name) const
    {
        std::vector<std::string> items;
        for (const QJsonValue item : from_.value(key(name)).toArray())
            items.push_back(item.toString().toStdString());
        return items;
    }
    void complain(const char* name, const QString& value) const
    {
        problems_.push_back({Error::Kind::Malformed, LOADLINE_TR("Error", "The cost setting %1 cannot be \"%2\"; its default holds."),
            {}, {}, {name, value.toStdString()}});
    }
    [[nodiscard]] std::vector<Error>& problems() const { return problems_; }

private:
    template <class T, class Parse>
    bool parsed(const char* name, T& into, Parse parse) const
    {
        const auto value = from_.value(key(name));
        if (value.isUndefined())
            return false;
        const auto result = parse(value.toString().toStdString());
        if (!result) {
            complain(name, value.toString());
            return false;
        }
        into = *result;
        return true;
    }
    QJsonObject from_;
    std::vector<Error>& problems_;
};

QJsonObject ratesJson(const Rates& rates)
{
    QJsonObject out {{key("name"), text(rates.name)}, {key("cpu"), text(rates.cpu)}, {key("memory"), text(rates.memory)},
        {key("gpu"), text(rates.gpu)}};
    put(out, "spotCpu", rates.spotCpu);
    put(out, "spotMemory", rates.spotMemory);
    put(out, "spotGpu", rates.spotGpu);
    return out;
}

Rates readRates(const Reader& in)
{
    Rates rates;
    in.read("name", rates.name);
    in.read("cpu", rates.cpu);
    in.read("memory", rates.memory);
    in.read("gpu", rates.gpu);
    in.read("spotCpu", rates.spotCpu);
    in.read("spotMemory", rates.spotMemory);
    in.read("spotGpu", rates.spotGpu);
    return rates;
}

QJsonObject pricesJson(const PriceSettings& prices)
{
    QJsonObject out {{key("useRates"), prices.useRates}, {key("staleAfterDays"), qint64(prices.staleAfterDays)}};
    if (!prices.own.empty())
        out[key("own")] = text(exportPrices(prices.own));
    if (prices.rates)
        out[key("rates")] = ratesJson(*prices.rates);
    return out;
}

PriceSettings readPrices(const Reader& in)
{
    PriceSettings prices;
    in.read("useRates", prices.useRates);
    in.readInt("staleAfterDays", prices.staleAfterDays, 1, 100'000);
    if (in.value("rates").isObject())
        prices.rates = readRates(in.at("rates"));
    if (const auto own = in.value("own"); own.isString()) {
        // The user confirmed these when they were imported.
        const auto imported = importPrices(own.toString().toStdString(), {true, {}});
        if (imported) {
            prices.own = imported->rows;
            in.problems().insert(in.problems().end(), imported->errors.begin(), imported->errors.end());
        } else {
            in.problems().push_back(imported.error());
        }
    }
    return prices;
}

QJsonObject termsJson(const Terms& terms)
{
    QJsonObject out {{key("listDiscount"), text(terms.listDiscount)}, {key("negotiatedDiscount"), text(terms.negotiatedDiscount)},
        {key("discountsGpu"), terms.discountsGpu}, {key("googleClasses"), terms.googleClasses},
        {key("committedShare"), text(terms.committedShare)}, {key("committedDiscount"), text(terms.committedDiscount)},
        {key("bootDiskGb"), text(terms.bootDiskGb)}, {key("loadBalancers"), qint64(terms.loadBalancers)},
        {key("volumeGb"), text(terms.volumeGb)}, {key("hoursPerMonth"), qint64(terms.hoursPerMonth)},
        {key("currency"), text(terms.currency.code)}, {key("perDollar"), text(terms.currency.perDollar)},
        {key("currencyAsOf"), text(terms.currency.asOf)}};
    put(out, "controlPlaneHourly", terms.controlPlaneHourly);
    put(out, "bootDiskGbMonth", terms.bootDiskGbMonth);
    put(out, "loadBalancerHourly", terms.loadBalancerHourly);
    put(out, "volumeGbMonth", terms.volumeGbMonth);
    return out;
}

Terms readTerms(const Reader& in)
{
    Terms terms;
    in.read("listDiscount", terms.listDiscount);
    in.read("negotiatedDiscount", terms.negotiatedDiscount);
    in.read("discountsGpu", terms.discountsGpu);
    in.read("googleClasses", terms.googleClasses);
    in.read("committedShare", terms.committedShare);
    in.read("committedDiscount", terms.committedDiscount);
    in.read("controlPlaneHourly", terms.controlPlaneHourly);
    in.read("bootDiskGbMonth", terms.bootDiskGbMonth);
    in.read("bootDiskGb", terms.bootDiskGb);
    in.read("loadBalancerHourly", terms.loadBalancerHourly);
    in.readInt("loadBalancers", terms.loadBalancers, 0, 1'000'000);
    in.read("volumeGbMonth", terms.volumeGbMonth);
    in.read("volumeGb", terms.volumeGb);
    in.readInt("hoursPerMonth", terms.hoursPerMonth, 1, 744);
    in.read("currency", terms.currency.code);
    in.read("perDollar", terms.currency.perDollar);
    in.read("currencyAsOf", terms.currency.asOf);
    if (const Done sound = terms.check(); !sound) {
        in.problems().push_back(sound.error());
        return {};
    }
    return terms;
}

QJsonArray strings(const std::vector<std::string>& items)
{
    QJsonArray out;
    for (const std::string& item : items)
        out.append(text(item));
    return out;
}

QJsonObject typesJson(const WorkloadTypeRules& types)
{
    QJsonArray rules;
    for (const WorkloadTypeRule& rule : types.rules)
        rules.append(QJsonObject {{key("type"), text(rule.type)}, {key("kinds"), strings(rule.kinds)},
            {key("scalers"), strings(rule.scalers)}, {key("words"), strings(rule.words)}, {key("gpu"), int(rule.gpu)}});
    return {{key("label"), text(types.label)}, {key("rules"), rules}};
}

WorkloadTypeRules readTypes(const Reader& in)
{
    WorkloadTypeRules types = defaultWorkloadTypes();
    in.read("label", types.label);
    if (!in.value("rules").isArray())
        return types;
    types.rules.clear();
    for (const QJsonValue one : in.value("rules").toArray()) {
        const Reader rule(one.toObject(), in.problems());
        WorkloadTypeRule read;
        rule.read("type", read.type);
        read.kinds = rule.list("kinds");
        read.scalers = rule.list("scalers");
        read.words = rule.list("words");
        int gpu = 0;
        rule.readInt("gpu", gpu, 0, 2);
        read.gpu = static_cast<WorkloadTypeRule::Gpu>(gpu);
        if (!read.type.empty())
            types.rules.push_back(std::move(read));
    }
    return types;
}

QJsonObject dutyJson(const DutyHours& duty)
{
    QJsonArray days;
    for (const bool day : duty.days)
        days.append(day);
    return {{key("days"), days}, {key("from"), duty.fromMinute}, {key("to"), duty.toMinute}, {key("utcOffset"), int(duty.utcOffset.count())}};
}

DutyHours readDuty(const Reader& in)
{
    constexpr int day = 24 * 60;
    DutyHours duty;
    const QJsonArray days = in.value("days").toArray();
    for (std::size_t i = 0; i < duty.days.size() && days.size() == qsizetype(duty.days.size()); ++i)
        duty.days[i] = days[qsizetype(i)].toBool(duty.days[i]);
    in.readInt("from", duty.fromMinute, 0, day);
    in.readInt("to", duty.toMinute, 0, day);
    int offset = 0;
    in.readInt("utcOffset", offset, -day, day);
    duty.utcOffset = std::chrono::minutes {offset};
    return duty;
}

} // namespace

QByteArray writeCostSettings(const CostSettings& settings)
{
    QJsonObject out {{key("version"), version}, {key("prices"), pricesJson(settings.prices)},
        {key("terms"), termsJson(settings.terms)}, {key("by"), text(groupByText(settings.by))},
        {key("windowDays"), settings.windowDays}, {key("baseline"), text(writeBaseline(settings.baseline))}};
    if (settings.types != defaultWorkloadTypes())
        out[key("types")] = typesJson(settings.types);
    if (settings.duty != DutyHours())
        out[key("duty")] = dutyJson(settings.duty);
    if (settings.dutyTypes != CostSettings().dutyTypes) {
        QJsonArray types;
        for (const std::string& type : settings.dutyTypes)
            types.append(text(type));
        out[key("dutyTypes")] = types;
    }
    if (settings.requests != RequestsAsked())
        out[key("requests")] = text(requestsAskedText(settings.requests));
    if (!settings.scenarios.empty())
        out[key("scenarios")] = text(writeScenarios(settings.scenarios));
    return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

ReadCostSettings readCostSettings(const QByteArray& json)
{
    ReadCostSettings read;
    if (json.isEmpty())
        return read;
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    if (!document.isObject()) {
        read.problems.push_back({Error::Kind::Malformed, LOADLINE_TR("Error", "The cost settings cannot be read: %1."), {},
            LOADLINE_TR("Error", "Defaults are used until you set them again."), {fault.errorString().toStdString()}});
        return read;
    }
    const Reader in(document.object(), read.problems);
    CostSettings& settings = read.settings;
    settings.prices = readPrices(in.at("prices"));
    settings.terms = readTerms(in.at("terms"));
    if (in.value("types").isObject())
        settings.types = readTypes(in.at("types"));
    settings.duty = readDuty(in.at("duty"));
    if (in.value("dutyTypes").isArray())
        settings.dutyTypes = in.list("dutyTypes");
    in.readInt("windowDays", settings.windowDays, 1, 366);
    std::string by;
    in.read("by", by);
    if (const auto parsed = parseGroupBy(by))
        settings.by = *parsed;
    else if (!by.empty())
        read.problems.push_back(parsed.error());
    std::string baseline;
    in.read("baseline", baseline);
    if (const auto parsed = readBaseline(baseline))
        settings.baseline = *parsed;
    else if (!baseline.empty())
        read.problems.push_back(parsed.error());
    std::string requests;
    in.read("requests", requests);
    if (const auto parsed = parseRequestsAsked(requests))
        settings.requests = *parsed;
    else if (!requests.empty())
        read.problems.push_back(parsed.error());
    std::string scenarios;
    in.read("scenarios", scenarios);
    if (!scenarios.empty()) {
        if (auto parsed = readScenarios(scenarios))
            settings.scenarios = std::move(*parsed);
        else
            read.problems.push_back(parsed.error());
    }
    return read;
}

} // namespace loadline
