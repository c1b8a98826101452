// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/narrow.h"
#include "forms/apply_panel.h"
#include "manifest/form_walk.h"
#include "pages/wizard_page.h"
#include "wizard_desk.h"

#include <QLabel>
#include <QTest>

#include <algorithm>

using namespace loadline;

namespace {

const std::string manifest = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: api\n  namespace: shop\n"
                             "spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: api\n  minReplicas: 2\n"
                             "  maxReplicas: 10\n";

// A cluster that answers when it is told to.
struct FakeCluster {
    Writing writing()
    {
        return {[this](std::vector<Change> changes, std::function<void(std::vector<Trial>)> done) {
                    tried = std::move(changes);
                    answer = std::move(done);
                },
            [this](Applier::Order asked, std::function<void(const Applied&)> stepped, std::function<void(std::vector<Applied>)> done) {
                order = std::move(asked);
                step = std::move(stepped);
                applied = std::move(done);
            }};
    }
    std::vector<Trial> accept() const
    {
        std::vector<Trial> trials;
        for (const Change& change : tried) {
            Trial trial;
            trial.change = change;
            trial.answer = change.after;
            trials.push_back(trial);
        }
        return trials;
    }
    std::vector<Change> tried;
    std::function<void(std::vector<Trial>)> answer;
    std::optional<Applier::Order> order;
    std::function<void(const Applied&)> step;
    std::function<void(std::vector<Applied>)> applied;
};

struct Bench {
    Bench()
        : desk(&page,
            {[this](const std::string& name) {
                 return PlaceShown {QString::fromStdString(name), QStringLiteral("https://x"), {}, true, readOnly, false};
             },
                [this](const std::string&) { return open ? std::optional(cluster.writing()) : std::nullopt; }},
            nullptr)
    {
        page.openText(manifest, QStringLiteral("api.yaml"));
    }
    void tryOut() { Q_EMIT page.tryWanted("staging", changesOf(page.parts(), "test")); }
    FakeCluster cluster;
    bool readOnly = false;
    bool open = true;
    WizardPage page;
    WizardDesk desk;
};

FieldConflict conflict()
{
    return {".spec.maxReplicas", "argocd-controller", {}, FieldPath("spec.maxReplicas")};
}

Value live(const char* managed)
{
    const std::string text = std::string(R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"api","namespace":"shop",
      "resourceVersion":"5","labels":{"team":"pay"},"managedFields":[)") + managed + R"(]},
      "spec":{"minReplicas":2,"maxReplicas":10,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"api"}}})";
    return Document::parse(text)->value();
}

} // namespace

