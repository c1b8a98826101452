// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger.h"
#include "cost/terms.h"

namespace loadline {

// What one of the user's lines beside the nodes came to over a window.
struct LineSum {
    std::string what; // as CostLine
    Money amount;
    bool operator==(const LineSum&) const = default;
};
// Fees, load balancers and volumes for as long as the cluster is known to have run, at what they cost now; a boot disk
// for each node for as long as the node ran. They stand on both sides of a comparison: nothing of them is ever saved.
std::vector<LineSum> linesOver(const Terms& terms, Millis covered, NodeTime nodes);
Money sumOf(const std::vector<LineSum>& lines);

} // namespace loadline
