// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/vpa.h"

namespace loadline {

struct Container {
    std::string name;
    Resources requests; // as the server sets them: a limit where no request is written
    Resources limits;
    bool sidecar = false; // an init container with restartPolicy Always
    bool operator==(const Container&) const = default;
};

// What the pods of one ReplicaSet share; one instance for all of them.
struct PodShape {
    std::vector<Container> containers; // containers, then sidecars; plain init containers only in initPeak
    Resources initPeak; // the largest plain init container with the sidecars started before it, per resource
    Resources podRequests; // spec.resources.requests (PodLevelResources), else empty
    Resources overhead;
    std::string priorityClass;
    bool operator==(const PodShape&) const = default;
};
// What the scheduler reserves: max(sum of containers and sidecars, initPeak) + overhead, or the pod-level request.
Resources requestsOf(const PodShape& shape);
const Container* find(const std::vector<Container>& containers, std::string_view name);

enum class PodPhase : unsigned char { Unknown, Pending, Running, Succeeded, Failed };

// A pod, projected to what autoscaling and cost need.
struct Pod : Object {
    static constexpr KindId id = KindId::Pod;
    Text node; // "" while unscheduled
    std::shared_ptr<const PodShape> shape; // never null
    PodPhase phase = PodPhase::Unknown;
    Truth ready = Truth::Unknown;
    std::int32_t restarts = 0;
    std::optional<TimePoint> readySince; // lastTransitionTime of Ready
    std::optional<TimePoint> started; // status.startTime
    Text trouble; // why it is not running: "Unschedulable: 0/3 nodes ...", "CrashLoopBackOff", "OOMKilled" ...; shared
    bool unschedulable = false;
    bool oomKilled = false; // a container's last termination
    bool operator==(const Pod& other) const;
};
Result<Pod> parsePod(Json object, ParseContext& context);

// metrics.k8s.io/v1beta1
struct ContainerUsage {
    Text container;
    std::optional<Quantity> cpu; // cores
    std::optional<Quantity> memory; // bytes, working set
    bool operator==(const ContainerUsage&) const = default;
};
struct PodMetrics : Object {
    static constexpr KindId id = KindId::PodMetrics;
    TimePoint at {};
    Millis window {};
    std::vector<ContainerUsage> containers;
    bool operator==(const PodMetrics& other) const;
};
Result<PodMetrics> parsePodMetrics(Json object, ParseContext& context);
struct NodeMetrics : Object {
    static constexpr KindId id = KindId::NodeMetrics;
    TimePoint at {};
    Millis window {};
    std::optional<Quantity> cpu, memory;
    bool operator==(const NodeMetrics& other) const;
};
Result<NodeMetrics> parseNodeMetrics(Json object, ParseContext& context);

} // namespace loadline
