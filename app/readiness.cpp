// SPDX-License-Identifier: GPL-3.0-or-later
#include "readiness.h"

#include "tables/wording.h"

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

} // namespace loadline
