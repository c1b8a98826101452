// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"
#include "pages/chart_plan.h"

namespace loadline {

// What the metric of an autoscaler that is being written looked like, with the target drawn on it: charts that ask for
// what the target workload used, and how many replicas it had between the bounds. Empty where the manifest names none.
std::vector<ChartPlan> metricPlans(const std::string& cluster, const FormFacts& facts, const Document& manifest);

// "Between 0.2 and 1.4 cores, mostly around 0.5." of the samples; "" of none.
QString rangeWords(const std::vector<Sample>& samples, Unit unit);

} // namespace loadline
