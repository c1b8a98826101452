// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/tell.h"

namespace loadline {

// What several rules mend with.

// Where a container of the target's pods is written. nullopt: a sidecar of an object whose text is not at hand.
std::optional<FieldPath> containerField(const LintScope& scope, const ScaleTarget& target, std::string_view container);
// The field of a request or limit (`part`: "requests", "limits"); where that place is not known, the list it is in.
FieldPath resourceField(const LintScope& scope, const ScaleTarget& target, std::string_view container, const char* part, std::string_view resource);
// Gives the container the request that it lacks: what a VPA recommends for it, else its limit, else a usual amount.
std::optional<Fix> requestFor(const LintScope& scope, const ScaleTarget& target, const Container& container, const char* resource);
// Makes one pod fit on the largest node, by asking for less in its largest container; a tenth is left for what runs on
// every node. nullopt: that would leave it next to nothing.
std::optional<Fix> shrinkToFit(const LintScope& scope, const ScaleTarget& target, const char* resource);

// As they would be written: to be moved into another object.
Value metricValue(const MetricSpec& spec);
Value triggerValue(const Trigger& trigger);
// The trigger that reads what the metric reads; nullopt: KEDA has none for it.
std::optional<Value> triggerFor(const MetricSpec& spec);
} // namespace loadline
