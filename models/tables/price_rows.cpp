// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/price_rows.h"

#include "cost/price_list.h"
#include "tables/cells.h"
#include "tables/money_columns.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Prices)
};

using MoneyOf = std::function<std::optional<Money>(const PriceRow&)>;

Column<PriceRow> priceColumn(const char* id, QString title, QString help, const Currency& currency, MoneyOf of)
{
    auto column = moneyColumn<PriceRow>(id, std::move(title), std::move(help), 100, currency, MoneyStyle::RateCell, unknown(), of);
    column.tone = [of](const PriceRow& row) { return of(row) ? Tone::Normal : Tone::Warn; };
    column.exact = [of](const PriceRow& row) { return of(row) ? QJsonValue(qtext(of(row)->decimal())) : QJsonValue(QJsonValue::Null); };
    return column;
}

Column<PriceRow> ageColumn()
{
    auto column = textColumn<PriceRow>("as-of", Words::tr("Of"), Words::tr("When the price was taken. An old one warns: the limit is a setting."), 170,
        [](const PriceRow& row) { return priceAge(row.price, row.days); });
    column.key = [](const PriceRow& row) { return row.days ? SortKey(double(*row.days)) : SortKey(); };
    column.tone = [](const PriceRow& row) { return row.old ? Tone::Warn : Tone::Normal; };
    return column;
}

} // namespace

QString capacityWord(CapacityType capacity)
{
    switch (capacity) {
    case CapacityType::OnDemand:
        return Words::tr("on demand");
    case CapacityType::Spot:
        return Words::tr("spot");
    case CapacityType::Reserved:
        return Words::tr("reserved");
    case CapacityType::Unknown:
        break;
    }
    return unknown();
}

QStringList priceCaveats(const Price& price)
{
    QStringList parts;
    const auto add = [&](bool holds, const QString& text) {
        if (holds)
            parts << text;
    };
    add(price.estimated, Words::tr("estimate from published savings"));
    add(price.notes.spotUnknown, Words::tr("nobody tells its spot price"));
    add(price.notes.capacityUnknown, Words::tr("spot or not is unknown: as on demand"));
    add(price.notes.otherRegion, Words::tr("another region's price"));
    add(price.notes.spotNotBelowOnDemand, Words::tr("spot is not below on demand"));
    add(price.notes.openCostRefused, Words::tr("OpenCost's price cannot be right: passed over"));
    add(price.notes.offeringRefused, Words::tr("Karpenter's price cannot be right: passed over"));
    add(price.notes.replaced, Words::tr("the list corrected its source"));
    return parts;
}

QString priceAge(const Price& price, const std::optional<std::int64_t>& days)
{
    if (price.source == PriceSource::Unknown)
        return QStringLiteral("–");
    if (price.asOf.empty())
        return price.source == PriceSource::OpenCost || price.source == PriceSource::Karpenter ? Words::tr("live") : Words::tr("no date");
    return days ? Words::tr("%1, %2 d old").arg(qtext(price.asOf)).arg(*days) : qtext(price.asOf);
}

Rows<PriceRow> priceRows(const Allocation& now, std::int64_t staleAfterDays)
{
    Rows<PriceRow> rows;
    rows.reserve(now.nodes.size());
    for (const NodeCost& node : now.nodes) {
        auto row = std::make_shared<PriceRow>();
        row->cluster = now.world->cluster;
        row->name = node.node->meta.name;
        row->id = row->cluster + '/' + row->name;
        row->machine = node.machine;
        row->price = node.price;
        if (node.cost)
            row->paid = node.cost->total();
        row->days = daysSince(node.price.asOf, now.world->now);
        row->old = row->days && *row->days > staleAfterDays;
        rows.push_back(std::move(row));
    }
    return rows;
}

Columns<PriceRow> priceColumns(const Terms& terms, bool manyClusters)
{
    Columns<PriceRow> columns;
    columns.push_back(textColumn<PriceRow>("name", Words::tr("Node"), Words::tr("The node."), 190, [](const PriceRow& row) { return qtext(row.name); }));
    columns.back().strong = true;
    columns.push_back(textColumn<PriceRow>("cluster", clusterTitle(), clusterHelp(), 120, [](const PriceRow& row) { return qtext(row.cluster); }));
    columns.back().shown = manyClusters;
    columns.push_back(textColumn<PriceRow>("pool", Words::tr("Pool"), Words::tr("The node pool."), 110,
        [](const PriceRow& row) { return row.machine.pool.empty() ? QStringLiteral("–") : qtext(row.machine.pool); }));
    columns.push_back(textColumn<PriceRow>("type", Words::tr("Type"), Words::tr("The instance type, by the node's label."), 110,
        [](const PriceRow& row) { return row.machine.instanceType.empty() ? unknown() : qtext(row.machine.instanceType); }));
    columns.push_back(textColumn<PriceRow>("capacity", Words::tr("Capacity"), Words::tr("Spot, on demand or reserved, by the node's labels."), 90,
        [](const PriceRow& row) { return capacityWord(row.machine.capacity); }));
    columns.back().tone = [](const PriceRow& row) {
        return row.machine.capacity == CapacityType::Spot ? Tone::Spot : row.machine.capacity == CapacityType::Unknown ? Tone::Idle : Tone::Normal;
    };
    columns.push_back(priceColumn("list", Words::tr("List"), Words::tr("The price an hour, before your terms."), terms.currency,
        [](const PriceRow& row) { return row.price.hourly; }));
    columns.push_back(priceColumn("paid", Words::tr("Paid"), Words::tr("The price an hour after discounts and commitment."), terms.currency,
        [](const PriceRow& row) { return row.paid; }));
    columns.push_back(textColumn<PriceRow>("source", Words::tr("Source"),
        Words::tr("Tried in this order: your prices, OpenCost, Karpenter's offerings, the bundled list, rates per vCPU and GiB."), 190,
        [](const PriceRow& row) { return sourceName(row.price.source); }));
    columns.back().tip = [](const PriceRow& row) { return priceOrigin(row.price); };
    columns.back().tone = [](const PriceRow& row) { return row.price.source == PriceSource::Unknown ? Tone::Warn : Tone::Normal; };
    columns.push_back(ageColumn());
    columns.push_back(textColumn<PriceRow>("note", Words::tr("To know"), Words::tr("What makes the price less than certain."), 220,
        [](const PriceRow& row) { return priceCaveats(row.price).join(QStringLiteral(", ")); }));
    giveRoom(columns, {{"name", 150, 0}, {"cluster", 90, 5}, {"pool", 80, 3}, {"type", 96, 0}, {"capacity", 86, 0}, {"source", 130, 0}, {"as-of", 140, 0}, {"note", 120, 4}, {"list", 70, 2}});
    return columns;
}

std::vector<SourceSum> sourceSums(const Rows<PriceRow>& rows)
{
    std::map<PriceSource, SourceSum> sums;
    for (const auto& row : rows) {
        SourceSum& sum = sums[row->price.source];
        sum.source = row->price.source;
        ++sum.nodes;
        sum.old += row->old ? 1 : 0;
        sum.paid += row->paid.value_or(Money());
        const std::string& date = row->price.asOf;
        if (date.empty())
            continue;
        sum.oldest = sum.oldest.empty() ? date : std::min(sum.oldest, date);
        sum.newest = std::max(sum.newest, date);
    }
    std::vector<SourceSum> list;
    for (auto& [source, sum] : sums)
        list.push_back(std::move(sum));
    return list;
}

} // namespace loadline
