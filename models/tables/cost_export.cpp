// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cost_export.h"

#include "tables/cells.h"
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
            return row.total ? std::nullopt : std::optional(row.now.cost.*which + row.now.idle.*which);
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
    columns.push_back(amount("HourlyNow", currency, rateDecimals, [](const CostRow& row) { return row.hourly; }));
    columns.push_back(amount("Actual", currency, 2, [](const CostRow& row) { return row.actual; }));
    columns.push_back(amount("Baseline", currency, 2, [](const CostRow& row) { return row.baseline; }));
    columns.push_back(amount("Saved", currency, 2, [](const CostRow& row) { return row.saved; }));
    columns.push_back(number("SavedPercent", [](const CostRow& row) {
        return row.savedPercent ? std::optional(std::round(row.savedPercent->value() * 100) / 100) : std::nullopt;
    }));
    columns.push_back(amount("PotentialMonthly", currency, 2, [](const CostRow& row) { return row.potential; }));
    columns.push_back(number("Efficiency", [](const CostRow& row) {
        return row.efficiency ? std::optional(std::round(*row.efficiency * 10000) / 10000) : std::nullopt;
    }));
}

// Where the saving of the total comes from, in plain numbers.
QString splitText(const CostReport& report)
{
    const auto cents = [&](Money amount) { return qtext(report.terms.currency.of(amount).rounded(2)); };
    const Saving& saving = report.ledger.saving;
    return Words::tr("Saved: %1 = hours not run %2 (of it at zero %3) + spot %4 + machine types %5; realised %6; released by pods %7")
        .arg(cents(saving.total()), cents(saving.hoursNotRun), cents(saving.whileAtZero()), cents(saving.spot), cents(saving.machineTypes),
            cents(report.ledger.realised()), cents(report.ledger.released));
}

} // namespace

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
    if (report.haveLedger)
        head.notes << splitText(report);
    head.notes += report.notes;
    QStringList ids;
    for (const auto& column : columns)
        ids << column.id;
    return exportTable(std::move(head), columns, ids, report.rows);
}

} // namespace loadline
