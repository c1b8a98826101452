// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/waterfall_items.h"

#include "tables/cost_review.h"
#include "tables/money_text.h"

namespace loadline {
namespace {

WaterfallItem itemOf(const WaterfallBar& bar, const Currency& currency)
{
    WaterfallItem item;
    item.from = currency.of(bar.from).value();
    item.to = currency.of(bar.to).value();
    item.whole = bar.step == WaterfallStep::Baseline || bar.step == WaterfallStep::Actual;
    item.name = stepName(bar.step);
    item.amount = item.whole ? moneyText(bar.to, currency) : moneyText(bar.to - bar.from, currency);
    item.tone = item.to <= item.from ? Tone::Good : Tone::Warn;
    return item;
}

} // namespace

std::vector<WaterfallItem> waterfallItems(const std::vector<WaterfallBar>& bars, const Currency& currency)
{
    std::vector<WaterfallItem> items;
    for (const WaterfallBar& bar : bars)
        items.push_back(itemOf(bar, currency));
    return items;
}

} // namespace loadline
