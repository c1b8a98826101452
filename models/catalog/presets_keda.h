// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// What a preset's HPA says, as a ScaledObject says it, for a workload that KEDA scales already: its range, how fast, and
// triggers for what it measures of CPU and memory. What it would ask an adapter for has no trigger of its own.
struct HpaForKeda {
    Form form; // of the ScaledObject
    std::vector<std::string> leftOut; // names of metrics
};
HpaForKeda asScaledObject(const Form& hpa);
// The ScaledObject takes over the HPA of this name as it is: nothing is deleted, and never do two scale one workload.
void takeOverHpa(Form& scaledObject, const std::string& hpa);

} // namespace loadline
