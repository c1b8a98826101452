// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "../../support/walk.h"
#include "action_desk.h"
#include "apply/quick_action.h"
#include "cluster/hpa.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "demo_worlds.h"
#include "forms/action_panel.h"
#include "forms/apply_panel.h"
#include "journal_rows.h"
#include "tables/finding_rows.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTreeWidget>

using namespace loadline;

namespace {

// ms. The demo's server simulates on one thread: with sanitizers, beside other tests, each of its answers takes seconds,
// and a check needs four. Who waits longer waits for nothing.
constexpr int patience = 180'000;

// A cluster of the demo that may be written, with the program's own feed and applier.
struct Cluster {
    Cluster()
        : backend(invocation())
        , clusters(backend.transport(), backend.makeCredentials())
    {
        clusters.setKubeconfig(backend.kubeconfig());
        clusters.setJournal(&journal);
        name = backend.firstContexts().front();
        ready = bool(clusters.open(name, {})) && QTest::qWaitFor([&] { return demo::allRead(clusters.worlds(), 1); }, patience);
        if (ready && !clusters.session(name)->applier())
            clusters.session(name)->beginWriting({name, "https://demo", "", "jane", "jdoe"}, journal);
    }
    static Invocation invocation()
    {
        Invocation words;
        words.demo = 1.0;
        return words;
    }
    [[nodiscard]] WorldPtr world() const { return clusters.session(name)->world(); }

    Journal journal {QString()};
    Backend backend;
    Clusters clusters;
    std::string name;
    bool ready = false;
};

struct Bench {
    explicit Bench(Cluster& clusterIn)
        : cluster(clusterIn)
        , desk(&panel,
              {[this](const std::string& name) {
                   return PlaceShown {QString::fromStdString(name), QStringLiteral("https://demo"), {}, open, readOnly, false};
               },
                  [this](const std::string& name) { return open ? cluster.clusters.session(name)->applier() : nullptr; },
                  [this](const std::string&) { return cluster.world(); }, [this] { return cluster.clusters.now(); }},
              cluster.journal, nullptr)
    {
        panel.resize(620, 700);
        panel.show();
        QObject::connect(&desk, &ActionDesk::done, &panel, [this](const QString& what) { said << what; });
    }
    bool begin(QuickAction action, const ManifestRef& object, const std::string& container = {})
    {
        desk.begin({action, cluster.name, object, container, {}});
        return QTest::qWaitFor([this] { return !panel.action().reading; }, patience);
    }
    QPushButton* button(const QString& text)
    {
        for (auto* one : panel.findChildren<QPushButton*>())
            if (one->text().contains(text) && one->isVisibleTo(&panel))
                return one;
        return nullptr;
    }
    bool tried() { return QTest::qWaitFor([this] { return stage() == ApplyShown::Stage::Tried || !panel.apply()->shown().trouble.isEmpty(); }, patience); }
    bool check()
    {
        auto* check = button(QStringLiteral("Check with the server"));
        if (!check || !check->isEnabled())
            return false;
        check->click();
        return tried();
    }
    bool apply()
    {
        auto* apply = button(panel.action().action == QuickAction::Undo ? QStringLiteral("Put back") : QStringLiteral("Apply to"));
        if (!apply || !apply->isEnabled())
            return false;
        apply->click();
        return QTest::qWaitFor([this] { return stage() == ApplyShown::Stage::Finished; }, patience);
    }
    // What somebody who sees little or has only keys would miss, and a picture of it all.
    QString flaws(const QString& picture)
    {
        QTest::qWait(30);
        screens::keep(screens::shot(panel, 1), QStringLiteral("action-") + picture);
        return (walk::clipped(panel) + walk::nameless(panel)).join(QLatin1Char('\n'));
    }
    [[nodiscard]] ApplyShown::Stage stage() const { return panel.apply()->shown().stage; }
    QString words()
    {
        QTest::qWait(20); // new labels show with the next turn
        QStringList all;
        for (auto* label : panel.findChildren<QLabel*>())
            if (label->isVisibleTo(&panel))
                all << label->text();
        return all.join(QLatin1Char('\n'));
    }
    Cluster& cluster;
    bool open = true;
    bool readOnly = false;
    ActionPanel panel;
    ActionDesk desk;
    QStringList said;
};

ManifestRef nameOfIt(const ScaledObject& object)
{
    return {"keda.sh/v1alpha1", "ScaledObject", object.meta.ns, object.meta.name};
}

} // namespace

