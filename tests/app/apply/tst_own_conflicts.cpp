// SPDX-License-Identifier: GPL-3.0-or-later
// To the server a scale by Loadline is another manager than what Loadline applies.
#include "writing_test.h"

using namespace loadline;
using namespace loadline::test;

namespace {

using Outcome = Applied::Outcome;

const char* const path = "/apis/apps/v1/namespaces/shop/deployments/web";
const char* const web = "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop'},'spec':{'replicas':3,'paused':false}}";

std::string cause(const char* manager, const char* field)
{
    return q(std::string("{'reason':'FieldManagerConflict','message':'conflict with \\'") + manager + "\\' with subresource \\'scale\\' using apps/v1 at 2026-11-23T10:00:00Z','field':'" + field + "'}");
}

} // namespace

class OwnConflictsTest : public WritingTest {
    Q_OBJECT

    // Scaled to 4 by Loadline; what is applied without force conflicts with `causes`.
    void scaled(const std::string& causes)
    {
        server_->objects[path] = *readValue(q("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop','uid':'u','managedFields':["
            "{'manager':'loadline','operation':'Update','subresource':'scale','apiVersion':'apps/v1','fieldsV1':{'f:spec':{'f:replicas':{}}}}]},'spec':{'replicas':4,'paused':true}}"));
        server_->instead = [causes](const ExchangePtr& exchange, const std::function<void()>&) {
            const bool refuses = !exchange->has("force=true");
            if (refuses)
                exchange->answer(409, q("{'kind':'Status','status':'Failure','reason':'Conflict','message':'Apply failed','code':409,'details':{'causes':[") + causes + "]}}");
            return refuses;
        };
    }

private Q_SLOTS:
    void itsOwnScaleIsWrittenOver()
    {
        scaled(cause("loadline", ".spec.replicas"));
        const auto trials = tryOut({applying(web)});
        QVERIFY(trials[0].good());
        QCOMPARE(trials[0].ours.size(), std::size_t(1));
        QCOMPARE(trials[0].ours[0].field, std::string(".spec.replicas"));
        QCOMPARE(trials[0].ours[0].since, std::string("apps/v1 at 2026-11-23T10:00:00Z"));
        QCOMPARE((*trials[0].answer)["spec"]["replicas"].integer(), 3);
        const auto results = apply({{trials[0].change}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QCOMPARE(server_->objects.at(path)["spec"]["replicas"].integer(), 3);
        QVERIFY(journal_->entry(results[0].entry)->takenOver.empty()); // from nobody
    }

    // Beside somebody else's, that one alone is told of, and stops it.
    void othersStillStandAgainstIt()
    {
        scaled(cause("loadline", ".spec.replicas") + "," + cause("kubectl-edit", ".spec.paused"));
        const auto trials = tryOut({applying(web)});
        QVERIFY(!trials[0].good());
        QCOMPARE(trials[0].refusal->conflicts.size(), std::size_t(1));
        QCOMPARE(trials[0].refusal->conflicts[0].owner, std::string("kubectl-edit"));
        QCOMPARE(said(trials[0].refusal->error), std::string("Others hold what you want to write: .spec.paused (kubectl-edit)."));
        auto results = apply({{trials[0].change}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Refused);
        QCOMPARE(results[0].refusal->conflicts.size(), std::size_t(1));
        QCOMPARE(server_->stored(), std::size_t(0));
        results = apply({{trials[0].change}, trials[0].refusal->conflicts, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QCOMPARE(journal_->entry(results[0].entry)->takenOver, std::vector<std::string> {".spec.paused (kubectl-edit)"});
    }
};

QTEST_GUILESS_MAIN(OwnConflictsTest)
#include "tst_own_conflicts.moc"
