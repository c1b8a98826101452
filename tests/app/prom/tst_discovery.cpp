// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"
#include "prom/services.h"
#include "scripted_prometheus.h"
#include "support/call.h"
#include "json/json.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr const char* web = R"({"name":"http-web","port":9090,"protocol":"TCP"})";

const PromCandidate* triedOf(const PromDiscovery& found, const std::string& name)
{
    for (const auto& one : found.tried) {
        if (one.service.name == name)
            return &one;
    }
    return nullptr;
}

bool asked(const ApiServer& api, const std::string& part)
{
    for (const auto& request : api.requests()) {
        if (request.target.find(part) != std::string::npos)
            return true;
    }
    return false;
}

ServiceFacts facts(const std::string& json)
{
    JsonDocument document;
    return readService(*document.parse(std::string_view(json)));
}

} // namespace

class TestDiscovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWellKnownNameNeedsNoList();
    void aLabelFindsTheUnusualName();
    void theScanFindsTheRest();
    void refusedListsFallBackToNamespaces();
    void theOneThatAnswersMostIsTaken();
    void layouts_data();
    void layouts();
    void aRoutePrefixIsTried();
    void whatAnswersWronglyIsSaid();
    void nothingAtAll();
    void anApiServerThatIsAwayEndsIt();
    void theBudgetEndsIt();
    void byHandInsideTheCluster();
    void withoutAnIndexNamesAreCounted();
    void lookalikesAreLeftOut();
    void portsAndSchemes();
    void stoppingInBetween();
};

void TestDiscovery::aWellKnownNameNeedsNoList()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.mayList = false;
    api.add("monitoring", "kube-prometheus-stack-prometheus", "", web);
    api.serve("monitoring", "kube-prometheus-stack-prometheus:9090", prometheus.backend());
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(static_cast<int>(found.source->rule.type), static_cast<int>(PromRule::Type::WellKnown));
    QVERIFY(found.looked > 20);
    QVERIFY(found.problems.empty());
    QVERIFY(!asked(api, "/api/v1/services?"));
    QCOMPARE(found.source->answered(), static_cast<int>(QueryId::Count));
    for (const auto& request : api.requests())
        QCOMPARE(request.method, std::string("GET"));
}

void TestDiscovery::aLabelFindsTheUnusualName()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.add("team-a", "web", R"("tier":"front")", R"({"port":80})");
    api.add("team-a", "our-prom", R"("app.kubernetes.io/name":"prometheus")", web);
    api.serve("team-a", "our-prom:9090", prometheus.backend());
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(static_cast<int>(found.source->rule.type), static_cast<int>(PromRule::Type::Label));
    QVERIFY(describe(*found.source).starts_with("team-a/our-prom:9090 (label app.kubernetes.io/name in (prometheus,"));
    QCOMPARE(found.tried.size(), 1u);
}

void TestDiscovery::theScanFindsTheRest()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.add("obs", "grafana", "", R"({"port":9090})");
    api.add("obs", "metrics-prometheus-alertmanager", "", R"({"port":9090})");
    api.add("obs", "big-prometheus-main", "", R"({"name":"grpc","port":10901},{"name":"web","port":9090})");
    api.serve("obs", "big-prometheus-main:9090", prometheus.backend());
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(static_cast<int>(found.source->rule.type), static_cast<int>(PromRule::Type::Scan));
    QCOMPARE(found.source->rule.detail, std::string("name \"big-prometheus-main\", port 9090"));
    QVERIFY(!triedOf(found, "grafana"));
    QVERIFY(!triedOf(found, "metrics-prometheus-alertmanager"));
}

void TestDiscovery::refusedListsFallBackToNamespaces()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.mayList = false;
    api.mayListIn = {"team-a"};
    api.add("team-a", "our-prom", R"("app":"prometheus")", web);
    api.serve("team-a", "our-prom:9090", prometheus.backend());
    Desk desk(api.url());
    const auto without = desk.find();
    QVERIFY(!without.source);
    QCOMPARE(without.problems.size(), 1u);
    QCOMPARE(static_cast<int>(without.problems[0].kind), static_cast<int>(Error::Kind::Forbidden));
    QCOMPARE(without.problems[0].what, std::string("You may not list services here, so no Prometheus could be looked for."));
    PromFinder::Options options;
    options.namespaces = {"team-b", "team-a"};
    const auto with = desk.find(options);
    QVERIFY(with.source);
    QCOMPARE(with.source->service->ns, std::string("team-a"));
}

