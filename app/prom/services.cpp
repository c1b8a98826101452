// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/services.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

constexpr std::array<WellKnownService, 46> wellKnown {{
    {"monitoring", "kube-prometheus-stack-prometheus"},
    {"monitoring", "prometheus-kube-prometheus-prometheus"},
    {"monitoring", "prometheus-operated"},
    {"monitoring", "prometheus-k8s"},
    {"monitoring", "prometheus-server"},
    {"monitoring", "prometheus"},
    {"prometheus", "kube-prometheus-stack-prometheus"},
    {"prometheus", "prometheus-kube-prometheus-prometheus"},
    {"prometheus", "prometheus-operated"},
    {"prometheus", "prometheus-server"},
    {"prometheus", "prometheus"},
    {"kube-prometheus-stack", "kube-prometheus-stack-prometheus"},
    {"observability", "kube-prometheus-stack-prometheus"},
    {"observability", "prometheus-operated"},
    {"observability", "prometheus-server"},
    {"metrics", "prometheus-server"},
    {"kube-system", "prometheus"},
    {"kube-system", "prometheus-server"},
    {"default", "prometheus-server"},
    {"default", "prometheus-operated"},
    {"default", "prometheus"},
    {"openshift-monitoring", "prometheus-k8s"},
    {"openshift-monitoring", "thanos-querier"},
    {"cattle-monitoring-system", "rancher-monitoring-prometheus"},
    {"lens-metrics", "prometheus"},
    {"opencost", "prometheus-server"},
    {"monitoring", "victoria-metrics-victoria-metrics-single-server"},
    {"monitoring", "victoria-metrics-single-server"},
    {"monitoring", "vmsingle"},
    {"monitoring", "vmsingle-victoria-metrics-k8s-stack"},
    {"monitoring", "vmselect"},
    {"monitoring", "vmselect-victoria-metrics-k8s-stack"},
    {"victoria-metrics", "victoria-metrics-victoria-metrics-single-server"},
    {"victoria-metrics", "victoria-metrics-single-server"},
    {"victoria-metrics", "vmsingle"},
    {"victoria-metrics", "vmselect"},
    {"monitoring", "thanos-query-frontend"},
    {"monitoring", "thanos-query"},
    {"thanos", "thanos-query-frontend"},
    {"thanos", "thanos-query"},
    {"mimir", "mimir-gateway"},
    {"mimir", "mimir-nginx"},
    {"mimir", "mimir-query-frontend"},
    {"monitoring", "mimir-nginx"},
    {"monitoring", "mimir-query-frontend"},
    {"cortex", "cortex-query-frontend"},
}};

constexpr std::array<std::string_view, 6> labelSelectors {
    "app.kubernetes.io/name in "
    "(prometheus,thanos-query,thanos-query-frontend,vmsingle,victoria-metrics-single,vmselect)",
    "app in (prometheus,prometheus-server,kube-prometheus-stack-prometheus,prometheus-operator-prometheus,"
    "rancher-monitoring-prometheus,prometheus-prometheus,stack-prometheus,thanos-query,thanos-querier,vmsingle,"
    "vmselect)",
    "operated-prometheus=true",
    "app.kubernetes.io/name=thanos,app.kubernetes.io/component in (query,query-frontend)",
    "app.kubernetes.io/name=mimir,app.kubernetes.io/component in (query-frontend,nginx,gateway)",
    "headlamp-prometheus=true",
};

// What only sounds like a Prometheus: exporters, alerting, grafting, the write and storage halves of clusters.
constexpr std::array<std::string_view, 27> denied {"alertmanager", "node-exporter", "blackbox", "pushgateway",
    "adapter", "grafana", "kube-state-metrics", "operator", "webhook", "exporter", "storegateway", "store-gateway",
    "compactor", "ruler", "thanos-store", "thanos-receive", "thanos-rule", "thanos-bucketweb", "sidecar", "vmagent",
    "vmalert", "vminsert", "vmstorage", "distributor", "ingester", "cost-analyzer", "msteams"};

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

bool isDenied(const ServiceFacts& service)
{
    const bool byName = std::any_of(
        denied.begin(), denied.end(), [&](std::string_view part) { return contains(service.name, part); });
    const auto* component = service.label("app.kubernetes.io/component");
    const bool byComponent = component
        && std::any_of(denied.begin(), denied.end(), [&](std::string_view part) { return contains(*component, part); });
    // "prometheus-operated" is the operator's service of a Prometheus, "prometheus-operator-prometheus" one too.
    const bool excused = service.name.ends_with("-prometheus");
    return (byName && !excused) || byComponent;
}

// The names under which a service may be known by its labels.
bool labelled(const ServiceFacts& service, std::initializer_list<std::string_view> names)
{
    for (const char* key : {"app.kubernetes.io/name", "app", "k8s-app"}) {
        const auto* value = service.label(key);
        if (value && std::find(names.begin(), names.end(), *value) != names.end())
            return true;
    }
    return false;
}

bool isMimir(const ServiceFacts& service)
{
    return contains(service.name, "mimir") || contains(service.name, "cortex")
        || labelled(service, {"mimir", "cortex"});
}

