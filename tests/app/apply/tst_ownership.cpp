// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/git_owner.h"
#include "apply/json_value.h"
#include "apply/ownership.h"
#include "quotes.h"
#include "support/recorded_cluster.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

Value json(const std::string& text)
{
    const auto value = readValue(text);
    return value ? *value : Value {};
}

const std::string deployment = q("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop',"
            "'managedFields':["
            "{'manager':'helm','operation':'Update','apiVersion':'apps/v1','time':'2026-11-01T10:00:00Z','fieldsV1':"
            "{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},'f:spec':{'f:replicas':{},'f:template':{'f:spec':{'f:containers':{"
            "'k:{\\'name\\':\\'app\\'}':{'.':{},'f:image':{},'f:name':{}}}}}}}},"
            "{'manager':'loadline','operation':'Apply','apiVersion':'apps/v1','fieldsV1':"
            "{'f:spec':{'f:template':{'f:spec':{'f:containers':{'k:{\\'name\\':\\'app\\'}':{'.':{},'f:name':{},'f:resources':{'f:requests':{'f:cpu':{}}}}}}}}}}],"
            "'labels':{'app':'web'}},"
            "'spec':{'replicas':3,'template':{'spec':{'containers':["
            "{'name':'sidecar','image':'proxy'},{'name':'app','image':'web:1','resources':{'requests':{'cpu':'500m','memory':'1Gi'}}}]}}}}");

} // namespace

class OwnershipTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWeOwn()
    {
        const Value forced = json(fixtureText("apply-forced.json"));
        const Value ours = ownedBy(forced);
        QVERIFY(!ours["spec"].find("maxReplicas")); // someone-else took it
        QCOMPARE(ours["spec"]["minReplicas"].integer(), 1);
        QVERIFY(ours["spec"]["metrics"] == forced["spec"]["metrics"]);
        QCOMPARE(ours["metadata"]["name"].text(), std::string("demo-a"));
        QVERIFY(!ours["metadata"].find("managedFields"));
        QCOMPARE(ownedBy(forced, "someone-else")["spec"]["maxReplicas"].integer(), 6);
    }

    void readsKeyedLists()
    {
        const Value ours = ownedBy(json(deployment));
        QCOMPARE(ours["spec"].json(), std::string(q("{'template':{'spec':{'containers':[{'name':'app','resources':{'requests':{'cpu':'500m'}}}]}}}")));
    }

    // As the server tells of one who once applied an empty map into which others wrote, and of one who holds a whole.
    void aBareMapIsNotWhatOthersPutIntoIt()
    {
        const Value live = json(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'web','namespace':'shop',"
            "'annotations':{'kubectl.kubernetes.io/last-applied-configuration':'{}','a':'b'},'managedFields':["
            "{'manager':'loadline','operation':'Apply','fieldsV1':{'f:metadata':{'f:annotations':{}},'f:spec':{'f:advanced':{},'f:triggers':{}}}},"
            "{'manager':'kubectl-client-side-apply','operation':'Update','fieldsV1':{'f:metadata':{'f:annotations':{'.':{},"
            "'f:kubectl.kubernetes.io/last-applied-configuration':{},'f:a':{}}},'f:spec':{'f:advanced':{}}}}]},"
            "'spec':{'advanced':{'scalingModifiers':{'target':'1'}},'triggers':[{'type':'cron'}]}}"));
        const Value ours = ownedBy(live);
        QVERIFY(!ours["metadata"].find("annotations"));
        QVERIFY(ours["spec"]["advanced"] == live["spec"]["advanced"]); // nobody holds a part of it
        QVERIFY(ours["spec"]["triggers"] == live["spec"]["triggers"]);
        const auto owners = [&](const FieldPath& path, const std::string& of) {
            Value swapped = live;
            Value metadata = live["metadata"];
            Value fields = metadata["managedFields"];
            Value entries = Value::list();
            for (Value entry : fields.items()) {
                if (entry["manager"].text() == "loadline")
                    entry.set("manager", of);
                entries.add(entry);
            }
            metadata.set("managedFields", entries);
            swapped.set("metadata", metadata);
            return otherOwners(swapped, swapped, path);
        };
        QCOMPARE(owners(FieldPath() / "metadata" / "annotations" / "a", "gitops").size(), std::size_t(1));
        QCOMPARE(owners(FieldPath() / "spec" / "advanced" / "scalingModifiers", "gitops").size(), std::size_t(2));
    }

    void laysOverAsTheServerDoes()
    {
        const Value live = json(deployment);
        const Value over = json(q("{'spec':{'replicas':null,'template':{'spec':{'containers':[{'name':'app','image':'web:2'},{'name':'new'}]}}}}"));
        const Value merged = overlay(live, over);
        QVERIFY(!merged["spec"].find("replicas"));
        const auto& containers = merged["spec"]["template"]["spec"]["containers"].items();
        QCOMPARE(containers.size(), std::size_t(3));
        QCOMPARE(containers[1]["image"].text(), std::string("web:2"));
        QCOMPARE(containers[1]["resources"]["requests"]["memory"].text(), std::string("1Gi"));
        QVERIFY(holds(live, json(q("{'spec':{'template':{'spec':{'containers':[{'name':'app','resources':{'requests':{'cpu':'0.5'}}}]}}}}"))));
        QVERIFY(!holds(live, json(q("{'spec':{'template':{'spec':{'containers':[{'name':'app','resources':{'requests':{'cpu':'1'}}}]}}}}"))));
        QVERIFY(!holds(live, json(q("{'metadata':{'labels':{'app':null}}}"))));
    }

    void tellsOtherOwners()
    {
        const Value live = json(deployment);
        const auto of = [&](const std::string& wanted) {
            const Value asked = json(wanted);
            std::string owners;
            for (const FieldPath& path : leavesOf(asked))
                for (const FieldOwner& owner : otherOwners(live, asked, path))
                    owners += path.text() + "=" + owner.manager + " ";
            return owners;
        };
        QCOMPARE(of(q("{'spec':{'replicas':null}}")), std::string("spec.replicas=helm "));
        QCOMPARE(of(q("{'metadata':{'labels':{'app':'x','tier':'y'}}}")), std::string("metadata.labels.app=helm "));
        QCOMPARE(of(q("{'spec':{'template':{'spec':{'containers':[{'name':'app','image':'x'}]}}}}")),
            std::string("spec.template.spec.containers[0].name=helm spec.template.spec.containers[0].image=helm "));
    }

    void readsTheServersPaths()
    {
        const Value wanted = json(q("{'metadata':{'annotations':{'autoscaling.keda.sh/paused':'true'}},"
            "'spec':{'template':{'spec':{'containers':[{'name':'a'},{'name':'app','image':'x'}]}}}}"));
        QCOMPARE(pathOfServer(".spec.template.spec.containers[name=\"app\"].image", wanted)->text(),
            std::string("spec.template.spec.containers[1].image"));
        QVERIFY(*pathOfServer(".metadata.annotations.autoscaling.keda.sh/paused", wanted)
            == FieldPath() / "metadata" / "annotations" / "autoscaling.keda.sh/paused");
        QVERIFY(!pathOfServer("", wanted));
    }

    void knowsWhoKeepsItInGit_data()
    {
        QTest::addColumn<QByteArray>("metadata");
        QTest::addColumn<QByteArray>("owner");
        const auto row = [](const char* name, const std::string& metadata, const char* owner) {
            QTest::newRow(name) << QByteArray::fromStdString(metadata) << QByteArray(owner);
        };
        row("argo", q("{'annotations':{'argocd.argoproj.io/tracking-id':'shop:apps/Deployment:shop/web'}}"), "Argo CD shop ");
        row("flux", q("{'labels':{'kustomize.toolkit.fluxcd.io/name':'apps','kustomize.toolkit.fluxcd.io/namespace':'flux-system'}}"),
            "Flux apps flux-system");
        row("flux helm", q("{'labels':{'helm.toolkit.fluxcd.io/name':'web','app.kubernetes.io/managed-by':'Helm'}}"), "Flux web ");
        row("helm", q("{'annotations':{'meta.helm.sh/release-name':'web','meta.helm.sh/release-namespace':'shop'}}"), "Helm web shop");
        row("argo by manager", q("{'labels':{'app.kubernetes.io/instance':'shop'},'managedFields':[{'manager':'argocd-controller'}]}"),
            "Argo CD shop ");
        row("nobody", q("{'labels':{'app.kubernetes.io/instance':'shop'}}"), "");
    }
    void knowsWhoKeepsItInGit()
    {
        QFETCH(QByteArray, metadata);
        QFETCH(QByteArray, owner);
        const auto found = gitOwner(json(("{\"metadata\":" + metadata + "}").toStdString()));
        QCOMPARE(found ? QByteArray::fromStdString(std::string(toolName(found->tool)) + " " + found->name + " " + found->ns) : QByteArray(), owner);
    }
};

QTEST_GUILESS_MAIN(OwnershipTest)
#include "tst_ownership.moc"
