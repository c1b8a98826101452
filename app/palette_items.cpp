// SPDX-License-Identifier: GPL-3.0-or-later
#include "palette_items.h"

#include "cluster/hpa.h"
#include "cluster/node.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "tables/cells.h"
#include "tables/keda_rows.h"

namespace loadline {
namespace {

// `row` is a row's id there, or what the ids of the object's rows begin with.
void add(std::vector<PaletteItem>& items, const World& world, const Meta& meta, const char* page, const QString& kind, const std::string& row)
{
    const std::string where = meta.ns.str().empty() ? world.cluster : world.cluster + " / " + meta.ns.str();
    items.push_back({QStringLiteral("row:%1/%2").arg(QLatin1String(page), QString::fromStdString(row)),
        QString::fromStdString(meta.name), QString::fromStdString(where), kind, {}});
}

} // namespace

std::vector<PaletteItem> paletteItems(const Worlds& worlds)
{
    std::vector<PaletteItem> items;
    for (const WorldPtr& world : worlds) {
        const std::string& cluster = world->cluster;
        for (const auto& hpa : world->all<Hpa>())
            add(items, *world, hpa.meta, "hpa", QStringLiteral("HPA"), rowId(cluster, hpa.meta.ns.str(), hpa.meta.name));
        for (const auto& vpa : world->all<Vpa>())
            add(items, *world, vpa.meta, "vpa", QStringLiteral("VPA"), rowId(cluster, vpa.meta.ns.str(), vpa.meta.name));
        for (const auto& object : world->all<ScaledObject>())
            add(items, *world, object.meta, "keda", QStringLiteral("ScaledObject"),
                kedaGroup(cluster, object.meta.ns.str(), object.meta.name, false));
        for (const auto& job : world->all<ScaledJob>())
            add(items, *world, job.meta, "keda", QStringLiteral("ScaledJob"), kedaGroup(cluster, job.meta.ns.str(), job.meta.name, true));
        for (const auto& pool : world->all<NodePool>())
            add(items, *world, pool.meta, "pools", QStringLiteral("NodePool"), rowId(cluster, {}, pool.meta.name));
    }
    return items;
}

} // namespace loadline
