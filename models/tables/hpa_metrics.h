// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/scaled_object.h"
#include "scaling/behavior.h"
#include "tables/hpa_causes.h"
#include "tables/hpa_rows.h"

#include <span>

namespace loadline {

// What stands around an HPA that its metrics are read with.
struct HpaSurroundings {
    const ScaledObject* scaledObject = nullptr; // that owns it
    const Workload* workload = nullptr; // the target
    std::span<const Event* const> failures; // recent events of metrics that failed, newest first
    EffectiveBehavior behavior;
};

std::vector<HpaMetric> metricsOf(const Hpa& hpa, const HpaSurroundings& around);
// The size a metric asks for when the target has `replicas`, of which a Value target counts the ready ones only: that
// size within the tolerance; nullopt where its value is
// unknown or its target zero. The controller counts pods more finely; this is its arithmetic on what the status tells.
std::optional<std::int64_t> proposalOf(const HpaMetric& metric, std::int64_t replicas, const EffectiveBehavior& behavior);
bool withinTolerance(const HpaMetric& metric, const EffectiveBehavior& behavior);
// What a custom metric counts, as far as its name tells: "_bytes", "_seconds", "_per_second".
Unit unitOfName(std::string_view metric);
Unit unitOfResource(std::string_view resource, bool utilization);
// The index in "s3-rabbitmq-queue", KEDA's way to name an external metric; nullopt for other names.
std::optional<std::size_t> triggerIndexOf(std::string_view metric);
std::string withoutTriggerIndex(const std::string& metric); // "rabbitmq-queue"

} // namespace loadline
