// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"

namespace loadline {

// The workload above an owner of pods: the Deployment (or Rollout ...) of a ReplicaSet, else the owner itself. Where
// ReplicaSets are not known, the name "<deployment>-<hash>" tells.
Owner workloadAbove(const World& world, const std::string& ns, const Owner& owner);
struct ReplicaSet;
Owner workloadAbove(const Owner& owner, const ReplicaSet* set); // who has looked for the ReplicaSet; null: it is not known

// The ScaledObject that owns an HPA, by owner reference or KEDA's label; "" none.
std::string scaledObjectNameOf(const Meta& hpa);

} // namespace loadline
