// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_export.h"

#include "tables/cells.h"
#include "tables/cost_review.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

constexpr int rateDecimals = 6;

Column<CostRow> plain(const char* id, std::function<QString(const CostRow&)> text)
{
    return textColumn<CostRow>(id, QLatin1String(id), {}, 100, std::move(text));
}

Column<CostRow> amount(const char* id, const Currency& currency, int decimals, std::function<std::optional<Money>(const CostRow&)> of)
{
    auto column = plain(id, [of, currency, decimals](const CostRow& row) {
        return of(row) ? qtext(currency.of(*of(row)).rounded(decimals)) : QString();
    });
    column.exact = [of, currency](const CostRow& row) -> QJsonValue {
        return of(row) ? QJsonValue(qtext(currency.of(*of(row)).decimal())) : QJsonValue(QJsonValue::Null);
    };
    return column;
}

Column<CostRow> number(const char* id, std::function<std::optional<double>(const CostRow&)> of)
{
    auto column = plain(id, [of](const CostRow& row) { return of(row) ? QString::number(*of(row), 'g', 12) : QString(); });
    column.exact = [of](const CostRow& row) { return exactOf(of(row)); };
    return column;
}

bool pods(const CostRow& row) { return !row.total && (row.now.pods > 0 || !row.container.empty()); }

std::string partOf(const CostRow& row, std::size_t index)
{
    // "ns/Deployment/api"
    std::size_t from = 0;
    for (std::size_t i = 0; i < index; ++i) {
        from = row.key.find('/', from);
        if (from == std::string::npos)
            return {};
        ++from;
    }
    const auto end = row.key.find('/', from);
    return row.key.substr(from, index == 2 || end == std::string::npos ? std::string::npos : end - from);
}

// OpenCost's names and order (cost.md 1.6); what is not measured stays empty.
void addOpenCost(Columns<CostRow>& columns, const CostReport& report)
{
    const Currency& currency = report.terms.currency;
    const GroupKind kind = report.by.kind;
    const QString date = isoUtc(report.now).left(10);
    columns.push_back(plain("Date", [date](const CostRow&) { return date; }));
    columns.push_back(plain("Namespace", [kind](const CostRow& row) {
        if (!row.pod.empty())
            return qtext(row.pod.substr(0, row.pod.find('/')));
        const bool known = (kind == GroupKind::Namespace || kind == GroupKind::Workload) && row.special == CostGroup::Special::None && !row.total;
        return known ? qtext(partOf(row, 0)) : QString();
    }));
    columns.push_back(plain("ControllerKind", [kind](const CostRow& row) {
        return kind == GroupKind::Workload && !row.total && row.pod.empty() ? qtext(partOf(row, 1)) : QString();
    }));
    columns.push_back(plain("ControllerName", [kind](const CostRow& row) {
        return kind == GroupKind::Workload && !row.total && row.pod.empty() ? qtext(partOf(row, 2)) : QString();
    }));
    columns.push_back(plain("Pod", [](const CostRow& row) { return row.pod.empty() ? QString() : qtext(row.pod.substr(row.pod.find('/') + 1)); }));
    columns.push_back(plain("Container", [](const CostRow& row) { return qtext(row.container); }));
    columns.push_back(number("CPUCoreUsageAverage", [](const CostRow& row) {
        return pods(row) && row.now.cpuEfficiency() ? std::optional(row.now.used.cpu.value()) : std::nullopt;
    }));
    columns.push_back(number("CPUCoreRequestAverage",
        [](const CostRow& row) { return pods(row) ? std::optional(row.now.requested.cpu.value()) : std::nullopt; }));
    columns.push_back(number("RAMBytesUsageAverage", [](const CostRow& row) {
        return pods(row) && row.now.memoryEfficiency() ? std::optional(row.now.used.memory.value()) : std::nullopt;
    }));
    columns.push_back(number("RAMBytesRequestAverage",
        [](const CostRow& row) { return pods(row) ? std::optional(row.now.requested.memory.value()) : std::nullopt; }));
    for (const char* id : {"NetworkReceiveBytes", "NetworkTransferBytes"})
        columns.push_back(plain(id, [](const CostRow&) { return QString(); }));
    columns.push_back(number("GPUs", [](const CostRow& row) { return pods(row) ? std::optional(row.now.requested.gpu.value()) : std::nullopt; }));
    columns.push_back(plain("PVBytes", [](const CostRow&) { return QString(); }));
    const auto part = [&](const char* id, Money CostParts::*which) {
        columns.push_back(amount(id, currency, rateDecimals, [which](const CostRow& row) {
            return row.total || !row.hourly ? std::nullopt : std::optional(row.now.cost.*which + row.now.idle.*which);
        }));
    };
    part("CPUCost", &CostParts::cpu);
    part("RAMCost", &CostParts::memory);
    for (const char* id : {"NetworkCost", "PVCost"})
        columns.push_back(plain(id, [](const CostRow&) { return QString(); }));
    part("GPUCost", &CostParts::gpu);
    columns.push_back(amount("TotalCost", currency, rateDecimals, [](const CostRow& row) { return row.hourly; }));
}

