// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/keda_rows.h"

#include "cluster/activation.h"
#include "cluster/pod.h"
#include "scaling/keda_decision.h"
#include "tables/cells.h"
#include "tables/hpa_metrics.h"
#include "tables/keda_state.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KedaRows)
};

Unit unitOf(const Trigger& trigger)
{
    if (isResourceTrigger(trigger))
        return unitOfResource(trigger.type, trigger.metricType == TargetType::Utilization);
    if (trigger.type == "cron")
        return Unit::Replicas;
    const auto* mode = trigger.get("mode"); // rabbitmq
    const bool rate = mode && (*mode == "MessageRate" || *mode == "DeliverGetRate");
    return rate ? Unit::PerSecond : Unit::None;
}

// Named, and not there though its kind is listed: KEDA itself only logs it.
bool isMissing(const World& world, const std::string& ns, const TriggerAuthRef& ref)
{
    if (ref.name.empty())
        return false;
    if (ref.kind == "ClusterTriggerAuthentication")
        return wouldHold(world, KindId::ClusterTriggerAuthentication, {})
            && !world.find<ClusterTriggerAuthentication>({}, ref.name);
    return wouldHold(world, KindId::TriggerAuthentication, ns) && !world.find<TriggerAuthentication>(ns, ref.name);
}

bool isSourceFailure(const Event& event)
{
    return event.reason == "KEDAScalerFailed" || event.reason == "KEDAMetricSourceFailed";
}

// From the last activity; of an object that never was active, its first cooldown from when it was made.
std::optional<TimePoint> coolsUntil(const ScaledObject& object)
{
    if (object.lastActiveTime)
        return *object.lastActiveTime + secondsOf(object.cooldownPeriod);
    if (object.initialCooldownPeriod > 0 && object.meta.created != TimePoint {})
        return object.meta.created + secondsOf(object.initialCooldownPeriod);
    return {};
}

std::string newest(std::span<const Event* const> events) { return events.empty() ? std::string() : events.front()->message; }

const MetricHealth* healthOf(const std::vector<MetricHealth>& health, const std::string& metric)
{
    const auto at = std::find_if(health.begin(), health.end(), [&](const auto& h) { return h.metric == metric; });
    return at == health.end() ? nullptr : &*at;
}

class KedaDerivation {
public:
    explicit KedaDerivation(const World& world)
        : world_(world)
        , objectFailures_(world, "ScaledObject", isSourceFailure)
        , jobFailures_(world, "ScaledJob", isSourceFailure)
    {
    }

    void addRows(const std::shared_ptr<const ScaledObject>& object, std::vector<std::shared_ptr<KedaRow>>& rows)
    {
        const auto first = rows.size();
        addTriggers(object->meta, object->triggers, false, rows);
        const auto* hpa = world_.find<Hpa>(object->meta.ns.str(), hpaNameOf(*object));
        const auto target = findTarget(world_, object->meta.ns.str(), object->target);
        const auto metrics = hpa ? metricsOfHpa(*hpa, *object, target.workload) : std::vector<HpaMetric>();
        const auto failure = newest(objectFailures_.of(object->meta));
        for (auto at = first; at < rows.size(); ++at) {
            KedaRow& row = *rows[at];
            row.object = object;
            row.target = object->target;
            row.min = object->minReplicas;
            row.max = object->maxReplicas;
            row.idle = object->idleReplicas;
            row.pause = object->pause;
            row.fallback = object->fallback;
            row.fallbackActive = isTrue(object->conditions, "Fallback");
            row.hpa = hpa ? hpa->meta.name : std::string();
            fillReplicas(row, hpa, target);
            bool live = true;
            if (row.index < object->triggers.size())
                live = fillTrigger(row, *object, metrics);
            judge(row, {object->conditions, coolsUntil(*object), object->lastActiveTime, isForced(object->meta), failure,
                           target.missing, live, world_.now});
        }
    }

