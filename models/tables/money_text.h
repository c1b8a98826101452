// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/phrase.h"
#include "cost/price.h"
#include "cost/terms.h"

#include <QString>

#include <optional>

namespace loadline {

enum class MoneyStyle {
    Auto, // whole units from 1,000 on, cents below, four decimals below ten cents
    Cents, // always two decimals: columns that add up
    Rate, // per hour: "$3.41/h", three decimals below a unit
    RateCell, // per hour in a column: always three decimals, "$3.410/h", so that the points stand below each other
};
// Dollars converted to the user's currency: "$1,871", "$0.096/h", "−€12.50", "CHF 1,200" (thin space after a code).
// Currencies with a sign of their own use it; decimal point and comma groups in every language, as in the exports.
QString moneyText(Money dollars, const Currency& currency, MoneyStyle style = MoneyStyle::Auto);
QString moneyText(const std::optional<Money>& dollars, const Currency& currency, MoneyStyle style = MoneyStyle::Auto); // or unknown()
// With an explicit sign: "+$0.38/h", "−$4".
QString moneyChange(Money dollars, const Currency& currency, MoneyStyle style = MoneyStyle::Auto);

QString phraseText(const Phrase& phrase, const char* scope = "Cost"); // translated and filled in
QString sourceName(PriceSource source); // "your prices", "Karpenter offerings", "bundled list" ...
// "Karpenter offering, live" or "AWS us-east-1 list of 20 Jul 2026; spot estimated from published savings".
QString priceOrigin(const Price& price);

} // namespace loadline
