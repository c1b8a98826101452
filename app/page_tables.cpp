// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_tables.h"

#include "tables/finding_rows.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/overview.h"
#include "tables/pool_rows.h"
#include "tables/row_money.h"
#include "tables/vpa_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

template <class Row>
Result<ExportTable> finish(Rows<Row> rows, const Columns<Row>& columns, const TableWish& wish, ExportHead head)
{
    QStringList ids, chosen;
    for (const auto& column : columns) {
        ids << column.id;
        if (wish.columns.isEmpty() ? column.shown : wish.columns == QStringList(QStringLiteral("all")))
            chosen << column.id;
    }
    if (chosen.isEmpty())
        chosen = wish.columns;
    for (const QString& id : std::as_const(chosen))
        if (!ids.contains(id))
            return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no column named %1."), {},
                LOADLINE_TR("Error", "The columns are %2."), {id.toStdString(), ids.join(QStringLiteral(", ")).toStdString()}};
    return exportTable(std::move(head), columns, chosen, arrange(std::move(rows), columns, Order {{}, wish.filter}));
}

template <class Row>
Rows<Row> withMoney(Rows<Row> rows, const TableWish& wish)
{
    addMoney(rows, wish.worlds, wish.preferences, *wish.costs, wish.sizes);
    return rows;
}

bool many(const TableWish& wish) { return wish.worlds.size() > 1; }

Result<ExportTable> overview(const TableWish& wish, ExportHead head)
{
    return finish(attentionRows(deriveOverview(wish.worlds, wish.preferences)), overviewColumns(many(wish)), wish, std::move(head));
}
Result<ExportTable> hpa(const TableWish& wish, ExportHead head)
{
    return finish(withMoney(deriveHpas(wish.worlds, wish.preferences), wish), hpaColumns(many(wish)), wish, std::move(head));
}
Result<ExportTable> vpa(const TableWish& wish, ExportHead head)
{
    auto rows = deriveVpas(wish.worlds, wish.preferences);
    addMoney(rows, wish.worlds, wish.preferences, *wish.costs, wish.replicas);
    return finish(std::move(rows), vpaColumns(many(wish)), wish, std::move(head));
}
Result<ExportTable> keda(const TableWish& wish, ExportHead head)
{
    return finish(withMoney(deriveKeda(wish.worlds, wish.preferences), wish), kedaColumns(many(wish)), wish, std::move(head));
}
Result<ExportTable> pools(const TableWish& wish, ExportHead head)
{
    return finish(withMoney(derivePools(wish.worlds, wish.preferences), wish), poolColumns(many(wish)), wish, std::move(head));
}
Result<ExportTable> nodes(const TableWish& wish, ExportHead head)
{
    auto rows = deriveNodes(wish.worlds, wish.preferences, {});
    addMoney(rows, wish.worlds, wish.preferences, *wish.costs);
    return finish(std::move(rows), nodeColumns(many(wish)), wish, std::move(head));
}
Result<ExportTable> findings(const TableWish& wish, ExportHead head)
{
    return finish(deriveFindings(wish.worlds, wish.preferences), findingColumns(many(wish)), wish, std::move(head));
}

using K = KindId;

} // namespace

std::span<const PageTable> pageTables()
{
    static const PageTable tables[] = {
        {"overview", QT_TRANSLATE_NOOP("Pages", "Overview"), {}, {K::Hpa, K::Vpa, K::ScaledObject, K::ScaledJob, K::Node, K::Pod, K::Deployment, K::StatefulSet, K::ReplicaSet, K::Event}, overview},
        {"hpa", QT_TRANSLATE_NOOP("Pages", "Horizontal pod autoscalers"), {K::Hpa}, {K::ScaledObject, K::Deployment, K::StatefulSet, K::ReplicaSet, K::Pod, K::PodMetrics, K::Node, K::Event}, hpa, false, true, false, StepsOf::Workloads},
        {"vpa", QT_TRANSLATE_NOOP("Pages", "Vertical pod autoscalers"), {K::Vpa}, {K::Deployment, K::StatefulSet, K::ReplicaSet, K::Pod, K::PodMetrics, K::Node, K::Hpa}, vpa, false, true, true},
        {"keda", QT_TRANSLATE_NOOP("Pages", "KEDA scalers"), {K::ScaledObject}, {K::ScaledJob, K::Hpa, K::TriggerAuthentication, K::ClusterTriggerAuthentication, K::Deployment, K::StatefulSet, K::ReplicaSet, K::Pod, K::PodMetrics, K::Node, K::Event},
            keda, true, true, false, StepsOf::Workloads},
        {"pools", QT_TRANSLATE_NOOP("Pages", "Node pools"), {K::Node}, {K::Pod, K::NodePool, K::NodeClaim, K::AutoscalerStatus, K::NodeMetrics, K::DisruptionBudget, K::ReplicaSet, K::Vpa, K::Event}, pools, false, true, false, StepsOf::Pools},
        {"nodes", QT_TRANSLATE_NOOP("Pages", "Nodes"), {K::Node}, {K::Pod, K::NodeMetrics, K::DisruptionBudget, K::AutoscalerStatus, K::NodePool, K::ReplicaSet, K::Vpa}, nodes, false, true},
        {"findings", QT_TRANSLATE_NOOP("Pages", "Findings"), {K::Hpa}, {K::Vpa, K::ScaledObject, K::ScaledJob, K::TriggerAuthentication, K::ClusterTriggerAuthentication, K::Node, K::Pod, K::Deployment, K::StatefulSet, K::ReplicaSet, K::DisruptionBudget, K::Quota, K::LimitRange, K::PriorityClass, K::NodePool, K::NodeClaim, K::AutoscalerStatus, K::Event},
            findings},
    };
    return tables;
}

const PageTable* pageTable(std::string_view id)
{
    const auto tables = pageTables();
    const auto at = std::find_if(tables.begin(), tables.end(), [&](const PageTable& table) { return table.id == id; });
    return at == tables.end() ? nullptr : &*at;
}

ExportHead exportHead(const PageTable& table, const Worlds& worlds, const QString& filter)
{
    ExportHead head;
    head.page = QCoreApplication::translate("Pages", table.title);
    head.filter = filter;
    QStringList namespaces;
    for (const WorldPtr& world : worlds) {
        head.clusters << QString::fromStdString(world->cluster);
        head.at = std::max(head.at, world->now);
        for (const auto* kinds : {&table.needs, &table.wants}) {
            for (const KindId kind : *kinds) {
                for (const auto& ns : world->state(kind).namespaces)
                    if (const QString name = QString::fromStdString(ns); !namespaces.contains(name))
                        namespaces << name;
                if (const QString why = whyNot(*world, kind); !why.isEmpty() && !head.notes.contains(why))
                    head.notes << why;
            }
        }
    }
    head.namespaces = namespaces.isEmpty() ? QStringLiteral("all") : namespaces.join(QStringLiteral(", "));
    return head;
}

} // namespace loadline
