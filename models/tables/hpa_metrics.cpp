// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_metrics.h"

#include "scaling/replica_count.h"
#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HpaMetrics)
};

QString labelOf(const MetricIdentity& metric, const ScaledObject* object)
{
    switch (metric.type) {
    case MetricType::ContainerResource:
        return Words::tr("%1 of %2").arg(qtext(metric.name), qtext(metric.container));
    case MetricType::Object:
        return Words::tr("%1 of %2").arg(qtext(metric.name), qtext(metric.object.name));
    case MetricType::External: {
        const auto index = triggerIndexOf(metric.name);
        if (object && index && *index < object->triggers.size()) {
            const auto& trigger = object->triggers[*index];
            if (!trigger.name.empty())
                return qtext(trigger.name);
            if (trigger.type == "cron") // named "cron-America-New_York-09xx1-5-018xx1-5"
                return Words::tr("cron schedule");
        }
        return qtext(object ? withoutTriggerIndex(metric.name) : metric.name);
    }
    default:
        return qtext(metric.name);
    }
}

// Two metrics may share a name and differ in their selector only.
void tellApart(std::vector<HpaMetric>& metrics)
{
    std::vector<std::size_t> alike;
    for (std::size_t i = 0; i < metrics.size(); ++i)
        for (std::size_t j = 0; j < metrics.size(); ++j)
            if (i != j && metrics[i].label == metrics[j].label && (alike.empty() || alike.back() != i))
                alike.push_back(i);
    for (const auto i : alike) {
        const auto selector = queryText(metrics[i].metric.selector);
        metrics[i].label += QStringLiteral(" {%1}").arg(
            selector.empty() ? Words::tr("metric %1").arg(i + 1) : qtext(selector));
    }
}

// Which of its target fields the controller uses: for Resource and External averageValue wins where both are stored;
// Object switches strictly on the type (autoscaling.md 1.2).
TargetType targetInForce(const MetricSpec& spec)
{
    if (spec.target != TargetType::Unknown && (spec.metric.type == MetricType::Object || spec.target == TargetType::AverageValue))
        return spec.target;
    if (spec.averageValue)
        return TargetType::AverageValue;
    if (spec.averageUtilization)
        return TargetType::Utilization;
    return spec.value ? TargetType::Value : spec.target;
}

void readValues(HpaMetric& metric, const MetricSpec& spec, const MetricStatus* status)
{
    switch (metric.target) {
    case TargetType::Utilization:
        metric.wanted = asDouble(spec.averageUtilization);
        metric.current = status ? asDouble(status->averageUtilization) : std::nullopt;
        break;
    case TargetType::AverageValue:
        metric.wanted = asDouble(spec.averageValue);
        metric.current = status ? asDouble(status->averageValue) : std::nullopt;
        break;
    case TargetType::Value:
        metric.wanted = asDouble(spec.value);
        metric.current = status ? asDouble(status->value) : std::nullopt;
        break;
    case TargetType::Unknown:
        break;
    }
}

bool isAsleep(const Hpa& hpa)
{
    const auto* active = find(hpa.conditions, "ScalingActive");
    return active && active->reason == "ScalingDisabled";
}

// Whether `text` has `word` as a whole: "cpu" is not in "cpu_queue".
bool hasWord(std::string_view text, std::string_view word)
{
    const auto joins = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.'; };
    for (auto at = text.find(word); !word.empty() && at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !joins(text[at - 1])) && (end == text.size() || !joins(text[end])))
            return true;
    }
    return false;
}

// The labels of a metric's selector, as Go prints them.
bool hasLabels(std::string_view text, const Selector& selector)
{
    const auto& labels = selector.matchLabels;
    return std::all_of(labels.begin(), labels.end(),
        [&](const auto& label) { return text.find(label.first + ": " + label.second + ",") != std::string_view::npos; });
}

