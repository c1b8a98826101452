// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "metrics/series.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace loadline {

// A change of size that was seen, of a workload's replicas or of a pool's nodes.
struct SizeStep {
    std::optional<TimePoint> at; // absent: it goes on now, or nobody tells when
    std::optional<std::int64_t> from; // absent: nobody tells
    std::int64_t to = 0;
    QString source; // who tells: "its events", "Prometheus (monitoring/prometheus-server:80)"
    bool operator==(const SizeStep&) const = default;
};
QString stepWords(const SizeStep& step, bool utc); // "on 27 Nov 11:02, by its events"; "under way"

// The last changes that history knows, of workloads and pools of all clusters. Asked in two grains: the last day finely,
// and a longer time coarsely for what did not change in it.
class SizeHistory {
public:
    enum class Grain : unsigned char { Fine, Coarse };
    // From the answer to QueryId::WorkloadReplicasAll of that kind, or to QueryId::NodesByPool (kind poolKind).
    void add(Grain grain, const std::string& cluster, const std::string& kind, const SeriesAnswer& answer);
    struct Known {
        std::optional<SizeStep> step; // the last one
        std::int64_t size = 0; // at the end of what is known
        TimePoint from {}, until {}; // what is known
        QString source;
        bool operator==(const Known&) const = default;
    };
    // nullopt: history knows nothing of it.
    [[nodiscard]] std::optional<Known> find(const std::string& cluster, const std::string& ns, const std::string& kind, const std::string& name) const;
    bool operator==(const SizeHistory&) const = default;

private:
    std::unordered_map<std::string, Known> known_[2]; // by grain
};
inline constexpr const char* poolKind = "pool"; // with an empty namespace

// The step that happened last, of what an autoscaler's events and history tell; what both tell has the event's time.
// `named`: an event that names only the new size, where none before it tells the old one.
std::optional<SizeStep> lastStep(
    const std::optional<SizeStep>& events, const std::optional<SizeStep>& named, const std::optional<SizeHistory::Known>& history);

} // namespace loadline
