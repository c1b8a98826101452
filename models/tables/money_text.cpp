// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/money_text.h"

#include "tables/cells.h"

#include <QCoreApplication>

#include <array>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Money)
};

constexpr QChar minus(0x2212), thin(0x2009);

QString signOf(const std::string& code)
{
    struct Sign {
        const char* code;
        char16_t sign;
    };
    constexpr std::array<Sign, 6> signs {
        {{"USD", u'$'}, {"EUR", u'€'}, {"GBP", u'£'}, {"JPY", u'¥'}, {"INR", u'₹'}, {"KRW", u'₩'}}};
    for (const Sign& known : signs)
        if (code == known.code)
            return QString(QChar(known.sign));
    return qtext(code) + thin;
}

QString grouped(const QString& digits)
{
    const auto point = digits.indexOf(QLatin1Char('.'));
    QString whole = point < 0 ? digits : digits.left(point);
    for (qsizetype at = whole.size() - 3; at > 0; at -= 3)
        whole.insert(at, QLatin1Char(','));
    return point < 0 ? whole : whole + digits.mid(point);
}

int decimalsFor(Money amount, MoneyStyle style)
{
    const Money size = amount.absolute();
    const bool none = size.isZero();
    if (style == MoneyStyle::Cents)
        return 2;
    if (style == MoneyStyle::RateCell)
        return !none && size.rounded(3) == "0.000" ? 5 : 3;
    if (style == MoneyStyle::Rate)
        return none ? 2 : size < Money::fromCents(1) ? 5 : size < Money::fromWhole(1) ? 3 : 2;
    if (!none && size < Money::fromCents(10))
        return 4;
    return size < Money::fromWhole(1000) ? 2 : 0;
}

QString text(Money dollars, const Currency& currency, MoneyStyle style, bool plus)
{
    const Money amount = currency.of(dollars);
    const int decimals = decimalsFor(amount, style);
    const Money shown = amount.toDecimals(decimals);
    QString out;
    if (shown.negative())
        out += minus;
    else if (plus && !shown.isZero())
        out += QLatin1Char('+');
    out += signOf(currency.code) + grouped(qtext(shown.absolute().rounded(decimals)));
    return style == MoneyStyle::Rate || style == MoneyStyle::RateCell ? out + Words::tr("/h", "per hour, after an amount of money") : out;
}

} // namespace

QString moneyText(Money dollars, const Currency& currency, MoneyStyle style) { return text(dollars, currency, style, false); }

QString moneyText(const std::optional<Money>& dollars, const Currency& currency, MoneyStyle style)
{
    return dollars ? moneyText(*dollars, currency, style) : unknown();
}

QString moneyChange(Money dollars, const Currency& currency, MoneyStyle style) { return text(dollars, currency, style, true); }

QString phraseText(const Phrase& phrase, const char* scope)
{
    QString out = QCoreApplication::translate(scope, phrase.text.c_str());
    for (int i = 0; i < int(phrase.args.size()); ++i)
        out.replace(QLatin1Char('%') + QString::number(i + 1), qtext(phrase.args[std::size_t(i)]));
    return out;
}

QString sourceName(PriceSource source)
{
    switch (source) {
    case PriceSource::User:
        return Words::tr("your prices");
    case PriceSource::OpenCost:
        return Words::tr("OpenCost");
    case PriceSource::Karpenter:
        return Words::tr("Karpenter offerings");
    case PriceSource::BundledRegion:
        return Words::tr("bundled list");
    case PriceSource::BundledOther:
        return Words::tr("bundled list of another region");
    case PriceSource::Rates:
        return Words::tr("rates per vCPU and GiB");
    case PriceSource::Unknown:
        break;
    }
    return unknown();
}

QString priceOrigin(const Price& price)
{
    QStringList parts {price.detail.empty() ? sourceName(price.source) : qtext(price.detail)};
    if (price.source == PriceSource::Unknown)
        return Words::tr("No source knows a price.");
    parts << (price.asOf.empty() ? Words::tr("live") : Words::tr("of %1").arg(qtext(price.asOf)));
    if (price.estimated)
        parts << Words::tr("spot estimated from published savings");
    return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

} // namespace loadline
