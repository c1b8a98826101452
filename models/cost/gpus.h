// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/node.h"

namespace loadline {

// What a GPU resource counts for, in slices of one physical GPU's worth where they are comparable: 1 for whole and
// time-sliced GPUs, the compute slices for MIG ("nvidia.com/mig-3g.20gb": 3), 0 for what is no GPU or accelerator.
std::int64_t gpuWeight(std::string_view resource);
// The same of a resource's name as kube-state-metrics spells it ("nvidia_com_mig_3g_20gb").
std::int64_t gpuWeightOfLabel(std::string_view label);
// All GPU resources of a map, weighted.
Quantity gpuSlices(const Resources& resources);
// Physical GPUs of a node: nvidia.com/gpu.count where GPUs are time-sliced or partitioned, else the capacity; virtual
// GPUs (k8s.amazonaws.com/vgpu) are a tenth each (cost.md 1.1).
std::int64_t gpusOf(const Node& node);

} // namespace loadline
