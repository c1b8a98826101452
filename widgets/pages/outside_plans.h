// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/metric_plans.h"

#include <utility>

namespace loadline {

// Charts for metrics that do not come from the pods' own use: Pods, Object and External metrics as another autoscaler
// of the cluster reads them, queues as another trigger reads them, and queries as they were written. Each with the
// place of its metric or trigger. `object`: the manifest.
std::vector<std::pair<FieldPath, ChartPlan>> outsidePlans(const PlanSubject& subject, const Value& object);

} // namespace loadline
