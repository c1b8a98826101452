// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price_import.h"

#include <array>
#include <optional>
#include <span>

namespace loadline {

// Why one row does not read.
struct PriceFault {
    std::string_view column;
    std::string_view text; // what stands there: %1
    const char* what = ""; // marked for translation
    const char* hint = "";
};

// Which column of a file of prices stands where, by its first line: Loadline's or OpenCost's names, in any order.
class PriceColumns {
public:
    static constexpr std::string_view ours = "match,value,region,capacity_type,asset,usd_per_hour,as_of,note";
    static constexpr std::string_view openCost
        = "EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version";
    // nullopt when neither schema's needed columns are there.
    static std::optional<PriceColumns> of(const std::vector<std::string_view>& header);

    [[nodiscard]] PriceImport::Schema schema() const { return schema_; }
    [[nodiscard]] std::string_view priceColumn() const;
    [[nodiscard]] std::string_view valueColumn() const;
    // A row's price; nullopt with the fault set when a field does not read.
    std::optional<OwnPrice> read(const std::vector<std::string_view>& fields, PriceFault& fault) const;

private:
    std::optional<OwnPrice> readOurs(const std::vector<std::string_view>& fields, PriceFault& fault) const;
    std::optional<OwnPrice> readOpenCost(const std::vector<std::string_view>& fields, PriceFault& fault) const;
    bool readPrice(OwnPrice& price, std::string_view text, PriceFault& fault) const;
    [[nodiscard]] std::string_view field(const std::vector<std::string_view>& fields, std::size_t column) const;

    PriceImport::Schema schema_ = PriceImport::Schema::Ours;
    std::array<std::optional<std::size_t>, 8> at_; // by column of the schema: where it stands in the file
    std::size_t count_ = 0;
};

std::string_view matchName(OwnPrice::Match match); // "node", "provider-id", "label", ...
std::string_view assetName(OwnPrice::Asset asset);

} // namespace loadline