// A cost tool brings a Prometheus of its own, which knows only what it needs.
void TestDiscovery::theOneThatAnswersMostIsTaken()
{
    ScriptedPrometheus bundled({"container_memory_working_set_bytes", "kube_node_info"});
    ScriptedPrometheus main(ScriptedPrometheus::allNames());
    ApiServer api;
    api.add("prometheus", "prometheus-server", "", R"({"name":"http","port":80})");
    api.serve("prometheus", "prometheus-server:80", bundled.backend());
    api.add("infra", "main", R"("app":"prometheus")", web);
    api.serve("infra", "main:9090", main.backend());
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(found.source->service->name, std::string("main"));
    const auto* other = triedOf(found, "prometheus-server");
    QVERIFY(other && other->source);
    QVERIFY(!other->source->answers(QueryId::HpaCurrent));
    QVERIFY(other->source->answers(QueryId::NodeCount));
}

void TestDiscovery::layouts_data()
{
    QTest::addColumn<QString>("ns");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("ports");
    QTest::addColumn<QString>("way"); // as the proxy is asked
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("tenant");
    const auto row = [](const char* name, const char* ns, const char* service, const char* ports, const char* way,
                         const char* prefix = "", const char* tenant = "") {
        QTest::newRow(name) << QString::fromUtf8(ns) << QString::fromUtf8(service) << QString::fromUtf8(ports)
                            << QString::fromUtf8(way) << QString::fromUtf8(prefix) << QString::fromUtf8(tenant);
    };
    row("Helm chart", "monitoring", "prometheus-server", R"({"name":"http","port":80})", "prometheus-server:80");
    row("operator", "monitoring", "prometheus-operated", R"({"name":"http-web","port":9090})",
        "prometheus-operated:9090");
    row("OpenShift", "openshift-monitoring", "thanos-querier",
        R"({"name":"web","port":9091},{"name":"tenancy","port":9092})", "https:thanos-querier:9091");
    row("VictoriaMetrics single", "monitoring", "vmsingle", R"({"name":"http","port":8428})", "vmsingle:8428");
    row("VictoriaMetrics cluster", "victoria-metrics", "vmselect", R"({"name":"http","port":8481})", "vmselect:8481",
        "/select/0/prometheus");
    row("Thanos", "thanos", "thanos-query", R"({"name":"grpc","port":10901},{"name":"http","port":9090})",
        "thanos-query:9090");
    row("Mimir", "mimir", "mimir-nginx", R"({"name":"http-metric","port":80})", "mimir-nginx:80", "/prometheus",
        "anonymous");
    row("Rancher", "cattle-monitoring-system", "rancher-monitoring-prometheus", R"({"name":"http-web","port":9090})",
        "rancher-monitoring-prometheus:9090");
}

void TestDiscovery::layouts()
{
    QFETCH(const QString, ns);
    QFETCH(const QString, name);
    QFETCH(const QString, ports);
    QFETCH(const QString, way);
    QFETCH(const QString, prefix);
    QFETCH(const QString, tenant);
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    std::mutex mutex;
    std::string seen;
    ApiServer api;
    api.mayList = false;
    api.add(ns.toStdString(), name.toStdString(), "", ports.toStdString());
    const auto inner = prometheus.backend(prefix.toStdString());
    api.serve(ns.toStdString(), way.toStdString(),
        [&](const std::string& target, const HttpRequest& request, HttpReply& reply) {
            {
                const std::lock_guard lock(mutex);
                seen = request.header("x-scope-orgid");
            }
            inner(target, request, reply);
        });
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(QString::fromStdString(found.source->service->prefix), prefix);
    QCOMPARE(QString::fromStdString(seen), tenant);
    const auto now = desk.transport.now();
    const auto answer = desk.ask({QueryId::NodeCount, {}, {now - Seconds {3600}, now}, Seconds {60}});
    QVERIFY(!answer.error && answer.series.size() == 1);
}

