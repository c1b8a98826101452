// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/autoscaler_money.h"
#include "tables/cells.h"
#include "tables/money_text.h"

namespace loadline {

// A column of amounts in the user's currency, sorted by their size; `absent` stands where `of` tells none. What is exact
// of them in an export is the caller's.
template <class Row, class MoneyOf>
Column<Row> moneyColumn(const char* id, QString title, QString help, int width, const Currency& currency, MoneyStyle style,
    const QString& absent, MoneyOf of) // std::optional<Money>(const Row&)
{
    auto column = textColumn<Row>(id, std::move(title), std::move(help), width, [of, currency, style, absent](const Row& row) {
        const std::optional<Money> amount = of(row);
        return amount ? moneyText(*amount, currency, style) : absent;
    });
    column.align = Align::Right;
    column.key = [of](const Row& row) {
        const std::optional<Money> amount = of(row);
        return amount ? SortKey(amount->value()) : SortKey();
    };
    column.tone = [of](const Row& row) { return of(row) ? Tone::Normal : Tone::Idle; };
    return column;
}

// A column of an hourly cost, which `of` never gives as null.
template <class Row>
Column<Row> hourlyColumn(const char* id, QString title, QString help, std::function<const HourlyCost*(const Row&)> of,
    std::function<const Currency&(const Row&)> currency)
{
    auto column = textColumn<Row>(id, std::move(title), std::move(help), 88,
        [of, currency](const Row& row) { return hourlyText(*of(row), currency(row), MoneyStyle::RateCell); });
    column.align = Align::Right;
    column.key = [of](const Row& row) { return of(row)->hourly ? SortKey(of(row)->hourly->value()) : SortKey(); };
    column.tone = [of](const Row& row) { return of(row)->hourly ? Tone::Normal : Tone::Idle; };
    column.why = [of](const Row& row) { return of(row)->why; };
    column.tip = [of, help = column.help](const Row& row) { return joined({of(row)->why, help}); };
    column.exact = [of, currency](const Row& row) { return hourlyExact(*of(row), currency(row)); };
    return column;
}

// "costNow", "costMax", "costStep", "costReplica", "costMin": for rows with a member `money`. Where room is short the
// first stays longest.
template <class Row>
void addMoneyColumns(Columns<Row>& columns)
{
    int yields = 20;
    for (const auto figure : {MoneyFigure::Now, MoneyFigure::AtMax, MoneyFigure::Step, MoneyFigure::Replica, MoneyFigure::AtMin}) {
        const auto words = moneyWords(figure);
        auto column = hourlyColumn<Row>(moneyColumnId(figure), words.title, words.help,
            [figure](const Row& row) { return &figureOf(row.money, figure); },
            [](const Row& row) -> const Currency& { return row.money.currency; });
        column.tip = [figure](const Row& row) { return moneyTip(row.money, figure); };
        column.least = 74;
        column.yields = figure == MoneyFigure::Now ? 1 : yields++;
        if (figure == MoneyFigure::Step) {
            column.text = [](const Row& row) { return stepCell(row.money.step, row.money.unchanged, row.money.currency); };
            column.tone = [](const Row& row) { return stepTone(row.money.step); };
            column.exact = [](const Row& row) { return stepExact(row.money.step, row.money.change, row.money.currency); };
        }
        columns.push_back(std::move(column));
    }
}

} // namespace loadline
