// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/terms.h"
#include "tables/column.h"
#include "tables/money_text.h"
#include "tables/size_steps.h"

#include <QJsonValue>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace loadline {

// A price per hour in dollars, or why nobody knows it.
struct HourlyCost {
    std::optional<Money> hourly;
    QString why; // when there is none
    bool operator==(const HourlyCost&) const = default;
};

// What an autoscaler's workload costs an hour, beside its row.
struct AutoscalerMoney {
    HourlyCost replica, now, atMin, atMax;
    HourlyCost step; // what the last change of size added (or took off, negative)
    std::optional<SizeStep> change; // that step, in replicas
    QString changeWords; // "on 27 Nov 11:02, by its events"
    bool unchanged = false; // history knows a day and more, and no change
    QString basis; // how an assumed replica price came about, "" it is measured
    Currency currency; // shown in
    bool operator==(const AutoscalerMoney&) const = default;
};

// One sentence each, for a detail pane: "One replica $0.096/h.", "At max $1.92/h.", "The last change, 4 → 8, added
// $0.38/h, on 27 Nov 11:02, by its events."; what is unknown with its reason.
QStringList moneySentences(const AutoscalerMoney& money);

// As columns show it: "$3.41/h" or "unknown".
QString hourlyText(const HourlyCost& cost, const Currency& currency, MoneyStyle style = MoneyStyle::Rate);
// {"hourly": "3.41" or null, "currency": "USD", "why": "..."}: in the user's currency, exact.
QJsonValue hourlyExact(const HourlyCost& cost, const Currency& currency);

struct MoneyWords {
    QString title, help;
};
enum class MoneyFigure { Now, Replica, AtMin, AtMax, Step };
MoneyWords moneyWords(MoneyFigure figure);
const char* moneyColumnId(MoneyFigure figure);
const HourlyCost& figureOf(const AutoscalerMoney& money, MoneyFigure figure);
// Of a step, in a column: "+$0.380/h", "none" where there was none, unknown().
QString stepCell(const HourlyCost& step, bool unchanged, const Currency& currency);
Tone stepTone(const HourlyCost& step);
QJsonValue stepExact(const HourlyCost& step, const std::optional<SizeStep>& change, const Currency& currency);
// "The last change, 4 → 8, added $0.38/h, on 27 Nov 11:02, by its events."; "" where its size is not known.
QString stepSentence(const HourlyCost& step, const std::optional<SizeStep>& change, const QString& when, const Currency& currency);
QString changeTip(const std::optional<SizeStep>& change, const QString& when); // "From 4 to 8, on ...", "" none
QString moneyTip(const AutoscalerMoney& money, MoneyFigure figure);

} // namespace loadline
