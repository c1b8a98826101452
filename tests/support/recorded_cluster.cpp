// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recorded_cluster.h"

#include "json/json.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace loadline::test {

namespace {

// The recorded list of a path, or null.
const char* fixtureOf(const std::string& path)
{
    static const std::map<std::string, const char*> files {
        {"/apis/autoscaling/v2/horizontalpodautoscalers", "hpa-list.json"},
        {"/apis/autoscaling.k8s.io/v1/verticalpodautoscalers", "vpa-list.json"},
        {"/apis/keda.sh/v1alpha1/scaledobjects", "scaledobject-list.json"},
        {"/apis/keda.sh/v1alpha1/triggerauthentications", "triggerauthentication-list.json"},
        {"/api/v1/nodes", "nodes-list.json"},
        {"/api/v1/pods", "pods-list.json"},
        {"/apis/apps/v1/deployments", "deployments-list.json"},
        {"/apis/apps/v1/statefulsets", "statefulsets-list.json"},
        {"/apis/apps/v1/replicasets", "replicasets-list.json"},
        {"/apis/policy/v1/poddisruptionbudgets", "pdb-list.json"},
        {"/api/v1/resourcequotas", "quota-list.json"},
        {"/api/v1/limitranges", "limitrange-list.json"},
        {"/apis/scheduling.k8s.io/v1/priorityclasses", "priorityclass-list.json"},
        {"/apis/metrics.k8s.io/v1beta1/pods", "podmetrics.json"},
        {"/apis/metrics.k8s.io/v1beta1/nodes", "nodemetrics.json"},
    };
    const auto at = files.find(path);
    return at == files.end() ? nullptr : at->second;
}

constexpr auto emptyList = R"({"kind":"EmptyList","apiVersion":"v1","metadata":{"resourceVersion":"931"},"items":[]})";

} // namespace

std::string fixtureText(const std::string& name)
{
    std::ifstream file(std::string(LOADLINE_FIXTURES "/apiserver-1.36/") + name);
    if (!file)
        throw std::runtime_error("no fixture " + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

RecordedCluster::RecordedCluster()
    : transport([this](const ExchangePtr& exchange) {
        const auto at = instead.find(exchange->path());
        if (at != instead.end() && at->second)
            at->second(exchange);
        else
            usual(exchange);
    })
{
}

void RecordedCluster::usual(const ExchangePtr& exchange)
{
    const std::string path = exchange->path();
    if (path == "/version") {
        exchange->answer(200,
            R"({"major":"1","minor":")" + std::to_string(minor) + R"(","gitVersion":"v1.)" + std::to_string(minor)
                + R"(.0"})");
        return;
    }
    if (path == "/apis") {
        exchange->answer(200, fixtureText("apis-aggregated.json"));
        return;
    }
    list(exchange, exchange->query("fieldSelector").empty() ? listOf(path) : emptyList);
}

std::string RecordedCluster::listOf(const std::string& path)
{
    const char* file = fixtureOf(path);
    return file != nullptr ? fixtureText(file) : emptyList;
}

void RecordedCluster::list(const ExchangePtr& exchange, const std::string& body)
{
    if (exchange->query("watch") != "1") {
        exchange->answer(200, body);
        return;
    }
    exchange->head(200);
    if (exchange->query("sendInitialEvents") != "true")
        return;
    JsonDocument document;
    const auto root = document.parse(std::string_view(body));
    (*root)["items"].eachItem([&](Json item) { exchange->bytes(event("ADDED", item.dump())); });
    exchange->bytes(endOfInitialEvents((*root)["metadata"]["resourceVersion"].str()));
}

ExchangePtr RecordedCluster::watchOf(const std::string& path) const
{
    const auto& all = transport.all();
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
        if (!(*at)->over() && (*at)->path() == path && (*at)->query("watch") == "1")
            return *at;
    }
    return nullptr;
}

std::size_t RecordedCluster::asked(const std::string& path) const
{
    std::size_t count = 0;
    for (const auto& exchange : transport.all())
        count += exchange->path() == path;
    return count;
}

std::string RecordedCluster::event(const std::string& type, const std::string& object)
{
    return R"({"type":")" + type + R"(","object":)" + object + "}\n";
}

std::string RecordedCluster::hpa(const std::string& ns, const std::string& name, const std::string& version, int max)
{
    return R"({"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v2","metadata":{"namespace":")" + ns
        + R"(","name":")" + name + R"(","resourceVersion":")" + version
        + R"("},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":)"
        + std::to_string(max) + R"(,"metrics":[]},"status":{"currentReplicas":1,"desiredReplicas":1}})";
}

std::string RecordedCluster::hpaList(const std::string& items, const std::string& version, const std::string& more)
{
    return R"({"kind":"HorizontalPodAutoscalerList","apiVersion":"autoscaling/v2","metadata":{"resourceVersion":")"
        + version + R"(","continue":")" + more + R"("},"items":[)" + items + "]}";
}

std::string RecordedCluster::endOfInitialEvents(const std::string& version)
{
    return event("BOOKMARK",
        R"({"metadata":{"resourceVersion":")" + version + R"(","annotations":{"k8s.io/initial-events-end":"true"}}})");
}

std::string RecordedCluster::apis(const std::string& group, const std::string& groupVersion)
{
    return R"({"kind":"APIGroupList","groups":[{"name":")" + group + R"(","versions":[{"groupVersion":")" + groupVersion
        + R"("}]}]})";
}

std::string RecordedCluster::nodeMetrics(const std::string& node, const std::string& more)
{
    return R"({"kind":"NodeMetricsList","metadata":{"continue":")" + more + R"("},"items":[{"metadata":{"name":")"
        + node + R"("},"timestamp":"2026-11-23T15:57:02Z","window":"15s","usage":{"cpu":"1","memory":"1Gi"}}]})";
}

std::string RecordedCluster::externalMetric(const std::vector<std::string>& values)
{
    std::string items;
    for (const auto& value : values)
        items += (items.empty() ? "" : ",") + (R"({"value":")" + value + R"("})");
    return R"({"kind":"ExternalMetricValueList","items":[)" + items + "]}";
}

std::string RecordedCluster::status(int code, const std::string& reason, const std::string& message)
{
    return R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":")" + message
        + R"(","reason":")" + reason + R"(","code":)" + std::to_string(code) + "}";
}

FixedCredentials::FixedCredentials(bool readOnly)
{
    Endpoint endpoint;
    endpoint.server = "https://recorded.example:6443";
    endpoint.readOnly = readOnly;
    endpoint.label = "recorded";
    credentials.endpoint = std::make_shared<Endpoint>(endpoint);
    credentials.authorization = Secret("Bearer token-of-the-test");
}

void FixedCredentials::get(bool rejected, std::function<void(Result<Credentials>)> ready)
{
    ++asked;
    rejections += rejected;
    if (hold)
        held_.push_back(std::move(ready));
    else if (error)
        ready(*error);
    else
        ready(credentials);
}

void FixedCredentials::release()
{
    hold = false;
    for (const auto& ready : std::exchange(held_, {})) {
        if (error)
            ready(*error);
        else
            ready(credentials);
    }
}

} // namespace loadline::test
