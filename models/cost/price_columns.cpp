// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_columns.h"

#include "cluster/capacity_key.h"
#include "cost/csv_reader.h"

#include <algorithm>

namespace loadline {

namespace {

using Asset = OwnPrice::Asset;
using Match = OwnPrice::Match;

enum Ours { MatchBy, Value, Region, Capacity, AssetOf, Hourly, AsOf, Note };
enum Theirs { EndTimestamp, InstanceId, TheirRegion, AssetClass, IdField, InstanceType, MarketPrice, Version };

constexpr std::string_view labelPrefix = "label:";
constexpr std::string_view theirLabelPrefix = "metadata.labels.";
constexpr std::string_view typeLabel = "node.kubernetes.io/instance-type";

std::vector<std::string_view> columnsOf(std::string_view header)
{
    std::vector<std::string_view> columns;
    CsvReader(header).next(columns);
    return columns;
}

std::optional<Asset> assetOf(std::string_view text)
{
    if (text.empty() || text == "node")
        return Asset::Node;
    if (text == "gpu")
        return Asset::Gpu;
    if (text == "volume" || text == "pv")
        return Asset::Volume;
    return std::nullopt;
}

std::optional<CapacityType> capacityOrAny(std::string_view text)
{
    if (text.empty() || text == "any")
        return CapacityType::Unknown;
    return capacityOfKey(text);
}

// "node", "label:tier" ...; false when it is neither.
bool readMatch(OwnPrice& price, std::string_view text)
{
    if (text.starts_with(labelPrefix) && text.size() > labelPrefix.size()) {
        price.match = Match::Label;
        price.labelKey = text.substr(labelPrefix.size());
        return true;
    }
    for (const auto match : {Match::NodeName, Match::ProviderId, Match::Pool, Match::InstanceType, Match::Provider}) {
        if (text != matchName(match))
            continue;
        price.match = match;
        return true;
    }
    return false;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string_view matchName(Match match)
{
    constexpr std::string_view names[] = {"node", "provider-id", "label", "pool", "instance-type", "provider"};
    return names[static_cast<std::size_t>(match)];
}

std::string_view assetName(Asset asset)
{
    constexpr std::string_view names[] = {"node", "gpu", "volume"};
    return names[static_cast<std::size_t>(asset)];
}

std::optional<PriceColumns> PriceColumns::of(const std::vector<std::string_view>& header)
{
    const auto place = [&](PriceImport::Schema schema, std::string_view names, std::initializer_list<std::size_t> needed)
        -> std::optional<PriceColumns> {
        PriceColumns columns;
        columns.schema_ = schema;
        columns.count_ = header.size();
        const auto wanted = columnsOf(names);
        for (std::size_t i = 0; i < wanted.size(); ++i)
            for (std::size_t k = 0; k < header.size(); ++k)
                if (trimmed(header[k]) == wanted[i] && !columns.at_[i])
                    columns.at_[i] = k;
        const bool all = std::all_of(needed.begin(), needed.end(), [&](std::size_t i) { return columns.at_[i].has_value(); });
        return all ? std::optional(columns) : std::nullopt;
    };
    if (auto columns = place(PriceImport::Schema::Ours, ours, {MatchBy, Value, Hourly}))
        return columns;
    return place(PriceImport::Schema::OpenCost, openCost, {InstanceId, AssetClass, IdField, MarketPrice});
}

std::string_view PriceColumns::priceColumn() const
{
    return schema_ == PriceImport::Schema::Ours ? "usd_per_hour" : "MarketPriceHourly";
}

std::string_view PriceColumns::valueColumn() const
{
    return schema_ == PriceImport::Schema::Ours ? "value" : "InstanceID";
}

std::string_view PriceColumns::field(const std::vector<std::string_view>& fields, std::size_t column) const
{
    return at_[column] ? trimmed(fields[*at_[column]]) : std::string_view();
}

std::optional<OwnPrice> PriceColumns::read(const std::vector<std::string_view>& fields, PriceFault& fault) const
{
    if (fields.size() != count_) {
        // The usual cause is a price with a comma in it that is not quoted.
        fault = {{}, {}, LOADLINE_TR("Error", "The line has not as many fields as the first line has columns."),
            LOADLINE_TR("Error", "Prices have a decimal point and no thousands separators.")};
        return std::nullopt;
    }
    return schema_ == PriceImport::Schema::Ours ? readOurs(fields, fault) : readOpenCost(fields, fault);
}

bool PriceColumns::readPrice(OwnPrice& price, std::string_view text, PriceFault& fault) const
{
    constexpr const char* hint = LOADLINE_TR("Error", "Write it as a plain number with a decimal point, such as 0.0255.");
    fault = {priceColumn(), text, LOADLINE_TR("Error", "\"%1\" is not an amount of money."), hint};
    const auto hourly = Money::parse(text);
    if (!hourly) {
        if (text.find_first_of(",' _") != std::string_view::npos && text.find_first_of("0123456789") != std::string_view::npos)
            fault.what = LOADLINE_TR("Error", "\"%1\" has a thousands separator or a decimal comma.");
        return false;
    }
    if (hourly->negative()) {
        fault.what = LOADLINE_TR("Error", "%1 is a negative price.");
        fault.hint = "";
        return false;
    }
    price.hourly = *hourly;
    return true;
}

std::optional<OwnPrice> PriceColumns::readOurs(const std::vector<std::string_view>& fields, PriceFault& fault) const
{
    OwnPrice price;
    fault = {"match", field(fields, MatchBy), LOADLINE_TR("Error", "\"%1\" is nothing that a price can be matched by."),
        LOADLINE_TR("Error", "Write node, provider-id, label:KEY, pool, instance-type or provider.")};
    if (!readMatch(price, field(fields, MatchBy)))
        return std::nullopt;
    price.value = field(fields, Value);
    fault = {"value", {}, LOADLINE_TR("Error", "Nothing is named that the price is of."), ""};
    if (price.value.empty())
        return std::nullopt;
    fault = {"capacity_type", field(fields, Capacity), LOADLINE_TR("Error", "\"%1\" is no capacity type."),
        LOADLINE_TR("Error", "Write on-demand, spot, reserved or nothing.")};
    const auto capacity = capacityOrAny(field(fields, Capacity));
    if (!capacity)
        return std::nullopt;
    fault = {"asset", field(fields, AssetOf), LOADLINE_TR("Error", "\"%1\" is nothing that has a price."),
        LOADLINE_TR("Error", "Write node, gpu or volume.")};
    const auto asset = assetOf(field(fields, AssetOf));
    if (!asset)
        return std::nullopt;
    fault = {"as_of", field(fields, AsOf), LOADLINE_TR("Error", "\"%1\" is no date."),
        LOADLINE_TR("Error", "Write it as 2026-11-20.")};
    price.asOf = field(fields, AsOf);
    if (!price.asOf.empty() && (price.asOf.size() != 10 || !parseRfc3339(price.asOf + "T00:00:00Z")))
        return std::nullopt;
    price.capacity = *capacity;
    price.asset = *asset;
    price.region = field(fields, Region);
    price.note = field(fields, Note);
    if (!readPrice(price, field(fields, Hourly), fault))
        return std::nullopt;
    return price;
}

// cost.md 1.2: the field says what InstanceID is matched by; a GPU's is the label that names its type.
std::optional<OwnPrice> PriceColumns::readOpenCost(const std::vector<std::string_view>& fields, PriceFault& fault) const
{
    OwnPrice price;
    const auto assetClass = field(fields, AssetClass);
    fault = {"AssetClass", assetClass, LOADLINE_TR("Error", "\"%1\" is no asset class that has a price here."),
        LOADLINE_TR("Error", "OpenCost knows node, gpu and pv.")};
    const auto asset = assetClass.empty() ? std::nullopt : assetOf(assetClass);
    if (!asset)
        return std::nullopt;
    price.asset = *asset;
    const auto by = field(fields, IdField);
    if (by == "spec.providerID") {
        price.match = Match::ProviderId;
    } else if (by == "metadata.name") {
        price.match = Match::NodeName;
    } else if (by.starts_with(theirLabelPrefix) || price.asset == Asset::Gpu) {
        price.match = Match::Label;
        price.labelKey = by.starts_with(theirLabelPrefix) ? by.substr(theirLabelPrefix.size()) : by;
        if (price.labelKey == typeLabel && price.asset == Asset::Node) {
            price.match = Match::InstanceType;
            price.labelKey.clear();
        }
    }
    fault = {"InstanceIDField", by, LOADLINE_TR("Error", "\"%1\" is nothing that a price can be matched by."),
        LOADLINE_TR("Error", "OpenCost writes spec.providerID, metadata.name or metadata.labels.KEY.")};
    if (price.match == Match::NodeName && by != "metadata.name")
        return std::nullopt;
    if (price.match == Match::Label && price.labelKey.empty())
        return std::nullopt;
    price.value = field(fields, InstanceId);
    fault = {"InstanceID", {}, LOADLINE_TR("Error", "Nothing is named that the price is of."), ""};
    if (price.value.empty())
        return std::nullopt;
    price.region = field(fields, TheirRegion);
    price.note = field(fields, InstanceType);
    if (const auto day = field(fields, EndTimestamp).substr(0, 10); parseRfc3339(std::string(day) + "T00:00:00Z"))
        price.asOf = day;
    if (!readPrice(price, field(fields, MarketPrice), fault))
        return std::nullopt;
    return price;
}

} // namespace loadline