// Quick actions from the row to the cluster and back, on a server that keeps who owns which field.
class TestActionDesk : public QObject {
    Q_OBJECT
    std::unique_ptr<Cluster> cluster_;

    const ScaledObject* unpaused()
    {
        for (const ScaledObject& object : cluster_->world()->all<ScaledObject>())
            if (!object.pause.any())
                return &object;
        return nullptr;
    }
    bool isPaused(const ManifestRef& ref)
    {
        const auto* object = cluster_->world()->find<ScaledObject>(ref.ns, ref.name);
        return object && object->pause.any();
    }

private Q_SLOTS:
    void initTestCase()
    {
        cluster_ = std::make_unique<Cluster>();
        QVERIFY2(cluster_->ready, "the demo's cluster did not load");
        QVERIFY(unpaused());
    }
    void cleanupTestCase() { cluster_.reset(); }

    void pausesJournalsAndUndoes()
    {
        Bench bench(*cluster_);
        const ManifestRef ref = nameOfIt(*unpaused());
        QVERIFY(bench.begin(QuickAction::Pause, ref));
        QCOMPARE(bench.panel.action().problem, QString());
        QCOMPARE(bench.stage(), ApplyShown::Stage::Idle); // the questions come first
        QVERIFY(!bench.button(QStringLiteral("Apply to"))->isEnabled());
        QCOMPARE(bench.flaws(QStringLiteral("asks")), QString());
        const auto* object = cluster_->world()->find<ScaledObject>(ref.ns, ref.name);
        const auto* workload = cluster_->world()->find<Deployment>(ref.ns, object->target.name);
        QVERIFY(workload);
        QCOMPARE(bench.panel.action().replicas, static_cast<int>(workload->replicas)); // as many as there are, not the least
        QVERIFY(bench.words().contains(QLatin1String("nothing reacts to load")));
        for (auto* way : bench.panel.findChildren<QRadioButton*>())
            if (way->text().contains(QLatin1String("still scale out")))
                way->setChecked(true);
        QVERIFY2(!bench.words().contains(QLatin1String("nothing reacts to load")), qPrintable(bench.words()));
        bench.panel.findChildren<QRadioButton*>().front()->setChecked(true);
        QVERIFY(bench.check());
        QVERIFY2(bench.panel.apply()->shown().good(), qPrintable(bench.words()));
        QCOMPARE(bench.flaws(QStringLiteral("tried")), QString());
        const auto& diff = bench.panel.apply()->shown().trials.at(0).diff;
        QCOMPARE(diff.size(), std::size_t(1));
        QVERIFY2(diff[0].path.text().find("annotations") != std::string::npos, diff[0].path.text().c_str());
        QVERIFY(cluster_->journal.entries().empty()); // a dry run is no change
        QVERIFY(bench.apply());
        QCOMPARE(bench.flaws(QStringLiteral("done")), QString());
        QCOMPARE(bench.said.size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(isPaused(ref), patience);
        const auto rows = journalRows(cluster_->journal, {cluster_->world()}, cluster_->clusters.now()).changes;
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0]->state.word, QStringLiteral("Changed"));
        QCOMPARE(rows[0]->action, QStringLiteral("Change"));
        QCOMPARE(rows[0]->person, cluster_->journal.entries()[0].place.person);
        QCOMPARE(rows[0]->page, std::string("keda"));
        QVERIFY(rows[0]->canUndo);
        QVERIFY(compare(*rows[0]->before, *rows[0]->after) == diff);

