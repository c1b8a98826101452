// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/hpa.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "demo/api_store.h"
#include "sim/state.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace loadline {

// For the demo's .cpp files alone: pieces of Kubernetes objects as JSON trees, written as an API server writes them.
namespace tree {

using Tree = nlohmann::ordered_json;

Tree metadata(const Meta& meta, const SimState& state);
Tree time(TimePoint time);
std::string cpu(Quantity cores); // "250m", "2"
std::string bytes(Quantity bytes); // "512Mi", or plain
std::string plain(Quantity value); // "12500m", "100"
Tree resources(const Resources& resources);
Tree selector(const Selector& selector);
Tree metricSpec(const MetricSpec& metric);
Tree metricStatus(const MetricStatus& metric);
Tree behavior(const Behavior& behavior);
Tree conditions(const std::vector<Condition>& conditions);
Tree ref(const ObjectRef& ref);
Tree triggers(const std::vector<Trigger>& triggers);
Tree intOrPercent(const std::string& text);

} // namespace tree

ApiDocument document(const Meta& meta, const nlohmann::ordered_json& json);

} // namespace loadline
