// SPDX-License-Identifier: GPL-3.0-or-later
// Which object a manifest means, and in which namespace it stands.
#include "apply/refusal.h"
#include "apply/sendable.h"
#include "writing_test.h"

using namespace loadline;
using namespace loadline::test;

namespace {

using Outcome = Applied::Outcome;

const char* const homeless = "{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'web'},'spec':{'maxReplicas':4}}";

} // namespace

class ObjectPlacesTest : public WritingTest {
    Q_OBJECT

private Q_SLOTS:
    void theContextsNamespaceIsNamed()
    {
        const auto trials = tryOut({applying(homeless)});
        QVERIFY(trials[0].good());
        QCOMPARE(trials[0].change.ref.ns, std::string("ml-platform"));
        const auto results = apply({{trials[0].change}, {}, {}});
        QCOMPARE(results[0].change.ref.ns, std::string("ml-platform"));
        const auto entry = journal_->entry(results[0].entry);
        QCOMPARE(entry->change.ref.ns, std::string("ml-platform"));
        QVERIFY(!entry->change.after["metadata"].find("namespace")); // as it was written, for Git
        QCOMPARE(apply({{applying("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'lab','namespace':'odd'}}")}, {}, {}})[0].change.ref.ns, std::string());
    }

    // The place is the object's, whatever the context says by now; entries of old did not name it.
    void undoGoesWhereItStands()
    {
        for (const bool named : {true, false}) {
            cleanup();
            init();
            JournalEntry entry;
            entry.place = {"test", "https://test", "elsewhere", "jane", "jdoe"};
            entry.change = applying(homeless);
            entry.change.ref.ns = named ? "elsewhere" : "";
            const auto id = journal_->begin(entry);
            QVERIFY(id.has_value());
            Value& live = server_->objects[server_->hpaPath("web", "elsewhere")];
            live = overlay(entry.change.after, *readValue(q("{'metadata':{'uid':'u','namespace':'elsewhere'}}")));
            Applied made;
            made.change = entry.change;
            made.outcome = Outcome::Created;
            made.stored = live;
            QVERIFY(journal_->complete(*id, {}, made).has_value());
            const auto plans = plan({*id});
            QVERIFY2(plans[0].possible(), plans[0].refused ? said(*plans[0].refused).c_str() : "");
            QCOMPARE(plans[0].change.ref.ns, std::string("elsewhere"));
            QCOMPARE(apply({{plans[0].change}, {}, {*id}})[0].outcome, Outcome::Deleted);
            QVERIFY(server_->objects.empty());
        }
    }

    void whatACrashLeftIsLookedForThere()
    {
        JournalEntry entry;
        entry.place = {"test", "https://test", "elsewhere", "jane", "jdoe"};
        entry.change = applying(homeless);
        const auto id = journal_->begin(entry);
        journal_->abandon(*id);
        server_->objects[server_->hpaPath("web", "elsewhere")] = entry.change.after;
        std::vector<JournalEntry> explained;
        applier_->explainUnfinished([&](std::vector<JournalEntry> told) { explained = std::move(told); });
        settle();
        QCOMPARE(explained.size(), std::size_t(1));
        QCOMPARE(explained[0].outcome, Outcome::Created);
    }

    void whatNamesNoObjectIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("manifest");
        QTest::addColumn<QByteArray>("at");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* name, const char* manifest, const char* at, const char* words) {
            QTest::newRow(name) << QByteArray(manifest) << QByteArray(at) << QByteArray(words);
        };
        row("namespace n", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','namespace':false}}", "metadata.namespace",
            "metadata.namespace is no text: YAML 1.1 reads it as false.");
        row("namespace 123", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','namespace':123}}", "metadata.namespace",
            "metadata.namespace is no text: YAML 1.1 reads it as 123.");
        row("namespace null", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','namespace':null}}", "metadata.namespace", "metadata.namespace is empty.");
        row("name on", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':true}}", "metadata.name", "metadata.name is no text: YAML 1.1 reads it as true.");
        row("version 1", "{'apiVersion':1,'kind':'ConfigMap','metadata':{'name':'c'}}", "apiVersion", "apiVersion is no text: YAML 1.1 reads it as 1.");
        row("kind of fields", "{'apiVersion':'v1','kind':{'a':1},'metadata':{'name':'c'}}", "kind", "kind is no text.");
        row("no kind", "{'apiVersion':'v1','metadata':{'name':'c'}}", "kind", "The manifest has no kind.");
        row("no name", "{'apiVersion':'v1','kind':'ConfigMap'}", "metadata.name", "The manifest has no metadata.name.");
        row("generated", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'generateName':'c-'}}", "metadata.generateName",
            "It has a metadata.generateName and no name, so each apply would make another object.");
        row("a list", "['v1']", "", "This is no manifest.");
        row("good", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','namespace':''}}", "", "");
    }
    void whatNamesNoObjectIsNotSent()
    {
        QFETCH(QByteArray, manifest);
        QFETCH(QByteArray, at);
        QFETCH(QByteArray, words);
        const auto fault = identityFault(*readValue(q(manifest.toStdString())));
        QCOMPARE(fault.has_value(), !words.isEmpty());
        if (words.isEmpty())
            return;
        QCOMPARE(QByteArray::fromStdString(fault->at.text()), at);
        QCOMPARE(QByteArray::fromStdString(said(fault->error)), words);
        // The reference may be whole nevertheless: what is sent is what the manifest says.
        Change change {{"v1", "ConfigMap", "", "c"}, Change::Verb::Apply, std::nullopt, *readValue(q(manifest.toStdString())), ""};
        const auto trials = tryOut({change});
        QCOMPARE(QByteArray::fromStdString(said(trials[0].refusal->error)), words);
        QCOMPARE(apply({{change}, {}, {}})[0].outcome, Outcome::Refused);
        QVERIFY(server_->writes.empty());
    }
};

QTEST_GUILESS_MAIN(ObjectPlacesTest)
#include "tst_object_places.moc"
