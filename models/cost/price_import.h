// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price_book.h"

#include <string>
#include <string_view>

namespace loadline {

// What a file of prices came to: the rows that are good, and why the others are not.
struct PriceImport {
    enum class Schema { Ours, OpenCost };
    Schema schema = Schema::Ours;
    std::vector<OwnPrice> rows;
    // One for each row that was refused; where = "line 12, column usd_per_hour". Rows that only want confirming are
    // counted in `unconfirmed` too.
    std::vector<Error> errors;
    std::size_t unconfirmed = 0;
    std::size_t left = 0; // further errors that are not listed
};

struct PriceImportOptions {
    bool confirmed = false; // the user has seen that prices jump 30 times and more, or that spot is above on-demand
    std::vector<OwnPrice> before; // the book that is replaced: jumps are measured against it, else the bundled list
};

// Our schema: match,value,region,capacity_type,asset,usd_per_hour,as_of,note where match is node, provider-id,
// label:KEY, pool, instance-type or provider. OpenCost's:
// EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version.
// Errors (the file as a whole): Malformed when it is empty, beyond 16 MiB or 50,000 rows, no UTF-8, or without a header
// that either schema knows.
Result<PriceImport> importPrices(std::string_view text, const PriceImportOptions& options = {});
// RFC 4180 with CRLF; read back it gives the same rows. OpenCost's schema has no pools, providers and capacity types:
// rows by pool or provider are left out there.
std::string exportPrices(const std::vector<OwnPrice>& rows, PriceImport::Schema schema = PriceImport::Schema::Ours);

} // namespace loadline
