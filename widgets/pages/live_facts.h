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
    std::string kind;
    QString name; // "HPA api"
    QString path;
    bool operator==(const LiveScaler&) const = default;
};
std::vector<LiveScaler> liveScalers(const World& world, const ManifestRef& target);
// What is there already where a preset would write: the HPA, VPA, ScaledObject or PodDisruptionBudget about the target
// (of several the one that has the preset's name, else the first), else the object of that name.
struct LiveObject {
    std::string name;
    QString path; // of its document
    bool others = false; // it has the name, and steers another workload
    bool operator==(const LiveObject&) const = default;
};
bool isListed(const World& world, const ManifestRef& object); // false too where its kind is not listed
std::optional<LiveObject> liveObjectFor(const World& world, const ManifestRef& target, const ManifestRef& written);

} // namespace loadline