void TestDiscovery::aRoutePrefixIsTried()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.add("monitoring", "prometheus", "", web);
    api.serve("monitoring", "prometheus:9090", prometheus.backend("/prometheus"));
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(found.source->service->prefix, std::string("/prometheus"));
    QVERIFY(!found.tried[0].error);
}

void TestDiscovery::whatAnswersWronglyIsSaid()
{
    ApiServer api;
    api.add("openshift-monitoring", "prometheus-k8s", "", R"({"name":"web","port":9091})");
    api.serve("openshift-monitoring", "https:prometheus-k8s:9091",
        always(403, "Forbidden", {{"Content-Type", "text/plain"}}));
    api.add("monitoring", "prometheus", "", web);
    api.serve("monitoring", "prometheus:9090", always(200, "<html>Sign in</html>", {{"Content-Type", "text/html"}}));
    api.add("monitoring", "prometheus-server", "", R"({"name":"http","port":80})"); // no pod behind it
    api.add("default", "prometheus", "", web);
    api.serve("default", "prometheus:9090", always(404, "404 page not found"));
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(!found.source);
    QCOMPARE(found.tried.size(), 4u);
    const auto kindOf = [&](const char* name) { return triedOf(found, name)->error->kind; };
    QVERIFY(kindOf("prometheus-k8s") == Error::Kind::Forbidden);
    QVERIFY(kindOf("prometheus-server") == Error::Kind::Unreachable);
    QCOMPARE(said(*triedOf(found, "prometheus")->error), std::string("The answer is a web page, not JSON."));
    const auto& away = found.tried[2]; // of default, after both of monitoring: in the order of the list
    QCOMPARE(away.service.ns, std::string("default"));
    QCOMPARE(said(*away.error), std::string("There is no Prometheus API at this address."));
    QCOMPARE(away.service.prefix, std::string());
    for (const auto& one : found.tried)
        QVERIFY(!one.error->hint.empty() && !one.error->where.empty());
}

void TestDiscovery::nothingAtAll()
{
    ApiServer api;
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(!found.source && found.tried.empty() && found.problems.empty() && !found.outOfTime);
    const auto answer = desk.ask({QueryId::NodeCount, {}, {}, Seconds {60}});
    QVERIFY(answer.complete && answer.error);
    QCOMPARE(said(*answer.error), std::string("No Prometheus was found in this cluster."));
}

void TestDiscovery::anApiServerThatIsAwayEndsIt()
{
    Desk desk("http://127.0.0.1:1");
    const auto found = desk.find();
    QVERIFY(!found.source);
    QCOMPARE(found.problems.size(), 1u);
    QVERIFY(found.looked <= 8);
}

void TestDiscovery::theBudgetEndsIt()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.add("monitoring", "prometheus-operated", "", web);
    api.serve("monitoring", "prometheus-operated:9090",
        [](const std::string&, const HttpRequest&, HttpReply& reply) { reply.gone(Seconds {20}); });
    Desk desk(api.url());
    PromFinder::Options options;
    options.budget = Millis {700};
    const auto found = desk.find(options);
    QVERIFY(found.outOfTime && !found.source);
    QCOMPARE(found.tried.size(), 1u);
}

void TestDiscovery::byHandInsideTheCluster()
{
    QVERIFY(!serviceByHand("http://x/y:1"));
    QVERIFY(!serviceByHand("x/y"));
    QVERIFY(!serviceByHand("x/y:"));
    QVERIFY(!serviceByHand("x y/z:80"));
    QVERIFY(!serviceByHand("../z:80/"));
    QCOMPARE(proxyPath(*serviceByHand("a/b:443/p/")), std::string("/api/v1/namespaces/a/services/https:b:443/proxy/p"));
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    ApiServer api;
    api.mayGet = false;
    api.mayList = false;
    api.serve("hidden", "metrics:8080", prometheus.backend("/p"));
    Desk desk(api.url());
    const auto found = desk.use("hidden/metrics:8080/p", "cluster=\"x\"");
    QVERIFY(found.source);
    QCOMPARE(describe(*found.source), std::string("hidden/metrics:8080 (set by hand)"));
    QVERIFY(asked(api, "cluster%3D%22x%22"));
}

