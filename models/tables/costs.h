// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/allocation.h"
#include "cost/baseline.h"
#include "cost/groups.h"
#include "cost/ledger_potential.h"
#include "cost/opencost.h"
#include "cost/scenario.h"
#include "cost/workload_type.h"
#include "scaling/removal_requests.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// What the user chose about money; app/settings keeps it.
struct CostSettings {
    PriceSettings prices;
    Terms terms;
    WorkloadTypeRules types = defaultWorkloadTypes();
    Baseline baseline;
    GroupBy by {GroupKind::WorkloadType, {}};
    int windowDays = 30; // of the ledger
    DutyHours duty; // for what schedules could save ...
    std::vector<std::string> dutyTypes {std::string(workload_types::notebooks)}; // ... and of which workload types
    std::vector<Scenario> scenarios; // saved ones
    RequestsAsked requests; // of pods, where it is asked which nodes could go
    bool operator==(const CostSettings&) const = default;
};

// What is known of one cluster's money beside its World.
struct ClusterCosts {
    PriceBook book; // the user's prices and what Prometheus tells of prices now
    std::shared_ptr<const std::vector<UsageDay>> days; // priced, in order, each date at most once; never null
    int daysMissing = 0, daysAll = 0; // still asked for
    std::optional<Error> error; // why days are missing
    std::string source; // who told the days: "monitoring/prometheus-server:80", "" what was recorded
    OpenCostPtr openCost; // null: not asked, or not answered yet
};

// An immutable value handed to pages and exports beside the Worlds.
struct Costs {
    CostSettings settings;
    std::map<std::string, ClusterCosts> clusters; // by World::cluster
    [[nodiscard]] const ClusterCosts* find(const std::string& cluster) const
    {
        const auto at = clusters.find(cluster);
        return at == clusters.end() ? nullptr : &at->second;
    }
    [[nodiscard]] AllocationOptions allocationOptions(const std::string& poolLabel) const { return {poolLabel, settings.types}; }
};
using CostsPtr = std::shared_ptr<const Costs>;

} // namespace loadline
