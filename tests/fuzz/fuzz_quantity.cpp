// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/quantity.h"
#include "base/time.h"

#include <cstdlib>

using namespace loadline;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto quantity = Quantity::parse(text)) {
        const auto again = Quantity::parse(quantity->decimal());
        require(again && *again == *quantity);
        const Int128 nano = quantity->nano();
        require((nano > 0) == (quantity->milli() > 0) && (nano < 0) == (quantity->whole() < 0));
        require(quantity->value() == quantity->value()); // no NaN
    } else {
        require(!plainText(quantity.error()).empty());
    }
    if (const auto time = parseRfc3339(text)) {
        const auto again = parseRfc3339(formatRfc3339(*time));
        // An offset may carry the first and the last hours of the calendar out of its four digits.
        const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time)).year();
        const bool fits = year >= std::chrono::year {0} && year <= std::chrono::year {9999};
        require(!fits || (again && *again == *time));
    }
    (void)parseGoTime(text);
    (void)parseGoDuration(text);
    return 0;
}
