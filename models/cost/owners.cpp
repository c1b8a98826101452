// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/owners.h"

#include "cluster/owner.h"
#include "cluster/scaled_object.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace loadline {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// A CronJob names its Jobs "<name>-<minutes since 1970>", eight digits today.
std::string cronJobOf(const std::string& job)
{
    const auto dash = job.rfind('-');
    if (dash == std::string::npos || dash == 0)
        return {};
    const std::string_view digits = std::string_view(job).substr(dash + 1);
    const bool stamp = digits.size() >= 8 && digits.size() <= 9 && std::all_of(digits.begin(), digits.end(), isDigit);
    return stamp ? job.substr(0, dash) : std::string();
}

} // namespace

// Pods and ReplicaSets come in nearly the same order, so each is looked for from the last one on, in growing steps.
const ReplicaSet* Owners::setOf(const std::string& ns, const std::string& name)
{
    const auto before = [&](std::size_t i) {
        const Meta& meta = sets_[i].meta;
        const int order = meta.ns.str().compare(ns);
        return order < 0 || (order == 0 && meta.name < name);
    };
    std::size_t low = nextSet_, step = 1;
    if (low > 0 && !before(low - 1))
        low = 0;
    for (; low + step <= sets_.size() && before(low + step - 1); step *= 2)
        low += step;
    for (std::size_t high = std::min(low + step - 1, sets_.size()); low < high;) {
        const std::size_t middle = low + (high - low) / 2;
        if (before(middle))
            low = middle + 1;
        else
            high = middle;
    }
    nextSet_ = low;
    const bool found = low < sets_.size() && sets_[low].meta.ns.str() == ns && sets_[low].meta.name == name;
    return found ? &sets_[low] : nullptr;
}

WorkloadCost Owners::ownerOf(const Pod& pod)
{
    WorkloadCost workload;
    workload.ns = pod.meta.ns.str();
    if (pod.meta.owner.name.empty()) {
        workload.kind = "Pod";
        workload.name = pod.meta.name;
        return workload;
    }
    const bool bySet = pod.meta.owner.kind == "ReplicaSet";
    const Owner owner = workloadAbove(pod.meta.owner, bySet ? setOf(workload.ns, pod.meta.owner.name.str()) : nullptr);
    workload.kind = owner.kind.str();
    workload.name = owner.name.str();
    if (workload.kind != "Job")
        return workload;
    if (const std::string* scaledJob = pod.meta.label("scaledjob.keda.sh/name")) {
        workload.kind = "ScaledJob";
        workload.name = *scaledJob;
    } else if (auto cronJob = cronJobOf(workload.name); !cronJob.empty()) {
        workload.kind = "CronJob";
        workload.name = std::move(cronJob);
    }
    return workload;
}

std::string workloadKey(std::string_view ns, std::string_view kind, std::string_view name)
{
    std::string key;
    key.reserve(ns.size() + kind.size() + name.size() + 2);
    key.append(ns).append(1, '/').append(kind).append(1, '/').append(name);
    return key;
}

Owners::Owners(const World& world)
    : world_(world)
    , sets_(world.all<ReplicaSet>())
{
    readScalers();
}

void Owners::readScalers()
{
    const auto triggerWords = [](const std::vector<Trigger>& triggers) {
        std::vector<std::string> words;
        for (const Trigger& trigger : triggers)
            words.push_back(trigger.type);
        return words;
    };
    for (const auto& hpa : world_.all<Hpa>())
        if (scaledObjectNameOf(hpa.meta).empty())
            scalers_[workloadKey(hpa.meta.ns.str(), hpa.target.kind, hpa.target.name)]
                = {"HorizontalPodAutoscaler", hpa.meta.name, {"hpa"}};
    for (const auto& object : world_.all<ScaledObject>())
        scalers_[workloadKey(object.meta.ns.str(), object.target.kind, object.target.name)]
            = {"ScaledObject", object.meta.name, triggerWords(object.triggers)};
    for (const auto& job : world_.all<ScaledJob>()) {
        Scaler scaler {"ScaledJob", job.meta.name, triggerWords(job.triggers)};
        scaler.words.emplace_back("scaledjob");
        scalers_[workloadKey(job.meta.ns.str(), "ScaledJob", job.meta.name)] = std::move(scaler);
    }
}

std::uint32_t Owners::indexOf(const Pod& pod)
{
    // Pods of one owner stand together: only the first asks who that is.
    const bool owned = !pod.meta.owner.name.empty();
    if (last_ && owned && last_->meta.owner == pod.meta.owner && last_->meta.ns == pod.meta.ns)
        return lastIndex_;
    WorkloadCost workload = ownerOf(pod);
    const auto fresh = std::uint32_t(workloads_.size());
    const auto [at, inserted] = byKey_.try_emplace(workloadKey(workload.ns, workload.kind, workload.name), fresh);
    if (inserted) {
        workloads_.push_back(std::move(workload));
        first_.push_back(&pod);
    }
    last_ = &pod;
    lastIndex_ = at->second;
    return lastIndex_;
}

std::vector<WorkloadCost> Owners::finish(
    const WorkloadTypeRules& rules, const std::vector<bool>& usesGpu, std::vector<std::uint32_t>& moved)
{
    for (std::size_t i = 0; i < workloads_.size(); ++i) {
        WorkloadCost& workload = workloads_[i];
        WorkloadTypeFacts facts {workload.ns, workload.kind, workload.name, usesGpu[i], {}};
        if (const auto at = scalers_.find(workloadKey(workload.ns, workload.kind, workload.name)); at != scalers_.end()) {
            workload.autoscalerKind = at->second.kind;
            workload.autoscaler = at->second.name;
            facts.scalers.assign(at->second.words.begin(), at->second.words.end());
        }
        const std::string* label = rules.label.empty() ? nullptr : first_[i]->meta.label(rules.label);
        workload.type = workloadTypeOf(rules, facts, label);
    }
    std::vector<std::uint32_t> order(workloads_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto key = [](const WorkloadCost& w) { return std::tie(w.ns, w.kind, w.name); };
        return key(workloads_[a]) < key(workloads_[b]);
    });
    moved.resize(order.size());
    std::vector<WorkloadCost> sorted;
    sorted.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        moved[order[i]] = std::uint32_t(i);
        sorted.push_back(std::move(workloads_[order[i]]));
    }
    return sorted;
}

} // namespace loadline
