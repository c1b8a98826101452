// SPDX-License-Identifier: GPL-3.0-or-later
// A list that makes a namespace and what stands in it: what is inside cannot be tried before the namespace is there.
#include "apply/refusal.h"
#include "apply/sendable.h"
#include "writing_test.h"

using namespace loadline;
using namespace loadline::test;

namespace {

using Outcome = Applied::Outcome;

const char* const space = "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'nope'}}";
const char* const scaler = "{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'web','namespace':'nope'},'spec':{'maxReplicas':4}}";
const char* const budget = "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget','metadata':{'name':'web','namespace':'nope'},'spec':{'minAvailable':1}}";

} // namespace

class UntriedTest : public WritingTest {
    Q_OBJECT

    // As the real server: nothing is written into a namespace that is not there.
    void refuseWithoutNamespace()
    {
        server_->instead = [this](const ExchangePtr& exchange, const std::function<void()>&) {
            const bool outside = exchange->has("/namespaces/nope/") && !server_->objects.contains("/api/v1/namespaces/nope");
            if (outside)
                exchange->answer(404, fixtureText("apply-namespace-missing.json"));
            return outside;
        };
    }

private Q_SLOTS:
    void aNewNamespaceAndWhatStandsInIt()
    {
        refuseWithoutNamespace();
        const auto trials = tryOut({applying(space), applying(scaler), applying(budget)});
        QCOMPARE(trials.size(), std::size_t(3));
        QVERIFY(trials[0].good() && !trials[0].untried && trials[0].answer);
        for (const Trial& inside : {trials[1], trials[2]})
            QVERIFY(inside.good() && inside.untried && inside.creates() && !inside.answer && !inside.refusal);
        Applier::Order order;
        for (const Trial& trial : trials)
            order.changes.push_back(trial.change);
        const auto results = apply(order);
        for (const Applied& result : results)
            QCOMPARE(result.outcome, Outcome::Created);
        QVERIFY(server_->objects.contains(server_->hpaPath("web", "nope")));
        for (const ExchangePtr& write : server_->writes)
            QVERIFY(write->has("fieldValidation=Strict")); // of the write itself too
    }

    void whatTheServerRefusesThenStopsTheList()
    {
        refuseWithoutNamespace();
        const auto trials = tryOut({applying(space), applying(scaler), applying(budget)});
        server_->instead = [](const ExchangePtr& exchange, const std::function<void()>&) {
            const bool scales = exchange->has("horizontalpodautoscalers");
            if (scales)
                exchange->answer(422, fixtureText("apply-invalid.json"));
            return scales;
        };
        const auto results = apply({{trials[0].change, trials[1].change, trials[2].change}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Created);
        QCOMPARE(results[1].outcome, Outcome::Refused);
        QCOMPARE(results[2].outcome, Outcome::NotTried);
    }

    void aNamespaceThatNobodyMakesRefuses()
    {
        refuseWithoutNamespace();
        const auto alone = tryOut({applying(scaler)});
        QVERIFY(!alone[0].good() && !alone[0].untried);
        QCOMPARE(said(alone[0].refusal->error), std::string("There is no namespace nope in this cluster."));
        server_->denied = {"create namespaces"}; // nor one that may not be made
        const auto trials = tryOut({applying(space), applying(scaler)});
        QVERIFY(!trials[0].good() && !trials[1].good());
    }

    void theNamespaceComesFirst()
    {
        std::vector<Change> list {applying(scaler), applying(budget), applying("{'apiVersion':'scheduling.k8s.io/v1','kind':'PriorityClass','metadata':{'name':'p'}}"), applying(space)};
        std::stable_sort(list.begin(), list.end(), [](const Change& a, const Change& b) { return applyRank(a.ref) < applyRank(b.ref); });
        const char* const order[] = {"Namespace", "PriorityClass", "HorizontalPodAutoscaler", "PodDisruptionBudget"};
        for (std::size_t i = 0; i < list.size(); ++i)
            QCOMPARE(list[i].ref.kind, std::string(order[i]));
    }
};

QTEST_GUILESS_MAIN(UntriedTest)
#include "tst_untried.moc"
