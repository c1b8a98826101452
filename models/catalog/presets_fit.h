// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// Makes a preset's numbers fit the workload they are for. What is not known of it leaves them as they are.
void fitToCluster(Form& form, const TargetFacts& target);

} // namespace loadline
