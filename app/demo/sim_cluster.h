// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/api_store.h"
#include "demo/demo_past.h"
#include "demo/sim_writes.h"
#include "net/transport.h"
#include "sim/history.h"
#include "sim/simulation.h"

#include <memory>
#include <string>

namespace loadline {

// One cluster of the demo: its simulation, the API server that shows it, its Prometheus and its metrics APIs. One
// thread uses it.
class SimCluster {
public:
    // The cluster behind a server of demoKubeconfig(); null for others.
    static std::unique_ptr<SimCluster> make(const std::string& server, std::uint64_t seed, TimePoint epoch);

    // What was written to this server before is there again.
    void restore(const std::string& server, const std::vector<DemoWrite>& past, TimePoint now);
    void advance(TimePoint now); // the simulation to now, and what changed to the documents
    [[nodiscard]] ApiStore& store() { return store_; }
    [[nodiscard]] ApiAnswer get(const ApiPath& path, TimePoint now);
    // Everything but GET: patches, deletes, and reviews of what one may do.
    [[nodiscard]] ApiAnswer write(const Request& request, const ApiPath& path, TimePoint now);

private:
    SimCluster(std::shared_ptr<const SimPlan> plan, std::uint64_t seed, TimePoint epoch);
    void show();
    [[nodiscard]] ApiAnswer externalMetric(const ApiPath& path) const;
    std::shared_ptr<const SimPlan> plan_;
    Simulation simulation_;
    History history_;
    ApiStore store_;
    SimWrites writes_;
    bool shown_ = false;
};

} // namespace loadline
