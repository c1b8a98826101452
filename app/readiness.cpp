// SPDX-License-Identifier: GPL-3.0-or-later
#include "readiness.h"

#include "tables/wording.h"

#include <algorithm>

namespace loadline {

Readiness readiness(std::span<const KindId> needs, std::span<const KindId> wants, const Worlds& worlds, std::size_t clusters)
{
    Readiness readiness;
    bool waiting = worlds.size() < clusters;
    for (const WorldPtr& world : worlds) {
        const auto loading = [&](KindId kind) {
            const Presence presence = world->state(kind).presence;
            return presence == Presence::NotAsked || presence == Presence::Loading;
        };
        for (const KindId kind : needs) {
            const KindState& state = world->state(kind);
            if (!state.complete() && !loading(kind))
                readiness.error = state.error ? *state.error : Error {Error::Kind::Unsupported, whyNot(*world, kind).toStdString(), "", "", {}};
            else if (loading(kind) && world->trouble)
                readiness.error = world->trouble;
            waiting = waiting || loading(kind);
        }
        for (const KindId kind : wants) {
            if (loading(kind) && world->trouble)
                readiness.error = world->trouble;
            waiting = waiting || loading(kind);
        }
    }
    readiness.ready = !waiting && !readiness.error;
    return readiness;
}

bool isReady(std::span<const KindId> needs, std::span<const KindId> wants, const WorldPtr& world)
{
    return world && readiness(needs, wants, {world}, 1).ready;
}

std::vector<std::pair<KindId, Error>> unread(std::span<const KindId> wants, const World& world)
{
    std::vector<std::pair<KindId, Error>> unread;
    for (const KindId kind : wants)
        if (const KindState& state = world.state(kind); state.presence == Presence::Refused || state.presence == Presence::Failed)
            unread.emplace_back(kind, state.error ? *state.error : Error {Error::Kind::Unsupported, whyNot(world, kind).toStdString(), "", "", {}});
    return unread;
}

std::optional<Error> cannotBeAsked(std::span<const KindId> wants, const World& world)
{
    if (std::any_of(wants.begin(), wants.end(), [&](KindId kind) { return world.state(kind).complete(); }))
        return std::nullopt;
    if (world.trouble)
        return world.trouble;
    const auto refused = unread(wants, world);
    return refused.empty() ? std::nullopt : std::optional(refused.front().second);
}

WorldPtr worldOf(const Worlds& worlds, const std::string& cluster)
{
    const auto at = std::find_if(worlds.begin(), worlds.end(), [&](const WorldPtr& world) { return world && world->cluster == cluster; });
    return at == worlds.end() ? nullptr : *at;
}

} // namespace loadline