void TestDiscovery::withoutAnIndexNamesAreCounted()
{
    ScriptedPrometheus prometheus({"kube_node_info"}, {}, false);
    ApiServer api;
    api.add("monitoring", "prometheus", "", web);
    api.serve("monitoring", "prometheus:9090", prometheus.backend());
    Desk desk(api.url());
    const auto found = desk.find();
    QVERIFY(found.source);
    QCOMPARE(found.source->present, (std::vector<std::string> {"kube_node_info"}));
}

void TestDiscovery::lookalikesAreLeftOut()
{
    const auto scoreOf = [](const char* name, const char* labels = "", const char* ports = R"({"port":9090})") {
        return likeness(facts(std::string(R"({"metadata":{"namespace":"monitoring","name":")") + name
                            + R"(","labels":{)" + labels + R"(}},"spec":{"ports":[)" + ports + "]}}"))
            .score;
    };
    for (const char* name : {"prometheus-node-exporter", "prometheus-alertmanager", "prometheus-pushgateway",
             "prometheus-adapter", "grafana", "thanos-storegateway", "vminsert", "vmagent", "prometheus-operator",
             "kube-state-metrics", "kubecost-cost-analyzer"})
        QVERIFY2(scoreOf(name) == 0, name);
    QVERIFY(scoreOf("prometheus-operated") > 0);
    QVERIFY(scoreOf("prom-prometheus-operator-prometheus") > 0);
    QVERIFY(scoreOf("x", R"("app":"prometheus")") > scoreOf("prometheus"));
    QVERIFY(scoreOf("prometheus", R"("app.kubernetes.io/component":"alertmanager")") == 0);
    QCOMPARE(scoreOf("web", "", R"({"port":80})"), 0);
    QVERIFY(scoreOf("x", R"("headlamp-prometheus":"true")", R"({"port":1234})") >= 100);
    const auto external = facts(
        R"({"metadata":{"namespace":"a","name":"prometheus"},"spec":{"type":"ExternalName","ports":[{"port":9090}]}})");
    QVERIFY(likeness(external).score == 0 && waysInto(external).empty());
}

void TestDiscovery::portsAndSchemes()
{
    const auto ways = [](const char* ports) {
        return waysInto(
            facts(std::string(R"({"metadata":{"namespace":"a","name":"p"},"spec":{"ports":[)") + ports + "]}}"));
    };
    QVERIFY(ways("").empty());
    QVERIFY(ways(R"({"port":9090,"protocol":"UDP"})").empty());
    QVERIFY(ways(R"({"name":"grpc","port":10901})").empty());
    QVERIFY(ways(R"({"port":-1},{"port":"x"},{},7)").empty());
    const auto two = ways(
        R"({"name":"reloader-web","port":8080},{"name":"x","port":1},{"name":"http-web","port":9090},{"port":2})");
    QCOMPARE(two.size(), 2u);
    QCOMPARE(two[0].port, std::string("9090"));
    QVERIFY(ways(R"({"name":"https","port":1234})")[0].https);
    QVERIFY(ways(R"({"name":"web","port":9090,"appProtocol":"https"})")[0].https);
    QVERIFY(!ways(R"({"name":"web","port":9090})")[0].https);
    QVERIFY(facts("[]").ports.empty());
    QVERIFY(facts("{}").name.empty());
}

void TestDiscovery::stoppingInBetween()
{
    ScriptedPrometheus prometheus(ScriptedPrometheus::allNames());
    for (int round = 0; round < 30; ++round) {
        ApiServer api;
        api.add("monitoring", "prometheus", "", web);
        api.serve("monitoring", "prometheus:9090", prometheus.backend());
        std::atomic<bool> stopped = false;
        std::atomic<bool> late = false;
        {
            Desk desk(api.url());
            desk.client->find({}, [&](const PromDiscovery&) { late = late || stopped; });
            QTest::qSleep(round * 2);
            desk.client->stop();
            stopped = true;
        }
        QVERIFY(!late);
    }
}

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
