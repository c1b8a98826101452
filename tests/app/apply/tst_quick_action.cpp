// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/json_value.h"
#include "apply/quick_action.h"
#include "cluster/hpa.h"
#include "cluster/scaled_object.h"
#include "quotes.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

Value json(const std::string& text)
{
    const auto value = readValue(text);
    return value ? *value : Value {};
}

// A ScaledObject with these annotations, of which `ours` are Loadline's and `theirs` kubectl's.
Value scaledObject(const std::string& annotations, const std::string& ours = "{}", const std::string& theirs = "{}")
{
    const auto fields = [](const char* manager, const char* operation, const std::string& names) {
        return std::string("{\"manager\":\"") + manager + "\",\"operation\":\"" + operation
            + "\",\"apiVersion\":\"keda.sh/v1alpha1\",\"fieldsV1\":{\"f:metadata\":{\"f:annotations\":" + names + "}}}";
    };
    std::string managed;
    if (ours != "{}")
        managed = fields("loadline", "Apply", ours);
    if (theirs != "{}")
        managed += (managed.empty() ? "" : ",") + fields("kubectl-annotate", "Update", theirs);
    return json(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml','annotations':") + annotations
        + ",\"managedFields\":[" + managed + q("]},'spec':{'minReplicaCount':0,'maxReplicaCount':50}}"));
}

const std::string paused = "autoscaling.keda.sh/paused";

std::string textOf(const Result<Change>& change)
{
    return change ? change->after.json() : "error: " + plainText(change.error());
}

} // namespace

class QuickActionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausesInEveryWay()
    {
        using Way = PauseWish::Way;
        const Value live = scaledObject("{}");
        const std::string head = q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml','annotations':{'autoscaling.keda.sh/");
        QCOMPARE(textOf(pauseChange(live, {})), head + q("paused':'true'}}}"));
        QCOMPARE(textOf(pauseChange(live, {Way::AtReplicas, 3})), head + q("paused-replicas':'3'}}}"));
        QCOMPARE(textOf(pauseChange(live, {Way::ScaleIn, 0})), head + q("paused-scale-in':'true'}}}"));
        QCOMPARE(textOf(pauseChange(live, {Way::ScaleOut, 0})), head + q("paused-scale-out':'true'}}}"));
        QVERIFY(!pauseChange(live, {Way::AtReplicas, -1}));
        QVERIFY(!pauseChange(scaledObject(q("{'autoscaling.keda.sh/paused':'yes'}")), {})); // any text but false pauses
        QVERIFY(pauseChange(scaledObject(q("{'autoscaling.keda.sh/paused':'false'}")), {}));
        QVERIFY(!pauseChange(json(q("{'kind':'Deployment'}")), {}));
    }

    void resumesWhatIsOursByLeavingItOut()
    {
        const Value live = scaledObject(q("{'autoscaling.keda.sh/paused':'true','team':'ml'}"), q("{'f:autoscaling.keda.sh/paused':{},'f:team':{}}"));
        QCOMPARE(textOf(resumeChange(live)),
            std::string(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml','annotations':{'team':'ml'}}}")));
    }

    // Sent empty, the map of annotations would be held by us from then on.
    void resumesWithoutABareMap()
    {
        const Value live = scaledObject(q("{'autoscaling.keda.sh/paused':'true','team':'ml'}"), q("{'f:autoscaling.keda.sh/paused':{}}"), q("{'f:team':{}}"));
        QCOMPARE(textOf(resumeChange(live)),
            std::string(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml'}}")));
    }

    void resumesWhatOthersPausedByANull()
    {
        const Value live = scaledObject(q("{'autoscaling.keda.sh/paused-replicas':'2'}"), "{}", q("{'f:autoscaling.keda.sh/paused-replicas':{}}"));
        QCOMPARE(textOf(resumeChange(live)),
            std::string(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml','annotations':{'autoscaling.keda.sh/paused-replicas':null}}}")));
        QVERIFY(!resumeChange(scaledObject("{}")));
    }

    void changesBounds()
    {
        const Value live = scaledObject(q("{'team':'ml'}"), q("{'f:team':{}}"));
        const auto change = boundsChange(live, std::nullopt, 80);
        QCOMPARE(textOf(change),
            std::string(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml','annotations':{'team':'ml'}},'spec':{'maxReplicaCount':80}}")));
        QVERIFY(*change->before == live);
        QVERIFY(!boundsChange(live, 90, 80));
        QVERIFY(!boundsChange(live, 90, std::nullopt)); // above the maximum that is there
        QVERIFY(!boundsChange(live, 0, 50)); // as it is
        QVERIFY(!boundsChange(live, -1, 50));
        const auto kedas = boundsChange(
            json(q("{'kind':'HorizontalPodAutoscaler','metadata':{'ownerReferences':[{'kind':'ScaledObject','name':'batch'}]},'spec':{'maxReplicas':9}}")), 1, 5);
        QVERIFY(!kedas);
        QCOMPARE(fillIn(kedas.error().hint, kedas.error().args), std::string("Change the ScaledObject batch instead."));
        const auto hpa = boundsChange(json(q("{'kind':'HorizontalPodAutoscaler','metadata':{'name':'x'},'spec':{'maxReplicas':9}}")), 2, std::nullopt);
        QCOMPARE(hpa->after["spec"].json(), std::string(q("{'minReplicas':2}")));
    }

    void appliesRecommendations()
    {
        Vpa vpa;
        vpa.meta.name = "web";
        ContainerRecommendation app;
        app.container = "app";
        app.target.cpu = Quantity::fromMilli(350);
        app.target.memory = Quantity::fromWhole(512 << 20);
        ContainerRecommendation sidecar = app;
        sidecar.container = "sidecar";
        vpa.recommendations = {app, sidecar};
        const Value workload = json(q("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop'},'spec':{'template':{'spec':{'containers':["
            "{'name':'app','resources':{'requests':{'cpu':'700m','memory':'512Mi'},'limits':{'cpu':'1400m','memory':'1Gi'}}},"
            "{'name':'sidecar','resources':{'requests':{'cpu':'1'}}},{'name':'other'}]}}}}"));
        const auto all = recommendationChange(workload, vpa);
        QCOMPARE(all->after["spec"]["template"]["spec"]["containers"].json(),
            std::string(q("[{'name':'app','resources':{'requests':{'cpu':'350m'},'limits':{'cpu':'700m'}}},{'name':'sidecar','resources':{'requests':{'cpu':'350m','memory':'512Mi'}}}]")));
        // Whole mebibytes, limits too, and never above a limit that stays.
        vpa.recommendations[0].target.memory = Quantity::fromWhole(548861637);
        const auto odd = recommendationChange(workload, vpa, {"app"});
        QCOMPARE(odd->after["spec"]["template"]["spec"]["containers"].json(),
            std::string(q("[{'name':'app','resources':{'requests':{'cpu':'350m','memory':'524Mi'},'limits':{'cpu':'700m','memory':'1047Mi'}}}]")));
        Vpa tight = vpa;
        tight.policies = {{"*", false, {}, {}, {}, true}};
        tight.recommendations[0].target.memory = Quantity::fromWhole(499999000);
        const Value full = json(q("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop'},'spec':{'template':{'spec':{'containers':["
            "{'name':'app','resources':{'requests':{'memory':'100M'},'limits':{'memory':'500M'}}}]}}}}"));
        QCOMPARE(recommendationChange(full, tight)->after["spec"]["template"]["spec"]["containers"].items()[0]["resources"]["requests"]["memory"].json(), std::string("\"499999000\""));
        vpa.recommendations[0].target.memory = Quantity::fromWhole(512 << 20);
        const auto one = recommendationChange(workload, vpa, {"sidecar"});
        QCOMPARE(one->after["spec"]["template"]["spec"]["containers"].items().size(), std::size_t(1));
        QVERIFY(!recommendationChange(workload, vpa, {"other"}));
        vpa.policies = {{"*", true, {}, {}, {}, false}};
        QVERIFY(!recommendationChange(workload, vpa));
    }

    void scalesAndTellsWhoScalesAgain()
    {
        const Value workload = json(q("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop'},'spec':{'replicas':3}}"));
        const auto change = scaleChange(workload, 5);
        QVERIFY(change && isScale(*change));
        QVERIFY(!scaleChange(workload, -1));
        QVERIFY(!scaleChange(json(q("{'kind':'DaemonSet'}")), 5));
        Change more = *change;
        Value spec = more.after["spec"];
        spec.set("paused", true);
        more.after.set("spec", spec);
        QVERIFY(!isScale(more));
        World world;
        auto hpa = std::make_shared<Hpa>();
        hpa->meta.ns = Text(std::string("shop"));
        hpa->meta.name = "web-hpa";
        hpa->target = {"apps/v1", "Deployment", "web"};
        world.tables[static_cast<std::size_t>(KindId::Hpa)] = std::make_shared<ObjectTable>(ObjectTable {hpa});
        QCOMPARE(autoscalerOf(world, change->ref)->name, std::string("web-hpa"));
        QVERIFY(!autoscalerOf(world, {"apps/v1", "StatefulSet", "shop", "web"}));
    }
};

QTEST_GUILESS_MAIN(QuickActionTest)
#include "tst_quick_action.moc"
