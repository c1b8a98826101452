// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/hpa.h"
#include "cluster/world.h"
#include "tables/autoscaler_money.h"
#include "tables/order.h"
#include "tables/state_word.h"

namespace loadline {

enum class HpaState {
    NotLookedYet, // the controller has written no status
    Steady,
    ScalingUp,
    ScalingDown,
    HeldAtMax, // TooManyReplicas: it would go higher
    HeldAtMin, // TooFewReplicas: it would go lower
    Stabilising, // ScaleDownStabilized or ScaleUpStabilized
    LimitedByPolicy, // ScaleUpLimit or ScaleDownLimit
    CannotReadMetrics,
    Ambiguous, // AmbiguousSelector, or a second autoscaler with the same target
    SelectorInvalid,
    AsleepAtZero, // KEDA has put it to sleep
    DisabledAtZero, // someone set zero: the HPA never wakes from it
    TargetMissing,
    CannotScale, // FailedGetScale, FailedUpdateScale for other reasons
    PausedByKeda, // in a direction; a full pause deletes the HPA
};

// One entry of spec.metrics with the status that belongs to it, in one unit.
struct HpaMetric {
    MetricIdentity metric;
    TargetType target = TargetType::Unknown;
    QString label; // "cpu", "memory of api", "queue"
    Unit unit = Unit::None;
    bool perPod = false; // AverageValue
    std::optional<double> current; // percent, cores, bytes or as the metric has it
    std::optional<double> wanted; // the target
    std::optional<std::int64_t> ready; // of a Value target of Object and External: the ready pods that it is multiplied by
    QString why; // why current is unknown
    bool winning = false; // the one that decided last, where ValidMetricFound or the arithmetic tells
    Tone tone = Tone::Normal; // of the value: outside the tolerance above the target is Bad
    bool operator==(const HpaMetric&) const = default;
};
QString valueText(const HpaMetric& metric); // "140 % of 70 %", "unknown of 70 %", "0 of 10 per pod"
Chip chipOf(const HpaMetric& metric);
QString titleOf(const HpaMetric& metric); // "CPU", "memory of api", "queue": in titles and sentences

// What was seen of one HPA over time.
struct HpaSeen {
    HpaState state = HpaState::NotLookedYet;
    TimePoint since {};
    bool fromStart = true; // it was so at first sight
    bool high = false; // the metrics ask for the current size or more
    std::optional<TimePoint> lastHigh; // when they last did, if they do not now
    TimePoint lastSample {};
    std::shared_ptr<const Spark> trend; // never null
};

// What a row rests on beside its object. No part of what it says: rows that differ only here are equal.
struct HpaBasis {
    TimePoint until = TimePoint::max(); // from then on it says something else of the same objects
    std::shared_ptr<const HpaSeen> seen;
    QStringList rivals; // other HPAs with the same target
    bool operator==(const HpaBasis&) const { return true; }
};

struct HpaRow {
    std::string id; // cluster/ns/name
    std::string cluster, ns, name;
    ObjectRef target;
    std::int64_t min = 1, max = 0;
    std::optional<std::int64_t> current, desired;
    double scaleTo = 0; // the largest max of the table
    std::vector<HpaMetric> metrics;
    HpaState kind = HpaState::NotLookedYet;
    StateWord state;
    std::optional<std::int64_t> asked; // what the metrics ask for by the arithmetic of the status, before any limit
    std::optional<std::int64_t> secondsLeft; // of stabilisation
    bool secondsLeftAtMost = true; // Loadline did not see when the metrics last asked for more
    Since lastScale;
    std::string managedBy; // the ScaledObject that owns it, "" none
    QString winningMetric; // label, "" unknown
    std::shared_ptr<const Spark> trend; // current replicas of the last hour, as far as they are known; null: not at all
    AutoscalerMoney money; // see row_money.h
    std::shared_ptr<const Hpa> object;
    HpaBasis basis;
    bool operator==(const HpaRow&) const = default;
};

// What only looking over time tells: since when a state holds, and the replicas of the last minutes; and the rows of the
// last look, of which deriveHpas hands those back that would be the same again. A value, cheap to copy; a page keeps
// one, hands it to deriveHpas and lets it note the rows that came back.
class HpaMemory {
public:
    using Seen = HpaSeen;
    // `worlds` and `preferences` are what the rows were derived from; without them no row is handed back.
    void note(const Rows<HpaRow>& rows, TimePoint now, const Worlds& worlds = {}, const Preferences& preferences = {});
    [[nodiscard]] const Seen* find(const std::string& id) const;

    [[nodiscard]] const Rows<HpaRow>& rows() const { return rows_; }
    [[nodiscard]] const std::shared_ptr<const Seen>& seen(std::size_t row) const { return seen_[row]; }
    // When the metrics last asked for the current size or more, as far as it was seen.
    [[nodiscard]] std::optional<TimePoint> lastHigh(const Seen& seen) const { return seen.high ? noted_ : seen.lastHigh; }
    // The World of this cluster that the rows are from, when they were derived by these preferences; else null.
    [[nodiscard]] const World* world(const std::string& cluster, const Preferences& preferences) const;

private:
    Rows<HpaRow> rows_;
    std::vector<std::shared_ptr<const Seen>> seen_; // of each row
    TimePoint noted_ {};
    Worlds worlds_;
    Preferences preferences_;
};

Rows<HpaRow> deriveHpas(const Worlds& worlds, const Preferences& preferences, const HpaMemory& memory = {});
Columns<HpaRow> hpaColumns(bool manyClusters);

// What the detail pane says beside the charts.
struct HpaExplanation {
    QStringList why; // "CPU is 140 % of the request, above 70 % and its 10 % tolerance: 4 × 140 / 70 = 8."
    QStringList behaviour; // "Up: +100 % or +4 pods per 15 s, whichever is more, no window"
    std::vector<ConditionLine> conditions;
    bool operator==(const HpaExplanation&) const = default;
};
HpaExplanation explain(const HpaRow& row, const Preferences& preferences, TimePoint now);
// Replicas as an HPA's status tells them and wants them; nullopt while it cannot see its target or its metrics.
std::optional<std::int64_t> currentOf(const Hpa& hpa);
std::optional<std::int64_t> desiredOf(const Hpa& hpa);
// The rules in force with their defaults filled in (autoscaling.md 1.8).
QStringList behaviourInForce(const Hpa& hpa, const Preferences& preferences);

} // namespace loadline
