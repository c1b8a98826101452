// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/json_value.h"
#include "apply/refusal.h"
#include "support/call.h"
#include "quotes.h"
#include "support/recorded_cluster.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

Change hpaChange()
{
    Change change;
    change.ref = {"autoscaling/v2", "HorizontalPodAutoscaler", "ml-platform", "demo-a"};
    change.after = *readValue(q("{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'demo-a'},"
            "'spec':{'maxReplicas':6,'bogusField':1,'metrics':[]}}"));
    return change;
}

Refusal recorded(const std::string& name, int status)
{
    return refusalOf(status, fixtureText(name + ".json"), "PATCH /apis/x", hpaChange());
}

} // namespace

class RefusalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void conflictsNameFieldAndOwner()
    {
        const Refusal refusal = recorded("apply-conflict", 409);
        QVERIFY(refusal.error.kind == Error::Kind::Conflict);
        QCOMPARE(said(refusal.error), std::string("Others hold what you want to write: .spec.maxReplicas (loadline)."));
        QCOMPARE(refusal.conflicts.size(), std::size_t(1));
        QCOMPARE(refusal.conflicts[0].field, std::string(".spec.maxReplicas"));
        QCOMPARE(refusal.conflicts[0].owner, std::string("loadline"));
        QVERIFY(*refusal.conflicts[0].path == FieldPath("spec.maxReplicas"));
        const Change rest = withoutConflicts(hpaChange(), refusal.conflicts);
        QVERIFY(!rest.after["spec"].find("maxReplicas"));
        QVERIFY(rest.after["spec"].find("metrics"));
    }

    void conflictsTellSince()
    {
        const Refusal refusal = refusalOf(409,
            q("{'kind':'Status','message':'Apply failed with 1 conflict','reason':'Conflict','code':409,'details':{'causes':["
            "{'reason':'FieldManagerConflict','message':'conflict with \\'kubectl-client-side-apply\\' using autoscaling/v2 at 2026-11-23T16:14:20Z','field':'.spec.maxReplicas'}]}}"),
            "PATCH /x", hpaChange());
        QCOMPARE(refusal.conflicts[0].owner, std::string("kubectl-client-side-apply"));
        QCOMPARE(refusal.conflicts[0].since, std::string("autoscaling/v2 at 2026-11-23T16:14:20Z"));
    }

    void faultsNameTheirFields()
    {
        const Refusal refusal = recorded("apply-invalid", 422);
        QVERIFY(refusal.error.kind == Error::Kind::Malformed);
        QCOMPARE(refusal.faults.size(), std::size_t(2));
        QVERIFY(*refusal.faults[0].path == FieldPath("spec.maxReplicas"));
        QCOMPARE(refusal.faults[1].text, std::string("Invalid value: 0: must be greater than or equal to `minReplicas`"));
        const Refusal keda = recorded("apply-keda-invalid", 422);
        QCOMPARE(keda.faults[0].field, std::string("spec.triggers"));
        QCOMPARE(keda.faults[1].field, std::string()); // the server wrote <nil>
    }

    void theSchemas500IsTheManifestsFault()
    {
        const Refusal unknown = recorded("apply-strict-unknown-field", 500);
        QVERIFY(unknown.error.kind == Error::Kind::Malformed);
        QCOMPARE(said(unknown.error), std::string("The server knows no field .spec.bogusField in a HorizontalPodAutoscaler."));
        QVERIFY(*unknown.faults[0].path == FieldPath("spec.bogusField"));
        QVERIFY(!answerWasLost(500, unknown)); // it came before anything was stored
        const Refusal type = recorded("apply-yaml11-bool-name", 500);
        QVERIFY(said(type.error).find(".spec.scaleTargetRef.name") != std::string::npos);
        QVERIFY(said(type.error).find("expected string") != std::string::npos);
        QVERIFY(!type.error.hint.empty());
    }

    // A hint that does not fit sends people the wrong way.
    void typedFaultsHintAtWhatTheyAre_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("hint");
        QTest::newRow("text") << QByteArray(".spec.x: expected string, got &value.valueUnstructured{Value:true}") << QByteArray("Texts that look like a number, a date or yes and no need quotes.");
        QTest::newRow("number") << QByteArray(".spec.x: expected numeric (int or float), got string") << QByteArray("Numbers, true and false stand without quotes.");
        QTest::newRow("twice") << QByteArray(".spec.x: duplicate entries for key [name=\"a\"]") << QByteArray("Name each item of the list once.");
        QTest::newRow("else") << QByteArray(".spec.x: element 0: no") << QByteArray();
    }
    void typedFaultsHintAtWhatTheyAre()
    {
        QFETCH(QByteArray, fault);
        QFETCH(QByteArray, hint);
        Value status = *readValue(q("{'kind':'Status','code':500}"));
        status.set("message", "failed to create typed patch object (ns/x; v1, Kind=K): " + fault.toStdString());
        const Refusal refusal = refusalOf(500, status.json(), "PATCH /x", hpaChange());
        QCOMPARE(QByteArray::fromStdString(refusal.error.hint), hint);
        QCOMPARE(refusal.faults[0].field, std::string(".spec.x"));
    }

    void otherFailuresLeaveItOpen()
    {
        QVERIFY(answerWasLost(504, refusalOf(504, "", "PATCH /x", hpaChange())));
        QVERIFY(answerWasLost(502, refusalOf(502, "<html>bad gateway</html>", "PATCH /x", hpaChange())));
        QVERIFY(!answerWasLost(403, recorded("forbidden", 403)));
    }

    void namespacesAndQuotas()
    {
        QCOMPARE(said(recorded("apply-namespace-missing", 404).error), std::string("There is no namespace nope in this cluster."));
        const Refusal quota = refusalOf(403,
            q("{'kind':'Status','message':'pods is forbidden: exceeded quota: compute, requested: cpu=9','reason':'Forbidden','code':403}"),
            "PATCH /x", hpaChange());
        QVERIFY(said(quota.error).starts_with("A resource quota forbids it: "));
        const Refusal refused = recorded("apply-policy-refused", 422);
        QVERIFY(said(refused.error).starts_with("A rule of this cluster refuses it: "));
        QVERIFY(said(refused.error).find("no more than 3 replicas without a ticket") != std::string::npos);
        QVERIFY(refused.faults.empty()); // it names no field
        const Refusal web = refusalOf(403, "<html>login</html>", "PATCH /x", hpaChange());
        QVERIFY(said(web.error).find("web page") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RefusalTest)
#include "tst_refusal.moc"
