// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/vpa.h"

namespace loadline {

enum class CapacityType { Unknown, OnDemand, Spot, Reserved };

struct Taint {
    std::string key, value, effect;
    bool operator==(const Taint&) const = default;
};

struct Node : Object {
    static constexpr KindId id = KindId::Node;
    std::string providerId;
    std::string kubeletVersion;
    Resources capacity;
    Resources allocatable;
    std::optional<Quantity> allocatablePods;
    std::vector<Taint> taints;
    std::vector<Condition> conditions;
    bool unschedulable = false; // cordoned
    bool operator==(const Node& other) const;
    [[nodiscard]] bool ready() const; // condition Ready is True
};
Result<Node> parseNode(Json object, ParseContext& context);

// Where a node comes from, read from provider labels in the order of autoscaling.md 4.3 and cost.md 1.7:
// Karpenter, then the cloud's managed pools, then third parties; what no label tells stays empty or Unknown (GKE and AKS
// label every spot node, so in their pools the lack of it tells on-demand).
struct NodeIdentity {
    std::string pool; // "" when no label names one
    std::string poolLabel; // the key that named it
    CapacityType capacity = CapacityType::Unknown;
    std::string instanceType, region, zone;
    std::string manager; // "Karpenter", "EKS managed node group", "GKE node pool", ... "" unknown
    bool operator==(const NodeIdentity&) const = default;
};
NodeIdentity identify(const Node& node);

// karpenter.sh/v1
struct NodePool : Object {
    static constexpr KindId id = KindId::NodePool;
    Resources limits;
    std::optional<std::int64_t> nodeLimit; // limits.nodes
    Resources inUse; // status.resources
    std::optional<std::int64_t> nodes; // status.nodes
    std::optional<std::int64_t> replicas; // static pools
    std::int64_t weight = 0;
    std::string consolidationPolicy, consolidateAfter, expireAfter, nodeClass;
    std::vector<std::string> budgets; // "10%", "3 Mon-Fri ..." as short text
    struct Requirement {
        std::string key, op;
        std::vector<std::string> values;
        bool operator==(const Requirement&) const = default;
    };
    std::vector<Requirement> requirements;
    std::vector<std::pair<std::string, std::string>> nodeLabels; // of spec.template: what its nodes will carry
    std::vector<Condition> conditions;
    bool operator==(const NodePool& other) const;
};
Result<NodePool> parseNodePool(Json object, ParseContext& context);

struct NodeClaim : Object {
    static constexpr KindId id = KindId::NodeClaim;
    std::string pool; // label karpenter.sh/nodepool
    std::string nodeName; // "" until registered
    std::string instanceType, zone;
    CapacityType capacityType = CapacityType::Unknown;
    Resources capacity;
    std::vector<Condition> conditions; // Launched, Registered, Initialized, ...
    bool operator==(const NodeClaim& other) const;
};
Result<NodeClaim> parseNodeClaim(Json object, ParseContext& context);

// The cluster-autoscaler status ConfigMap, in its YAML (1.30 and later) or older text form.
struct AutoscalerGroup {
    std::string name;
    std::string health; // "Healthy", "Unhealthy", ...
    std::string scaleUp; // "InProgress", "Backoff", "NoActivity", ...
    std::string scaleDown;
    std::string backoffCode, backoffMessage;
    std::optional<std::int64_t> ready, registered, target, minSize, maxSize;
    std::optional<TimePoint> scaleUpSince;
    bool operator==(const AutoscalerGroup&) const = default;
};
struct AutoscalerStatus : Object {
    static constexpr KindId id = KindId::AutoscalerStatus;
    std::optional<TimePoint> written; // older than 60 s: the autoscaler does not run
    std::string running; // "Running", "Initializing"; "" in the text form
    std::string message;
    std::string health, scaleUp, scaleDown; // cluster-wide
    std::vector<AutoscalerGroup> groups;
    bool operator==(const AutoscalerStatus& other) const;
};
Result<AutoscalerStatus> parseAutoscalerStatus(Json configMap, ParseContext& context);
// The text under the key `status` alone. Never throws; Errors: Malformed with line.
Result<AutoscalerStatus> parseAutoscalerText(std::string_view text);

} // namespace loadline
