// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/quick_action.h"
#include "apply/refusal.h"
#include "support/call.h"
#include "writing_server.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

using Outcome = Applied::Outcome;

Change hpa(const std::string& name = "demo-a", int max = 4, const std::string& ns = "ml-platform")
{
    Change change;
    change.ref = {"autoscaling/v2", "HorizontalPodAutoscaler", ns, name};
    change.after = overlay(identityOf(change.ref), *readValue(q("{'spec':{'scaleTargetRef':{'kind':'Deployment','name':'no-requests-api','apiVersion':'apps/v1'},'minReplicas':1,'maxReplicas':") + std::to_string(max) + "}}"));
    change.why = "test";
    return change;
}

Value live(const std::string& more = "")
{
    Value object = *readValue(fixtureText("apply-create.json"));
    return more.empty() ? object : overlay(object, *readValue(more));
}

} // namespace

class ApplierTest : public QObject {
    Q_OBJECT
    std::unique_ptr<WritingServer> server_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<Applier> applier_;

    void begin(bool readOnly = false)
    {
        applier_.reset();
        server_ = std::make_unique<WritingServer>(readOnly);
        journal_ = std::make_unique<Journal>(QString());
        applier_ = server_->applier(journal_.get());
    }
    void settle()
    {
        for (int i = 0; i < 40; ++i)
            server_->transport.advance(Seconds(1));
    }
    std::vector<Trial> tryOut(std::vector<Change> changes)
    {
        std::optional<std::vector<Trial>> trials;
        applier_->dryRun(std::move(changes), [&](std::vector<Trial> told) { trials = std::move(told); });
        settle();
        return trials ? *trials : std::vector<Trial> {};
    }
    std::vector<Applied> apply(Applier::Order order)
    {
        std::optional<std::vector<Applied>> results;
        std::size_t steps = 0;
        applier_->apply(
            std::move(order), [&](const Applied&) { ++steps; }, [&](std::vector<Applied> told) { results = std::move(told); });
        settle();
        if (!results || applier_->busy())
            return {};
        const auto tried = std::count_if(results->begin(), results->end(), [](const Applied& one) { return one.outcome != Outcome::NotTried; });
        return steps == static_cast<std::size_t>(tried) ? *results : std::vector<Applied> {};
    }
    void answerWrites(const char* fixture, int status, bool dryOnly = false)
    {
        server_->instead = [=](const ExchangePtr& exchange, const std::function<void()>&) {
            if (dryOnly && !exchange->has("dryRun=All"))
                return false;
            exchange->answer(status, ofAnother(fixtureText(fixture)));
            return true;
        };
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup()
    {
        applier_.reset();
        server_.reset();
    }

    void dryRunTellsWhatWouldChange()
    {
        const auto trials = tryOut({hpa()});
        QCOMPARE(trials.size(), std::size_t(1));
        QVERIFY(trials[0].good() && trials[0].creates());
        QVERIFY(trials[0].answer);
        QVERIFY(!trials[0].diff.empty());
        QCOMPARE(trials[0].warnings, std::vector<std::string> {"autoscaling is \"fun\""});
        QCOMPARE(server_->writes.size(), std::size_t(1));
        const Request& sent = server_->writes[0]->request;
        QCOMPARE(sent.path, server_->hpaPath() + "?fieldManager=loadline&fieldValidation=Strict&dryRun=All");
        QCOMPARE(sent.contentType, std::string("application/apply-patch+yaml"));
        QVERIFY(server_->objects.empty());
        QVERIFY(journal_->entries().empty());
    }

    void dryRunKeepsTheLiveObject()
    {
        server_->objects[server_->hpaPath()] = live(q("{'metadata':{'annotations':{'meta.helm.sh/release-name':'ml'}}}"));
        const auto trials = tryOut({hpa("demo-a", 9)});
        QCOMPARE((*trials[0].change.before)["spec"]["maxReplicas"].integer(), 4);
        QCOMPARE(trials[0].git->name, std::string("ml"));
        const auto max = std::find_if(trials[0].diff.begin(), trials[0].diff.end(), [](const FieldDiff& diff) { return diff.path == FieldPath("spec.maxReplicas"); });
        QVERIFY(max != trials[0].diff.end());
        QCOMPARE(max->after->integer(), 9);
    }

    void namesMissingPermissions()
    {
        server_->denied = {"patch horizontalpodautoscalers", "create horizontalpodautoscalers"};
        const auto trials = tryOut({hpa()});
        QCOMPARE(trials[0].missing.size(), std::size_t(2));
        QCOMPARE(trials[0].missing[0].resource, std::string("horizontalpodautoscalers.autoscaling"));
        QCOMPARE(said(trials[0].refusal->error),
            std::string("You may not patch horizontalpodautoscalers.autoscaling, create horizontalpodautoscalers.autoscaling in the namespace ml-platform."));
        QVERIFY(server_->writes.empty());
    }

    void refusalsAreTold_data()
    {
        QTest::addColumn<QByteArray>("fixture");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        QTest::newRow("conflict") << QByteArray("apply-conflict.json") << 409 << int(Error::Kind::Conflict);
        QTest::newRow("invalid") << QByteArray("apply-invalid.json") << 422 << int(Error::Kind::Malformed);
        QTest::newRow("strict") << QByteArray("apply-strict-unknown-field.json") << 500 << int(Error::Kind::Malformed);
        QTest::newRow("rules of the CRD") << QByteArray("apply-keda-invalid.json") << 422 << int(Error::Kind::Malformed);
        QTest::newRow("a name that is a bool") << QByteArray("apply-yaml11-bool-name.json") << 500 << int(Error::Kind::Malformed);
        QTest::newRow("namespace") << QByteArray("apply-namespace-missing.json") << 404 << int(Error::Kind::NotFound);
        QTest::newRow("forbidden") << QByteArray("forbidden.json") << 403 << int(Error::Kind::Forbidden);
    }
    void refusalsAreTold()
    {
        QFETCH(QByteArray, fixture);
        QFETCH(int, status);
        QFETCH(int, kind);
        answerWrites(fixture.constData(), status);
        const auto trials = tryOut({hpa()});
        QCOMPARE(int(trials[0].refusal->error.kind), kind);
        const auto results = apply({{hpa(), hpa("demo-b")}, {}, {}});
        QCOMPARE(results.size(), std::size_t(2));
        QCOMPARE(results[0].outcome, Outcome::Refused);
        QCOMPARE(int(results[0].refusal->error.kind), kind);
        QCOMPARE(results[1].outcome, Outcome::NotTried);
        const auto entries = journal_->entries();
        QCOMPARE(entries.size(), std::size_t(1));
        QVERIFY(entries[0].ended && entries[0].outcome == Outcome::Refused);
        QCOMPARE(int(entries[0].error->kind), kind);
        QCOMPARE(server_->stored(), std::size_t(1)); // no second try, no force
    }

    void appliesInOrder()
    {
        server_->objects[server_->hpaPath("demo-b")] = live(q("{'metadata':{'name':'demo-b'}}"));
        Change second = hpa("demo-b", 9), third = hpa("demo-b", 9);
        second.before = server_->objects[server_->hpaPath("demo-b")];
        third.before = overlay(*second.before, third.after);
        const auto results = apply({{hpa(), second, third}, {}, {}});
        QCOMPARE(results.size(), std::size_t(3));
        QCOMPARE(results[0].outcome, Outcome::Created);
        QCOMPARE(results[1].outcome, Outcome::Changed);
        QCOMPARE(results[2].outcome, Outcome::Unchanged);
        QCOMPARE((*results[1].stored)["spec"]["maxReplicas"].integer(), 9);
        QCOMPARE(server_->objects.at(server_->hpaPath("demo-b"))["spec"]["maxReplicas"].integer(), 9);
        const auto entry = journal_->entry(results[1].entry);
        QCOMPARE((*entry->change.before)["spec"]["maxReplicas"].integer(), 4);
        QCOMPARE(entry->place.user, std::string("jane"));
        QCOMPARE(entry->change.why, std::string("test"));
        for (const ExchangePtr& write : server_->writes)
            QVERIFY(!write->has("force"));
    }

    void isWrittenDownBeforeItLeaves()
    {
        std::size_t known = 0;
        server_->instead = [&](const ExchangePtr&, const std::function<void()>&) {
            known = journal_->entries().size();
            return false;
        };
        apply({{hpa()}, {}, {}});
        QCOMPARE(known, std::size_t(1));
    }

    void whatMovedOnIsRefused()
    {
        Change change = hpa("demo-a", 9);
        change.before = live();
        server_->objects[server_->hpaPath()] = live(q("{'spec':{'maxReplicas':7}}"));
        auto results = apply({{change}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Refused);
        QCOMPARE(said(results[0].refusal->error), std::string("Somebody changed HorizontalPodAutoscaler ml-platform/demo-a since you looked at it: spec.maxReplicas."));
        // Its status and what the change does not touch may move.
        server_->objects[server_->hpaPath()] = live(q("{'status':{'desiredReplicas':3},'metadata':{'labels':{'x':'y'}}}"));
        results = apply({{change}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        results = apply({{hpa()}, {}, {}}); // to be created, and there is one
        QCOMPARE(results[0].outcome, Outcome::Refused);
        QCOMPARE(server_->stored(), std::size_t(1));
    }

    // Between the review and the button: the first document is written, the second moved on, the third is not tried.
    void whatMovedOnOfSeveralStopsThere()
    {
        Change changes[] = {hpa("demo-a", 9), hpa("demo-b", 9), hpa("demo-c", 9)};
        for (const char* name : {"demo-a", "demo-b", "demo-c"})
            server_->objects[server_->hpaPath(name)] = live(q("{'metadata':{'name':'") + name + q("'}}"));
        auto trials = tryOut({changes[0], changes[1], changes[2]});
        QCOMPARE(trials.size(), std::size_t(3));
        Applier::Order order;
        for (const Trial& trial : trials) {
            QVERIFY(trial.good());
            order.changes.push_back(trial.change);
        }
        server_->objects[server_->hpaPath("demo-b")] = live(q("{'metadata':{'name':'demo-b'},'spec':{'maxReplicas':7}}"));
        const auto results = apply(order);
        QCOMPARE(results.size(), std::size_t(3));
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QCOMPARE(results[1].outcome, Outcome::Refused);
        QCOMPARE(int(results[1].refusal->error.kind), int(Error::Kind::Conflict));
        QCOMPARE(results[2].outcome, Outcome::NotTried);
        QCOMPARE(server_->objects.at(server_->hpaPath("demo-b"))["spec"]["maxReplicas"].integer(), 7);
        QCOMPARE(journal_->entries().size(), std::size_t(1)); // what was never sent is no change
        QVERIFY(journal_->unfinished().empty());
    }

    void takesOverOnlyWhatWasConfirmed()
    {
        answerWrites("apply-conflict.json", 409, true);
        server_->objects[server_->hpaPath()] = live();
        Change change = hpa("demo-a", 6);
        change.before = live();
        auto results = apply({{change}, {{".spec.minReplicas", "kubectl-edit", "", {}}}, {}});
        QCOMPARE(results[0].outcome, Outcome::Refused);
        QCOMPARE(results[0].refusal->conflicts[0].field, std::string(".spec.maxReplicas"));
        QCOMPARE(server_->stored(), std::size_t(0));
        results = apply({{change}, {{".spec.maxReplicas", "kubectl-edit", "", {}}}, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QVERIFY(server_->writes.back()->has("force=true"));
        QCOMPARE(journal_->entry(results[0].entry)->takenOver, std::vector<std::string> {".spec.maxReplicas (kubectl-edit)"});
        // The value can go back; that Loadline stays its owner is said, and journaled with the undo.
        const UndoPlan plan = planUndo(*journal_->entry(results[0].entry), server_->objects.at(server_->hpaPath()));
        QVERIFY(plan.possible());
        QCOMPARE(plan.held, std::vector<std::string> {".spec.maxReplicas (kubectl-edit)"});
        QCOMPARE(plan.change.why, std::string("Loadline goes on holding .spec.maxReplicas (kubectl-edit)"));
    }

    // The server stored it, and its answer never came.
    void lostAnswersAreLookedUp()
    {
        server_->instead = [](const ExchangePtr& exchange, const std::function<void()>& store) {
            store();
            exchange->fail({Error::Kind::Timeout, "the server fell silent", {}, {}, {}});
            return true;
        };
        auto results = apply({{hpa()}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Created);
        QVERIFY(results[0].foundLater && !results[0].refusal);
        QVERIFY(journal_->entries()[0].foundLater);
        QVERIFY(journal_->entries()[0].canUndo());

        // As with what is made, so with what is changed and deleted; and of several, the next ones go on.
        Change change = hpa("demo-a", 9);
        change.before = server_->objects.at(server_->hpaPath());
        results = apply({{change, hpa("demo-c")}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QVERIFY(results[0].foundLater);
        QCOMPARE(results[1].outcome, Outcome::Created);
        Change gone {change.ref, Change::Verb::Delete, server_->objects.at(server_->hpaPath()), {}, "gone"};
        results = apply({{gone}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Deleted);
        QVERIFY(results[0].foundLater);
        QVERIFY(journal_->unfinished().empty());

        server_->instead = [](const ExchangePtr& exchange, const std::function<void()>&) {
            exchange->answer(502, "<html>bad gateway</html>");
            return true;
        };
        results = apply({{hpa("demo-b")}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Refused);
        QVERIFY(results[0].foundLater);
        server_->instead = [](const ExchangePtr& exchange, const std::function<void()>&) {
            exchange->answer(504, "<html>gateway timeout</html>"); // of whom nobody knows whether it goes on
            return true;
        };
        results = apply({{hpa("demo-d")}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Unknown);
    }

    // An answer that was not waited for: the server may still be at it, so that nobody says it was refused.
    void theImpatientDoNotKnow()
    {
        applier_->setPatience(Seconds(6));
        std::function<void()> later;
        server_->instead = [&](const ExchangePtr& exchange, const std::function<void()>& store) {
            later = store;
            exchange->fail({Error::Kind::Timeout, "no answer within 6 s", {}, {}, {}});
            return true;
        };
        const auto results = apply({{hpa()}, {}, {}});
        QCOMPARE(server_->writes.back()->request.timeout, Millis(6000));
        QCOMPARE(results[0].outcome, Outcome::Unknown);
        QCOMPARE(journal_->unfinished().size(), std::size_t(1));
        later();
        std::optional<std::vector<JournalEntry>> explained;
        applier_->explainUnfinished([&](std::vector<JournalEntry> told) { explained = std::move(told); });
        settle();
        QCOMPARE((*explained)[0].outcome, Outcome::Created);
        QVERIFY(journal_->unfinished().empty());
    }

    // Looking what became of it takes no longer than was waited for the answer.
    void theSilentAreLeftInTime()
    {
        applier_->setPatience(Seconds(3));
        server_->instead = [&](const ExchangePtr& exchange, const std::function<void()>&) {
            server_->mute = true;
            exchange->fail({Error::Kind::Timeout, "no answer within 3 s", {}, {}, {}});
            return true;
        };
        std::optional<Outcome> became;
        applier_->apply({{hpa()}, {}, {}}, {}, [&](const std::vector<Applied>& told) { became = told[0].outcome; });
        for (int i = 0; i < 35; ++i)
            server_->transport.advance(Millis(100));
        QVERIFY(became.has_value());
        QCOMPARE(*became, Outcome::Unknown);
    }

    void whatNobodyKnowsStaysOpen()
    {
        server_->instead = [&](const ExchangePtr& exchange, const std::function<void()>& store) {
            store();
            server_->deaf = true;
            exchange->fail({Error::Kind::Unreachable, "reset", {}, {}, {}});
            return true;
        };
        const auto results = apply({{hpa()}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Unknown);
        QCOMPARE(results[0].refusal->error.kind, Error::Kind::Timeout);
        QCOMPARE(journal_->unfinished().size(), std::size_t(1));
        server_->deaf = false;
        std::optional<std::vector<JournalEntry>> explained;
        applier_->explainUnfinished([&](std::vector<JournalEntry> told) { explained = std::move(told); });
        settle();
        QCOMPARE(explained->size(), std::size_t(1));
        QCOMPARE((*explained)[0].outcome, Outcome::Created);
        QVERIFY((*explained)[0].foundLater);
        QVERIFY(journal_->unfinished().empty());
    }

    // Closed between the request and its answer, as a crash would: before the server stored it, and after.
    void crashesAreExplained()
    {
        for (const bool storedBefore : {false, true}) {
            begin();
            server_->instead = [&](const ExchangePtr&, const std::function<void()>& store) {
                if (storedBefore)
                    store();
                applier_.reset();
                return true;
            };
            applier_->apply({{hpa()}, {}, {}}, {}, [](const std::vector<Applied>&) { QFAIL("nobody is there to be told"); });
            settle();
            server_->instead = {};
            QCOMPARE(journal_->unfinished().size(), std::size_t(1));
            applier_ = server_->applier(journal_.get());
            std::vector<JournalEntry> explained;
            applier_->explainUnfinished([&](std::vector<JournalEntry> told) { explained = std::move(told); });
            settle();
            QCOMPARE(explained.size(), std::size_t(1));
            QCOMPARE(explained[0].outcome, storedBefore ? Outcome::Created : Outcome::Refused);
            QCOMPARE(explained[0].canUndo(), storedBefore);
        }
    }

    // Every step of a run at which the program may end: written down but not sent, sent but not stored, stored but not
    // answered, and between the documents of one list.
    void aCrashAtEveryStepIsExplained_data()
    {
        QTest::addColumn<int>("step"); // 0 written down, 1 sent, 2 stored
        QTest::addColumn<int>("verb"); // 0 create, 1 change, 2 delete
        QTest::addColumn<int>("became");
        const char* const steps[] = {"written-down", "sent", "stored"};
        const char* const verbs[] = {"create", "change", "delete"};
        const Outcome done[] = {Outcome::Created, Outcome::Changed, Outcome::Deleted};
        for (int step = 0; step < 3; ++step)
            for (int verb = 0; verb < 3; ++verb)
                QTest::addRow("%s-%s", verbs[verb], steps[step]) << step << verb << int(step == 2 ? done[verb] : Outcome::Refused);
    }
    void aCrashAtEveryStepIsExplained()
    {
        QFETCH(int, step);
        QFETCH(int, verb);
        QFETCH(int, became);
        Change change = hpa("demo-a", 9);
        if (verb > 0)
            server_->objects[server_->hpaPath()] = live();
        if (verb > 0)
            change.before = live();
        if (verb == 2)
            change = {change.ref, Change::Verb::Delete, live(), {}, "gone"};
        if (step == 0) {
            JournalEntry entry;
            entry.place = applier_->place();
            entry.change = change;
            const auto id = journal_->begin(entry);
            QVERIFY(id.has_value());
            applier_.reset();
            journal_->abandon(*id);
        } else {
            server_->instead = [&](const ExchangePtr&, const std::function<void()>& store) {
                if (step == 2)
                    store();
                applier_.reset();
                return true;
            };
            Change first = hpa("demo-z");
            applier_->apply({{change, first}, {}, {}}, {}, [](const std::vector<Applied>&) { QFAIL("nobody is there to be told"); });
            settle();
            server_->instead = {};
        }
        QCOMPARE(journal_->unfinished().size(), std::size_t(1));
        QCOMPARE(journal_->entries().size(), std::size_t(1)); // the second document was never begun
        applier_ = server_->applier(journal_.get());
        std::vector<JournalEntry> explained;
        applier_->explainUnfinished([&](std::vector<JournalEntry> told) { explained = std::move(told); });
        settle();
        QCOMPARE(explained.size(), std::size_t(1));
        QCOMPARE(int(explained[0].outcome), became);
        QVERIFY(explained[0].foundLater);
        QCOMPARE(explained[0].canUndo(), step == 2);
        QVERIFY(journal_->unfinished().empty());
        QVERIFY(!server_->objects.contains(server_->hpaPath("demo-z")));
    }

    void deletesWhatItLookedAt()
    {
        server_->objects[server_->hpaPath()] = live();
        Change change {hpa().ref, Change::Verb::Delete, live(), {}, "gone"};
        const auto trials = tryOut({change});
        QVERIFY(trials[0].good());
        const auto results = apply({{trials[0].change}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Deleted);
        const Value sent = *readValue(server_->writes.back()->request.body);
        QCOMPARE(sent["preconditions"]["uid"].text(), std::string("81c5f911-ce50-400f-8df8-4f0b77851992"));
        QCOMPARE(sent["preconditions"]["resourceVersion"].text(), std::string("24427"));
        QVERIFY(server_->objects.empty());
        QVERIFY(!tryOut({change})[0].good()); // it is gone
    }

    void undoRestoresAndRefuses()
    {
        server_->objects[server_->hpaPath()] = live();
        Change change = hpa("demo-a", 9);
        change.before = live();
        auto results = apply({{change}, {}, {}});
        const auto plan = [&](std::int64_t entry) {
            UndoPlan told;
            applier_->planUndo({entry}, [&](const std::vector<UndoPlan>& plans) { told = plans.front(); });
            settle();
            return told;
        };
        const std::int64_t entry = results[0].entry;
        UndoPlan undo = plan(entry);
        QVERIFY(undo.possible());
        results = apply({{undo.change}, {}, {entry}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QCOMPARE(server_->objects.at(server_->hpaPath())["spec"]["maxReplicas"].integer(), 4);
        QCOMPARE(*journal_->entry(entry)->undoneBy, results[0].entry);
        QVERIFY(plan(entry).refused); // not twice
        // Undo the undo, but somebody was faster.
        server_->objects[server_->hpaPath()] = live(q("{'metadata':{'managedFields':[{'manager':'loadline','operation':'Apply','fieldsV1':{'f:spec':{'f:maxReplicas':{}}}},"
                                                      "{'manager':'helm','operation':'Update','fieldsV1':{'f:spec':{'f:maxReplicas':{}}}}]},'spec':{'maxReplicas':12}}"));
        undo = plan(results[0].entry);
        QVERIFY(!undo.possible());
        QCOMPARE(undo.moved.size(), std::size_t(1));
        QCOMPARE(undo.moved[0].path.text(), std::string("spec.maxReplicas"));
        QCOMPARE(undo.moved[0].before->integer(), 9);
        QCOMPARE(undo.moved[0].after->integer(), 4);
        QCOMPARE(undo.moved[0].live->integer(), 12);
        QCOMPARE(undo.moved[0].by, std::vector<std::string> {"helm"});
        QVERIFY(plan(999).refused);
    }

    // Others wrote annotations beside ours: the map stays theirs, and is not sent empty.
    void undoOfAnAnnotationHoldsNoMap()
    {
        const std::string path = "/apis/keda.sh/v1alpha1/namespaces/ml-platform/scaledobjects/batch";
        const Value before = *readValue(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml-platform','uid':'u',"
            "'annotations':{'team':'ml'},'managedFields':[{'manager':'kubectl-annotate','operation':'Update','apiVersion':'keda.sh/v1alpha1',"
            "'fieldsV1':{'f:metadata':{'f:annotations':{'.':{},'f:team':{}}}}}]},'spec':{}}"));
        server_->objects[path] = before;
        const auto results = apply({{*pauseChange(before, {})}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        UndoPlan undo;
        applier_->planUndo({results[0].entry}, [&](const std::vector<UndoPlan>& plans) { undo = plans.front(); });
        settle();
        QVERIFY(undo.possible());
        QVERIFY(!undo.change.after["metadata"].find("annotations"));
    }

    void undoOfWhatWasMadeDeletesIt()
    {
        const std::int64_t made = apply({{hpa()}, {}, {}})[0].entry;
        const auto plan = [&](std::int64_t entry) {
            UndoPlan told;
            applier_->planUndo({entry}, [&](const std::vector<UndoPlan>& plans) { told = plans.front(); });
            settle();
            return told;
        };
        Value& live = server_->objects.at(server_->hpaPath());
        const Value whole = live;
        live = overlay(live, *readValue(q("{'spec':{'behavior':{'scaleDown':{'selectPolicy':'Disabled'}}}}")));
        QCOMPARE(plan(made).moved.size(), std::size_t(1)); // somebody built on it
        live = overlay(whole, *readValue(q("{'metadata':{'finalizers':['x'],'labels':{'scaledobject.keda.sh/name':'b'}},'status':{'currentReplicas':3}}")));
        const UndoPlan undo = plan(made); // controllers may
        QVERIFY(undo.possible());
        QCOMPARE(undo.change.verb, Change::Verb::Delete);
        const auto gone = apply({{undo.change}, {}, {made}});
        QCOMPARE(gone[0].outcome, Outcome::Deleted);
        QVERIFY(server_->objects.empty());
        // And back again: an apply of what there was.
        const UndoPlan back = plan(gone[0].entry);
        QVERIFY(back.possible());
        QCOMPARE(apply({{back.change}, {}, {gone[0].entry}})[0].outcome, Outcome::Created);
        QVERIFY(server_->objects.at(server_->hpaPath())["spec"] == whole["spec"]);
        QVERIFY(plan(gone[0].entry).refused);
    }

    void severalAreUndoneInOneGo()
    {
        const auto made = apply({{hpa("demo-a"), hpa("demo-b"), hpa("demo-c")}, {}, {}});
        QCOMPARE(server_->objects.size(), std::size_t(3));
        std::vector<UndoPlan> plans;
        // In any order, and twice: what came last goes first, and once.
        applier_->planUndo({made[0].entry, made[2].entry, made[1].entry, made[0].entry}, [&](std::vector<UndoPlan> told) { plans = std::move(told); });
        settle();
        QCOMPARE(plans.size(), std::size_t(3));
        Applier::Order order;
        for (const UndoPlan& plan : plans) {
            QVERIFY(plan.possible());
            order.changes.push_back(plan.change);
            order.undoes.push_back(plan.entry);
        }
        QCOMPARE(order.undoes, (std::vector<std::int64_t> {made[2].entry, made[1].entry, made[0].entry}));
        // Somebody changes the second meanwhile: it stops there, and the third of them is not tried.
        Value& second = server_->objects.at(server_->hpaPath("demo-b"));
        const Value before = second;
        second = overlay(second, *readValue(q("{'metadata':{'uid':'another'}}")));
        auto undone = apply(order);
        QCOMPARE(undone.size(), std::size_t(3));
        QCOMPARE(undone[0].outcome, Outcome::Deleted);
        QCOMPARE(undone[1].outcome, Outcome::Refused);
        QCOMPARE(undone[2].outcome, Outcome::NotTried);
        QCOMPARE(*journal_->entry(made[2].entry)->undoneBy, undone[0].entry);
        QVERIFY(!journal_->entry(made[1].entry)->undoneBy);
        QVERIFY(!journal_->entry(made[0].entry)->undoneBy);
        QCOMPARE(server_->objects.size(), std::size_t(2));
        server_->objects.at(server_->hpaPath("demo-b")) = before;
        applier_->planUndo({made[0].entry, made[1].entry, made[2].entry}, [&](std::vector<UndoPlan> told) { plans = std::move(told); });
        settle();
        QVERIFY(plans[0].refused); // undone already
        QVERIFY(plans[1].possible() && plans[2].possible());
        undone = apply({{plans[1].change, plans[2].change}, {}, {plans[1].entry, plans[2].entry}});
        QCOMPARE(undone[1].outcome, Outcome::Deleted);
        QVERIFY(server_->objects.empty());
    }

    void ofOneObjectTheNewestGoesFirst()
    {
        const std::int64_t first = apply({{hpa()}, {}, {}})[0].entry;
        Change again = hpa("demo-a", 9);
        again.before = server_->objects.at(server_->hpaPath());
        const std::int64_t second = apply({{again}, {}, {}})[0].entry;
        std::vector<UndoPlan> plans;
        applier_->planUndo({first, second}, [&](std::vector<UndoPlan> told) { plans = std::move(told); });
        settle();
        QCOMPARE(plans.size(), std::size_t(2));
        QCOMPARE(plans[0].entry, second);
        QVERIFY(plans[0].possible());
        QVERIFY(plans[1].refused);
        QCOMPARE(plans[1].refused->args, (std::vector<std::string> {std::to_string(first), std::to_string(second), nameOf(hpa().ref)}));
    }

    void readOnlyLetsNothingOut()
    {
        begin(true);
        server_->objects[server_->hpaPath()] = live();
        const auto trials = tryOut({hpa("demo-a", 9), {hpa().ref, Change::Verb::Delete, live(), {}, ""}});
        for (const Trial& trial : trials)
            QCOMPARE(trial.refusal->error.kind, Error::Kind::ReadOnly);
        QVERIFY(trials[0].change.before); // reading is not writing
        Change change = hpa("demo-a", 9);
        change.before = live();
        const auto results = apply({{change}, {}, {}});
        QCOMPARE(results[0].refusal->error.kind, Error::Kind::ReadOnly);
        QVERIFY(server_->writes.empty());
        QCOMPARE(journal_->entries()[0].outcome, Outcome::Refused);
    }

    void scalesThroughTheSubresource()
    {
        const std::string path = "/apis/apps/v1/namespaces/shop/deployments/web";
        server_->objects[path] = *readValue(q("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop','uid':'u'},'spec':{'replicas':3,'paused':false}}"));
        std::optional<Result<Value>> workload;
        applier_->read({"apps/v1", "Deployment", "shop", "web"}, [&](Result<Value> told) { workload = std::move(told); });
        settle();
        const auto results = apply({{*scaleChange(**workload, 5)}, {}, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QVERIFY(server_->writes[0]->path().ends_with("/deployments/web/scale"));
        QCOMPARE(server_->writes[0]->request.body, std::string(q("{'spec':{'replicas':5}}")));
        QCOMPARE(server_->objects.at(path)["spec"]["replicas"].integer(), 5);
        UndoPlan undo;
        applier_->planUndo({results[0].entry}, [&](const std::vector<UndoPlan>& plans) { undo = plans.front(); });
        settle();
        QVERIFY(undo.possible() && isScale(undo.change));
        QCOMPARE(undo.change.after["spec"]["replicas"].integer(), 3);
    }

    void removalsAskWhoseItIs()
    {
        const std::string path = "/apis/keda.sh/v1alpha1/namespaces/ml/scaledobjects/batch";
        server_->objects[path] = *readValue(q("{'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'batch','namespace':'ml','uid':'u',"
            "'annotations':{'autoscaling.keda.sh/paused':'true'},'managedFields':[{'manager':'kubectl-annotate','operation':'Update','apiVersion':'keda.sh/v1alpha1',"
            "'time':'2026-11-23T10:00:00Z','fieldsV1':{'f:metadata':{'f:annotations':{'f:autoscaling.keda.sh/paused':{}}}}}]},'spec':{}}"));
        const Change resume = *resumeChange(server_->objects[path]);
        const auto trials = tryOut({resume});
        QCOMPARE(trials[0].refusal->conflicts.size(), std::size_t(1));
        QCOMPARE(trials[0].refusal->conflicts[0].owner, std::string("kubectl-annotate"));
        QVERIFY(server_->writes.empty());
        const auto results = apply({{trials[0].change}, trials[0].refusal->conflicts, {}});
        QCOMPARE(results[0].outcome, Outcome::Changed);
        QCOMPARE(server_->writes[0]->request.contentType, std::string("application/merge-patch+json"));
        QVERIFY(!server_->objects.at(path)["metadata"]["annotations"].find("autoscaling.keda.sh/paused"));
    }

    void neverTouchesSecretsNorUnknownKinds()
    {
        Change secret = hpa();
        secret.ref = {"v1", "Secret", "ml", "password"};
        QCOMPARE(tryOut({secret})[0].refusal->error.kind, Error::Kind::Unsupported);
        QCOMPARE(apply({{secret}, {}, {}})[0].refusal->error.kind, Error::Kind::Unsupported);
        std::optional<Result<Value>> read;
        applier_->read(secret.ref, [&](Result<Value> told) { read = std::move(told); });
        settle();
        QVERIFY(read && !*read);
        Change unknown = hpa();
        unknown.ref.kind = "Gizmo";
        QCOMPARE(said(tryOut({unknown})[0].refusal->error), std::string("This cluster has no Gizmo of autoscaling/v2."));
        Change nameless = hpa("");
        QCOMPARE(tryOut({nameless})[0].refusal->error.kind, Error::Kind::Malformed);
        QVERIFY(server_->writes.empty());
    }

    void takesTheContextsNamespace()
    {
        Change change = hpa("demo-a", 4, "");
        QVERIFY(tryOut({change})[0].good());
        QCOMPARE(server_->writes[0]->path(), server_->hpaPath());
        QCOMPARE((*readValue(server_->writes[0]->request.body))["metadata"]["namespace"].text(), std::string("ml-platform"));
    }
};

QTEST_GUILESS_MAIN(ApplierTest)
#include "tst_applier.moc"
