// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/waterfall_items.h"

#include "tables/money_text.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Waterfall)
};

WaterfallItem itemOf(const WaterfallBar& bar, const Currency& currency)
{
    WaterfallItem item;
    item.from = currency.of(bar.from).value();
    item.to = currency.of(bar.to).value();
    item.whole = bar.step == WaterfallStep::Baseline || bar.step == WaterfallStep::Actual;
    item.name = Words::tr("Baseline");
    switch (bar.step) {
    case WaterfallStep::Baseline:
        break;
    case WaterfallStep::HoursNotRun:
        item.name = Words::tr("Hours not run");
        break;
    case WaterfallStep::AtZero:
        item.name = Words::tr("While at zero");
        break;
    case WaterfallStep::Spot:
        item.name = Words::tr("Spot");
        break;
    case WaterfallStep::MachineTypes:
        item.name = Words::tr("Machine types");
        break;
    case WaterfallStep::RightSizing:
        item.name = Words::tr("Right-sizing");
        break;
    case WaterfallStep::Discount:
        item.name = Words::tr("Discount");
        break;
    case WaterfallStep::Actual:
        item.name = Words::tr("Actual");
        break;
    }
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
