// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/pool_rows.h"

#include <map>

namespace loadline {

// Whether a cluster-autoscaler group's name speaks of a pool: it is the pool's name, or has it between other signs
// ("eks-workers-a-1c2d", "aks-workers-123-vmss", ".../gke-prod-workers-1f2e-grp").
bool speaksOf(std::string_view group, std::string_view pool);
// The pool of each group, by name: the longest that its name speaks of, "" none.
std::vector<std::string> poolsOfGroups(const std::vector<AutoscalerGroup>& groups, const std::vector<std::string>& pools);

// The pods that nothing runs because no node has room, told apart by pool as far as anybody said.
struct Waiting {
    std::map<std::string, std::int64_t> byPool;
    std::int64_t elsewhere = 0; // nobody said for which
    QString whyUnknown; // pods are not known
};
Waiting waitingPods(const World& world, const std::vector<std::shared_ptr<PoolRow>>& pools);

struct PoolStateInputs {
    const AutoscalerStatus* autoscaler = nullptr; // of the cluster
    std::vector<const NodeClaim*> claims; // of the pool
    std::int64_t starting = 0; // nodes that are not ready for they are new
    TimePoint now {};
};
// Fills in kind, state and conditions of a row whose figures stand.
void judge(PoolRow& row, const PoolStateInputs& in);
// A NodePool's limits against what is in use, and whether one is reached.
QString limitsText(const NodePool& pool);
bool isFull(const NodePool& pool);

} // namespace loadline
