// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/workload_types.h"
#include "cluster/world.h"
#include "manifest/document.h"
#include "metrics/series.h"
#include "tables/column.h"
#include "tables/order.h"

namespace loadline {

// A workload that could be scaled, as the wizard's first step lists it.
struct TargetRow {
    std::string id; // cluster/ns/kind/name
    std::string cluster;
    ManifestRef ref;
    std::int64_t replicas = 0;
    QString scaledBy; // "HPA api, VPA api"; "" nothing
    bool operator==(const TargetRow&) const = default;
};
Rows<TargetRow> deriveTargets(const Worlds& worlds);
Columns<TargetRow> targetColumns(bool manyClusters);

// What the cluster tells of a workload; what it does not tell stays unknown. `world` may be null.
WorkloadFacts workloadFacts(const World* world, const ManifestRef& target);
// The fewest and the most replicas that samples tell; nullopt of none, and of what Loadline recorded by itself since it
// was started, which is no week.
std::optional<TargetFacts::Range> seenReplicas(const SeriesAnswer& answer);
// What a form starts from.
FormFacts formFacts(const World* world, const std::optional<TargetFacts>& target);
// What steers a workload already, with the path of its document: to be changed instead of doubled.
struct LiveScaler {
    QString name; // "HPA api"
    QString path;
    bool operator==(const LiveScaler&) const = default;
};
std::vector<LiveScaler> liveScalers(const World& world, const ManifestRef& target);
// The name of the HPA, VPA, ScaledObject or PodDisruptionBudget that is about it already; "" none or several.
std::string liveNameOf(const World& world, const ManifestRef& target, std::string_view kind);

} // namespace loadline
