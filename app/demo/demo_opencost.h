// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/api_store.h"
#include "sim/state.h"

namespace loadline {

// The demo's OpenCost: one without a cloud's key, which charges its default prices, spot and reserved machines too.
// Answers /allocation/compute by namespace for the time that its pods have run. `path` is what stands behind the proxy.
ApiAnswer askDemoOpenCost(const SimState& state, const ApiPath& path);

} // namespace loadline
