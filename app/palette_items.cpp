// SPDX-License-Identifier: GPL-3.0-or-later
#include "palette_items.h"

#include "cluster/hpa.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"

namespace loadline {
namespace {

template <class T>
void add(std::vector<PaletteItem>& items, const World& world, const QString& page, const QString& kind)
{
    for (const T& object : world.all<T>()) {
        const std::string id = world.cluster + "/" + object.meta.ns.str() + "/" + object.meta.name;
        items.push_back({QStringLiteral("row:") + page + u':' + QString::fromStdString(id), QString::fromStdString(object.meta.name),
            QString::fromStdString(world.cluster + " / " + object.meta.ns.str()), kind, {}});
    }
}

} // namespace

std::vector<PaletteItem> paletteItems(const Worlds& worlds)
{
    std::vector<PaletteItem> items;
    for (const WorldPtr& world : worlds) {
        add<Hpa>(items, *world, QStringLiteral("hpa"), QStringLiteral("HPA"));
        add<Vpa>(items, *world, QStringLiteral("vpa"), QStringLiteral("VPA"));
        add<ScaledObject>(items, *world, QStringLiteral("keda"), QStringLiteral("ScaledObject"));
        add<ScaledJob>(items, *world, QStringLiteral("keda"), QStringLiteral("ScaledJob"));
    }
    return items;
}

} // namespace loadline
