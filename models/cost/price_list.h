// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loadline {

// One machine type of one region in the list of public prices that travels with Loadline (resources/prices/list.csv):
// Linux, shared tenancy, US dollars, without disks and tax. Views last as long as the program.
struct ListedPrice {
    std::string_view provider, region, instanceType;
    std::optional<Quantity> vcpu, memoryGib;
    std::int64_t gpus = 0;
    std::string_view gpuModel;
    Money onDemand; // an hour
    std::optional<Money> spot; // an hour, where a list of spot prices exists
    std::string_view source, asOf; // "2026-07-20"
    std::string_view spotSource, spotAsOf;
    std::optional<Quantity> spotSavings; // the published share saved by spot, 0 to 1
    std::string_view flags; // "REPLACED: ...", "arm64", ...
    [[nodiscard]] bool replaced() const { return flags.starts_with("REPLACED"); }
    // The spot price: listed, else on-demand less the published savings; absent when neither is known.
    [[nodiscard]] std::optional<Money> spotHourly() const;
    [[nodiscard]] bool spotEstimated() const { return !spot && spotSavings; }
};

// Found by (provider, region, type), and by (provider, type) where another region has to stand in.
class PriceList {
public:
    // A list of the same columns from anywhere; rows that do not read are left out and counted. `text` must outlive it.
    explicit PriceList(std::string_view text);
    // The bundled one, read at first use (about 3,200 rows, some milliseconds). Safe from any thread.
    static const PriceList& bundled();

    [[nodiscard]] const ListedPrice* find(std::string_view provider, std::string_view region, std::string_view type) const;
    // The first listed region that has the type; with an empty provider: of any provider, only if one alone has it.
    [[nodiscard]] const ListedPrice* findAnywhere(std::string_view provider, std::string_view type) const;
    [[nodiscard]] std::span<const ListedPrice> rows() const { return rows_; }
    [[nodiscard]] std::size_t unread() const { return unread_; }

private:
    std::vector<ListedPrice> rows_;
    std::unordered_multimap<std::string_view, std::size_t> byType_; // indexes into rows_
    std::size_t unread_ = 0;
};

// Whole days from a date "2026-07-20" to a moment; absent for what is no date.
std::optional<std::int64_t> daysSince(std::string_view date, TimePoint now);

} // namespace loadline
