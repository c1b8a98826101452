// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/step_wishes.h"

namespace loadline {
namespace {

const QString stepsKey = QStringLiteral("steps/"); // then the grain, the kind and the cluster
const QString fine = QStringLiteral("fine"), coarse = QStringLiteral("coarse");

void add(std::vector<SeriesWish>& wishes, const World& world, const char* kind, const SeriesRequest& request, const QString& grain, Millis window, Millis step)
{
    if (world.now.time_since_epoch() <= window)
        return;
    const TimePoint to {world.now.time_since_epoch() / step * step};
    SeriesRequest asked = request;
    asked.range = {to - window, to};
    asked.step = step;
    wishes.push_back({stepsKey + grain + QLatin1Char('/') + QLatin1String(kind) + QLatin1Char('/') + QString::fromStdString(world.cluster), world.cluster,
        std::move(asked)});
}

} // namespace

std::vector<SeriesWish> stepWishes(StepsOf of, const Worlds& worlds, const Preferences& preferences)
{
    std::vector<SeriesWish> wishes;
    for (const WorldPtr& world : worlds) {
        const auto both = [&](const char* kind, const SeriesRequest& request) {
            add(wishes, *world, kind, request, fine, std::chrono::hours {24}, std::chrono::minutes {5});
            add(wishes, *world, kind, request, coarse, preferences.usageWindow, std::chrono::hours {1});
        };
        if (of == StepsOf::Pools)
            both(poolKind, {QueryId::NodesByPool, {}, {}, {}});
        else
            for (const char* kind : {"Deployment", "StatefulSet"})
                both(kind, {QueryId::WorkloadReplicasAll, {{"kind", kind}}, {}, {}});
    }
    return wishes;
}

bool takeSteps(SizeHistory& sizes, const QString& key, const SeriesAnswer& answer)
{
    if (!key.startsWith(stepsKey) || !answer.complete)
        return false;
    const QString rest = key.mid(stepsKey.size());
    const SizeHistory before = sizes;
    sizes.add(rest.section(QLatin1Char('/'), 0, 0) == fine ? SizeHistory::Grain::Fine : SizeHistory::Grain::Coarse,
        rest.section(QLatin1Char('/'), 2).toStdString(), rest.section(QLatin1Char('/'), 1, 1).toStdString(), answer);
    return !(sizes == before);
}

} // namespace loadline
