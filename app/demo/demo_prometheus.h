// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/api_store.h"
#include "sim/history.h"

namespace loadline {

// The demo's Prometheus: it knows the named questions of models/metrics and answers them from the simulation's history,
// in the words of Prometheus' HTTP API. `path` is what stands behind the service proxy: "api/v1/query_range?...".
ApiAnswer askDemoPrometheus(History& history, const ApiPath& path, TimePoint now);

} // namespace loadline
