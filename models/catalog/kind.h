// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/kind_id.h"
#include "cluster/world.h"

#include <span>
#include <string_view>

namespace loadline {

// All that the feed needs to know of a kind, as data: where it is served, how it is read, how often.
struct Kind {
    KindId id {};
    std::string_view group {}; // "" for core
    std::string_view version {};
    std::string_view resource {}; // plural: "horizontalpodautoscalers"
    std::string_view kind {}; // "HorizontalPodAutoscaler"
    bool namespaced = true;
    bool watched = true; // false: polled (the metrics APIs cannot be watched)
    Seconds pollEvery {0};
    // Narrow what is listed: each is a watch of its own, all folded into one table; empty: one watch of everything.
    std::span<const std::string_view> fieldSelectors {};
    std::string_view onlyNamespace {}; // "kube-system" for the autoscaler status; "" any
    std::string_view product {}; // "KEDA": what is not installed when the API is missing; "" for built-ins
    Result<ObjectPtr> (*parse)(Json object, ParseContext& context) = nullptr;
};

// THE list of kinds, in KindId order (checked by a test).
std::span<const Kind> kinds();
const Kind& kindOf(KindId id);
// "/apis/autoscaling/v2/horizontalpodautoscalers" or "/api/v1/namespaces/ns/pods"; `ns` empty: all namespaces.
std::string pathOf(const Kind& kind, std::string_view ns);

} // namespace loadline
