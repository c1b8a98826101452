// SPDX-License-Identifier: GPL-3.0-or-later
// What Loadline made is deleted by an undo only as long as it is Loadline's alone.
#include "apply/refusal.h"
#include "writing_test.h"

using namespace loadline;
using namespace loadline::test;

namespace {

using Outcome = Applied::Outcome;

const char* const space = "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'lab'}}";
const char* const scaler = "{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'web','namespace':'lab'},'spec':{'maxReplicas':4}}";

std::string lab(const std::string& group, const std::string& plural) { return group + "/namespaces/lab/" + plural; }

} // namespace

class UndoCreatedTest : public WritingTest {
    Q_OBJECT

    void put(const std::string& path, const char* items) { server_->answers[path] = {200, q("{'items':[") + q(items) + "]}"}; }
    // Pods, ConfigMaps and Secrets, Deployments, HPAs, and figures of a server that is down.
    void serveKinds()
    {
        const std::string verbs = q(",'namespaced':true,'verbs':['create','delete','get','list']}");
        const auto kind = [&](const char* plural, const char* name) { return q("{'name':'") + std::string(plural) + q("','kind':'") + name + "'" + verbs; };
        const auto list = [](const std::string& kinds) { return std::pair {200, q("{'resources':[") + q(kinds) + "]}"}; };
        server_->answers["/apis"] = {200, q("{'groups':[{'name':'apps','versions':[{'groupVersion':'apps/v1'}]},"
            "{'name':'autoscaling','versions':[{'groupVersion':'autoscaling/v2'},{'groupVersion':'autoscaling/v1'}]},"
            "{'name':'metrics.k8s.io','versions':[{'groupVersion':'metrics.k8s.io/v1beta1'}]}]}")};
        server_->answers["/api/v1"] = list(std::string("{'name':'namespaces','namespaced':false,'kind':'Namespace','verbs':['list','delete']},{'name':'pods/log','namespaced':true,'kind':'Pod','verbs':['get']},")
            + kind("configmaps", "ConfigMap") + "," + kind("secrets", "Secret") + "," + kind("events", "Event") + "," + kind("pods", "Pod"));
        server_->answers["/apis/apps/v1"] = list(kind("deployments", "Deployment"));
        server_->answers["/apis/autoscaling/v2"] = server_->answers["/apis/autoscaling/v1"] = list(kind("horizontalpodautoscalers", "HorizontalPodAutoscaler"));
        put(lab("/api/v1", "configmaps"), "{'metadata':{'name':'kube-root-ca.crt'}}");
        put(lab("/api/v1", "pods"), "{'metadata':{'name':'web-1','ownerReferences':[{'kind':'ReplicaSet'}]}},{'metadata':{'name':'old','deletionTimestamp':'2026-11-23T10:00:00Z'}}");
        put(lab("/apis/apps/v1", "deployments"), "");
        put(lab("/apis/autoscaling/v2", "horizontalpodautoscalers"), "");
    }
    bool asked(const std::string& path)
    {
        const auto& all = server_->transport.all();
        return std::any_of(all.begin(), all.end(), [&](const ExchangePtr& one) { return one->path() == path; });
    }

private Q_SLOTS:
    void anEmptyNamespaceGoes()
    {
        serveKinds();
        const std::int64_t made = apply({{applying(space)}, {}, {}})[0].entry;
        const auto plans = plan({made});
        QVERIFY2(plans[0].possible(), plans[0].refused ? said(*plans[0].refused).c_str() : "");
        QCOMPARE(plans[0].change.verb, Change::Verb::Delete);
        QCOMPARE(apply({{plans[0].change}, {}, {made}})[0].outcome, Outcome::Deleted);
        QVERIFY(server_->objects.empty());
    }

    void whatOthersPutIntoANamespaceKeepsIt()
    {
        serveKinds();
        const std::int64_t made = apply({{applying(space)}, {}, {}})[0].entry;
        put(lab("/apis/apps/v1", "deployments"), "{'metadata':{'name':'web'}}");
        put(lab("/api/v1", "configmaps"), "{'metadata':{'name':'kube-root-ca.crt'}},{'metadata':{'name':'settings'}}");
        const auto plans = plan({made});
        QVERIFY(plans[0].refused);
        QCOMPARE(said(*plans[0].refused), std::string("What stands in the namespace lab would be deleted with it: Deployment web, ConfigMap settings."));
        // And what comes between the question and the answer.
        put(lab("/apis/apps/v1", "deployments"), "");
        put(lab("/api/v1", "configmaps"), "");
        const auto undo = plan({made});
        QVERIFY(undo[0].possible());
        put(lab("/api/v1", "pods"), "{'metadata':{'name':'bare'}}");
        const auto undone = apply({{undo[0].change}, {}, {made}});
        QCOMPARE(undone[0].outcome, Outcome::Refused);
        QCOMPARE(said(undone[0].refusal->error), std::string("What stands in the namespace lab would be deleted with it: Pod bare."));
        QVERIFY(server_->objects.contains("/api/v1/namespaces/lab"));
    }

