// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/json_value.h"
#include "apply/ownership.h"
#include "demo/sim_cluster.h"

#include <QTest>

using namespace loadline;

namespace {

const TimePoint epoch = std::chrono::sys_days {std::chrono::year {2026} / 11 / 24} + std::chrono::hours(12);

std::string q(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

struct Reply {
    int status;
    Value body;
};

} // namespace

// What users write into the demo's production cluster, and what comes of it.
class SimWritesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<SimCluster> cluster_;
    TimePoint now_ = epoch;

    static std::string path(const std::string& group, const std::string& ns, const std::string& plural, const std::string& name)
    {
        return "/apis/" + group + "/namespaces/" + ns + "/" + plural + "/" + name;
    }
    const std::string hpa_ = path("autoscaling/v2", "ml-platform", "horizontalpodautoscalers", "fraud-detector-hpa");
    const std::string scaled_ = path("keda.sh/v1alpha1", "ml-platform", "scaledobjects", "batch-inference-scaler");

    Reply get(const std::string& at)
    {
        const ApiAnswer answer = cluster_->get(parseApiPath(at), now_);
        return {answer.status, *readValue(answer.body)};
    }
    Reply send(Method method, const std::string& at, const std::string& body, const std::string& type)
    {
        Request request;
        request.method = method;
        request.path = at;
        request.body = body;
        request.contentType = type;
        const ApiAnswer answer = cluster_->write(request, parseApiPath(at), now_);
        return {answer.status, *readValue(answer.body)};
    }
    Reply apply(const std::string& at, const std::string& body, const std::string& more = "")
    {
        return send(Method::Patch, at + "?fieldManager=loadline&fieldValidation=Strict" + more, q(body), "application/apply-patch+yaml");
    }
    void later(Seconds by)
    {
        now_ += by;
        cluster_->advance(now_);
    }
    static std::string hpaText(const std::string& spec, const std::string& name = "fraud-detector-hpa")
    {
        return "{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'" + name + "','namespace':'ml-platform'},'spec':" + spec + "}";
    }

private Q_SLOTS:
    // One cluster for all: to make one costs more than the tests.
    void initTestCase()
    {
        cluster_ = SimCluster::make("https://demo.prod-us-east", 7, epoch);
        cluster_->advance(now_);
    }

    void othersHoldTheirFields()
    {
        const Reply conflict = apply(hpa_, hpaText("{'maxReplicas':40}"));
        QCOMPARE(conflict.status, 409);
        QCOMPARE(conflict.body["details"]["causes"].items()[0]["field"].text(), std::string(".spec.maxReplicas"));
        QCOMPARE(conflict.body["details"]["causes"].items()[0]["message"].text(), std::string("conflict with \"kubectl-client-side-apply\" using autoscaling/v2"));
        QCOMPARE(get(hpa_).body["spec"]["maxReplicas"].integer(), 20);
        QCOMPARE(apply(hpa_, hpaText("{'maxReplicas':20}")).status, 200); // the same value is shared
    }

    void boundsTakeEffect()
    {
        const Reply dry = apply(hpa_, hpaText("{'minReplicas':12}"), "&force=true&dryRun=All");
        QCOMPARE(dry.status, 200);
        QCOMPARE(dry.body["spec"]["minReplicas"].integer(), 12);
        QCOMPARE(get(hpa_).body["spec"]["minReplicas"].integer(), 2);
        QCOMPARE(apply(hpa_, hpaText("{'minReplicas':12}"), "&force=true").status, 200);
        const Value after = get(hpa_).body;
        QCOMPARE(after["spec"]["minReplicas"].integer(), 12);
        QCOMPARE(after["spec"]["maxReplicas"].integer(), 20);
        QVERIFY(ownedBy(after)["spec"] == *readValue("{\"minReplicas\":12}"));
        later(Seconds(30));
        const Value workload = get(path("apps/v1", "ml-platform", "deployments", "fraud-detector-api")).body;
        QVERIFY(workload["spec"]["replicas"].integer() >= 12);
        QCOMPARE(get(hpa_).body["spec"]["minReplicas"].integer(), 12); // and stays
    }

    void faultsAreToldAsTheServerDoes()
    {
        const Reply unknown = apply(hpa_, hpaText("{'bogusField':1}"));
        QCOMPARE(unknown.status, 500);
        QVERIFY(unknown.body["message"].text().ends_with(".spec.bogusField: field not declared in schema"));
        const Reply invalid = apply(hpa_, hpaText("{'minReplicas':5,'maxReplicas':1}"), "&force=true");
        QCOMPARE(invalid.status, 422);
        QCOMPARE(invalid.body["details"]["causes"].items()[0]["field"].text(), std::string("spec.maxReplicas"));
        const Reply nowhere = apply("/apis/autoscaling/v2/namespaces/nope/horizontalpodautoscalers/x", hpaText("{'maxReplicas':3}", "x"));
        QCOMPARE(nowhere.status, 404);
        QCOMPARE(nowhere.body["message"].text(), std::string("namespaces \"nope\" not found"));
    }