void addOurs(Columns<CostRow>& columns, const CostReport& report)
{
    const Currency& currency = report.terms.currency;
    columns.push_back(plain("Cluster", [](const CostRow& row) { return qtext(row.cluster); }));
    columns.push_back(plain("Group", [by = report.by](const CostRow& row) {
        return !row.label.isEmpty() ? row.label : groupName(by, row.total ? "__total__" : row.key, row.special);
    }));
    columns.push_back(number("Autoscalers", [](const CostRow& row) { return std::optional<double>(row.autoscalers); }));
    columns.push_back(number("Pods", [](const CostRow& row) { return row.total || !row.container.empty() ? std::nullopt : std::optional<double>(double(row.now.pods)); }));
    columns.push_back(number("PodsWaiting", [](const CostRow& row) { return row.total ? std::nullopt : std::optional<double>(double(row.now.pendingPods)); }));
    columns.push_back(number("PodsUnpriced", [](const CostRow& row) { return row.total ? std::nullopt : std::optional<double>(double(row.now.unpricedPods)); }));
    columns.push_back(number("NodesUnpriced", [](const CostRow& row) { return row.total ? std::nullopt : std::optional<double>(double(row.now.unpricedNodes)); }));
    columns.push_back(amount("HourlyNow", currency, rateDecimals, [](const CostRow& row) { return row.hourly; }));
    columns.push_back(amount("Actual", currency, 2, [](const CostRow& row) { return row.actual; }));
    columns.push_back(amount("Baseline", currency, 2, [](const CostRow& row) { return row.baseline; }));
    columns.push_back(amount("Saved", currency, 2, [](const CostRow& row) { return row.saved; }));
    columns.push_back(number("SavedPercent", [](const CostRow& row) {
        return row.savedPercent ? std::optional(std::round(row.savedPercent->value() * 100) / 100) : std::nullopt;
    }));
    columns.push_back(plain("BaselineRule", ruleWord));
    columns.push_back(number("BaselineReplicas", [](const CostRow& row) { return row.against ? std::optional<double>(double(*row.against)) : std::nullopt; }));
    columns.push_back(amount("SavedByScaler", currency, 2, [](const CostRow& row) { return row.byScaler; }));
    columns.push_back(plain("ScalerRule", scalerRuleWord));
    columns.push_back(number("ScalerReplicas", [](const CostRow& row) { return row.scalerAgainst ? std::optional<double>(double(*row.scalerAgainst)) : std::nullopt; }));
    columns.push_back(amount("PotentialMonthly", currency, 2, [](const CostRow& row) { return row.potential; }));
    columns.push_back(number("Efficiency", [](const CostRow& row) {
        return row.efficiency ? std::optional(std::round(*row.efficiency * 10000) / 10000) : std::nullopt;
    }));
}

// Where the saving of the total comes from, in plain numbers.
QString splitText(const CostReport& report)
{
    const auto cents = [&](Money amount) { return qtext(report.terms.currency.of(amount).rounded(2)); };
    const Saving& saving = report.whole;
    return Words::tr("Saved: %1 = hours not run %2 (of it at zero %3) + spot %4 + machine types %5; realised %6; released by pods %7")
        .arg(cents(saving.total()), cents(saving.hoursNotRun), cents(saving.whileAtZero()), cents(saving.spot), cents(saving.machineTypes),
            cents(saving.realised()), cents(report.ledger.released));
}

class Figures {
public:
    explicit Figures(const Currency& currency)
        : currency_(currency)
    {
    }
    void amount(const char* id, const QString& title, const std::optional<Money>& dollars) { add(id, title, qtext(currency_.code), dollars, 2); }
    void monthly(const char* id, const QString& title, const std::optional<Money>& dollars)
    {
        add(id, title, Words::tr("%1 a month").arg(qtext(currency_.code)), dollars, 2);
    }
    void hourly(const char* id, const QString& title, const std::optional<Money>& dollars)
    {
        add(id, title, Words::tr("%1 an hour").arg(qtext(currency_.code)), dollars, rateDecimals);
    }
    void number(const char* id, const QString& title, const QString& unit, const std::optional<double>& value)
    {
        list_.push_back({QLatin1String(id), title, unit, value ? QString::number(std::round(*value * 100) / 100, 'g', 12) : QString(), exactOf(value)});
    }
    [[nodiscard]] std::vector<ExportFigure> take() { return std::move(list_); }

private:
    void add(const char* id, const QString& title, const QString& unit, const std::optional<Money>& dollars, int decimals)
    {
        list_.push_back({QLatin1String(id), title, unit, dollars ? qtext(currency_.of(*dollars).rounded(decimals)) : QString(),
            dollars ? QJsonValue(qtext(currency_.of(*dollars).decimal())) : QJsonValue(QJsonValue::Null)});
    }
    const Currency& currency_;
    std::vector<ExportFigure> list_;
};

} // namespace