    void addRows(const std::shared_ptr<const ScaledJob>& job, std::vector<std::shared_ptr<KedaRow>>& rows)
    {
        const auto first = rows.size();
        addTriggers(job->meta, job->triggers, true, rows);
        const auto failure = newest(jobFailures_.of(job->meta));
        for (auto at = first; at < rows.size(); ++at) {
            KedaRow& row = *rows[at];
            row.job = job;
            row.min = job->minReplicas;
            row.max = job->maxReplicas;
            row.pause.full = job->pause.full;
            row.current = runningJobs(*job);
            if (!row.current)
                row.currentWhy = Words::tr("The pods of its jobs cannot be seen.");
            row.valueFrom.clear();
            if (row.type == "cron")
                fillCron(row, job->triggers[row.index]);
            else
                row.value.why = Words::tr("KEDA does not serve the values of ScaledJobs; a Prometheus that scrapes KEDA has them.");
            const auto* active = find(job->conditions, "Active");
            if (active && active->status != Truth::Unknown && (job->triggers.size() == 1 || active->status == Truth::False))
                row.active = active->status == Truth::True;
            judge(row, {job->conditions, {}, job->lastActiveTime, false, failure, false, true, world_.now});
        }
    }

private:
    // Jobs are not watched; their pods tell how many run.
    std::optional<std::int64_t> runningJobs(const ScaledJob& job)
    {
        if (!world_.state(KindId::Pod).complete())
            return std::nullopt;
        if (!jobPods_) {
            jobPods_.emplace();
            for (const auto& pod : world_.all<Pod>())
                if (const auto* name = pod.meta.label("scaledjob.keda.sh/name"); name && pod.phase != PodPhase::Succeeded && pod.phase != PodPhase::Failed)
                    ++(*jobPods_)[{pod.meta.ns.str(), *name}];
        }
        const auto known = jobPods_->find({job.meta.ns.str(), job.meta.name});
        return known == jobPods_->end() ? 0 : known->second;
    }
    // What a trigger says of itself. An object without triggers still has a row, to say what is wrong with it.
    void addTriggers(const Meta& meta, const std::vector<Trigger>& triggers, bool isJob,
        std::vector<std::shared_ptr<KedaRow>>& rows) const
    {
        const auto group = kedaGroup(world_.cluster, meta.ns.str(), meta.name, isJob);
        for (std::size_t i = 0; i < std::max<std::size_t>(triggers.size(), 1); ++i) {
            auto row = std::make_shared<KedaRow>();
            row->group = group;
            row->id = group + '/' + std::to_string(i);
            row->cluster = world_.cluster;
            row->ns = meta.ns.str();
            row->name = meta.name;
            row->isJob = isJob;
            row->firstOfGroup = i == 0;
            row->index = i;
            if (i < triggers.size())
                describe(*row, triggers[i]);
            else
                row->value.why = Words::tr("It has no triggers.");
            rows.push_back(std::move(row));
        }
    }

    void describe(KedaRow& row, const Trigger& trigger) const
    {
        row.type = trigger.type;
        row.triggerName = trigger.name;
        row.unit = unitOf(trigger);
        row.perPod = trigger.metricType != TargetType::Value;
        row.threshold = asDouble(thresholdOf(trigger));
        row.activation = asDouble(activationThresholdOf(trigger));
        row.authenticationMissing = isMissing(world_, row.ns, trigger.authentication);
        row.authentication = trigger.authentication.name.empty() ? Words::tr("none")
            : row.authenticationMissing                          ? Words::tr("%1 (not found)").arg(qtext(trigger.authentication.name))
            : trigger.authentication.kind == "ClusterTriggerAuthentication"
            ? Words::tr("%1 (cluster)").arg(qtext(trigger.authentication.name))
            : qtext(trigger.authentication.name);
    }

    std::vector<HpaMetric> metricsOfHpa(const Hpa& hpa, const ScaledObject& object, const Workload* workload) const
    {
        HpaSurroundings around;
        around.scaledObject = &object;
        around.workload = workload;
        around.behavior = effectiveBehavior(hpa.behavior);
        return metricsOf(hpa, around);
    }

    void fillReplicas(KedaRow& row, const Hpa* hpa, const Target& target) const
    {
        if (target.workload)
            row.current = target.workload->current.value_or(target.workload->replicas);
        else if (hpa)
            row.current = hpa->currentReplicas;
        if (!row.current)
            row.currentWhy = target.missing ? Words::tr("The target is not there.")
                                            : Words::tr("Only Deployments, StatefulSets and ReplicaSets are watched.");
        if (hpa) {
            row.hpaCurrent = currentOf(*hpa);
            row.hpaDesired = desiredOf(*hpa);
        }
        if (hpa && hpa->desiredReplicas && row.current != 0)
            row.desired = hpa->desiredReplicas;
    }

    // True unless its live value was asked for and failed.
    bool fillTrigger(KedaRow& row, const ScaledObject& object, const std::vector<HpaMetric>& metrics)
    {
        const auto& trigger = object.triggers[row.index];
        bool live = true;
        if (isResourceTrigger(trigger)) {
            row.metric = trigger.type;
            fillFromHpa(row, metrics);
            if (!row.value.value && row.value.why.isEmpty())
                row.value.why = Words::tr("The HPA that measures it is not there.");
        } else {
            if (const auto* metric = externalMetricOf(object, row.index))
                row.metric = *metric;
            live = fillLive(row, object, metrics);
        }
        if (trigger.type == "cron")
            fillCron(row, trigger);
        if (const auto* health = healthOf(object.health, row.metric))
            row.failures = health->failing ? std::max<std::int64_t>(health->failures, 1) : health->failures;
        row.active = activeOf(row, object);
        return live;
    }

