// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/replica_wishes.h"

#include "cluster/vpa.h"

namespace loadline {
namespace {
const QString replicasKey = QStringLiteral("replicas/"); // then the kind, then the cluster
}

std::vector<SeriesWish> replicaWishes(const Worlds& worlds, const Preferences& preferences)
{
    constexpr Millis every = std::chrono::hours {1};
    std::vector<SeriesWish> wishes;
    for (const WorldPtr& world : worlds) {
        if (world->all<Vpa>().empty() || world->now.time_since_epoch() <= preferences.usageWindow)
            continue;
        const TimePoint to {world->now.time_since_epoch() / every * every};
        for (const char* kind : {"Deployment", "StatefulSet"})
            wishes.push_back({replicasKey + QLatin1String(kind) + QLatin1Char('/') + QString::fromStdString(world->cluster), world->cluster,
                {QueryId::WorkloadReplicasAll, {{"kind", kind}}, {to - preferences.usageWindow, to}, every}});
    }
    return wishes;
}

bool takeReplicas(AverageReplicas& averages, const QString& key, const SeriesAnswer& answer)
{
    if (!key.startsWith(replicasKey) || !answer.complete)
        return false;
    const QString rest = key.mid(replicasKey.size());
    const auto before = averages;
    addAverages(averages, rest.section(QLatin1Char('/'), 1).toStdString(), rest.section(QLatin1Char('/'), 0, 0).toStdString(), answer.series);
    return averages != before;
}

} // namespace loadline
