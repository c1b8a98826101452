// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/published.h"

#include "lint/known_fields.h"

#include <set>

namespace loadline {

namespace {

constexpr std::string_view schemas = "/openapi/v3/";
constexpr std::string_view custom = "/apis/custom.metrics.k8s.io/";
constexpr std::string_view external = "/apis/external.metrics.k8s.io/";

void addMetricPaths(const Document& document, const World& world, std::set<std::string>& paths)
{
    const auto ref = document.ref();
    if (ref.kind != "HorizontalPodAutoscaler")
        return;
    for (const Value& metric : document.value()["spec"]["metrics"].items()) {
        const std::string type = metric["type"].text();
        if (type == "External" && world.serves("external.metrics.k8s.io/v1beta1"))
            paths.insert(std::string(external) + "v1beta1");
        if (type == "Pods" || type == "Object")
            for (const char* version : {"v1beta2", "v1beta1"})
                if (world.serves("custom.metrics.k8s.io/" + std::string(version))) {
                    paths.insert(std::string(custom) + version);
                    break;
                }
    }
}

} // namespace

bool Published::isPath(std::string_view path) { return path.starts_with(schemas) || path.starts_with(custom) || path.starts_with(external); }

bool Published::take(std::string_view path, const Result<std::string>& json)
{
    if (!isPath(path) || !json)
        return false;
    JsonDocument document;
    std::string body = *json;
    if (path.starts_with(schemas)) {
        const auto told = readClusterShapes(document, body, describedKinds());
        if (!told || told->empty())
            return false;
        ClusterShapes all = shapes ? *shapes : ClusterShapes();
        for (const auto& [key, shape] : *told)
            all.insert_or_assign(key, shape);
        shapes = std::make_shared<const ClusterShapes>(std::move(all));
        return true;
    }
    auto names = readMetricNames(document, body);
    if (!names)
        return false;
    ServedMetrics all = metrics ? *metrics : ServedMetrics();
    (path.starts_with(custom) ? all.custom : all.external) = std::move(*names);
    metrics = std::make_shared<const ServedMetrics>(std::move(all));
    return true;
}

void Published::layInto(Overlay& overlay) const
{
    overlay.shapes = shapes;
    overlay.metrics = metrics;
}

std::vector<std::string> publishedPaths(const std::vector<Document>& documents, const World& world)
{
    std::set<std::string> paths;
    for (const std::string& version : doubtfulVersions(documents))
        paths.insert(std::string(schemas) + (version.find('/') == std::string::npos ? "api/" : "apis/") + version);
    for (const Document& document : documents)
        addMetricPaths(document, world, paths);
    return {paths.begin(), paths.end()};
}

} // namespace loadline
