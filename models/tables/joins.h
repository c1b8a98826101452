// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/owner.h"
#include "cluster/pod.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "cluster/world.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace loadline {

// What a scaleTargetRef or targetRef names.
struct Target {
    const Workload* workload = nullptr; // a Deployment, StatefulSet or ReplicaSet
    bool missing = false; // certainly not there; false also where nobody can tell (other kinds, kinds not listed)
};
Target findTarget(const World& world, std::string_view ns, const ObjectRef& ref);

// The pods of every workload with their live usage, found once for a whole derivation: by owner, through ReplicaSets
// up to Deployments. Where ReplicaSets are not known a pod's "<deployment>-<hash>" owner tells.
class PodsByWorkload {
public:
    explicit PodsByWorkload(const World& world);
    struct Member {
        const Pod* pod = nullptr;
        const PodMetrics* metrics = nullptr; // null: none
    };
    // Pods that have not finished and are not being deleted.
    [[nodiscard]] std::span<const Member> podsOf(std::string_view ns, const ObjectRef& workload) const;
    [[nodiscard]] bool known() const { return known_; } // pods are listed

private:
    std::unordered_map<std::string, std::vector<Member>> members_; // by "ns/Kind/name"
    bool known_ = false;
};

// The events of the last minutes about the objects of a kind that a page asks for, newest first.
class RecentEvents {
public:
    RecentEvents(const World& world, std::string_view kind, bool (*wanted)(const Event& event));
    [[nodiscard]] std::span<const Event* const> of(const Meta& about) const;
    [[nodiscard]] static TimePoint endOf(const Event& event); // when it is recent no more

private:
    std::unordered_map<std::string, std::vector<const Event*>> events_; // by "ns//name"
};

} // namespace loadline
