// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/series_finder.h"

#include <algorithm>
#include <set>

namespace loadline {

void SeriesFinder::add(SeriesLabels labels, const Measured& column, double over)
{
    std::sort(labels.begin(), labels.end());
    if (const auto at = history_.column(column))
        found_.push_back({std::move(labels), at, 0, over, {}, false});
}

void SeriesFinder::addConstant(SeriesLabels labels, double value)
{
    std::sort(labels.begin(), labels.end());
    found_.push_back({std::move(labels), {}, value, 1, {}, false});
}

std::vector<SeriesFinder::HpaAt> SeriesFinder::hpas(bool all) const
{
    std::vector<HpaAt> result;
    const auto wanted = [&](const Hpa& hpa) { return all || (hpa.meta.ns == ns_ && hpa.meta.name == name_); };
    for (std::size_t h = 0; h < plan_.hpas.size(); ++h)
        if (wanted(plan_.hpas[h].object))
            result.push_back({h, plan_.hpas[h].object});
    for (std::size_t s = 0; s < plan_.scaledObjects.size(); ++s) {
        const auto& object = plan_.scaledObjects[s].object;
        auto hpa = generatedHpa(object);
        if (!object.pause.full && !object.pause.atReplicas && wanted(hpa))
            result.push_back({plan_.hpas.size() + s, std::move(hpa)});
    }
    return result;
}

void SeriesFinder::hpaSizes(Measure measure, bool all)
{
    for (const auto& [index, hpa] : hpas(all))
        add({{"namespace", hpa.meta.ns.str()}, {"horizontalpodautoscaler", hpa.meta.name}}, {measure, index, 0, 0});
}

void SeriesFinder::hpaBounds()
{
    for (const auto& [index, hpa] : hpas(false))
        addConstant({{"namespace", hpa.meta.ns.str()}, {"horizontalpodautoscaler", hpa.meta.name}},
                    static_cast<double>(question_.id == QueryId::HpaMin ? hpa.minReplicas : hpa.maxReplicas));
}

// kube-state-metrics writes what a status or spec holds, each form as its own series.
void SeriesFinder::hpaMetrics(bool target)
{
    for (const auto& [index, hpa] : hpas(false)) {
        for (std::size_t m = 0; m < hpa.metrics.size(); ++m) {
            const auto& spec = hpa.metrics[m];
            const auto put = [&](const char* type, Measure measure, double wanted) {
                SeriesLabels labels {{"metric_name", spec.metric.name}, {"metric_target_type", type}};
                if (!spec.metric.container.empty())
                    labels.emplace_back("container", spec.metric.container);
                if (target)
                    addConstant(std::move(labels), wanted);
                else
                    add(std::move(labels), {measure, index, m, 0});
            };
            if (spec.averageUtilization)
                put("utilization", Measure::HpaUtilization, static_cast<double>(*spec.averageUtilization));
            if (spec.averageValue || (!target && spec.averageUtilization))
                put("average", Measure::HpaAverage, spec.averageValue.value_or(Quantity()).value());
            if (spec.value)
                put("value", Measure::HpaValue, spec.value->value());
        }
    }
}

void SeriesFinder::workloadSizes(Measure measure)
{
    const auto w = workload();
    if (w == plan_.workloads.size())
        return;
    const auto kind = plan_.workloads[w].kind;
    const auto asked = parameter(question_, "kind");
    const bool fits = (kind == SimKind::Deployment && (asked == "Deployment" || asked.empty()))
        || (kind == SimKind::StatefulSet && asked == "StatefulSet");
    if (fits)
        add({}, {measure, w, 0, 0});
}

void SeriesFinder::containers(Measure measure)
{
    const auto w = workload();
    if (w == plan_.workloads.size())
        return;
    for (std::size_t c = 0; c < plan_.workloads[w].containers.size(); ++c)
        if (const auto& container = plan_.workloads[w].containers[c].name; wantsContainer(container))
            add({{"container", container}}, {measure, w, c, 0});
}

void SeriesFinder::peaks(Measure measure, bool highest)
{
    containers(measure);
    const auto text = parameter(question_, "window");
    const auto window = text.ends_with('d') ? Result<Millis>(Millis(std::chrono::days(std::atoi(text.c_str()))))
                                            : parseGoDuration(text);
    for (auto& series : found_) {
        series.window = window ? *window : Millis(std::chrono::days(7));
        series.highest = highest;
    }
}

void SeriesFinder::sizes(bool limits)
{
    const auto w = workload();
    if (w == plan_.workloads.size())
        return;
    const auto resource = parameter(question_, "resource");
    const auto v = static_cast<std::size_t>(
        std::find_if(plan_.vpas.begin(), plan_.vpas.end(), [w](const auto& vpa) { return vpa.workload == w; })
        - plan_.vpas.begin());
    const auto& containers = plan_.workloads[w].containers;
    for (std::size_t c = 0; c < containers.size(); ++c) {
        const auto value = (limits ? containers[c].limits : containers[c].requests).get(resource);
        if (!value || !wantsContainer(containers[c].name))
            continue;
        if (v < plan_.vpas.size() && (resource == "cpu" || resource == "memory"))
            add({{"container", containers[c].name}},
                {limits ? Measure::VpaLimit : Measure::VpaRequest, v, c, resource == "cpu" ? 0u : 1u});
        else
            addConstant({{"container", containers[c].name}}, value->value());
    }
}

void SeriesFinder::vpas(Measure measure)
{
    for (std::size_t v = 0; v < plan_.vpas.size(); ++v) {
        const auto& vpa = plan_.vpas[v];
        if (!(vpa.object.meta.ns == ns_) || vpa.object.meta.name != name_)
            continue;
        const auto& containers = plan_.workloads[vpa.workload].containers;
        for (std::size_t c = 0; c < containers.size(); ++c) {
            add({{"container", containers[c].name}, {"resource", "cpu"}}, {measure, v, c, 0});
            add({{"container", containers[c].name}, {"resource", "memory"}}, {measure, v, c, 1});
        }
    }
}

void SeriesFinder::triggers(Measure measure, bool all)
{
    const auto put = [&](const Meta& meta, const std::vector<Trigger>& triggers, std::size_t of, const char* type) {
        if (!all && (!(meta.ns == ns_) || meta.name != name_))
            return;
        for (std::size_t t = 0; t < triggers.size(); ++t) {
            SeriesLabels labels {{"metric", metricNameOf(triggers[t], t, meta.ns.str())},
                            {"triggerIndex", std::to_string(t)}, {"scaler", triggers[t].type + "Scaler"},
                            {"type", type}};
            if (all) {
                labels.emplace_back("namespace", meta.ns.str());
                labels.emplace_back("scaledObject", meta.name);
            }
            add(std::move(labels), {measure, of, t, 0});
        }
    };
    for (std::size_t s = 0; s < plan_.scaledObjects.size(); ++s)
        put(plan_.scaledObjects[s].object.meta, plan_.scaledObjects[s].object.triggers, s, "scaledobject");
    for (std::size_t j = 0; j < plan_.scaledJobs.size(); ++j)
        put(plan_.scaledJobs[j].object.meta, plan_.scaledJobs[j].object.triggers, plan_.scaledObjects.size() + j,
            "scaledjob");
}

void SeriesFinder::kedaCounts()
{
    for (const auto& [object, sources] : plan_.scaledObjects) {
        if (!(object.meta.ns == ns_) || object.meta.name != name_)
            continue;
        const bool paused = object.pause.full || object.pause.atReplicas;
        const bool broken = std::any_of(sources.begin(), sources.end(), [](const auto& source) {
            return source.source == TriggerPlan::Source::Broken;
        });
        // A scaler that fails fails at every poll.
        const double value = question_.id == QueryId::KedaPaused
            ? (paused ? 1.0 : 0.0)
            : (broken ? 300 / static_cast<double>(object.pollingInterval) : 0.0);
        addConstant({{"namespace", ns_}, {"scaledObject", name_}}, value);
    }
}

void SeriesFinder::up()
{
    for (const char* job : {"kubernetes-cadvisor", "kube-state-metrics", "keda-operator", "karpenter", "prometheus"})
        addConstant({{"__name__", "up"}, {"job", job}, {"instance", std::string("10.0.41.7:9090")}}, 1);
}

void SeriesFinder::present()
{
    const auto names = "|" + parameter(question_, "names") + "|";
    for (const auto& name : scrapedNames(plan_))
        if (names.find("|" + name + "|") != std::string::npos)
            addConstant({{"__name__", name}}, 1);
}

std::vector<HistorySeries> SeriesFinder::find()
{
    using enum QueryId;
    switch (question_.id) {
    case HpaCurrent:
    case HpaCurrentAll:
        hpaSizes(Measure::HpaCurrent, question_.id == HpaCurrentAll);
        break;
    case HpaDesired:
    case HpaDesiredAll:
        hpaSizes(Measure::HpaDesired, question_.id == HpaDesiredAll);
        break;
    case HpaMin:
    case HpaMax:
        hpaBounds();
        break;
    case HpaMetricCurrent:
    case HpaMetricTarget:
        hpaMetrics(question_.id == HpaMetricTarget);
        break;
    case WorkloadReplicas:
        workloadSizes(Measure::WorkloadReplicas);
        break;
    case WorkloadReady:
        workloadSizes(Measure::WorkloadReady);
        break;
    case ContainerCpu:
        containers(Measure::CpuSum);
        break;
    case ContainerCpuPerPod:
        containers(Measure::CpuMean);
        break;
    case ContainerMemory:
        containers(Measure::MemoryMean);
        break;
    case ContainerCpuPeak:
        peaks(Measure::CpuMax, false);
        break;
    case ContainerMemoryPeak:
        peaks(Measure::MemoryMax, true);
        break;
    case ContainerRequest:
    case ContainerLimit:
        sizes(question_.id == ContainerLimit);
        break;
    case VpaTarget:
        vpas(Measure::VpaTarget);
        break;
    case VpaLower:
        vpas(Measure::VpaLower);
        break;
    case VpaUpper:
        vpas(Measure::VpaUpper);
        break;
    case VpaUncapped:
        vpas(Measure::VpaUncapped);
        break;
    case KedaValue:
    case KedaValueAll:
        triggers(Measure::TriggerValue, question_.id == KedaValueAll);
        break;
    case KedaActive:
        triggers(Measure::TriggerActive, false);
        break;
    case KedaErrors:
    case KedaPaused:
        kedaCounts();
        break;
    case NodesByPool:
        pools();
        break;
    case NodeCount:
        add({}, {Measure::NodeCount, 0, 0, 0});
        break;
    case PoolUsage:
    case PoolLimit:
        poolUse(question_.id == PoolLimit);
        break;
    case PodsPending:
        add({}, {Measure::PodsPending, 0, 0, 0});
        break;
    case PodsUnschedulable:
        add({}, {Measure::PodsUnschedulable, 0, 0, 0});
        break;
    case NodesByMachine:
        machines();
        break;
    case OfferingPrices:
        offerings();
        break;
    case WorkloadReplicasAll:
        workloadsAll();
        break;
    case WorkloadsWaiting:
    case WorkloadSizes:
        workloadPods();
        break;
    case Up:
        up();
        break;
    case Present:
        present();
        break;
    case NodePrices: // no OpenCost runs here
    case MachinePrices:
    case PresentExported: // labels are honoured here
    case Count:
    case Written:
        break;
    }
    return std::move(found_);
}

std::vector<HistorySeries> seriesFor(const History& history, const Recognised& question)
{
    // A text that asks by older or renamed names finds nothing here, as at a real Prometheus.
    const auto& variant = queryOf(question.id).variants[question.variant];
    const auto names = scrapedNames(history.plan());
    const std::set<std::string_view> known(names.begin(), names.end());
    const bool asked = std::all_of(variant.needs.begin(), variant.needs.end(),
                                   [&](const auto& name) { return known.contains(name); });
    if (!asked || variant.exported)
        return {};
    Recognised full = question;
    for (const auto& [key, value] : variant.given)
        full.params[key] = value;
    return SeriesFinder(history, full).find();
}

} // namespace loadline
