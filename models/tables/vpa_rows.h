// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/vpa.h"
#include "cluster/world.h"
#include "tables/order.h"
#include "tables/state_word.h"
#include "tables/vpa_money.h"

#include <unordered_map>

namespace loadline {

enum class VpaState {
    WithinBounds, // the requests lie inside the bounds: nothing happens
    WillChange, // a request lies outside, and the mode acts on running pods
    OutsideBounds, // a request lies outside, and the mode (Off, Initial) or too few replicas keep it so
    NoRecommendation,
    TargetMissing,
    ContainerOff, // the policy leaves this container alone
};

// One resource of one container, cores or bytes.
struct VpaFigures {
    std::optional<Quantity> request, limit; // of the newest pod, which VPA may have changed; else of the template
    std::optional<Quantity> templateRequest;
    Known usage; // p95 over the chosen window, else the mean of the live pods
    Known peak; // the most over the window, else of the live pods
    std::optional<Quantity> lower, target, upper, uncapped;
    std::optional<double> difference; // percent of the request: (target - request) / request
    bool controlled = true; // among the policy's controlled resources
    bool outside = false; // the request lies outside [lower, upper], or there is none
    double scaleTo = 0; // the largest of these values
    bool operator==(const VpaFigures&) const = default;
};

struct VpaRow {
    std::string id; // cluster/ns/name/container; without container where there is none to show
    std::string cluster, ns, name, container;
    std::string group; // cluster/ns/name
    ObjectRef target;
    UpdateMode mode = UpdateMode::Recreate;
    QString modeText; // "Recreate", "Auto (deprecated)"
    std::optional<std::int64_t> replicas;
    VpaFigures cpu, memory;
    bool requestsKnown = false; // pod or template were read; else no request means that nobody knows
    bool usageIsLive = true; // from metrics.k8s.io, not from a window
    VpaState kind = VpaState::WithinBounds;
    StateWord state;
    QString wouldChange; // "CPU 500 m → 203 m, memory 512 → 283 MiB, by replacing pods", or why nothing
    VpaMoney money; // see row_money.h
    std::shared_ptr<const Vpa> object;
    bool operator==(const VpaRow&) const = default;
};

// Usage over a window where Prometheus tells it, by VpaRow::id.
struct UsageWindow {
    std::optional<double> cpu, cpuPeak; // cores: p95 and most of the highest pod
    std::optional<double> memory, memoryPeak; // bytes
    bool operator==(const UsageWindow&) const = default;
};
using UsageWindows = std::unordered_map<std::string, UsageWindow>;

Rows<VpaRow> deriveVpas(const Worlds& worlds, const Preferences& preferences, const UsageWindows& usage = {});
Columns<VpaRow> vpaColumns(bool manyClusters);

struct VpaExplanation {
    QStringList why; // what the recommendation rests on and what would happen
    QStringList policy; // "min 100 m, max 2 cores; requests and limits"
    std::vector<ConditionLine> conditions;
    bool operator==(const VpaExplanation&) const = default;
};
VpaExplanation explain(const VpaRow& row, const Preferences& preferences, TimePoint now);

} // namespace loadline
