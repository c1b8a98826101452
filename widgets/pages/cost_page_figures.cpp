// SPDX-License-Identifier: GPL-3.0-or-later
// The cards and charts of the Cost page.
#include "pages/cost_page.h"

#include "charts/time_chart.h"
#include "grid/cards.h"
#include "pages/waterfall_items.h"
#include "tables/money_text.h"

#include <array>
#include <cmath>
#include <map>

namespace loadline {
namespace {

constexpr std::size_t mostLayers = 6; // beyond that, colours cannot be told apart

QString percentText(const std::optional<Quantity>& percent)
{
    return percent ? figure(std::round(percent->value()), Unit::Percent) : unknown();
}

LineColour colourOf(std::size_t index)
{
    constexpr std::array colours {LineColour::Series1, LineColour::Series2, LineColour::Series4, LineColour::Series3,
        LineColour::Spot, LineColour::Accent};
    return colours[std::min(index, colours.size() - 1)];
}

} // namespace

void CostPage::showCards()
{
    const Currency& currency = report_.terms.currency;
    const Saving& saving = report_.whole;
    rate_->setFigure(moneyText(report_.runRate, currency, MoneyStyle::Rate),
        tr("%1 a month").arg(moneyText(report_.terms.perMonth(*report_.runRate), currency)), Tone::Muted);
    rate_->setSource(tr("All nodes with a price and the lines you added, as they run now; a month has %1 hours.").arg(report_.terms.hoursPerMonth));
    today_->setFigure(moneyText(report_.sinceMidnight, currency, MoneyStyle::Cents), report_.sinceMidnight ? tr("00:00 UTC, live") : tr("no history is known"), Tone::Muted);
    today_->setSource(tr("What ran since midnight UTC, at the price of its time; what history does not cover yet, at the run rate. It moves with the cluster."));
    month_->setFigure(moneyText(report_.monthToDate, currency),
        !report_.projectedMonth ? tr("no history is known")
            : report_.monthWhole ? tr("projected %1").arg(moneyText(report_.projectedMonth, currency))
                                 : tr("%1, projected %2").arg(monthKnownText(report_), moneyText(report_.projectedMonth, currency)),
        report_.monthWhole || !report_.projectedMonth ? Tone::Muted : Tone::Warn);
    month_->setSource(report_.monthWhole
            ? tr("What ran since the first of the month (UTC), at the price of its time; projected at today's run rate.")
            : tr("History does not cover the whole month: hours that are not known are not counted. Projected as the mean of those that are."));
    if (!report_.haveLedger) {
        for (FigureCard* card : {realised_, released_})
            card->setFigure(unknown(), report_.daysMissing > 0 ? tr("reading history") : tr("no history is known"), Tone::Muted);
    } else {
        realised_->setFigure(moneyText(saving.realised(), currency),
            tr("%1 in all, %2").arg(moneyText(saving.total(), currency), percentText(saving.percent())),
            saving.total().negative() ? Tone::Warn : Tone::Good);
        realised_->setSource(tr("Nodes that really went away: hours of the baseline that did not run, at their on-demand price. "
                                "In all: baseline less actual, with spot and cheaper machines, and in percent of the baseline.\nBaseline: %1.")
                                 .arg(baselineText(derivedCosts_->settings.baseline)));
        const Money open = report_.ledger.released - saving.realised();
        released_->setFigure(moneyText(report_.ledger.released, currency),
            open > Money() ? tr("%1 not yet realised").arg(moneyText(open, currency)) : tr("all of it realised"),
            open > Money() ? Tone::Warn : Tone::Muted);
        released_->setSource(tr("What pods no longer requested against the baseline, at the price of their requests. It turns into "
                                "money when nodes go; it is never added to what was realised."));
    }
    const auto part = [&](const std::optional<Money>& amount) { return moneyText(amount, currency); };
    potential_->setParts({{tr("Right-sizing"), part(report_.potential.rightSizing)}, {tr("Schedules"), part(report_.potential.schedules)},
        {tr("Spot"), part(report_.potential.spot)}});
    potential_->setSource(potentialInWords(report_).join(QLatin1Char('\n')));
}

void CostPage::showCharts()
{
    const Currency& currency = report_.terms.currency;
    const double perDollar = currency.perDollar.value();
    ChartContent content;
    content.title = tr("Cost per hour");
    content.subtitle = tr("%1, last hour").arg(currency.converts() ? QString::fromStdString(currency.code) : tr("US dollars"));
    // Values are of the user's currency already.
    content.write = [shown = Currency {currency.code, Quantity::fromWhole(1), {}}](double value) { return moneyText(Money::fromDouble(value), shown); };
    content.range = report_.window;
    content.utc = preferences_.utcTimes;
    std::map<TimePoint, double> others;
    Millis gap {};
    const auto addLine = [&](const QString& name, LineColour colour, std::vector<Sample> samples, Millis gapAfter) {
        ChartLine line;
        line.name = name;
        line.colour = colour;
        line.style = ChartLine::Style::Area;
        line.samples = std::move(samples);
        line.gapAfter = gapAfter;
        content.lines.push_back(std::move(line));
    };
    const auto converted = [&](const Series& series) {
        std::vector<Sample> samples = series.samples;
        for (Sample& sample : samples)
            sample.value *= perDollar;
        return samples;
    };
    const CostLayer* rest = nullptr;
    std::size_t drawn = 0;
    for (const CostLayer& layer : report_.layers) {
        gap = std::max(gap, layer.hourly.gapAfter);
        if (layer.key == "__idle__") {
            rest = &layer;
        } else if (drawn < mostLayers) {
            addLine(layer.name, colourOf(drawn++), converted(layer.hourly), layer.hourly.gapAfter);
        } else {
            for (const Sample& sample : converted(layer.hourly))
                others[sample.at] += sample.value;
        }
    }
    if (!others.empty()) {
        std::vector<Sample> samples;
        for (const auto& [at, value] : others)
            samples.push_back({at, value});
        addLine(tr("others"), LineColour::Muted, std::move(samples), gap);
    }
    if (rest)
        addLine(rest->name, LineColour::Idle, converted(rest->hourly), rest->hourly.gapAfter);
    if (report_.baselineHourly)
        content.targets.push_back({tr("baseline %1").arg(moneyText(report_.baselineHourly, currency, MoneyStyle::Rate)),
            currency.of(*report_.baselineHourly).value(), {}, {}});
    content.source = report_.sourceLine;
    if (report_.layers.empty())
        content.message = report_.daysMissing > 0 ? tr("Reading history: %1 of %2 days.").arg(report_.daysAll - report_.daysMissing).arg(report_.daysAll)
                                                  : tr("No history is known yet. It grows while Loadline runs, or comes from Prometheus.");
    content.progress = report_.daysAll > 0 ? 1 - double(report_.daysMissing) / report_.daysAll : 1;
    chart_->setContent(std::move(content));
    const auto bars = report_.haveLedger ? waterfall(report_.whole) : std::vector<WaterfallBar>();
    waterfall_->setItems(waterfallItems(bars, currency), tr("Savings need history, and a baseline to compare it with."));
}

} // namespace loadline
