// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "json/json.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace loadline {

// The names that the adapters behind the metrics APIs list (autoscaling.md 8.3).
struct ServedMetrics {
    using Names = std::set<std::string, std::less<>>;
    std::optional<Names> custom; // "pods/http_requests_per_second"; absent: not known
    std::optional<Names> external; // "queue_length"
    bool operator==(const ServedMetrics&) const = default;
};

// Of the APIResourceList of custom.metrics.k8s.io or external.metrics.k8s.io. Errors: Malformed.
Result<ServedMetrics::Names> readMetricNames(JsonDocument& document, std::string& body);

// Adapters that ask their source only when they are asked list one word instead: "custommetrics", "externalmetrics".
bool listsItsMetrics(const ServedMetrics::Names& names);

} // namespace loadline
