// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "manifest/form.h"
#include "pages/chart_plan.h"

namespace loadline {

// What the metrics of an autoscaler that is being written looked like, with their targets drawn on them: charts that
// ask for what the target workload used, what others read of the same queue or metric, what a query gives, and how many
// replicas it had between the bounds. That of the field `current` comes first, at most `most`. Empty where the manifest
// scales nothing. `world` may be null: then only queries and resources are asked for.
struct PlanSubject {
    std::string cluster;
    const World* world = nullptr;
    FormFacts facts;
};
std::vector<ChartPlan> metricPlans(const PlanSubject& subject, const Document& manifest, const FieldPath& current, std::size_t most);

// "0.2 to 1.4 cores, half of the time under 0.5 cores" of the samples; "" of none.
QString rangeWords(const std::vector<Sample>& samples, Unit unit);
// The same of an answer's samples; of what Loadline recorded by itself it says that this is no week.
QString seenWords(const SeriesAnswer* answer, const std::vector<Sample>& samples, Unit unit);

} // namespace loadline
