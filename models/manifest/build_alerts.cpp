// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/build.h"
#include "manifest/fields_common.h"

namespace loadline {
namespace {

// In the texts below @ stands for the namespace's matcher, with a comma behind it, or for nothing.
std::string within(std::string text, const std::string& ns)
{
    const std::string matcher = ns.empty() ? "" : "namespace=" + Value(ns).json() + ",";
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + matcher.size()))
        text.replace(at, 1, matcher);
    return text;
}

struct Record {
    const char* name;
    const char* expr;
};
constexpr Record records[] = {
    {"loadline:hpa_desired_replicas:max",
        "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{@})"},
    {"loadline:hpa_current_replicas:max",
        "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{@})"},
    {"loadline:hpa_min_replicas:max",
        "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_min_replicas{@})"},
    {"loadline:hpa_max_replicas:max",
        "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{@})"},
    {"loadline:hpa_room:ratio", "loadline:hpa_desired_replicas:max{@} / loadline:hpa_max_replicas:max{@}"},
    {"loadline:keda_value:max", "max by (namespace, scaledObject, metric, type) (keda_scaler_metrics_value{@})"},
};

struct Alert {
    const char* name;
    const char* expr;
    const char* lasting; // "" at once
    const char* severity;
    const char* summary;
    const char* description;
};
constexpr Alert alerts[] = {
    {"HpaAtMaximum",
        "loadline:hpa_desired_replicas:max{@} >= loadline:hpa_max_replicas:max{@} and loadline:hpa_max_replicas:max{@} "
        "> "
        "loadline:hpa_min_replicas:max{@}",
        "15m", "warning", "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} is held at its maximum",
        "It has asked for {{ $value }} pods, as many as it may, for 15 minutes. Raise maxReplicas, give pods more, or "
        "see "
        "whether the metric falls with more pods at all."},
    {"HpaCannotReadMetrics",
        "max by (namespace, horizontalpodautoscaler) "
        "(kube_horizontalpodautoscaler_status_condition{@condition=\"ScalingActive\",status=\"false\"}) > 0 and "
        "loadline:hpa_current_replicas:max{@} > 0",
        "10m", "critical", "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot read its metrics",
        "While it cannot, it keeps its size whatever happens. Its ScalingActive condition says why."},
    {"HpaCannotScale",
        "max by (namespace, horizontalpodautoscaler) "
        "(kube_horizontalpodautoscaler_status_condition{@condition=\"AbleToScale\",status=\"false\"}) > 0",
        "10m", "critical", "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot scale its target",
        "The target is not there, or writing its size was refused. Its AbleToScale condition says why."},
    {"HpaThrashing", "changes(loadline:hpa_desired_replicas:max{@}[1h]) >= 12", "15m", "warning",
        "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} changes its size all the time",
        "{{ $value }} changes within an hour. A longer scale-down window or a wider tolerance calms it."},
    {"HpaPodsMissing", "loadline:hpa_desired_replicas:max{@} - loadline:hpa_current_replicas:max{@} > 0", "15m",
        "warning", "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} does not get its pods",
        "{{ $value }} pods have been wanted and missing for 15 minutes: quota, nodes, images or probes."},
    {"KedaScalerFails", "sum by (namespace, scaledObject) (increase(keda_scaled_object_errors_total{@}[10m])) > 0",
        "10m", "critical", "{{ $labels.namespace }}/{{ $labels.scaledObject }} has a failing trigger",
        "The source of a trigger does not answer KEDA. Its Ready condition and events say why."},
    {"KedaSourceEmpty",
        "sum by (namespace, scaledResource, triggerName) "
        "(increase(keda_scaler_empty_upstream_responses_total{@ignoreNullValues=\"true\"}[15m])) > 0",
        "15m", "warning",
        "{{ $labels.namespace }}/{{ $labels.scaledResource }}: a trigger's answer is empty and counts as zero",
        "A query that finds nothing scales in silently. Set ignoreNullValues to false and give a fallback."},
    {"KedaPausedLong", "max by (namespace, scaledObject) (keda_scaled_object_paused{@}) > 0", "24h", "info",
        "{{ $labels.namespace }}/{{ $labels.scaledObject }} has been paused for a day", "Nobody scales it meanwhile."},
    {"PodsUnschedulable",
        "sum by (namespace) (max by (namespace, pod) (kube_pod_status_unschedulable{@pod!=\"\"})) > 0", "15m",
        "warning", "{{ $value }} pods of {{ $labels.namespace }} find no node",
        "No node has room or fits, and none came within 15 minutes: see the pools' limits, taints and the cloud's "
        "quota."},
    {"DisruptionBudgetBlocks",
        "max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_pod_disruptions_allowed{@}) == 0 and "
        "max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_expected_pods{@}) > 0",
        "2h", "warning", "{{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} allows no disruption",
        "Nodes under its pods cannot be drained or given back."},
    {"QuotaNearlyUsed",
        "max by (namespace, resourcequota, resource) (kube_resourcequota{@type=\"used\"}) / on (namespace, "
        "resourcequota, resource) (max by (namespace, resourcequota, resource) (kube_resourcequota{@type=\"hard\"}) > "
        "0) > 0.9",
        "15m", "warning", "{{ $labels.resource }} of {{ $labels.namespace }} is nearly used up",
        "{{ $value | humanizePercentage }} of the quota. The next pods of a scale-up will be refused."},
};
// Of the cluster, not of a namespace.
constexpr Alert poolAlerts[] = {
    {"NodePoolAtLimit",
        "max by (nodepool, resource_type) (karpenter_nodepools_usage) / on (nodepool, resource_type) (max by "
        "(nodepool, "
        "resource_type) (karpenter_nodepools_limit) > 0) > 0.95",
        "15m", "warning", "Pool {{ $labels.nodepool }} is at its limit of {{ $labels.resource_type }}",
        "{{ $value | humanizePercentage }} of it is used; pods that need more will wait."},
};

Value ruleOf(const Alert& alert, const std::string& ns)
{
    Value rule = mapOf({{"alert", alert.name}, {"expr", within(alert.expr, ns)}});
    if (*alert.lasting)
        rule.set("for", alert.lasting);
    rule.set("labels", mapOf({{"severity", alert.severity}}));
    rule.set("annotations", mapOf({{"summary", alert.summary}, {"description", alert.description}}));
    return rule;
}

} // namespace

Value alertingRules(const std::string& ns)
{
    Value recorded = Value::list();
    for (const Record& record : records)
        recorded.add(mapOf({{"record", record.name}, {"expr", within(record.expr, ns)}}));
    Value alerting = Value::list();
    for (const Alert& alert : alerts)
        alerting.add(ruleOf(alert, ns));
    if (ns.empty())
        for (const Alert& alert : poolAlerts)
            alerting.add(ruleOf(alert, ns));
    const std::string suffix = ns.empty() ? "" : "-" + ns;
    Value groups = Value::list();
    groups.add(mapOf({{"name", "autoscaling-records" + suffix}, {"interval", "30s"}, {"rules", std::move(recorded)}}));
    groups.add(mapOf({{"name", "autoscaling-alerts" + suffix}, {"rules", std::move(alerting)}}));
    return mapOf({{"groups", std::move(groups)}});
}

Value prometheusRule(const std::string& name, const std::string& ns)
{
    Value metadata = mapOf({{"name", name}});
    if (!ns.empty())
        metadata.set("namespace", ns);
    return mapOf({{"apiVersion", "monitoring.coreos.com/v1"}, {"kind", "PrometheusRule"},
        {"metadata", std::move(metadata)}, {"spec", alertingRules(ns)}});
}

} // namespace loadline