        QVERIFY(bench.button(QStringLiteral("Undo this")));
        bench.button(QStringLiteral("Undo this"))->click();
        QVERIFY(bench.tried());
        QVERIFY2(bench.panel.apply()->shown().good(), qPrintable(bench.words()));
        QVERIFY(bench.apply());
        QTRY_VERIFY_WITH_TIMEOUT(!isPaused(ref), patience);
        const auto entries = cluster_->journal.entries();
        QCOMPARE(entries.size(), std::size_t(2));
        QCOMPARE(entries[0].undoes, std::optional(entries[1].id));
        QCOMPARE(entries[1].undoneBy, std::optional(entries[0].id));
        QVERIFY(!bench.button(QStringLiteral("Undo this"))); // an undo is undone from the journal, not by reflex
    }

    void aPauseWithAnEndIsRemembered()
    {
        Bench bench(*cluster_);
        const ManifestRef ref = nameOfIt(*unpaused());
        QVERIFY(bench.begin(QuickAction::Pause, ref));
        auto* time = bench.panel.findChild<QComboBox*>();
        QVERIFY(time);
        time->setCurrentIndex(time->findData(60));
        const TimePoint before = cluster_->clusters.now();
        QVERIFY(bench.check());
        QVERIFY(bench.apply());
        const auto reminders = cluster_->journal.reminders();
        QCOMPARE(reminders.size(), std::size_t(1));
        QCOMPARE(reminders[0].ref, ref);
        QVERIFY(reminders[0].due >= before + std::chrono::minutes {60});
        QVERIFY(reminders[0].due <= cluster_->clusters.now() + std::chrono::minutes {60});
        QTRY_VERIFY_WITH_TIMEOUT(isPaused(ref), patience);
        const auto pauses = journalRows(cluster_->journal, {}, reminders[0].due).pauses;
        QCOMPARE(pauses.size(), std::size_t(1));
        QVERIFY(pauses[0].past && !pauses[0].over);
        QVERIFY(!journalRows(cluster_->journal, {cluster_->world()}, reminders[0].due).pauses.at(0).over); // it is paused
        // Resuming asks nothing, so the check is made at once; with it the end is forgotten.
        QVERIFY(bench.begin(QuickAction::Resume, ref));
        QVERIFY(bench.tried());
        QVERIFY2(bench.panel.apply()->shown().good(), qPrintable(bench.words()));
        QVERIFY(bench.apply());
        QVERIFY(cluster_->journal.reminders().empty());
        QTRY_VERIFY_WITH_TIMEOUT(!isPaused(ref), patience);
        JournalState state = cluster_->journal.state({});
        state.reminders = reminders; // as it would stand had another resumed it
        QVERIFY(journalRows(state, {cluster_->world()}, reminders[0].due).pauses.at(0).over);
        QVERIFY(!journalRows(state, {cluster_->world()}, reminders[0].begun).pauses.at(0).over); // the watch may be behind
        QVERIFY(bench.begin(QuickAction::Resume, ref));
        QVERIFY2(bench.words().contains(QLatin1String("It is not paused.")), qPrintable(bench.words()));
        QVERIFY(!bench.button(QStringLiteral("Check with the server")));
    }

    // What was written one by one goes back in one review; the newest goes first.
    void severalAreUndoneInOneReview()
    {
        Bench bench(*cluster_);
        std::vector<ManifestRef> refs;
        std::vector<std::int64_t> entries;
        for (int i = 0; i < 2; ++i) {
            refs.push_back(nameOfIt(*unpaused()));
            QVERIFY(bench.begin(QuickAction::Pause, refs.back()));
            QVERIFY(bench.check());
            QVERIFY2(bench.apply(), qPrintable(bench.words()));
            entries.push_back(cluster_->journal.entries()[0].id);
            QTRY_VERIFY_WITH_TIMEOUT(isPaused(refs.back()), patience);
        }
        QVERIFY(refs[0] != refs[1]);
        bench.said.clear();
        bench.desk.begin({QuickAction::Undo, cluster_->name, refs[0], {}, entries});
        QVERIFY(bench.tried());
        QVERIFY2(bench.panel.apply()->shown().good(), qPrintable(bench.words()));
        QCOMPARE(bench.panel.action().object, QStringLiteral("2 change(s)"));
        const auto& trials = bench.panel.apply()->shown().trials;
        QCOMPARE(trials.size(), std::size_t(2));
        QCOMPARE(trials[0].ref, refs[1]);
        QCOMPARE(trials[1].ref, refs[0]);
        QCOMPARE(bench.flaws(QStringLiteral("several")), QString());
        QVERIFY(bench.apply());
        QCOMPARE(bench.panel.apply()->shown().results.size(), std::size_t(2));
        for (const ManifestRef& ref : refs)
            QTRY_VERIFY_WITH_TIMEOUT(!isPaused(ref), patience);
        for (const std::int64_t entry : entries)
            QVERIFY(cluster_->journal.entry(entry)->undoneBy);
        QCOMPARE(bench.said.size(), 1);
        QVERIFY2(bench.said[0].startsWith(QLatin1String("Undone: 2 object(s)")), qPrintable(bench.said[0]));
        // Undone already: each says why, and nothing can be written.
        bench.desk.begin({QuickAction::Undo, cluster_->name, refs[0], {}, entries});
        QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.action().problem.isEmpty(), patience);
        for (const std::int64_t entry : entries)
            QVERIFY2(bench.words().contains(QStringLiteral("Entry %1: ").arg(entry)), qPrintable(bench.words()));
        QVERIFY(!bench.button(QStringLiteral("Apply to")));
    }

    void whatMovedOnIsShownThreeWays()
    {
        Bench bench(*cluster_);
        const ManifestRef ref = nameOfIt(*unpaused());
        QVERIFY(bench.begin(QuickAction::Pause, ref));
        for (auto* box : bench.panel.findChildren<QSpinBox*>())
            if (box->accessibleName() == QLatin1String("Replicas while it is paused"))
                box->setValue(box->value() + 3); // chooses the way by itself
        QVERIFY(bench.check());
        QVERIFY2(bench.apply(), qPrintable(bench.words()));
        const std::int64_t first = cluster_->journal.entries()[0].id;
        const auto again = [&] {
            std::optional<bool> done;
            Applier* applier = cluster_->clusters.session(cluster_->name)->applier();
            applier->read(ref, [&](const Result<Value>& live) {
                auto change = pauseChange(*live, {PauseWish::Way::AtReplicas, 77});
                applier->apply({{*change}, {}, {}}, {}, [&](const std::vector<Applied>& results) { done = results[0].done(); });
            });
            return QTest::qWaitFor([&] { return done.has_value(); }, patience) && *done;
        };
        QVERIFY(again());
        bench.desk.begin({QuickAction::Undo, cluster_->name, ref, {}, {first}});
        QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.action().moved.empty(), patience);
        const MovedShown moved = bench.panel.action().moved[0];
        QVERIFY(moved.field.contains(QLatin1String("paused-replicas")));
        QCOMPARE(moved.before, QStringLiteral("not set"));
        QCOMPARE(moved.now, QStringLiteral("77"));
        auto* tree = bench.panel.findChild<QTreeWidget*>();
        QVERIFY(tree && tree->topLevelItemCount() == 1);
        QVERIFY(!bench.button(QStringLiteral("Apply to")));
        QCOMPARE(bench.flaws(QStringLiteral("moved-on")), QString());
        QVERIFY(bench.begin(QuickAction::Resume, ref));
        QVERIFY(bench.tried() && bench.apply());
    }

    void readOnlyExplains()
    {
        Bench bench(*cluster_);
        bench.readOnly = true;
        const std::size_t before = cluster_->journal.entries().size();
        QVERIFY(bench.begin(QuickAction::Pause, nameOfIt(*unpaused())));
        QVERIFY2(bench.words().contains(QLatin1String("This cluster is read-only")), qPrintable(bench.words()));
        QVERIFY(!bench.button(QStringLiteral("Check with the server"))->isEnabled());
        QVERIFY(!bench.button(QStringLiteral("Apply to"))->isEnabled());
        QStringList asked;
        connect(&bench.desk, &ActionDesk::readOnlyOffWanted, this, [&](const QString& context) { asked << context; });
        bench.button(QStringLiteral("Allow changes to"))->click();
        QCOMPARE(asked, QStringList(QString::fromStdString(cluster_->name)));
        bench.readOnly = false;
        bench.desk.placeChanged();
        QVERIFY(bench.button(QStringLiteral("Check with the server"))->isEnabled());
        QCOMPARE(cluster_->journal.entries().size(), before);
    }

    void closedClustersAreSaid()
    {
        Bench bench(*cluster_);
        bench.open = false;
        QVERIFY(bench.begin(QuickAction::Pause, nameOfIt(*unpaused())));
        QVERIFY2(bench.words().contains(QLatin1String("is not open")), qPrintable(bench.words()));
    }

    void boundsAreAskedAndChecked()
    {
        Bench bench(*cluster_);
        const Hpa* unowned = nullptr;
        for (const Hpa& hpa : cluster_->world()->all<Hpa>())
            if (hpa.meta.owner.kind.str().empty())
                unowned = &hpa;
        QVERIFY(unowned);
        const ManifestRef ref {"autoscaling/v2", "HorizontalPodAutoscaler", unowned->meta.ns, unowned->meta.name};
        QVERIFY(bench.begin(QuickAction::Bounds, ref));
        const int max = bench.panel.action().max;
        QVERIFY(max > 0);
        const auto boxes = bench.panel.findChildren<QSpinBox*>();
        QCOMPARE(boxes.size(), 2);
        boxes[0]->setValue(max + 10);
        QVERIFY2(bench.words().contains(QLatin1String("The least is above the most.")), qPrintable(bench.words()));
        QVERIFY(!bench.button(QStringLiteral("Check with the server"))->isEnabled());
        boxes[0]->setValue(bench.panel.action().min);
        boxes[1]->setValue(max + 5);
        QVERIFY(bench.check());
        const auto& shown = bench.panel.apply()->shown();
        QCOMPARE(shown.trials.size(), std::size_t(1));
        // Whoever made it may hold the field: then it is named, and nothing is forced.
        if (!shown.good())
            QVERIFY2(!shown.trials[0].conflicts.empty(), qPrintable(bench.words()));
        else
            QVERIFY(bench.apply());
        boxes[1]->setValue(max + 6); // an edit forgets what was tried
        QVERIFY(bench.stage() == ApplyShown::Stage::Idle || bench.stage() == ApplyShown::Stage::Finished);
    }

    void scalingNamesTheAutoscaler()
    {
        Bench bench(*cluster_);
        const WorldPtr held = cluster_->world(); // what it points to lives on while newer worlds come
        const ScaledObject* object = unpaused();
        QVERIFY(bench.begin(QuickAction::Scale, {"apps/v1", object->target.kind, object->meta.ns, object->target.name}));
        QCOMPARE(bench.panel.action().problem, QString());
        QVERIFY2(bench.words().contains(QStringLiteral("ScaledObject %1 sets the replicas").arg(QString::fromStdString(object->meta.name))), qPrintable(bench.words()));
        bench.panel.findChild<QSpinBox*>()->setValue(bench.panel.action().replicas + 1);
        QVERIFY(bench.check());
        QVERIFY2(bench.panel.apply()->shown().good(), qPrintable(bench.words())); // warned, not forbidden
    }

    void recommendationsSayThatPodsRestart()
    {
        Bench bench(*cluster_);
        const WorldPtr held = cluster_->world();
        const Vpa* known = nullptr;
        for (const Vpa& vpa : held->all<Vpa>())
            if (!vpa.recommendations.empty())
                known = &vpa;
        QVERIFY(known);
        QVERIFY(bench.begin(QuickAction::Recommendation, {"autoscaling.k8s.io/v1", "VerticalPodAutoscaler", known->meta.ns, known->meta.name}));
        QCOMPARE(bench.panel.action().problem, QString());
        QVERIFY2(bench.words().contains(QLatin1String("restart")), qPrintable(bench.words()));
        QCOMPARE(bench.panel.action().containers.size(), known->recommendations.size());
        QVERIFY(bench.panel.action().object.contains(QString::fromStdString(known->target.name)));
    }

    void silencingNeedsAReasonAndIsWritten()
    {
        Bench bench(*cluster_);
        FindingRow chosen;
        for (const auto& row : deriveFindings({cluster_->world()}, {}))
            if (!row->finding->silenced && row->kind == "HorizontalPodAutoscaler")
                chosen = *row;
        QVERIFY(chosen.finding);
        bench.desk.beginSilence(cluster_->name, *chosen.finding);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.action().reading, patience);
        QVERIFY(!bench.button(QStringLiteral("Check with the server"))->isEnabled());
        auto* reason = bench.panel.findChild<QLineEdit*>();
        for (auto* line : bench.panel.findChildren<QLineEdit*>())
            if (line->accessibleName() == QLatin1String("Reason"))
                reason = line;
        QTest::keyClicks(reason, QStringLiteral("agreed with the team"));
        QVERIFY(bench.check());
        QVERIFY2(bench.panel.apply()->shown().good(), qPrintable(bench.words()));
        QVERIFY(bench.apply());
        const auto silenced = [&] {
            for (const auto& row : deriveFindings({cluster_->world()}, {}))
                if (row->id == chosen.id)
                    return row->finding->silenced.value_or("");
            return std::string();
        };
        QTRY_COMPARE_WITH_TIMEOUT(silenced(), std::string("agreed with the team"), patience);
    }

    void fixesOpenTheReview()
    {
        Bench bench(*cluster_);
        FindingRow chosen;
        for (const auto& row : deriveFindings({cluster_->world()}, {}))
            if (row->finding->fix && !row->finding->fix->edits.empty())
                chosen = *row;
        QVERIFY(chosen.finding);
        bench.desk.beginFix(cluster_->name, *chosen.finding->fix, *chosen.finding);
        QVERIFY(bench.tried());
        const auto& shown = bench.panel.apply()->shown();
        QVERIFY2(shown.trouble.isEmpty(), qPrintable(shown.trouble));
        QVERIFY(!shown.trials.empty());
        QVERIFY2(!shown.trials[0].diff.empty() || !shown.trials[0].good(), qPrintable(bench.words()));
    }
};

QTEST_MAIN(TestActionDesk)
#include "tst_action_desk.moc"
