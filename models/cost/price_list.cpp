// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_list.h"

#include "cost/csv_reader.h"
#include "price_files.h"

#include <charconv>

namespace loadline {

namespace {

// The columns of resources/prices/list.csv.
enum Column {
    Provider,
    Region,
    Type,
    Vcpu,
    MemoryGib,
    Gpus,
    GpuModel,
    OnDemand,
    Spot,
    Source,
    AsOf,
    SpotSource,
    SpotAsOf,
    SpotSavings,
    Interruption,
    Flags,
    ColumnCount
};

std::optional<Quantity> quantityOf(std::string_view text)
{
    const auto quantity = Quantity::parse(text);
    return quantity && *quantity >= Quantity() ? std::optional(*quantity) : std::nullopt;
}

std::optional<ListedPrice> priceOf(const std::vector<std::string_view>& fields)
{
    if (fields.size() != ColumnCount || fields[Provider].empty() || fields[Type].empty())
        return std::nullopt;
    const auto onDemand = Money::parse(fields[OnDemand]);
    if (!onDemand || *onDemand <= Money())
        return std::nullopt;
    ListedPrice price;
    price.provider = fields[Provider];
    price.region = fields[Region];
    price.instanceType = fields[Type];
    price.vcpu = quantityOf(fields[Vcpu]);
    price.memoryGib = quantityOf(fields[MemoryGib]);
    std::from_chars(fields[Gpus].data(), fields[Gpus].data() + fields[Gpus].size(), price.gpus);
    price.gpuModel = fields[GpuModel];
    price.onDemand = *onDemand;
    if (const auto spot = Money::parse(fields[Spot]); spot && *spot > Money())
        price.spot = *spot;
    price.source = fields[Source];
    price.asOf = fields[AsOf];
    price.spotSource = fields[SpotSource];
    price.spotAsOf = fields[SpotAsOf];
    if (const auto percent = quantityOf(fields[SpotSavings]); percent && *percent < Quantity::fromWhole(100))
        price.spotSavings = Quantity::fromNano(percent->nano() / 100);
    price.flags = fields[Flags];
    return price;
}

} // namespace

std::optional<Money> ListedPrice::spotHourly() const
{
    if (spot)
        return spot;
    if (spotSavings)
        return onDemand - onDemand.times(*spotSavings);
    return std::nullopt;
}

PriceList::PriceList(std::string_view text)
{
    rows_.reserve(4096);
    std::vector<std::string_view> fields;
    CsvReader reader(text);
    reader.next(fields); // the header
    while (reader.next(fields)) {
        auto price = reader.fault().empty() ? priceOf(fields) : std::nullopt;
        if (price)
            rows_.push_back(*std::move(price));
        else
            ++unread_;
    }
    byType_.reserve(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i)
        byType_.emplace(rows_[i].instanceType, i);
}

const PriceList& PriceList::bundled()
{
    static const PriceList list(price_files().front().text);
    return list;
}

const ListedPrice* PriceList::find(std::string_view provider, std::string_view region, std::string_view type) const
{
    const auto [first, last] = byType_.equal_range(type);
    for (auto at = first; at != last; ++at) {
        const ListedPrice& price = rows_[at->second];
        if (price.provider == provider && price.region == region)
            return &price;
    }
    return nullptr;
}

const ListedPrice* PriceList::findAnywhere(std::string_view provider, std::string_view type) const
{
    const ListedPrice* found = nullptr;
    const auto [first, last] = byType_.equal_range(type);
    for (auto at = first; at != last; ++at) {
        const ListedPrice& price = rows_[at->second];
        if (!provider.empty() && price.provider != provider)
            continue;
        if (found && found->provider != price.provider)
            return nullptr;
        if (!found || price.region < found->region)
            found = &price;
    }
    return found;
}

std::optional<std::int64_t> daysSince(std::string_view date, TimePoint now)
{
    // A year alone ("2025 (exact date not in index)") counts from its first day: rather too old than too young.
    std::string day(date.substr(0, 10));
    if (date.size() >= 4 && (date.size() < 5 || date[4] != '-'))
        day = std::string(date.substr(0, 4)) + "-01-01";
    const auto then = parseRfc3339(day + "T00:00:00Z");
    if (!then)
        return std::nullopt;
    return std::chrono::floor<std::chrono::days>(now - *then).count();
}

} // namespace loadline