// The controller writes an event for each metric that failed, named after the metric's type.
bool tellsOf(const Event& event, const MetricIdentity& metric)
{
    const auto reason = [&]() -> std::string_view {
        switch (metric.type) {
        case MetricType::Resource:
            return "FailedGetResourceMetric";
        case MetricType::ContainerResource:
            return "FailedGetContainerResourceMetric";
        case MetricType::Pods:
            return "FailedGetPodsMetric";
        case MetricType::Object:
            return "FailedGetObjectMetric";
        case MetricType::External:
            return "FailedGetExternalMetric";
        case MetricType::Unknown:
            break;
        }
        return "InvalidMetricSourceType";
    }();
    const bool selected = event.message.find("&LabelSelector{") == std::string::npos || hasLabels(event.message, metric.selector);
    return event.reason == reason && hasWord(event.message, metric.name) && selected;
}

// Why the value of one metric is not there.
QString whyUnknown(const Hpa& hpa, const HpaMetric& metric, const HpaSurroundings& around)
{
    if (hpa.conditions.empty())
        return Words::tr("The controller has not looked at this autoscaler yet.");
    if (metric.target == TargetType::Unknown)
        return Words::tr("Its target is of a kind that this program does not know.");
    if (isAsleep(hpa))
        return Words::tr("Metrics are not read while the target has no replicas.");
    const auto* active = find(hpa.conditions, "ScalingActive");
    if (active && active->status == Truth::False) {
        const auto cause = metricCause(hpa, active->reason, active->message, around.workload);
        return joined({Words::tr("The controller cannot read it: %1.").arg(cause.phrase), cause.mend});
    }
    const auto failure = std::find_if(around.failures.begin(), around.failures.end(),
        [&](const auto* event) { return tellsOf(*event, metric.metric); });
    if (failure != around.failures.end()) {
        const auto cause = metricCause(hpa, (*failure)->reason.str(), (*failure)->message, around.workload);
        return joined({Words::tr("The controller could not read it: %1.").arg(cause.phrase), cause.mend});
    }
    const auto size = hpa.currentReplicas.value_or(0);
    if (size > hpa.maxReplicas || size < hpa.minReplicas)
        return Words::tr("Not read while the size is outside min and max: the controller corrects that first.");
    return Words::tr("The controller could not read it the last time.");
}

Tone toneOfValue(const HpaMetric& metric, const EffectiveBehavior& behavior)
{
    if (!metric.current || !metric.wanted)
        return Tone::Idle;
    return *metric.current > *metric.wanted * (1 + behavior.up.tolerance) ? Tone::Bad : Tone::Normal;
}

// "... to successfully calculate a replica count from pods metric http_requests" names the metric that decided. An External
// metric's selector follows it in brackets, as Go prints it: "external metric depth(&LabelSelector{...})".
bool namedBy(std::string_view message, const MetricSpec& spec)
{
    constexpr std::string_view lead = "replica count from ";
    const auto from = message.find(lead);
    if (from == std::string_view::npos)
        return false;
    message.remove_prefix(from + lead.size());
    if (spec.metric.type != MetricType::External)
        return message == nameOf(spec);
    const auto start = "external metric " + spec.metric.name + "(";
    return message.starts_with(start) && hasLabels(message, spec.metric.selector);
}

void markWinner(std::vector<HpaMetric>& metrics, const Hpa& hpa, const EffectiveBehavior& behavior)
{
    const auto* active = find(hpa.conditions, "ScalingActive");
    if (!active || active->reason != "ValidMetricFound" || !hpa.currentReplicas)
        return;
    const bool named = std::any_of(hpa.metrics.begin(), hpa.metrics.end(),
        [&](const auto& spec) { return namedBy(active->message, spec); });
    HpaMetric* winner = nullptr;
    std::int64_t most = -1;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        if (named && !namedBy(active->message, hpa.metrics[i]))
            continue;
        // The condition may be newer than the values: who is named has won, whatever they come to.
        const auto proposal = proposalOf(metrics[i], *hpa.currentReplicas, behavior).value_or(named ? 0 : -1);
        if (proposal > most) {
            most = proposal;
            winner = &metrics[i];
        }
    }
    if (winner)
        winner->winning = true;
}

} // namespace

