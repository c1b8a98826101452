// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_tables.h"

#include "tables/finding_rows.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/overview.h"
#include "tables/pool_rows.h"
#include "tables/vpa_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

template <class Row>
ExportTable finish(Rows<Row> rows, const Columns<Row>& columns, ExportHead head, const QString& filter)
{
    QStringList shown;
    for (const auto& column : columns)
        if (column.shown)
            shown << column.id;
    return exportTable(std::move(head), columns, shown, arrange(std::move(rows), columns, Order {{}, filter}));
}

ExportTable overview(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter)
{
    return finish(attentionRows(deriveOverview(worlds, preferences)), overviewColumns(worlds.size() > 1), std::move(head), filter);
}
ExportTable hpa(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter)
{
    return finish(deriveHpas(worlds, preferences), hpaColumns(worlds.size() > 1), std::move(head), filter);
}
ExportTable vpa(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter)
{
    return finish(deriveVpas(worlds, preferences), vpaColumns(worlds.size() > 1), std::move(head), filter);
}
ExportTable keda(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter)
{
    return finish(deriveKeda(worlds, preferences), kedaColumns(worlds.size() > 1), std::move(head), filter);
}
ExportTable pools(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter)
{
    return finish(derivePools(worlds, preferences), poolColumns(worlds.size() > 1), std::move(head), filter);
}
ExportTable findings(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter)
{
    return finish(deriveFindings(worlds, preferences), findingColumns(worlds.size() > 1), std::move(head), filter);
}

using K = KindId;

} // namespace

std::span<const PageTable> pageTables()
{
    static const PageTable tables[] = {
        {"overview", QT_TRANSLATE_NOOP("Pages", "Overview"), {}, {K::Hpa, K::Vpa, K::ScaledObject, K::ScaledJob, K::Node, K::Pod, K::Deployment, K::StatefulSet, K::ReplicaSet, K::Event}, overview},
        {"hpa", QT_TRANSLATE_NOOP("Pages", "Horizontal pod autoscalers"), {K::Hpa}, {K::ScaledObject, K::Deployment, K::StatefulSet, K::ReplicaSet, K::Pod, K::Event}, hpa},
        {"vpa", QT_TRANSLATE_NOOP("Pages", "Vertical pod autoscalers"), {K::Vpa}, {K::Deployment, K::StatefulSet, K::ReplicaSet, K::Pod, K::PodMetrics}, vpa},
        {"keda", QT_TRANSLATE_NOOP("Pages", "KEDA scalers"), {K::ScaledObject}, {K::ScaledJob, K::Hpa, K::TriggerAuthentication, K::ClusterTriggerAuthentication, K::Deployment, K::StatefulSet},
            keda, true},
        {"pools", QT_TRANSLATE_NOOP("Pages", "Node pools"), {K::Node}, {K::Pod, K::NodePool, K::NodeClaim, K::AutoscalerStatus, K::NodeMetrics, K::Event}, pools},
        {"findings", QT_TRANSLATE_NOOP("Pages", "Findings"), {K::Hpa}, {K::Vpa, K::ScaledObject, K::ScaledJob, K::TriggerAuthentication, K::ClusterTriggerAuthentication, K::Node, K::Pod, K::Deployment, K::StatefulSet, K::ReplicaSet, K::DisruptionBudget, K::Quota, K::LimitRange, K::PriorityClass, K::NodePool, K::AutoscalerStatus},
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