    void whatMayNotBeSeenKeepsANamespace()
    {
        serveKinds();
        const std::int64_t made = apply({{applying(space)}, {}, {}})[0].entry;
        server_->answers[lab("/apis/apps/v1", "deployments")] = {403, fixtureText("forbidden.json")};
        const auto plans = plan({made});
        QVERIFY(plans[0].refused);
        QCOMPARE(plans[0].refused->kind, Error::Kind::Forbidden);
        QVERIFY(said(*plans[0].refused).starts_with("Whether others put something into the namespace lab cannot be seen, so it is not deleted: "));
        server_->answers.erase("/apis"); // nor without knowing what there is
        server_->answers["/apis"] = {503, "no"};
        QVERIFY(plan({made})[0].refused);
    }

    void whatIsUndoneWithItKeepsNoNamespace()
    {
        serveKinds();
        const auto made = apply({{applying(space), applying(scaler)}, {}, {}});
        put(lab("/apis/autoscaling/v2", "horizontalpodautoscalers"), "{'metadata':{'name':'web'}}");
        QVERIFY(plan({made[0].entry})[0].refused); // alone it would take it along
        const auto plans = plan({made[0].entry, made[1].entry});
        QCOMPARE(plans.size(), std::size_t(2));
        QVERIFY(plans[0].possible() && plans[1].possible());
        put(lab("/apis/autoscaling/v2", "horizontalpodautoscalers"), ""); // gone by then
        const auto undone = apply({{plans[0].change, plans[1].change}, {}, {plans[0].entry, plans[1].entry}});
        QCOMPARE(undone[1].outcome, Outcome::Deleted);
        QVERIFY(server_->objects.empty());
    }

    void secretsAreNotLookedAt()
    {
        serveKinds();
        const std::int64_t made = apply({{applying(space)}, {}, {}})[0].entry;
        server_->answers[lab("/api/v1", "secrets")] = {200, "{\"items\":[{\"metadata\":{\"name\":\"password\"}}]}"};
        QVERIFY(plan({made})[0].possible());
        QVERIFY(!asked(lab("/api/v1", "secrets")) && asked(lab("/api/v1", "pods")));
    }

    void whatOthersAddedKeepsIt_data()
    {
        QTest::addColumn<QByteArray>("added");
        QTest::addColumn<QByteArray>("manager");
        QTest::addColumn<QByteArray>("moved"); // "": it may be deleted
        const auto row = [](const char* name, const char* added, const char* manager, const char* moved) {
            QTest::newRow(name) << QByteArray(added) << QByteArray(manager) << QByteArray(moved);
        };
        row("annotation", "{'metadata':{'annotations':{'owner':'ann'}}}", "kubectl-annotate", "metadata.annotations.owner");
        row("label", "{'metadata':{'labels':{'a':'b'}}}", "kubectl-label", "metadata.labels.a");
        row("pause", "{'metadata':{'annotations':{'autoscaling.keda.sh/paused':'true'}}}", "kubectl-annotate", "metadata.annotations[\"autoscaling.keda.sh/paused\"]");
        row("spec", "{'spec':{'minReplicas':2}}", "kubectl-edit", "spec.minReplicas");
        row("by a controller", "{'spec':{'minReplicas':2}}", "kube-controller-manager", "");
        row("what Loadline holds", "{'spec':{'maxReplicas':9}}", "kube-controller-manager", "spec.maxReplicas");
        row("status", "{'status':{'currentReplicas':3}}", "kube-controller-manager", "");
        row("mark of KEDA", "{'metadata':{'labels':{'scaledobject.keda.sh/name':'web'},'finalizers':['finalizer.keda.sh']}}", "", "");
    }
    void whatOthersAddedKeepsIt()
    {
        QFETCH(QByteArray, added);
        QFETCH(QByteArray, manager);
        QFETCH(QByteArray, moved);
        const std::int64_t made = apply({{applying(scaler)}, {}, {}})[0].entry;
        Value& live = server_->objects.at(server_->hpaPath("web", "lab"));
        live = overlay(live, *readValue(q(added.constData())));
        if (!manager.isEmpty()) {
            // Whatever was added is this manager's.
            std::string fields = q(added.constData());
            for (const char* key : {"metadata", "annotations", "labels", "owner", "a", "autoscaling.keda.sh/paused", "spec", "minReplicas", "maxReplicas", "status"})
                if (const std::size_t at = fields.find("\"" + std::string(key) + "\":"); at != std::string::npos)
                    fields.insert(at + 1, "f:");
            Value entry = *readValue(q("{'operation':'Update','apiVersion':'autoscaling/v2','manager':'") + manager.toStdString() + q("'}"));
            Value tree = *readValue(fields);
            const std::function<Value(const Value&)> bare = [&](const Value& value) {
                Value map = Value::map();
                for (const ValueField& field : value.fields())
                    map.set(field.key, bare(field.value));
                return map;
            };
            entry.set("fieldsV1", bare(tree));
            Value metadata = live["metadata"];
            metadata.set("managedFields", Value::list({entry}));
            live.set("metadata", metadata);
        }
        const auto plans = plan({made});
        QCOMPARE(plans[0].moved.size(), std::size_t(moved.isEmpty() ? 0 : 1));
        if (!moved.isEmpty())
            QCOMPARE(QByteArray::fromStdString(plans[0].moved[0].path.text()), moved);
        if (!moved.isEmpty())
            QCOMPARE(plans[0].moved[0].by, std::vector<std::string> {manager.toStdString()});
        QCOMPARE(plans[0].possible(), moved.isEmpty());
    }
};

QTEST_GUILESS_MAIN(UndoCreatedTest)
#include "tst_undo_created.moc"