std::optional<std::size_t> triggerIndexOf(std::string_view metric)
{
    std::size_t index = 0;
    if (metric.size() < 3 || metric.front() != 's')
        return {};
    const auto* end = metric.data() + metric.size();
    const auto [rest, fault] = std::from_chars(metric.data() + 1, end, index);
    return fault == std::errc() && rest != end && *rest == '-' ? std::optional(index) : std::nullopt;
}

std::string withoutTriggerIndex(const std::string& metric)
{
    return triggerIndexOf(metric) ? metric.substr(metric.find('-') + 1) : metric;
}

Unit unitOfName(std::string_view metric)
{
    const auto has = [metric](std::string_view part) { return metric.find(part) != std::string_view::npos; };
    if (has("per_second") || has("per-second") || metric.ends_with("_rps") || metric.ends_with("_qps"))
        return Unit::PerSecond;
    if (has("_bytes") || metric.ends_with("-bytes"))
        return Unit::Bytes;
    if (metric.ends_with("_seconds") || metric.ends_with("-seconds"))
        return Unit::Duration;
    return Unit::None;
}

Unit unitOfResource(std::string_view resource, bool utilization)
{
    if (utilization)
        return Unit::Percent;
    if (resource == "cpu")
        return Unit::Cores;
    const bool bytes = resource == "memory" || resource == "ephemeral-storage" || resource.starts_with("hugepages-");
    return bytes ? Unit::Bytes : Unit::None;
}

bool withinTolerance(const HpaMetric& metric, const EffectiveBehavior& behavior)
{
    if (!metric.current || !metric.wanted || *metric.wanted <= 0)
        return false;
    // The ratio and the tolerance are compared as the controller compares them, inclusive at both ends; the slack is
    // for the two doubles having come by other ways.
    const double ratio = *metric.current / *metric.wanted;
    return ratio >= 1 - behavior.down.tolerance - 1e-9 && ratio <= 1 + behavior.up.tolerance + 1e-9;
}

std::optional<std::int64_t> proposalOf(const HpaMetric& metric, std::int64_t replicas, const EffectiveBehavior& behavior)
{
    if (!metric.current || !metric.wanted || *metric.wanted <= 0)
        return {};
    if (withinTolerance(metric, behavior))
        return replicas;
    const double size = *metric.current / *metric.wanted * static_cast<double>(metric.ready.value_or(replicas));
    return static_cast<std::int64_t>(std::ceil(std::clamp(size, 0.0, 2147483647.0) - 1e-9));
}

std::vector<HpaMetric> metricsOf(const Hpa& hpa, const HpaSurroundings& around)
{
    std::vector<HpaMetric> metrics;
    metrics.reserve(hpa.metrics.size());
    for (std::size_t i = 0; i < hpa.metrics.size(); ++i) {
        const auto& spec = hpa.metrics[i];
        HpaMetric metric;
        metric.metric = spec.metric;
        metric.target = targetInForce(spec);
        metric.label = labelOf(spec.metric, around.scaledObject);
        const bool resource = spec.metric.type == MetricType::Resource || spec.metric.type == MetricType::ContainerResource;
        metric.unit = resource ? unitOfResource(spec.metric.name, metric.target == TargetType::Utilization)
                               : unitOfName(spec.metric.name);
        metric.perPod = metric.target == TargetType::AverageValue;
        readValues(metric, spec, statusOf(hpa, i));
        if (metric.target == TargetType::Value && around.workload)
            metric.ready = around.workload->ready;
        metric.tone = toneOfValue(metric, around.behavior);
        if (!metric.current)
            metric.why = whyUnknown(hpa, metric, around);
        metrics.push_back(std::move(metric));
    }
    tellApart(metrics);
    markWinner(metrics, hpa, around.behavior);
    return metrics;
}

QString valueText(const HpaMetric& metric)
{
    const auto text = figureOf(metric.current, metric.wanted, metric.unit);
    return metric.perPod ? Words::tr("%1 per pod").arg(text) : text;
}

Chip chipOf(const HpaMetric& metric) { return {metric.label, valueText(metric), metric.tone}; }

} // namespace loadline
