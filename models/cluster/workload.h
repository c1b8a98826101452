// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/placement.h"
#include "cluster/pod.h"

namespace loadline {

// Deployments, StatefulSets and ReplicaSets alike; each its own kind below.
struct Workload : Object {
    std::int64_t replicas = 1; // spec
    std::optional<std::int64_t> current, ready, available, updated; // status
    Selector selector;
    std::shared_ptr<const PodShape> shape; // of the template; never null
    Placement placement; // of the template
    std::shared_ptr<const Labels> podLabels; // of the template; never null
    std::vector<Condition> conditions;
    bool paused = false;
    bool operator==(const Workload& other) const;
};
struct Deployment : Workload {
    static constexpr KindId id = KindId::Deployment;
};
struct StatefulSet : Workload {
    static constexpr KindId id = KindId::StatefulSet;
};
struct ReplicaSet : Workload {
    static constexpr KindId id = KindId::ReplicaSet;
};
Result<Deployment> parseDeployment(Json object, ParseContext& context);
Result<StatefulSet> parseStatefulSet(Json object, ParseContext& context);
Result<ReplicaSet> parseReplicaSet(Json object, ParseContext& context);

struct DisruptionBudget : Object {
    static constexpr KindId id = KindId::DisruptionBudget;
    Selector selector;
    std::string minAvailable, maxUnavailable; // int or percent, as written; "" absent
    std::optional<std::int64_t> allowed, currentHealthy, desiredHealthy, expected;
    bool operator==(const DisruptionBudget& other) const;
};
Result<DisruptionBudget> parseDisruptionBudget(Json object, ParseContext& context);

struct Quota : Object {
    static constexpr KindId id = KindId::Quota;
    std::vector<std::pair<std::string, Quantity>> hard, used; // sorted by resource name
    bool operator==(const Quota& other) const;
};
Result<Quota> parseQuota(Json object, ParseContext& context);

struct LimitRange : Object {
    static constexpr KindId id = KindId::LimitRange;
    struct Item {
        std::string type; // "Container", "Pod", ...
        Resources min, max, defaultLimit, defaultRequest;
        bool operator==(const Item&) const = default;
    };
    std::vector<Item> items;
    bool operator==(const LimitRange& other) const;
};
Result<LimitRange> parseLimitRange(Json object, ParseContext& context);

struct PriorityClass : Object {
    static constexpr KindId id = KindId::PriorityClass;
    std::int64_t value = 0;
    bool globalDefault = false;
    std::string preemptionPolicy;
    bool operator==(const PriorityClass& other) const;
};
Result<PriorityClass> parsePriorityClass(Json object, ParseContext& context);

// A core/v1 Event about an autoscaler's doing.
struct Event : Object {
    static constexpr KindId id = KindId::Event;
    ObjectRef about; // involvedObject
    Text type; // "Normal", "Warning"
    Text reason; // "SuccessfulRescale"
    std::string message;
    Text source; // component or reportingController
    std::int64_t count = 1;
    TimePoint first {}, last {};
    bool operator==(const Event& other) const;
};
Result<Event> parseEvent(Json object, ParseContext& context);
// "New size: 8; reason: cpu resource utilization (percentage of request) above target" -> 8; nullopt for others.
std::optional<std::int64_t> newSizeOf(const Event& event);

} // namespace loadline
