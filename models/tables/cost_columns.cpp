// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/cost_parts.h"
#include "tables/money_columns.h"

#include <QCoreApplication>

#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

using MoneyOf = std::function<std::optional<Money>(const CostRow&)>;

// Exact values are decimal text in dollars beside the shown amount, so that sums of an export add up.
Column<CostRow> amountColumn(const char* id, QString title, QString help, const Currency& currency, MoneyStyle style, MoneyOf of)
{
    auto column = moneyColumn<CostRow>(id, std::move(title), std::move(help), 98, currency, style, QStringLiteral("–"), of);
    column.exact = [of, currency](const CostRow& row) -> QJsonValue {
        if (!of(row))
            return QJsonValue::Null;
        return QJsonObject {{QStringLiteral("usd"), qtext(of(row)->decimal())}, {QStringLiteral("amount"), qtext(currency.of(*of(row)).decimal())},
            {QStringLiteral("currency"), qtext(currency.code)}};
    };
    column.tip = [help = column.help](const CostRow& row) { return joined({help, row.why}); };
    return column;
}

Column<CostRow> shareColumn(const char* id, QString title, QString help, std::function<std::optional<double>(const CostRow&)> percent)
{
    auto column = figureColumn<CostRow>(id, std::move(title), std::move(help), 80, Unit::Percent, percent);
    column.text = [percent](const CostRow& row) {
        const auto known = percent(row);
        return known ? figure(std::round(*known), Unit::Percent) : QStringLiteral("–");
    };
    return column;
}

} // namespace

Columns<CostRow> costColumns(const CostReport& report, bool manyClusters, const QString& nameTitle)
{
    const Currency& currency = report.terms.currency;
    const GroupBy by = report.by;
    Columns<CostRow> columns;
    columns.push_back(textColumn<CostRow>("name", nameTitle.isEmpty() ? groupTitle(by) : nameTitle, Words::tr("What the cost is summed by."), 200,
        [by](const CostRow& row) { return !row.label.isEmpty() ? row.label : groupName(by, row.total ? "__total__" : row.key, row.special); }));
    columns.back().strong = true;
    columns.push_back(
        textColumn<CostRow>("cluster", clusterTitle(), clusterHelp(), 120, [](const CostRow& row) { return qtext(row.cluster); }));
    columns.back().shown = manyClusters;
    auto autoscalers = figureColumn<CostRow>("autoscalers", Words::tr("Scalers"),
        Words::tr("Autoscalers: HPAs, ScaledObjects and ScaledJobs that scale these workloads."), 70, Unit::None,
        [](const CostRow& row) { return row.autoscalers > 0 ? std::optional<double>(row.autoscalers) : std::nullopt; });
    autoscalers.text = [](const CostRow& row) { return row.autoscalers > 0 ? QString::number(row.autoscalers) : QString(); };
    columns.push_back(std::move(autoscalers));
    columns.push_back(amountColumn("hourly", Words::tr("Now"), Words::tr("What runs now, an hour: the larger of request and usage, at the price of its node."),
        currency, MoneyStyle::RateCell, [](const CostRow& row) { return row.hourly; }));
    columns.back().text = [rate = columns.back().text](const CostRow& row) { return rateText(row, rate(row)); };
    columns.push_back(amountColumn("actual", Words::tr("Actual"), Words::tr("What ran in the window."), currency, MoneyStyle::Cents,
        [](const CostRow& row) { return row.actual; }));
    columns.push_back(amountColumn("baseline", Words::tr("Baseline"), Words::tr("What would have run by the baseline above."), currency, MoneyStyle::Cents,
        [](const CostRow& row) { return row.baseline; }));
    columns.push_back(amountColumn("saved", Words::tr("Saved"), Words::tr("Baseline less actual; negative when more ran than the baseline."), currency,
        MoneyStyle::Cents, [](const CostRow& row) { return row.saved; }));
    columns.push_back(shareColumn("saved-percent", Words::tr("Saved %"), Words::tr("Saved in percent of the baseline."),
        [](const CostRow& row) { return row.savedPercent ? std::optional(row.savedPercent->value()) : std::nullopt; }));
    columns.push_back(textColumn<CostRow>("rule", Words::tr("Held against"),
        Words::tr("What the baseline is: of pods how many replicas are always on, of nodes how many."),
        96, [](const CostRow& row) { return row.against ? Words::tr("%1 (%2)", "a rule and replicas").arg(ruleWord(row)).arg(*row.against) : ruleWord(row); }));
    columns.back().shown = false;
    const bool scalers = report.haveLedger && (ofScalers(by.kind) || nameTitle == Words::tr("Workload"));
    columns.push_back(amountColumn("by-scaler", Words::tr("By its scaler"),
        Words::tr("What its scaler saved by a rule of its own: an HPA against its peak or max, KEDA against at least one replica, a schedule against what it asks for around the clock. Beside Saved, not part of it."),
        currency, MoneyStyle::Cents, [](const CostRow& row) { return row.byScaler; }));
    columns.back().shown = scalers;
    columns.push_back(textColumn<CostRow>("scaler-rule", Words::tr("Scaler against"), Words::tr("What its scaler is held against, with the replicas that are always on by that."), 96,
        [](const CostRow& row) { return row.scalerAgainst && *row.scalerRule != WorkloadRule::AtLeastOne ? Words::tr("%1 (%2)", "a rule and replicas").arg(scalerRuleWord(row)).arg(*row.scalerAgainst) : scalerRuleWord(row); }));
    columns.back().shown = scalers;
    columns.push_back(amountColumn("potential", Words::tr("Potential"),
        Words::tr("A month, if requests followed the VPAs' targets, at the replicas of the window. Never part of what was saved."), currency,
        MoneyStyle::Cents, [](const CostRow& row) { return row.potential; }));
    columns.push_back(shareColumn("efficiency", Words::tr("Efficiency"),
        Words::tr("Used of requested now, CPU and memory weighted by cost. Above 100 %: more is used than requested."),
        [](const CostRow& row) { return row.efficiency ? std::optional(*row.efficiency * 100) : std::nullopt; }));
    giveRoom(columns, {{"name", 104, 0}, {"cluster", 74, 3}, {"autoscalers", 56, 5}, {"hourly", 74, 0}, {"actual", 82, 0}, {"baseline", 82, 2}, {"saved", 82, 0}, {"by-scaler", 82, 1}, {"scaler-rule", 76, 6},
                          {"saved-percent", 62, 0}, {"potential", 74, 1}, {"efficiency", 72, 4}});
    return columns;
}

} // namespace loadline