std::vector<ExportFigure> costFigures(const CostReport& report)
{
    const auto past = [&](Money amount) { return report.haveLedger ? std::optional(amount) : std::nullopt; };
    const Saving& saving = report.whole;
    Figures figures(report.terms.currency);
    figures.hourly("runRateHourly", Words::tr("Run rate"), report.runRate);
    figures.monthly("runRateMonthly", Words::tr("Run rate"), report.runRate ? std::optional(report.terms.perMonth(*report.runRate)) : std::nullopt);
    figures.amount("sinceMidnight", Words::tr("Since midnight UTC"), report.sinceMidnight);
    figures.amount("monthToDate", Words::tr("Month to date"), report.monthToDate);
    const auto days = [](Millis time) { return std::optional(double(time.count()) / double(dayLength.count())); };
    figures.number("monthDaysKnown", Words::tr("Known of the month to date"), Words::tr("days"), days(report.monthCovered));
    figures.number("monthDays", Words::tr("Month to date"), Words::tr("days"), days(report.monthAsked));
    figures.amount("projectedMonth", Words::tr("Projected month"), report.projectedMonth);
    figures.amount("actual", Words::tr("Actual"), past(saving.actual));
    figures.amount("baseline", Words::tr("Baseline"), past(saving.baseline));
    figures.amount("saved", Words::tr("Saved"), past(saving.total()));
    const auto percent = report.haveLedger ? saving.percent() : std::nullopt;
    figures.number("savedPercent", Words::tr("Saved"), Words::tr("% of the baseline"), percent ? std::optional(percent->value()) : std::nullopt);
    figures.amount("hoursNotRun", Words::tr("Saved by hours not run"), past(saving.hoursNotRun));
    figures.amount("whileAtZero", Words::tr("Of it while at zero"), past(saving.whileAtZero()));
    figures.amount("spot", Words::tr("Saved by spot"), past(saving.spot));
    figures.amount("machineTypes", Words::tr("Saved by machine types"), past(saving.machineTypes));
    figures.amount("realised", Words::tr("Realised savings"), past(saving.realised()));
    figures.amount("released", Words::tr("Released by pods"), past(report.ledger.released));
    figures.amount("lines", Words::tr("Fees, disks and volumes, in actual and baseline alike"), past(report.lines));
    figures.hourly("baselineHourly", Words::tr("Baseline"), report.baselineHourly);
    figures.monthly("potentialRightSizing", Words::tr("Potential by right-sizing"), report.potential.rightSizing);
    figures.monthly("potentialSchedules", Words::tr("Potential by schedules"), report.potential.schedules);
    figures.monthly("potentialSpot", Words::tr("Potential by spot"), report.potential.spot);
    return figures.take();
}

QStringList costCaption(const CostReport& report, const Baseline& baseline)
{
    const Currency& currency = report.terms.currency;
    QStringList lines;
    lines << Words::tr("Window: %1 to %2 (UTC)").arg(isoUtc(report.window.from), isoUtc(report.window.to));
    lines << Words::tr("Baseline: %1").arg(baselineText(baseline));
    if (report.haveLedger)
        lines << Words::tr("Covered: %1 of the window; what is unknown is left out on both sides")
                     .arg(figure(std::floor(report.ledger.coveredPercent().value() * 10) / 10, Unit::Percent));
    lines << (currency.converts() ? Words::tr("Currency: %1, %2 for a US dollar%3")
                                        .arg(qtext(currency.code), qtext(currency.perDollar.decimal()),
                                            currency.asOf.empty() ? QString() : Words::tr(" of %1").arg(qtext(currency.asOf)))
                                  : Words::tr("Currency: USD"));
    lines << Words::tr("Hours in a month: %1").arg(report.terms.hoursPerMonth);
    if (!report.pricesLine.isEmpty())
        lines << report.pricesLine;
    if (!report.coverage.oldest.empty())
        lines << Words::tr("Oldest listed price: %1").arg(qtext(report.coverage.oldest));
    if (!report.sourceLine.isEmpty())
        lines << report.sourceLine;
    return lines;
}

ExportTable costExport(const CostReport& report, const Baseline& baseline)
{
    Columns<CostRow> columns;
    addOurs(columns, report);
    addOpenCost(columns, report);
    ExportHead head;
    head.page = Words::tr("Cost by %1").arg(groupTitle(report.by).toLower());
    head.clusters = report.clusters;
    head.namespaces = QStringLiteral("all");
    head.at = report.now;
    head.notes = costCaption(report, baseline);
    head.notes << Words::tr("Columns named as OpenCost's, from CPUCores to TotalCost, are of one hour at the rate of %1; OpenCost's own files hold sums of their window").arg(isoUtc(report.now));
    head.notes += discountsInWords(report.terms);
    if (report.haveLedger)
        head.notes << splitText(report);
    head.notes += potentialInWords(report);
    head.notes += costUnknowns(report);
    head.figures = costFigures(report);
    QStringList ids;
    for (const auto& column : columns)
        ids << column.id;
    return exportTable(std::move(head), columns, ids, report.rows);
}

} // namespace loadline