class TestWizardDesk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trialsThenApply()
    {
        Bench bench;
        QStringList said;
        ActionWish undo;
        connect(&bench.desk, &WizardDesk::applied, &bench.desk, [&](const QString& text, const ActionWish& back) {
            said << text;
            undo = back;
        });
        Q_EMIT bench.page.applyWanted("staging"); // before any check: nothing goes out
        QVERIFY(!bench.cluster.order);
        bench.tryOut();
        QCOMPARE(bench.cluster.tried.size(), std::size_t(1));
        bench.cluster.answer(bench.cluster.accept());
        Q_EMIT bench.page.applyWanted("staging", "Fridays");
        QVERIFY(bench.cluster.order.has_value());
        QCOMPARE(bench.cluster.order->changes.size(), std::size_t(1));
        QCOMPARE(bench.cluster.order->changes[0].why, std::string("test: Fridays"));
        QVERIFY(bench.cluster.order->takeOver.empty());
        Applied result;
        result.change = bench.cluster.order->changes[0];
        result.outcome = Applied::Outcome::Created;
        result.entry = 7;
        bench.cluster.step(result);
        bench.cluster.applied({result});
        QCOMPARE(said, QStringList(QStringLiteral("1 object(s) applied to staging.")));
        QCOMPARE(undo, (ActionWish {QuickAction::Undo, "staging", result.change.ref, {}, {7}}));
    }
    // An undo, or an action elsewhere: "Created." is past, and all can be checked and applied again.
    void whatIsWrittenElsewhereEndsTheReview()
    {
        Bench bench;
        Q_EMIT bench.page.placeWanted("staging");
        bench.tryOut();
        bench.cluster.answer(bench.cluster.accept());
        Q_EMIT bench.page.applyWanted("staging");
        Applied result;
        result.change = bench.cluster.order->changes[0];
        result.outcome = Applied::Outcome::Created;
        result.entry = 7;
        bench.cluster.applied({result});
        auto* panel = bench.page.findChild<ApplyPanel*>();
        QVERIFY(panel);
        bench.desk.writtenElsewhere("another");
        const auto says = [&] {
            const auto labels = panel->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text().contains(QLatin1String("Created")); });
        };
        QVERIFY(says());
        bench.desk.writtenElsewhere("staging");
        QTRY_VERIFY(!says());
        bench.tryOut();
        QCOMPARE(bench.cluster.tried.size(), std::size_t(1));
    }
    void answersToOldTextsAreDropped()
    {
        Bench bench;
        bench.tryOut();
        Q_EMIT bench.page.applyForgotten();
        bench.cluster.answer(bench.cluster.accept());
        Q_EMIT bench.page.applyWanted("staging");
        QVERIFY(!bench.cluster.order);
    }
    void takingOverIsOnlyWhatWasSeen()
    {
        Bench bench;
        bench.tryOut();
        auto trials = bench.cluster.accept();
        trials[0].refusal = Refusal {{Error::Kind::Conflict, "Others hold fields.", "", "", {}}, {conflict()}, {}};
        bench.cluster.answer(trials);
        Q_EMIT bench.page.conflictWay("staging", 0, ConflictWay::TakeOver);
        QVERIFY(!bench.cluster.order); // deciding sends nothing
        Q_EMIT bench.page.applyWanted("staging");
        QVERIFY(bench.cluster.order.has_value());
        QVERIFY(bench.cluster.order->takeOver == std::vector {conflict()});
    }
    void droppingAFieldAsksAgain()
    {
        Bench bench;
        bench.tryOut();
        auto trials = bench.cluster.accept();
        trials[0].refusal = Refusal {{Error::Kind::Conflict, "Others hold fields.", "", "", {}}, {conflict()}, {}};
        bench.cluster.answer(trials);
        bench.cluster.tried.clear();
        Q_EMIT bench.page.conflictWay("staging", 0, ConflictWay::Drop);
        QCOMPARE(bench.cluster.tried.size(), std::size_t(1));
        QVERIFY(!findIn(bench.cluster.tried[0].after, "spec.maxReplicas"));
        QVERIFY(findIn(bench.cluster.tried[0].after, "spec.minReplicas"));
        bench.cluster.answer(bench.cluster.accept());
        const auto labels = bench.page.findChild<ApplyPanel*>()->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text() == QLatin1String("Left out: spec.maxReplicas stays with argocd-controller."); }));
    }
    void closedClustersAreSaid()
    {
        Bench bench;
        bench.open = false;
        bench.tryOut();
        QVERIFY(bench.cluster.tried.empty());
    }
    void changesToLiveObjectsAreNarrow()
    {
        Value edited = live("");
        setIn(edited, "spec.maxReplicas", 20);
        const Change change = narrowed({{"autoscaling/v2", "HorizontalPodAutoscaler", "shop", "api"}, Change::Verb::Apply, live(""), edited, ""});
        QCOMPARE(change.after["spec"].json(), std::string(R"({"maxReplicas":20})"));
        QVERIFY(!change.after["metadata"].find("labels"));
    }
    void whatWeHoldAlreadyStays()
    {
        const Value before = live(R"({"manager":"loadline","operation":"Apply","apiVersion":"autoscaling/v2","fieldsType":"FieldsV1",
            "fieldsV1":{"f:spec":{"f:minReplicas":{},"f:maxReplicas":{}}}})");
        Value edited = before;
        setIn(edited, "spec.maxReplicas", 20);
        const Change kept = narrowed({{}, Change::Verb::Apply, before, edited, ""});
        QCOMPARE(kept.after["spec"].json(), std::string(R"({"minReplicas":2,"maxReplicas":20})"));
        // Ours alone goes by being left out; another's goes by a null, which asks about its owner.
        Value spec = before["spec"];
        spec.remove("minReplicas");
        Value without = before;
        without.set("spec", spec);
        QVERIFY(!narrowed({{}, Change::Verb::Apply, before, without, ""}).after["spec"].find("minReplicas"));
        const Value others = live(R"({"manager":"kubectl","operation":"Update","apiVersion":"autoscaling/v2","fieldsType":"FieldsV1",
            "fieldsV1":{"f:spec":{"f:minReplicas":{},"f:maxReplicas":{}}}})");
        const Change asks = narrowed({{}, Change::Verb::Apply, others, without, ""});
        QVERIFY(asks.after["spec"].find("minReplicas"));
        QVERIFY(asks.after["spec"]["minReplicas"].isNull());
    }
};

QTEST_MAIN(TestWizardDesk)
#include "tst_wizard_desk.moc"
