// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/autoscaler_money.h"

#include "tables/cells.h"
#include "tables/money_text.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AutoscalerMoney)
};

QString said(const QString& what, const HourlyCost& cost, const Currency& currency)
{
    return cost.hourly ? what.arg(hourlyText(cost, currency)) : joined({what.arg(unknown()), cost.why});
}

} // namespace

QString hourlyText(const HourlyCost& cost, const Currency& currency, MoneyStyle style) { return moneyText(cost.hourly, currency, style); }

QJsonValue hourlyExact(const HourlyCost& cost, const Currency& currency)
{
    QJsonObject exact {{QStringLiteral("hourly"), cost.hourly ? QJsonValue(qtext(currency.of(*cost.hourly).decimal())) : QJsonValue()},
        {QStringLiteral("currency"), qtext(currency.code)}};
    if (!cost.hourly)
        exact.insert(QStringLiteral("why"), cost.why);
    return exact;
}

QString stepCell(const HourlyCost& step, bool unchanged, const Currency& currency)
{
    return step.hourly ? moneyChange(*step.hourly, currency, MoneyStyle::RateCell) : unchanged ? Words::tr("none") : unknown();
}

Tone stepTone(const HourlyCost& step)
{
    return !step.hourly ? Tone::Idle : step.hourly->negative() ? Tone::Good : step.hourly->isZero() ? Tone::Muted : Tone::Warn;
}

QJsonValue stepExact(const HourlyCost& step, const std::optional<SizeStep>& change, const Currency& currency)
{
    QJsonObject exact = hourlyExact(step, currency).toObject();
    if (change) {
        exact.insert(QStringLiteral("from"), change->from ? QJsonValue(qint64(*change->from)) : QJsonValue());
        exact.insert(QStringLiteral("to"), qint64(change->to));
        exact.insert(QStringLiteral("at"), change->at ? QJsonValue(isoUtc(*change->at)) : QJsonValue());
        exact.insert(QStringLiteral("source"), change->source);
    }
    return exact;
}

QString stepSentence(const HourlyCost& step, const std::optional<SizeStep>& change, const QString& when, const Currency& currency)
{
    if (!step.hourly || !change || !change->from)
        return {};
    const QString what = step.hourly->negative() ? Words::tr("The last change, %1 → %2, took off %3, %4.") : Words::tr("The last change, %1 → %2, added %3, %4.");
    return what.arg(integer(change->from), integer(change->to), moneyText(step.hourly->absolute(), currency, MoneyStyle::Rate), when);
}

QString changeTip(const std::optional<SizeStep>& change, const QString& when)
{
    return change && change->from ? Words::tr("From %1 to %2, %3.").arg(integer(change->from), integer(change->to), when) : QString();
}

MoneyWords moneyWords(MoneyFigure figure)
{
    switch (figure) {
    case MoneyFigure::Now:
        return {Words::tr("Cost now"), Words::tr("An hour of the pods that run: their share of their nodes' price, by max(request, usage).")};
    case MoneyFigure::Replica:
        return {Words::tr("One replica"), Words::tr("What one replica costs an hour: the mean of those that run.")};
    case MoneyFigure::AtMin:
        return {Words::tr("At min"), Words::tr("An hour at the least replicas: one replica's cost times min.")};
    case MoneyFigure::AtMax:
        return {Words::tr("At max"), Words::tr("An hour at the most replicas: one replica's cost times max.")};
    case MoneyFigure::Step:
        break;
    }
    return {Words::tr("Last change"), Words::tr("What the last change of size added to an hour or took off, at what a replica costs now.")};
}

const char* moneyColumnId(MoneyFigure figure)
{
    switch (figure) {
    case MoneyFigure::Now:
        return "costNow";
    case MoneyFigure::Replica:
        return "costReplica";
    case MoneyFigure::AtMin:
        return "costMin";
    case MoneyFigure::AtMax:
        return "costMax";
    case MoneyFigure::Step:
        break;
    }
    return "costStep";
}

const HourlyCost& figureOf(const AutoscalerMoney& money, MoneyFigure figure)
{
    switch (figure) {
    case MoneyFigure::Now:
        return money.now;
    case MoneyFigure::Replica:
        return money.replica;
    case MoneyFigure::AtMin:
        return money.atMin;
    case MoneyFigure::AtMax:
        return money.atMax;
    case MoneyFigure::Step:
        break;
    }
    return money.step;
}

QString moneyTip(const AutoscalerMoney& money, MoneyFigure figure)
{
    const HourlyCost& cost = figureOf(money, figure);
    const bool byReplica = figure != MoneyFigure::Now;
    const QString step = figure == MoneyFigure::Step ? changeTip(money.change, money.changeWords) : QString();
    return joined({cost.why, step, cost.hourly && byReplica ? money.basis : QString(), moneyWords(figure).help});
}

QStringList moneySentences(const AutoscalerMoney& money)
{
    QStringList lines {money.replica.hourly ? said(Words::tr("One replica %1."), money.replica, money.currency)
                                            : joined({Words::tr("What a replica costs is unknown."), money.replica.why})};
    if (money.replica.hourly && !money.basis.isEmpty())
        lines.front() += QLatin1Char(' ') + money.basis;
    const auto add = [&](const QString& what, const HourlyCost& cost) {
        if (cost.hourly || cost.why != money.replica.why) // not the same reason over and over
            lines << said(what, cost, money.currency);
    };
    add(Words::tr("Now %1."), money.now);
    add(Words::tr("At min %1."), money.atMin);
    add(Words::tr("At max %1."), money.atMax);
    if (const QString step = stepSentence(money.step, money.change, money.changeWords, money.currency); !step.isEmpty())
        lines << step;
    else if (money.unchanged)
        lines << money.step.why;
    else
        add(Words::tr("The last change: %1."), money.step);
    return lines;
}

} // namespace loadline
