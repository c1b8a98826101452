// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/meta.h"

#include <string>
#include <utility>
#include <vector>

namespace loadline {

// Which nodes a pod template asks for, as far as labels tell: spec.nodeSelector, and its required node affinity, of whose
// terms one must hold. What compares numbers (Gt, Lt) or fields of a node is left out: it rules nothing out.
struct Placement {
    std::vector<std::pair<std::string, std::string>> labels; // sorted by key
    std::vector<std::vector<Selector::Requirement>> anyOf;
    [[nodiscard]] bool empty() const { return labels.empty() && anyOf.empty(); }
    bool operator==(const Placement&) const = default;
};
Placement readPlacement(Json podSpec);
bool allows(const Placement& placement, const Labels& nodeLabels);
std::string placementText(const Placement& placement); // "pool=gpu-training, accelerator in (a100, h100)"

} // namespace loadline
