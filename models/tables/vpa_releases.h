// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/autoscaler_cost.h"
#include "tables/costs.h"
#include "tables/joins.h"
#include "tables/vpa_money.h"

namespace loadline {

// What applying a VPA's target to one container of its pods would release.
struct VpaRelease {
    enum class State : unsigned char { Known, NoRequests, LeftAlone, NoRecommendation, NoPrice, NoReplicas };
    State state = State::Known;
    std::optional<Money> monthly; // when Known; negative: it would request so much more
    const AutoscalerCost* cost = nullptr; // of the VPA; null: nothing is known of it
    Quantity replicas; // over time, when Known
    Millis over {}; // the time they are averaged over; zero: as many as run now
};

// The one place that reckons it, for the pages of VPAs and of costs alike. What a replica requests is the mean over the
// pods that run, as VPA changes pods and not their template; of what sleeps the template tells. Replicas are averaged
// over the window of the costs; while their history is not known over `usage`, which pages ask Prometheus for. History
// counts Deployments and StatefulSets: of other kinds those pods tell that are there, of jobs how long each has run.
class VpaReleases {
public:
    // All must outlive this; `usage` may be null.
    VpaReleases(const World& world, const std::vector<AutoscalerCost>& costs, const ClusterCosts& known, const CostSettings& settings,
        const AverageReplicas* usage = nullptr, Seconds usageWindow = {});
    [[nodiscard]] VpaRelease of(const Vpa& vpa, const std::string& container) const;

private:
    struct Less {
        Money hourly; // of one replica
        VpaRelease::State state = VpaRelease::State::Known;
    };
    [[nodiscard]] Less lessOf(const Vpa& vpa, const std::string& container, const UnitPrices& units) const;
    void average(VpaRelease& release, const Vpa& vpa) const;
    void averagePods(VpaRelease& release, const Vpa& vpa) const;

    const World& world_;
    const std::vector<AutoscalerCost>& costs_;
    const ClusterCosts& known_;
    const Terms& terms_;
    TimeRange window_;
    const AverageReplicas* usage_;
    Seconds usageWindow_;
    PodsByWorkload pods_;
    std::unordered_map<std::string, std::vector<const Pod*>> others_; // by workloadKey(): of other kinds, ended ones too
};

QString whyNoRelease(const VpaRelease& release, Seconds usageWindow); // "" when it is known

} // namespace loadline
