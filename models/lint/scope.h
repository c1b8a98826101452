// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/node.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "lint/lint.h"
#include "lint/readable.h"

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace loadline {

// Something that autoscalers steer, or could: each workload, and whatever else a target reference names.
struct ScaleTarget {
    std::string ns;
    ObjectRef ref;
    KindId kind {}; // of `workload`
    const Workload* workload = nullptr; // null: not there, or of a kind that no World holds
    std::vector<const Hpa*> hpas; // people's own; those that KEDA writes are left out
    std::vector<const ScaledObject*> scaledObjects;
    std::vector<const Vpa*> vpas;
    [[nodiscard]] bool autoscaled() const { return !hpas.empty() || !scaledObjects.empty(); }
};

// A metric of an autoscaler and where it is written.
struct MetricInForce {
    MetricSpec spec;
    FieldPath at;
};

// An HPA or a ScaledObject: what sets replicas between two bounds.
struct ReplicaScaler {
    const Hpa* hpa = nullptr;
    const ScaledObject* keda = nullptr; // one of the two
    const ScaleTarget* target = nullptr; // never null
    ManifestRef ref;
    std::int64_t min = 0, max = 0;
    FieldPath minField, maxField;
    std::vector<MetricInForce> metrics; // an HPA without any has CPU at 80 % (autoscaling.md 1.11)
    [[nodiscard]] const Object& object() const { return hpa ? static_cast<const Object&>(*hpa) : *keda; }
};

// What all nodes together could hold for pods at the pools' largest size; absent: no limit is known.
struct RoomAtMost {
    Resources most; // of allocatable room; a resource without an entry has no known limit
    Resources used; // requests of all running pods
    Resources largest; // of a single node
    bool known = false; // nodes are listed, and how far they may grow is known
};

// The overlaid World with everything that rules look up, indexed once in time linear in what it holds.
class LintScope {
public:
    LintScope(const Overlay& overlay, const Preferences& preferences, const std::vector<ManifestRef>* only = nullptr, Reach reach = Reach::Neighbours);
    LintScope(const LintScope&) = delete;
    LintScope& operator=(const LintScope&) = delete;

    [[nodiscard]] const World& world() const { return *overlay_.world; }
    [[nodiscard]] const World* live() const { return overlay_.live.get(); }
    [[nodiscard]] const Overlay& overlay() const { return overlay_; }
    [[nodiscard]] const Preferences& preferences() const { return preferences_; }

    // The objects of a kind that findings are wanted of.
    template <class T>
    [[nodiscard]] std::vector<const T*> judged() const
    {
        std::vector<const T*> objects;
        for (const T& object : world().all<T>())
            if (isJudged(object))
                objects.push_back(&object);
        return objects;
    }
    [[nodiscard]] bool isJudged(const Object& object) const { return !judged_ || judged_->contains(&object); }
    [[nodiscard]] bool isJudged(const Document& document) const;
    // Asked about itself, and not only judged as a neighbour of what was; nobody is where all are judged.
    [[nodiscard]] bool isMeant(const Object& object) const { return meant_.contains(&object); }
    [[nodiscard]] std::vector<const Hpa*> judgedHpas() const; // without those that KEDA writes
    [[nodiscard]] std::vector<const ScaleTarget*> judgedTargets() const; // with a workload
    [[nodiscard]] std::vector<const ReplicaScaler*> judgedScalers() const;

    // Every target, scaler and document, judged or not.
    [[nodiscard]] const std::deque<ScaleTarget>& targets() const { return targets_; }
    [[nodiscard]] const std::deque<ReplicaScaler>& scalers() const { return scalers_; }
    [[nodiscard]] const ScaleTarget* target(std::string_view ns, std::string_view kind, std::string_view name) const;
    [[nodiscard]] const ScaleTarget& targetOf(const Hpa& hpa) const { return *byObject_.at(&hpa); }
    [[nodiscard]] const ScaleTarget& targetOf(const Vpa& vpa) const { return *byObject_.at(&vpa); }
    [[nodiscard]] const ScaleTarget& targetOf(const ScaledObject& object) const { return *byObject_.at(&object); }
    [[nodiscard]] std::vector<const ReplicaScaler*> scalersOf(const ScaleTarget& target) const;
    // Whether the target is certainly not there.
    [[nodiscard]] bool missing(const ScaleTarget& target) const;

    [[nodiscard]] std::vector<const DisruptionBudget*> budgetsOf(const ScaleTarget& target) const;
    [[nodiscard]] std::vector<const ScaleTarget*> targetsOf(const DisruptionBudget& budget) const;
    // Other targets in the namespace whose selector matches this one's pods too.
    [[nodiscard]] std::vector<const ScaleTarget*> sharingPods(const ScaleTarget& target) const;
    [[nodiscard]] std::span<const Quota* const> quotasOf(const std::string& ns) const;
    [[nodiscard]] std::span<const LimitRange* const> limitRangesOf(const std::string& ns) const;
    [[nodiscard]] const RoomAtMost& room() const; // reckoned when first asked for

    // The document that an object was read from; null: it is live and unchanged.
    [[nodiscard]] const Document* documentOf(const Object& object) const;
    // As the document writes it, else as the API does.
    template <class T>
    [[nodiscard]] ManifestRef refOf(const T& object) const
    {
        return refOf(object, T::id);
    }
    [[nodiscard]] ManifestRef refOf(const Object& object, KindId kind) const;
    [[nodiscard]] ManifestRef refOf(const ScaleTarget& target) const { return refOf(*target.workload, target.kind); }
    // The value of the annotation that silences, wherever the object is written; "" none.
    [[nodiscard]] std::string silenceOf(const ManifestRef& ref) const;

private:
    void addWorkloads();
    void addAutoscalers();
    void addPolicies();
    void chooseJudged(const std::vector<ManifestRef>& only);
    void judgeTarget(const ScaleTarget& target);
    void reachOut(const std::vector<ManifestRef>& only);
    ScaleTarget& targetFor(const std::string& ns, const ObjectRef& ref);
    template <class T>
    void addScaler(const T& object, ReplicaScaler scaler);

    const Overlay& overlay_;
    const Preferences& preferences_;
    std::deque<ScaleTarget> targets_;
    std::deque<ReplicaScaler> scalers_;
    std::unordered_map<std::string, ScaleTarget*> byKey_; // "ns/kind/name"
    std::unordered_map<const Object*, const ScaleTarget*> byObject_;
    std::unordered_map<const ScaleTarget*, std::vector<const ReplicaScaler*>> scalersByTarget_;
    std::unordered_map<const Object*, std::size_t> documents_;
    // Selectors by one label that what they match must have, "ns/key=value"; "ns" for those that name none.
    std::unordered_map<std::string, std::vector<const DisruptionBudget*>> budgets_;
    std::unordered_map<std::string, std::vector<const ScaleTarget*>> selecting_;
    std::unordered_map<std::string, std::vector<const ScaleTarget*>> byNamespace_;
    std::unordered_map<std::string, std::vector<const Quota*>> quotas_;
    std::unordered_map<std::string, std::vector<const LimitRange*>> limitRanges_;
    std::optional<std::unordered_set<const Object*>> judged_;
    std::unordered_set<const Object*> meant_;
    std::unordered_set<const Document*> judgedDocuments_;
    mutable std::optional<RoomAtMost> room_;
};

RoomAtMost roomAtMost(const World& world);

} // namespace loadline