    void newObjectsLiveAndGo()
    {
        const std::string at = path("autoscaling/v2", "ml-platform", "horizontalpodautoscalers", "mine");
        const std::string body = hpaText("{'maxReplicas':7,'minReplicas':3,'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'no-requests-api'}}", "mine");
        QCOMPARE(apply(at, body).status, 201);
        QCOMPARE(get(at).body["spec"]["metrics"].items().size(), std::size_t(1)); // the server's default
        later(Seconds(30));
        QVERIFY(!get(at).body["status"]["conditions"].items().empty());
        const Reply wrong = send(Method::Delete, at, q("{'preconditions':{'uid':'other'}}"), "application/json");
        QCOMPARE(wrong.status, 409);
        QCOMPARE(send(Method::Delete, at, "", "").status, 200);
        QCOMPARE(get(at).status, 404);
        later(Seconds(30));
        QCOMPARE(get(at).status, 404);
        const std::string space = "/api/v1/namespaces/fresh";
        QCOMPARE(apply(space, "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'fresh'}}").status, 201);
        QCOMPARE(get(space).status, 200);
        later(Seconds(30));
        QCOMPARE(get(space).status, 200);
    }

    void pausesAreKedas()
    {
        const std::string hpa = path("autoscaling/v2", "ml-platform", "horizontalpodautoscalers", "keda-hpa-batch-inference-scaler");
        QCOMPARE(get(hpa).status, 200);
        const std::string head = "{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch-inference-scaler','namespace':'ml-platform'";
        QCOMPARE(apply(scaled_, head + ",'annotations':{'autoscaling.keda.sh/paused':'true'}}}").status, 200);
        later(Seconds(30));
        QCOMPARE(get(hpa).status, 404); // a full pause deletes it
        QCOMPARE(get(scaled_).body["metadata"]["annotations"]["autoscaling.keda.sh/paused"].text(), std::string("true"));
        QCOMPARE(apply(scaled_, head + "}}").status, 200); // left out: given up, so it goes
        QVERIFY(!get(scaled_).body["metadata"]["annotations"].find("autoscaling.keda.sh/paused"));
        later(Seconds(30));
        QCOMPARE(get(hpa).status, 200);
    }

    void mergePatchesRemoveWhatOthersWrote()
    {
        const std::string at = path("keda.sh/v1alpha1", "ml-platform", "scaledobjects", "embedding-refresh");
        QCOMPARE(get(at).body["metadata"]["annotations"]["autoscaling.keda.sh/paused-replicas"].text(), std::string("2"));
        const Reply reply = send(Method::Patch, at + "?fieldManager=loadline",
            q("{'metadata':{'annotations':{'autoscaling.keda.sh/paused-replicas':null}}}"), "application/merge-patch+json");
        QCOMPARE(reply.status, 200);
        later(Seconds(30));
        QVERIFY(!get(at).body["metadata"]["annotations"].find("autoscaling.keda.sh/paused-replicas"));
    }

    void scalesAndResizes()
    {
        const std::string at = path("apps/v1", "monitoring", "deployments", "grafana");
        const Reply scale = send(Method::Patch, at + "/scale?fieldManager=loadline", q("{'spec':{'replicas':3}}"), "application/merge-patch+json");
        QCOMPARE(scale.status, 200);
        QCOMPARE(scale.body["spec"]["replicas"].integer(), 3);
        later(Seconds(30));
        QCOMPARE(get(at).body["spec"]["replicas"].integer(), 3);
        QCOMPARE(get(at).body["status"]["replicas"].integer(), 3);
        const std::string container = get(at).body["spec"]["template"]["spec"]["containers"].items()[0]["name"].text();
        const Reply resized = apply(at,
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'grafana','namespace':'monitoring'},'spec':{'template':{'spec':{'containers':[{'name':'"
                + container + "','resources':{'requests':{'cpu':'333m'}}}]}}}}",
            "&force=true");
        QCOMPARE(resized.status, 200);
        later(Seconds(30));
        QCOMPARE(get(at).body["spec"]["template"]["spec"]["containers"].items()[0]["resources"]["requests"]["cpu"].text(), std::string("333m"));
    }

    void saysWhatOneMayDo()
    {
        const auto review = [&](const std::string& attributes) {
            return send(Method::Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", q("{'spec':{'resourceAttributes':" + attributes + "}}"), "application/json");
        };
        const Reply may = review("{'verb':'patch','group':'autoscaling','version':'v2','resource':'horizontalpodautoscalers'}");
        QCOMPARE(may.status, 201);
        QVERIFY(may.body["status"]["allowed"].boolean());
        cluster_ = SimCluster::make("https://demo.staging-eu", 7, epoch);
        QVERIFY(!review("{'verb':'list','group':'','version':'v1','resource':'nodes'}").body["status"]["allowed"].boolean());
        QCOMPARE(send(Method::Delete, path("apps/v1", "staging", "deployments", "search-api"), "", "").status, 403);
    }
};

QTEST_GUILESS_MAIN(SimWritesTest)
#include "tst_sim_writes.moc"
