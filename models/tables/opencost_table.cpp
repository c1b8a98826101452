// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/opencost_table.h"

#include "tables/cells.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(OpenCostTable)
};

constexpr std::array terms {CostTerm::Window, CostTerm::Amount, CostTerm::Price, CostTerm::Gpu, CostTerm::Idle, CostTerm::Discount,
    CostTerm::Extras, CostTerm::Rest};

Money sizeOf(const CostComparison& comparison)
{
    const Money difference = comparison.theirs.value_or(Money()) - comparison.ours.value_or(Money());
    return difference.negative() ? -difference : difference;
}

} // namespace

QString termName(CostTerm term)
{
    switch (term) {
    case CostTerm::Window:
        return Words::tr("other hours");
    case CostTerm::Amount:
        return Words::tr("amounts, mean against now");
    case CostTerm::Price:
        return Words::tr("prices");
    case CostTerm::Gpu:
        return Words::tr("GPUs");
    case CostTerm::Idle:
        return Words::tr("idle");
    case CostTerm::Discount:
        return Words::tr("adjustment to the bill");
    case CostTerm::Extras:
        return Words::tr("network, volumes and others");
    case CostTerm::Rest:
        break;
    }
    return Words::tr("rest");
}

ExportTable openCostTable(std::vector<CostComparison> comparisons, const Currency& currency, ExportHead head)
{
    std::stable_sort(comparisons.begin(), comparisons.end(),
        [](const CostComparison& a, const CostComparison& b) { return sizeOf(a) > sizeOf(b); });
    ExportTable table;
    table.head = std::move(head);
    table.ids = {QStringLiteral("name"), QStringLiteral("ours"), QStringLiteral("theirs"), QStringLiteral("difference")};
    table.titles = {nameTitle(), Words::tr("Loadline"), Words::tr("OpenCost"), Words::tr("OpenCost is higher by")};
    for (const CostTerm term : terms) {
        table.ids << QStringLiteral("term%1").arg(int(term));
        table.titles << Words::tr("of it: %1").arg(termName(term));
    }
    for (const CostComparison& comparison : comparisons) {
        QStringList texts {qtext(comparison.name)};
        std::vector<QJsonValue> exact {QJsonValue(QJsonValue::Undefined)};
        const auto add = [&](const std::optional<Money>& amount, const QString& absent) {
            texts << (amount ? moneyText(*amount, currency, MoneyStyle::Cents) : absent);
            exact.push_back(amount ? QJsonValue(qtext(currency.of(*amount).decimal())) : QJsonValue());
        };
        add(comparison.ours, Words::tr("not in Loadline's figures"));
        add(comparison.theirs, Words::tr("not in OpenCost's figures"));
        add(comparison.difference(), unknown());
        for (const CostTerm term : terms) {
            const auto at = std::find_if(comparison.terms.begin(), comparison.terms.end(), [&](const auto& t) { return t.first == term; });
            const bool both = comparison.ours && comparison.theirs;
            add(at != comparison.terms.end() ? std::optional(at->second) : both ? std::optional(Money()) : std::nullopt, unknown());
        }
        table.texts.push_back(std::move(texts));
        table.exact.push_back(std::move(exact));
    }
    return table;
}

} // namespace loadline
