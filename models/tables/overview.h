// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/pool_rows.h"
#include "tables/vpa_rows.h"

namespace loadline {

// Something that needs the user's eye, and where to look.
struct AttentionItem {
    Attention attention = Attention::Warning;
    QString text; // "recommendation-hpa: held at max"
    QString cause;
    Since since;
    QString page; // "hpa", "vpa", "keda", "pools"
    std::string row; // the row's id there
    std::string cluster;
    bool operator==(const AttentionItem&) const = default;
};

// An autoscaler decided: "fraud-detector-hpa 4 → 8: cpu above target".
struct Decision {
    TimePoint at {};
    Since ago;
    QString text;
    Tone tone = Tone::Accent;
    QString page;
    std::string row; // "" where no row belongs to it
    std::string cluster;
    bool operator==(const Decision&) const = default;
};

// How many autoscalers are in which state, for a card.
struct StateCount {
    QString word; // "steady"
    Tone tone = Tone::Normal;
    int count = 0;
    bool operator==(const StateCount&) const = default;
};

struct AutoscalerCard {
    QString page; // where it leads
    QString title; // "Horizontal pod autoscalers"
    std::optional<int> total; // nullopt: not known, see sentences
    std::vector<StateCount> states; // most first
    QStringList sentences; // why it is missing or old; empty when all is well
    bool operator==(const AutoscalerCard&) const = default;
};

struct ClusterSummary {
    std::string cluster, server, version;
    QString trouble; // why the cluster as a whole cannot be read; "" it can
    std::vector<AutoscalerCard> cards; // HPA, VPA, KEDA, pools
    std::optional<int> nodes;
    std::vector<StateCount> capacity; // "spot" 12, "on-demand" 3
    std::vector<std::pair<QString, std::int64_t>> pools; // nodes by pool, most first
    std::vector<AttentionItem> attention; // worst first
    std::vector<Decision> decisions; // newest first
    bool operator==(const ClusterSummary&) const = default;
};

std::vector<ClusterSummary> deriveOverview(const Worlds& worlds, const Preferences& preferences,
    const HpaMemory& memory = {});
// Rows of the attention list, for export of the overview: one table over all clusters.
struct OverviewRow {
    std::string id;
    std::string cluster, ns, name;
    AttentionItem item;
    bool operator==(const OverviewRow&) const = default;
};
Rows<OverviewRow> attentionRows(const std::vector<ClusterSummary>& summaries);
Columns<OverviewRow> overviewColumns(bool manyClusters);

} // namespace loadline