bool isVmSelect(const ServiceFacts& service)
{
    return contains(service.name, "vmselect") || labelled(service, {"vmselect"});
}

int portRank(const ServiceFacts::Port& port)
{
    constexpr std::array<std::pair<int, int>, 8> numbers {
        {{9090, 10}, {8428, 10}, {8481, 9}, {9091, 8}, {10902, 8}, {9009, 8}, {8080, 6}, {80, 6}}};
    constexpr std::array<std::string_view, 6> names {"web", "http-web", "http", "http-metrics", "query", "https"};
    int rank = 0;
    for (const auto& [number, worth] : numbers)
        rank = port.number == number ? std::max(rank, worth) : rank;
    for (std::size_t i = 0; i < names.size(); ++i)
        rank = port.name == names[i] ? std::max(rank, 7 - static_cast<int>(i)) : rank;
    const bool sideways = contains(port.name, "grpc") || contains(port.name, "reloader")
        || contains(port.name, "tenancy") || port.name == "metrics" || port.number == 10901;
    return sideways ? 0 : rank + 1;
}

bool isHttps(const ServiceFacts& service, const ServiceFacts::Port& port)
{
    // OpenShift calls its TLS port "web".
    return port.name.starts_with("https") || port.appProtocol == "https" || port.number == 443 || port.number == 8443
        || (service.ns.starts_with("openshift-") && port.number == 9091);
}

} // namespace

std::span<const WellKnownService> wellKnownServices()
{
    return wellKnown;
}

std::span<const std::string_view> promLabelSelectors()
{
    return labelSelectors;
}

const std::string* ServiceFacts::label(std::string_view key) const
{
    const auto at = std::find_if(labels.begin(), labels.end(), [&](const auto& pair) { return pair.first == key; });
    return at == labels.end() ? nullptr : &at->second;
}

ServiceFacts readService(Json service)
{
    ServiceFacts facts;
    facts.ns = service["metadata"]["namespace"].str();
    facts.name = service["metadata"]["name"].str();
    service["metadata"]["labels"].eachField(
        [&](std::string_view key, Json value) { facts.labels.emplace_back(key, value.text()); });
    facts.external = service["spec"]["type"].text() == "ExternalName";
    service["spec"]["ports"].eachItem([&](Json port) {
        ServiceFacts::Port one;
        one.name = port["name"].str();
        one.number = static_cast<int>(std::clamp<std::int64_t>(port["port"].integerOr(0), 0, 65'535));
        one.protocol = port["protocol"].present() ? port["protocol"].str() : "TCP";
        one.appProtocol = port["appProtocol"].str();
        if (one.number > 0 && one.protocol == "TCP")
            facts.ports.push_back(std::move(one));
    });
    return facts;
}

std::vector<PromService> waysInto(const ServiceFacts& service)
{
    std::vector<PromService> ways;
    if (service.external)
        return ways;
    auto ports = service.ports;
    std::stable_sort(
        ports.begin(), ports.end(), [](const auto& a, const auto& b) { return portRank(a) > portRank(b); });
    for (const auto& port : ports) {
        if (portRank(port) == 0 || ways.size() == 2)
            break;
        PromService way {service.ns, service.name, std::to_string(port.number), isHttps(service, port), "", {}};
        if (isVmSelect(service)) {
            way.prefix = "/select/0/prometheus";
        } else if (isMimir(service)) {
            way.prefix = "/prometheus";
            way.headers = {{"X-Scope-OrgID", "anonymous"}};
        }
        ways.push_back(std::move(way));
    }
    return ways;
}

Likeness likeness(const ServiceFacts& service)
{
    Likeness like;
    if (service.external || isDenied(service))
        return like;
    const auto speaks = [&](bool does, int worth, const std::string& reason) {
        if (does) {
            like.score += worth;
            like.reasons += (like.reasons.empty() ? "" : ", ") + reason;
        }
    };
    speaks(labelled(service, {"prometheus", "vmsingle", "victoria-metrics-single"}), 100, "label name=prometheus");
    for (const char* key : {"operated-prometheus", "headlamp-prometheus"}) {
        const auto* value = service.label(key);
        speaks(value && *value == "true", 100, std::string("label ") + key);
    }
    speaks(labelled(service, {"vmselect", "thanos-query", "thanos-query-frontend", "mimir"}), 85, "label of its kind");
    for (const char* part : {"prometheus", "vmsingle", "victoria-metrics", "vmselect", "thanos-quer", "mimir"}) {
        if (contains(service.name, part)) {
            speaks(true, 45, "name \"" + service.name + "\"");
            break;
        }
    }
    for (const auto& port : service.ports) {
        if (port.number == 9090 || port.number == 8428) {
            speaks(true, 30, "port " + std::to_string(port.number));
            break;
        }
        if (port.number == 8481 || port.number == 9009 || port.number == 10902) {
            speaks(true, 25, "port " + std::to_string(port.number));
            break;
        }
    }
    // A place alone says nothing.
    const bool place = contains(service.ns, "monitor") || contains(service.ns, "metric") || contains(service.ns, "prom")
        || contains(service.ns, "observ");
    speaks(place && like.score > 0, 10, "namespace " + service.ns);
    return like;
}

} // namespace loadline