    bool fillLive(KedaRow& row, const ScaledObject& object, const std::vector<HpaMetric>& metrics) const
    {
        const auto* live = row.metric.empty() ? nullptr : world_.live({row.ns, row.metric, object.meta.name});
        if (live && live->value) {
            row.value.value = live->value->value();
            row.valueFrom = Words::tr("asked of KEDA %1 ago").arg(age(world_.now - live->at));
            return true;
        }
        if (live && live->error) {
            row.value.why = sentence(*live->error);
            return false;
        }
        fillFromHpa(row, metrics);
        if (!row.value.value && row.value.why.isEmpty())
            row.value.why = row.metric.empty() ? Words::tr("KEDA has not named its metric yet.")
                                               : Words::tr("KEDA has not been asked for it yet.");
        return true;
    }

    // The HPA's status has the value per pod where the target is an average.
    static void fillFromHpa(KedaRow& row, const std::vector<HpaMetric>& metrics)
    {
        const bool resource = row.type == "cpu" || row.type == "memory";
        for (const auto& metric : metrics) {
            if (metric.metric.name != row.metric)
                continue;
            if (!metric.current) {
                row.value.why = metric.why;
                return;
            }
            if (!resource && metric.perPod && !row.current)
                return;
            row.value.value = resource || !metric.perPod ? *metric.current
                                                         : *metric.current * static_cast<double>(*row.current);
            row.valueFrom = Words::tr("from the status of its HPA");
            return;
        }
    }

    void fillCron(KedaRow& row, const Trigger& trigger)
    {
        // Objects often share a schedule, and a week's spans take a while.
        const auto [at, isNew] = cron_.try_emplace(trigger.metadata);
        if (isNew)
            at->second = cronTimesOf(trigger, world_.now);
        row.cron = at->second;
        row.schedule = row.cron ? cronText(*row.cron, world_.now) : QString();
        if (!row.value.value && row.cron && row.cron->problem.isEmpty()) {
            row.value = {row.cron->on ? static_cast<double>(row.cron->desiredReplicas) : 0.0, {}};
            row.valueFrom = Words::tr("from its schedule");
        }
    }

    // KEDA tells per trigger since 2.19; before, the value tells, and the whole object where it leaves no doubt.
    static std::optional<bool> activeOf(const KedaRow& row, const ScaledObject& object)
    {
        const auto told = std::find_if(object.triggersActive.begin(), object.triggersActive.end(),
            [&](const auto& entry) { return !row.metric.empty() && entry.first == row.metric; });
        if (told != object.triggersActive.end())
            return told->second;
        const auto* active = find(object.conditions, "Active");
        if (active && active->status == Truth::False)
            return false;
        if (active && active->status == Truth::True && object.triggers.size() == 1)
            return true;
        if (row.value.value && row.type != "cpu" && row.type != "memory")
            return *row.value.value > row.activation.value_or(0);
        return {};
    }

    const World& world_;
    RecentEvents objectFailures_, jobFailures_;
    std::optional<std::map<std::pair<std::string, std::string>, std::int64_t>> jobPods_; // by the ScaledJob's namespace and name
    std::map<std::vector<std::pair<std::string, std::string>>, std::optional<CronTimes>> cron_;
};

} // namespace

std::string kedaGroup(const std::string& cluster, const std::string& ns, const std::string& name, bool isJob)
{
    return rowId(cluster, ns, (isJob ? "job/" : "object/") + name);
}

Rows<KedaRow> deriveKeda(const Worlds& worlds, const Preferences&)
{
    std::vector<std::shared_ptr<KedaRow>> made;
    for (const auto& world : worlds) {
        KedaDerivation derivation(*world);
        const auto objects = world->all<ScaledObject>();
        for (std::size_t i = 0; i < objects.size(); ++i)
            derivation.addRows(objects.share(i), made);
        const auto jobs = world->all<ScaledJob>();
        for (std::size_t i = 0; i < jobs.size(); ++i)
            derivation.addRows(jobs.share(i), made);
    }
    double scaleTo = 0;
    for (const auto& row : made)
        scaleTo = std::max({scaleTo, static_cast<double>(row->max), static_cast<double>(row->current.value_or(0))});
    for (auto& row : made)
        row->scaleTo = scaleTo;
    return {made.begin(), made.end()};
}

std::vector<std::pair<std::string, std::vector<LiveMetricKey>>> liveKeysOf(const Rows<KedaRow>& rows)
{
    std::map<std::string, std::vector<LiveMetricKey>> byCluster;
    for (const auto& row : rows) {
        const bool served = !row->isJob && !row->metric.empty() && row->type != "cpu" && row->type != "memory";
        if (served && !row->pause.full && !row->pause.atReplicas)
            byCluster[row->cluster].push_back({row->ns, row->metric, row->name});
    }
    return {byCluster.begin(), byCluster.end()};
}

} // namespace loadline
