// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/node.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "scaling/keda_decision.h"
#include "scaling/packing.h"
#include "sim/load.h"

#include <string>
#include <vector>

namespace loadline {

// The description of a simulated cluster: what somebody has installed and written into it. Nothing here changes while
// it runs; what changes is in SimState.

enum class SimKind { Deployment, StatefulSet, DaemonSet, Job };
enum class SimWork {
    Serve, // work arrives and is spread over ready pods
    Drain, // work queues up; each ready pod takes `rate` of it
    Shard, // a set of data is spread over ready pods (memory follows it)
    Fixed, // each pod does the same whatever happens
};

struct ContainerPlan {
    std::string name, image;
    Resources requests, limits;
    double cpuIdle = 0.01; // cores
    double cpuEach = 0; // cores per unit of work a second on its pod
    double memoryIdle = 0; // bytes
    double memoryEach = 0; // bytes per unit of work on its pod
};

struct WorkloadPlan {
    std::string ns, name;
    SimKind kind = SimKind::Deployment;
    std::vector<ContainerPlan> containers;
    std::int64_t replicas = 1; // what it starts with; autoscalers move it
    SimWork work = SimWork::Fixed;
    LoadCurve load;
    double rate = 0; // Drain: units a second that one pod takes
    double latency = 0; // Serve: p95 in seconds at the nominal load; 0: not measured
    double nominal = 1; // Serve: units a second on one pod at which `latency` holds
    std::string pool; // node selector; "" any untainted node
    std::string priorityClass;
    Seconds startUp {25}; // from its container's start to ready
    Seconds jobLength {0}; // Job: how long one runs
    std::string workloadType; // label workload-type; "" none
};

// A source that a KEDA trigger reads.
struct TriggerPlan {
    enum class Source { Queue, Rate, Cron, Curve, Broken } source = Source::Queue;
    std::size_t workload = 0; // Queue, Rate: whose
    LoadCurve curve; // Curve
    std::string failure; // Broken: what the scaler says
};
struct ScaledObjectPlan {
    ScaledObject object; // spec, annotations, name
    std::vector<TriggerPlan> triggers;
};
struct ScaledJobPlan {
    ScaledJob object;
    JobStrategy strategy;
    std::vector<TriggerPlan> triggers;
    std::size_t workload = 0; // the Job's template
};

enum class SimManager { ClusterAutoscaler, Karpenter };
struct PoolPlan {
    std::string name;
    SimManager manager = SimManager::ClusterAutoscaler;
    std::string instanceType;
    Resources capacity, allocatable; // with nvidia.com/gpu where there is one
    std::int64_t pods = 58; // the VPC's limit for the instance type
    CapacityType capacityType = CapacityType::OnDemand;
    std::int64_t min = 0, max = 10; // nodes; Karpenter has no min, and limits that allow max
    std::vector<Taint> taints;
    Seconds provision {80}; // from the decision to a ready node
    Seconds unneeded {600}; // how long it must be of no use before it goes
    std::int64_t start = 1; // nodes at least in the beginning
    std::int64_t cordoned = 0; // of these
    double interruptions = 0; // spot: expected reclaims per node and day
};

struct VpaPlan {
    Vpa object;
    std::size_t workload = 0;
};

struct HpaPlan {
    Hpa object;
    bool targetExists = true;
    std::size_t workload = 0;
};

struct SimPlan {
    std::string cluster; // "prod-us-east"
    std::string region, account;
    std::string version; // "v1.36.1"
    bool keda = true, karpenter = true, vpa = true, prometheus = true;
    bool nodesForbidden = false; // the user may not list nodes there
    std::vector<PoolPlan> pools;
    std::vector<WorkloadPlan> workloads;
    std::vector<HpaPlan> hpas;
    std::vector<ScaledObjectPlan> scaledObjects;
    std::vector<ScaledJobPlan> scaledJobs;
    std::vector<VpaPlan> vpas;
    std::vector<DisruptionBudget> budgets;
    std::vector<Quota> quotas;
    std::vector<LimitRange> limitRanges;
    std::vector<PriorityClass> priorityClasses;
    struct Authentication {
        std::string ns, name; // ns empty: ClusterTriggerAuthentication
        std::string parameter, secret, key;
    };
    std::vector<Authentication> authentications;
    [[nodiscard]] std::size_t workloadIndex(std::string_view ns, std::string_view name) const; // size() when none
};

// The machine-learning platform: autoscalers of every sort, and a few faults worth finding.
SimPlan productionPlan();
// A smaller cluster without KEDA, Karpenter and Prometheus, whose user may not list nodes.
SimPlan stagingPlan();

} // namespace loadline
