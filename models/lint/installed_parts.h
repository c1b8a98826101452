// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "manifest/build.h"

namespace loadline {

// What a cluster has of what autoscaling rests on, as far as its APIs and workloads tell.
InstalledParts installedParts(const World& world);

} // namespace loadline
