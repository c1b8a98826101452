// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_import.h"

#include "cost/csv_reader.h"
#include "cost/price_columns.h"
#include "cost/price_list.h"
#include "cost/price_search.h"

#include <algorithm>
#include <unordered_map>

namespace loadline {

namespace {

constexpr std::size_t largestFile = std::size_t(16) << 20;
constexpr std::size_t mostRows = 50'000;
constexpr std::size_t mostErrors = 1'000;

Error wrongFile(const char* what, const char* hint = "", std::vector<std::string> args = {})
{
    return {Error::Kind::Malformed, what, {}, hint, std::move(args)};
}

// Whether the text is UTF-8 without control characters but tabs and line ends.
bool isText(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i++]);
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return false;
        if (c < 0x80)
            continue;
        const int more = c >= 0xF0 && c < 0xF5 ? 3 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xC2 && c < 0xE0 ? 1 : -1;
        if (more < 0 || i + std::size_t(more) > text.size())
            return false;
        for (int k = 0; k < more; ++k)
            if ((static_cast<unsigned char>(text[i++]) & 0xC0) != 0x80)
                return false;
    }
    return true;
}

std::string keyOf(const OwnPrice& price, CapacityType capacity)
{
    return ownKey(price.asset, price.match, price.labelKey, price.value) + '\0' + price.region + '\0'
        + char('0' + int(capacity));
}

class Importer {
public:
    Importer(std::string_view text, const PriceImportOptions& options)
        : reader_(text)
        , options_(options)
    {
        for (const OwnPrice& price : options.before)
            before_.emplace(keyOf(price, price.capacity), price.hourly);
    }

    Result<PriceImport> run()
    {
        std::vector<std::string_view> fields;
        if (!reader_.next(fields))
            return wrongFile(LOADLINE_TR("Error", "The file of prices is empty."));
        const auto columns = PriceColumns::of(fields);
        if (!columns)
            return wrongFile(LOADLINE_TR("Error", "The first line names no columns that Loadline or OpenCost write."),
                LOADLINE_TR("Error", "Loadline's are: %1"), {std::string(PriceColumns::ours)});
        out_.schema = columns->schema();
        for (std::size_t row = 0; reader_.next(fields); ++row) {
            if (row == mostRows)
                return wrongFile(LOADLINE_TR("Error", "The file has more than %1 rows."), "", {std::to_string(mostRows)});
            readRow(*columns, fields);
        }
        checkSpot();
        if (out_.rows.empty() && out_.errors.empty())
            return wrongFile(LOADLINE_TR("Error", "The file of prices has no rows."));
        return std::move(out_);
    }

private:
    void refuse(std::size_t line, std::string_view column, const char* what, std::vector<std::string> args = {},
        const char* hint = "")
    {
        if (out_.errors.size() >= mostErrors) {
            ++out_.left;
            return;
        }
        std::string where = "line " + std::to_string(line);
        if (!column.empty())
            where.append(", column ").append(column);
        out_.errors.push_back({Error::Kind::Malformed, what, std::move(where), hint, std::move(args)});
    }

    void readRow(const PriceColumns& columns, const std::vector<std::string_view>& fields)
    {
        if (!reader_.fault().empty())
            return refuse(reader_.line(), {}, reader_.fault().data());
        PriceFault fault;
        auto price = columns.read(fields, fault);
        if (!price)
            return refuse(reader_.line(), fault.column, fault.what, {std::string(fault.text.substr(0, 80))}, fault.hint);
        price->row = reader_.line();
        const auto [first, fresh] = lines_.try_emplace(keyOf(*price, price->capacity), price->row);
        if (!fresh)
            return refuse(price->row, columns.valueColumn(),
                LOADLINE_TR("Error", "The same price stands in line %1 already."), {std::to_string(first->second)});
        if (const auto known = knownBefore(*price); known && jumps(*known, price->hourly) && !options_.confirmed) {
            ++out_.unconfirmed;
            return refuse(price->row, columns.priceColumn(),
                LOADLINE_TR("Error", "%1 is 30 times or more off the %2 that was known."),
                {price->hourly.decimal(), known->decimal()}, confirmHint);
        }
        out_.rows.push_back(*std::move(price));
    }

    // The price that this one replaces: in the book before, else on the list.
    [[nodiscard]] std::optional<Money> knownBefore(const OwnPrice& price) const
    {
        if (const auto at = before_.find(keyOf(price, price.capacity)); at != before_.end())
            return at->second;
        if (price.match != OwnPrice::Match::InstanceType || price.asset != OwnPrice::Asset::Node)
            return std::nullopt;
        const ListedPrice* listed = PriceList::bundled().findAnywhere({}, price.value);
        return listed ? std::optional(listed->onDemand) : std::nullopt;
    }

    // Spot rows that cost more than their on-demand row, or than the list.
    void checkSpot()
    {
        if (options_.confirmed)
            return;
        std::unordered_map<std::string, Money> onDemand;
        for (const OwnPrice& price : out_.rows)
            if (price.capacity == CapacityType::OnDemand)
                onDemand.emplace(keyOf(price, CapacityType::Spot), price.hourly);
        const auto above = [&](const OwnPrice& price) {
            if (price.capacity != CapacityType::Spot)
                return false;
            const auto at = onDemand.find(keyOf(price, CapacityType::Spot));
            const auto limit = at != onDemand.end() ? std::optional(at->second) : listedOnDemand(price);
            if (!limit || price.hourly <= *limit)
                return false;
            ++out_.unconfirmed;
            refuse(price.row, "usd_per_hour", LOADLINE_TR("Error", "Spot at %1 is above the on-demand price %2."),
                {price.hourly.decimal(), limit->decimal()}, confirmHint);
            return true;
        };
        out_.rows.erase(std::remove_if(out_.rows.begin(), out_.rows.end(), above), out_.rows.end());
    }

    [[nodiscard]] static std::optional<Money> listedOnDemand(const OwnPrice& price)
    {
        if (price.match != OwnPrice::Match::InstanceType || price.asset != OwnPrice::Asset::Node)
            return std::nullopt;
        const ListedPrice* listed = PriceList::bundled().findAnywhere({}, price.value);
        const bool comparable = listed && (price.region.empty() || listed->region == price.region);
        return comparable ? std::optional(listed->onDemand) : std::nullopt;
    }

    static constexpr const char* confirmHint = LOADLINE_TR("Error", "Confirm it if it is right.");
    CsvReader reader_;
    const PriceImportOptions& options_;
    PriceImport out_;
    std::unordered_map<std::string, std::size_t> lines_;
    std::unordered_map<std::string, Money> before_;
};

} // namespace

Result<PriceImport> importPrices(std::string_view text, const PriceImportOptions& options)
{
    if (text.size() > largestFile)
        return wrongFile(LOADLINE_TR("Error", "The file of prices is larger than %1 MiB."), "",
            {std::to_string(largestFile >> 20)});
    if (!isText(text))
        return wrongFile(LOADLINE_TR("Error", "The file of prices is no UTF-8 text."),
            LOADLINE_TR("Error", "Save it as CSV in UTF-8."));
    return Importer(text, options).run();
}

} // namespace loadline
