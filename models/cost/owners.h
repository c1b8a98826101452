// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/workload.h"
#include "cost/allocation.h"

#include <unordered_map>

namespace loadline {

// The workloads that pods belong to, found pod by pod in the World's order.
class Owners {
public:
    explicit Owners(const World& world);
    std::uint32_t indexOf(const Pod& pod);
    // All that were asked for, sorted by (namespace, kind, name), their type and autoscaler filled in; `moved[i]` is
    // the new place of index i.
    std::vector<WorkloadCost> finish(const WorkloadTypeRules& rules, const std::vector<bool>& usesGpu,
        std::vector<std::uint32_t>& moved);

private:
    struct Scaler {
        std::string kind, name;
        std::vector<std::string> words; // for the workload types' rules
    };
    void readScalers();
    [[nodiscard]] WorkloadCost ownerOf(const Pod& pod);
    [[nodiscard]] const ReplicaSet* setOf(const std::string& ns, const std::string& name);
    const World& world_;
    Objects<ReplicaSet> sets_;
    std::size_t nextSet_ = 0; // behind the one last found
    std::vector<WorkloadCost> workloads_;
    std::vector<const Pod*> first_; // a pod of each
    std::unordered_map<std::string, std::uint32_t> byKey_; // "ns/Kind/name"
    std::unordered_map<std::string, Scaler> scalers_; // by the target's "ns/Kind/name"
    const Pod* last_ = nullptr;
    std::uint32_t lastIndex_ = 0;
};

std::string workloadKey(std::string_view ns, std::string_view kind, std::string_view name); // "ns/Kind/name"

} // namespace loadline
