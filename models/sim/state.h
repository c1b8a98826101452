// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/node.h"
#include "cluster/workload.h"
#include "scaling/hpa_decision.h"
#include "scaling/keda_decision.h"
#include "scaling/packing.h"
#include "scaling/vpa_estimate.h"
#include "sim/plan.h"
#include "sim/random.h"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// What changes in a simulated cluster. Plain values; the controllers (loops.h) read and write them in turn, as the
// real ones do through the API server.

struct SimPod {
    std::string name;
    std::string owner; // Job: its name; else empty (the workload tells)
    int node = -1; // index of SimState::nodes' slot; -1 unscheduled
    TimePoint created {};
    std::optional<TimePoint> scheduled, started, deleting;
    TimePoint readySince {}; // or unready since
    PodPhase phase = PodPhase::Pending;
    bool ready = false;
    bool unschedulable = false;
    std::string trouble; // why it is unschedulable
    int restarts = 0;
    std::optional<TimePoint> ends; // Job: when it is done
    double cpu = 0, memory = 0; // in use now, all containers
    std::size_t shape = 0; // index of its workload's shapes
    std::uint64_t grain = 0; // makes it a little different from its twins
};

// What the containers of a pod request and may use; a VPA makes pods of one workload differ.
struct SimShape {
    struct Sizes {
        Resources requests, limits;
        bool operator==(const Sizes&) const = default;
    };
    std::vector<Sizes> containers;
    Footprint need;
    bool operator==(const SimShape&) const = default;
};

struct SimWorkload {
    std::int64_t replicas = 0; // spec
    std::int64_t ready = 0; // counted after every step
    std::vector<SimPod> pods; // in order of creation
    std::string hash; // pod-template-hash or controller revision
    std::int64_t generation = 1;
    TimePoint created {};
    TimePoint available {}; // since when the Available condition holds its value
    std::vector<SimShape> shapes; // the template's first
    std::size_t shape = 0; // what new pods get
    // The load now.
    double arriving = 0; // units a second
    double each = 0; // units a second on one ready pod
    double queue = 0; // Drain
    double latency = 0; // p95, seconds
};

struct SimNode {
    bool present = false; // a free slot otherwise
    std::string name, claim, instanceId, zone, address;
    std::size_t pool = 0;
    TimePoint created {};
    TimePoint readyAt {};
    bool registered = false; // known to the API server
    bool ready = false;
    bool cordoned = false;
    std::optional<TimePoint> draining;
    std::optional<TimePoint> unneededSince;
    Footprint room; // allocatable
    Footprint free;
    double cpu = 0, memory = 0; // in use now
};

struct SimPool {
    std::int64_t target = 0; // what the autoscaler asked the cloud for
    std::optional<TimePoint> scaleUpSince;
    bool candidates = false; // a node is of no use and waits to go
    bool full = false; // pods wait, and max is reached
    TimePoint lastScaleDown {};
};

struct SimHpa {
    Hpa object;
    ScalingLog log;
    bool targetExists = true;
    std::size_t workload = 0;
    std::optional<std::size_t> scaledObject; // KEDA owns it
    bool present = true; // KEDA deletes the HPA of a paused ScaledObject
    HpaDecision last; // the latest pass
    std::string targetKind, targetName; // for messages
};

struct SimScaledObject {
    ScaledObject object;
    std::size_t workload = 0;
    std::vector<std::int64_t> failures;
    std::vector<std::optional<Quantity>> values; // at the last poll, fallback included
    std::vector<bool> active;
    KedaDecision last;
    TimePoint nextPoll {};
    std::int64_t originalReplicas = 1;
    bool deleted = false; // by a user; its place stays, as the plan's does
};

struct SimScaledJob {
    ScaledJob object;
    JobDecision last;
    std::vector<std::optional<Quantity>> values;
    TimePoint nextPoll {};
};

struct SimVpa {
    Vpa object;
    std::vector<ContainerUsageModel> models; // one per container
    TimePoint nextRun {};
    TimePoint nextEviction {};
    bool deleted = false; // by a user
};

struct SimBudget {
    DisruptionBudget object; // with status
    std::size_t workload = 0;
};

// What a controller did to an object, for whoever serves watches. Kept only while `journal` is on.
struct SimTouch {
    KindId kind {};
    ObjectKey key;
    bool deleted = false;
    bool operator==(const SimTouch&) const = default;
};

struct SimState {
    explicit SimState(const SimPlan& blueprint, std::uint64_t seedValue)
        : plan(&blueprint)
        , seed(seedValue)
        , dice(mixed(seedValue, 1))
    {
    }
    const SimPlan* plan; // outlives the state
    std::uint64_t seed;
    Dice dice;
    TimePoint now {};
    TimePoint born {}; // when this run began: what is older is told as older
    std::vector<SimWorkload> workloads; // as in the plan
    std::vector<SimNode> nodes; // slots
    std::vector<SimPool> pools; // as in the plan
    std::vector<SimHpa> hpas;
    std::vector<SimScaledObject> scaledObjects;
    std::vector<SimScaledJob> scaledJobs;
    std::vector<SimVpa> vpas;
    std::vector<SimBudget> budgets;
    std::vector<Quota> quotas; // with what is used
    std::deque<Event> events; // oldest first
    // Statuses, conditions and events are written only where somebody can see them; history needs the sizes alone.
    bool told = true;
    bool journal = false;
    std::vector<SimTouch> touched;
    TimePoint nextScaleDown {};
    std::uint64_t moves = 0; // counts what autoscalers react to: an unmoved cluster can take longer steps

    void touch(KindId kind, const Meta& meta, bool deleted = false)
    {
        if (journal)
            touched.push_back({kind, meta.key(), deleted});
    }
    void touch(KindId kind, std::string_view ns, std::string_view name, bool deleted = false)
    {
        if (journal)
            touched.push_back({kind, {std::string(ns), std::string(name)}, deleted});
    }
    // The workload's kind and its ReplicaSet.
    void touchWorkload(std::size_t index);
};

// The name of the ReplicaSet of a Deployment.
std::string replicaSetName(const WorkloadPlan& plan, const SimWorkload& workload);
// The shape with these containers, added unless it is there.
std::size_t shapeFor(SimWorkload& workload, std::vector<SimShape::Sizes> containers);
// How long ago an object of the plan was made: steady for its name, 40 to 200 days.
TimePoint createdLongAgo(const SimState& state, std::string_view name);

// Writes or repeats an event. Real controllers count an equal event up instead of writing it again.
void record(SimState& state, ObjectRef about, std::string_view ns, bool warning, std::string_view reason,
    std::string message, std::string_view source);
// Events live for an hour.
void expireEvents(SimState& state);

} // namespace loadline
