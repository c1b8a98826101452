// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/build.h"
#include "manifest/fields_common.h"

namespace loadline {
namespace {

constexpr const char* monitoring = "monitoring";

Value configMap(const char* name, const std::optional<Value>& labels, const char* file, std::string text)
{
    Value metadata = mapOf({{"name", name}, {"namespace", monitoring}});
    if (labels)
        metadata.set("labels", *labels);
    return mapOf({{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", std::move(metadata)},
        {"data", mapOf({{file, std::move(text)}})}});
}

} // namespace

Value adapterConfigMap(const std::vector<AdapterMetric>& metrics)
{
    return configMap("prometheus-adapter-rules", std::nullopt, "config.yaml", Document::write(adapterConfig(metrics)).text());
}

Value dashboardConfigMap()
{
    return configMap(
        "autoscaling-dashboard", mapOf({{"grafana_dashboard", "1"}}), "autoscaling.json", indentedJson(grafanaDashboard()) + "\n");
}

} // namespace loadline
