// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/what_if_lines.h"

#include "tables/cells.h"

#include <QCoreApplication>

#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WhatIf)
};

constexpr double mostCount = 100'000, mostPrice = 1'000'000;
constexpr int exactDecimals = 6;

std::vector<WhatIfFieldInfo> fields()
{
    using F = WhatIfField;
    const QString percent = QStringLiteral(" %"), hours = Words::tr(" h");
    return {
        {F::Name, QStringLiteral("name"), Words::tr("Line"), Words::tr("A pool of nodes, or a workload of replicas."), {}, 0, 0},
        {F::Baseline, QStringLiteral("baseline"), Words::tr("Always on"), Words::tr("Nodes or replicas that would always run without autoscaling."), {}, mostCount, 1},
        {F::Average, QStringLiteral("average"), Words::tr("Average"), Words::tr("Nodes or replicas on average while it runs."), {}, mostCount, 2},
        {F::Price, QStringLiteral("price"), Words::tr("Price, US $"), Words::tr("Of one node or replica, on demand, in US dollars."), {}, mostPrice, 4},
        {F::Per, QStringLiteral("per"), Words::tr("Per"), Words::tr("What the price is for: an hour or a month."), {}, 0, 0},
        {F::Spot, QStringLiteral("spot"), Words::tr("Spot"), Words::tr("Share of the nodes that run on spot."), percent, 100, 1},
        {F::SpotDiscount, QStringLiteral("spotDiscount"), Words::tr("Spot discount"), Words::tr("What spot takes off the on-demand price."), percent, 100, 1},
        {F::OnDuty, QStringLiteral("onDuty"), Words::tr("On duty"), Words::tr("Hours of a week (168) in which it may run; outside of them nothing runs."), hours, 168, 1},
        {F::AtZero, QStringLiteral("atZero"), Words::tr("At zero"), Words::tr("Of the hours on duty, those in which nothing is to do."), hours, 168, 1},
        {F::TooHigh, QStringLiteral("tooHigh"), Words::tr("Requests too high"), Words::tr("Right-sizing: at 50 %, 1.5 is asked for where 1 is needed."), percent, 500, 1},
        {F::Discount, QStringLiteral("discount"), Words::tr("Discount"), Words::tr("Negotiated, on what runs on demand."), percent, 100, 1},
        {F::Mix, QStringLiteral("mix"), Words::tr("Machine mix"), Words::tr("Machines it runs on instead, with share and price: m7g.large 60 at 0.08; m6i.large 40 at 0.1"), {}, 0, 0},
    };
}

Quantity* numberOf(WhatIfLine& line, WhatIfField field)
{
    switch (field) {
    case WhatIfField::Baseline:
        return &line.baselineCount;
    case WhatIfField::Average:
        return &line.averageCount;
    case WhatIfField::Spot:
        return &line.spotPercent;
    case WhatIfField::SpotDiscount:
        return &line.spotDiscountPercent;
    case WhatIfField::OnDuty:
        return &line.hoursOnDuty;
    case WhatIfField::AtZero:
        return &line.hoursAtZero;
    case WhatIfField::TooHigh:
        return &line.requestsTooHighPercent;
    case WhatIfField::Discount:
        return &line.discountPercent;
    case WhatIfField::Name:
    case WhatIfField::Price:
    case WhatIfField::Per:
    case WhatIfField::Mix:
        break;
    }
    return nullptr;
}

QString perText(PricePer per) { return per == PricePer::Hour ? Words::tr("hour") : Words::tr("month"); }

QString trimmed(double value, int decimals)
{
    QString text = QString::number(value, 'f', decimals);
    if (text.contains(QLatin1Char('.'))) {
        while (text.endsWith(QLatin1Char('0')))
            text.chop(1);
        if (text.endsWith(QLatin1Char('.')))
            text.chop(1);
    }
    return text;
}

Error badMix(const QString& part)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "\"%1\" is no part of a machine mix."), {},
        LOADLINE_TR("Error", "Write name, share and price of each: m7g.large 60 at 0.08; m6i.large 40 at 0.1"), {part.toStdString()}};
}

} // namespace

const std::vector<WhatIfFieldInfo>& whatIfFields()
{
    static const std::vector<WhatIfFieldInfo> all = fields();
    return all;
}

double whatIfNumber(const WhatIfLine& line, WhatIfField field)
{
    if (field == WhatIfField::Price)
        return line.price.value();
    const Quantity* number = numberOf(const_cast<WhatIfLine&>(line), field);
    return number ? number->value() : 0;
}

void setWhatIfNumber(WhatIfLine& line, WhatIfField field, double value)
{
    const std::string text = std::isfinite(value) ? QString::number(std::max(0.0, value), 'f', exactDecimals).toStdString() : "0";
    if (field == WhatIfField::Price) {
        if (const auto price = Money::parse(text))
            line.price = *price;
    } else if (Quantity* number = numberOf(line, field)) {
        if (const auto parsed = Quantity::parse(text))
            *number = *parsed;
    }
}

QString whatIfText(const WhatIfLine& line, WhatIfField field)
{
    switch (field) {
    case WhatIfField::Name:
        return line.name.empty() ? Words::tr("without a pool") : qtext(line.name);
    case WhatIfField::Per:
        return perText(line.per);
    case WhatIfField::Mix:
        return line.mix.empty() ? Words::tr("the same") : mixText(line.mix);
    default:
        break;
    }
    for (const WhatIfFieldInfo& info : whatIfFields())
        if (info.field == field)
            return trimmed(whatIfNumber(line, field), info.decimals) + info.suffix;
    return {};
}

Done setWhatIfText(WhatIfLine& line, WhatIfField field, const QString& text)
{
    if (field == WhatIfField::Name) {
        line.name = text.trimmed().toStdString();
    } else if (field == WhatIfField::Per) {
        line.per = text == perText(PricePer::Month) ? PricePer::Month : PricePer::Hour;
    } else if (field == WhatIfField::Mix) {
        auto mix = parseMix(text);
        if (!mix)
            return mix.error();
        line.mix = std::move(*mix);
    }
    return Done(std::monostate());
}

QString mixText(const std::vector<MixPart>& mix)
{
    QStringList parts;
    for (const MixPart& part : mix)
        parts << QStringLiteral("%1 %2 at %3").arg(part.name.empty() ? QStringLiteral("machine") : qtext(part.name), qtext(part.share.decimal()),
            qtext(part.price.toDecimals(exactDecimals).decimal()));
    return parts.join(QStringLiteral("; "));
}

Result<std::vector<MixPart>> parseMix(const QString& text)
{
    std::vector<MixPart> mix;
    for (const QString& written : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const QStringList words = written.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (words.isEmpty() || (words.size() == 2 && text.simplified() == Words::tr("the same")))
            continue;
        if (words.size() != 4 || words[2] != QLatin1String("at"))
            return badMix(written.simplified());
        const auto share = Quantity::parse(words[1].toStdString());
        const auto price = Money::parse(words[3].toStdString());
        if (!share || !price || *share < Quantity() || price->negative())
            return badMix(written.simplified());
        mix.push_back({words[0].toStdString(), *share, *price});
    }
    return mix;
}

} // namespace loadline
