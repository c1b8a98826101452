// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/scaled_object.h"
#include "cluster/world.h"
#include "tables/autoscaler_money.h"
#include "tables/order.h"
#include "tables/state_word.h"

namespace loadline {

enum class TriggerState {
    NotLookedYet,
    Active,
    Idle, // not active, at min or idle
    CoolingDown, // not active, waits out the cooldown
    AsleepAtZero,
    PausedFully,
    PausedAt, // at a number of replicas
    PausedOneWay, // scale-in or scale-out only
    Fallback, // runs on its fallback replicas
    AuthenticationMissing,
    TriggerFailing,
    TargetMissing,
    NotReady, // ScaledObjectCheckFailed and the like
};

// A cron trigger's schedule, in its own zone.
struct CronTimes {
    std::string timezone;
    std::string start, end; // as written
    std::int64_t desiredReplicas = 0;
    std::optional<TimePoint> nextStart, nextEnd;
    bool on = false; // now
    std::vector<TimeRange> week; // when it is on, from Monday to Monday of its zone
    TimeRange weekRange; // the strip's ends
    Seconds offset {0}; // how far its zone is ahead of UTC now: what its clock shows
    QString problem; // "The zone “Europe/Nowhere” is not known."
    bool operator==(const CronTimes&) const = default;
};

// A row per trigger.
struct KedaRow {
    std::string id; // cluster/ns/kind/name/index
    std::string group; // cluster/ns/kind/name: the object
    std::string cluster, ns, name;
    bool isJob = false; // a ScaledJob
    bool firstOfGroup = true;
    std::size_t index = 0; // of the trigger
    ObjectRef target;
    std::string type, triggerName; // "prometheus", "queue"; type "" where the object has no triggers
    std::string metric; // "s0-prometheus": status.externalMetricNames, or "cpu"
    Unit unit = Unit::None;
    bool perPod = true; // AverageValue
    Known value; // of the whole source, not per pod; percent, cores or bytes per pod for cpu and memory
    QString valueFrom; // "asked 4 s ago", "from the HPA's status", "from the schedule"
    std::optional<double> threshold, activation;
    std::optional<bool> active; // of the trigger; of the object where KEDA is too old to tell
    std::int64_t min = 0, max = 0;
    std::optional<std::int64_t> idle, current, desired;
    QString currentWhy; // when current is unknown
    double scaleTo = 0;
    std::optional<std::int64_t> cooldownLeft; // seconds, at most
    Pause pause;
    std::optional<Fallback> fallback;
    bool fallbackActive = false;
    std::int64_t failures = 0; // of this trigger's metric, of status.health
    QString authentication; // "rabbit-auth", "none", "rabbit-auth (not found)"
    bool authenticationMissing = false;
    std::string hpa; // the HPA it owns, "" none
    std::optional<std::int64_t> hpaCurrent, hpaDesired; // as that one's row has them
    std::optional<CronTimes> cron;
    QString schedule; // "on until Mon 18:00 (America/New_York)", "" no cron trigger
    TriggerState kind = TriggerState::NotLookedYet;
    StateWord state;
    AutoscalerMoney money; // of the whole object; see row_money.h
    std::shared_ptr<const ScaledObject> object; // one of the two
    std::shared_ptr<const ScaledJob> job;
    bool operator==(const KedaRow&) const = default;
};

// KedaRow::group: what the ids of all rows of one object begin with.
std::string kedaGroup(const std::string& cluster, const std::string& ns, const std::string& name, bool isJob);
Rows<KedaRow> deriveKeda(const Worlds& worlds, const Preferences& preferences);
Columns<KedaRow> kedaColumns(bool manyClusters);
// What to ask external.metrics.k8s.io for so that these rows have values, by cluster. ScaledJobs are not served there.
std::vector<std::pair<std::string, std::vector<LiveMetricKey>>> liveKeysOf(const Rows<KedaRow>& rows);

struct KedaExplanation {
    QStringList why;
    QStringList settings; // polling, cooldown, fallback, formula
    std::vector<ConditionLine> conditions; // KEDA writes no times
    std::vector<ConditionLine> health; // a line per metric
    bool operator==(const KedaExplanation&) const = default;
};
KedaExplanation explain(const KedaRow& row, const Preferences& preferences, TimePoint now);

} // namespace loadline
