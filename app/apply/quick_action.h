// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/vpa.h"
#include "cluster/world.h"
#include "manifest/change.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

// Changes that need no form. Each takes the live object (Applier::read) and gives the change to dry-run and apply, with
// what Loadline owns in the object already kept. Errors: Unsupported for another kind, Malformed for impossible numbers.

// How a ScaledObject rests (autoscaling.md 2.1).
struct PauseWish {
    enum class Way { Fully, AtReplicas, ScaleIn, ScaleOut } way = Way::Fully;
    std::int64_t replicas = 0; // AtReplicas
    bool operator==(const PauseWish&) const = default;
};
Result<Change> pauseChange(const Value& live, const PauseWish& wish);
Result<Change> resumeChange(const Value& live); // of every way; Unsupported when nothing is paused

// min and max of an HPA or ScaledObject; none: as it is.
Result<Change> boundsChange(const Value& live, std::optional<std::int64_t> min, std::optional<std::int64_t> max);

// The VPA's targets as requests of the workload's containers, limits in proportion as the VPA does it. `containers`:
// empty means all that have a recommendation. The pods restart.
Result<Change> recommendationChange(
    const Value& workload, const Vpa& vpa, const std::vector<std::string>& containers = {});

// How many pods a workload has, through its scale subresource, so that nobody's ownership changes.
Result<Change> scaleChange(const Value& workload, std::int64_t replicas);
bool isScale(const Change& change);

// The autoscaler that will set the replicas of a workload again, as a sentence's subject: kind and name; none.
std::optional<ManifestRef> autoscalerOf(const World& world, const ManifestRef& workload);

} // namespace loadline
