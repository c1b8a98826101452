// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/watch_state.h"
#include "demo/api_store.h"
#include "demo/demo_thread.h"

#include <QtTest>

#include <atomic>
#include <future>

using namespace loadline;

class ApiStoreTest : public QObject {
    Q_OBJECT

    static std::string node(const std::string& name, const std::string& pool)
    {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"pool\":\"" + pool + "\"}}}";
    }
    static ApiStore store()
    {
        ApiStore store("v1.36.0");
        store.serve({"", "v1", "nodes", "Node", false, true});
        store.serve({"", "v1", "events", "Event", true, true});
        store.serve({"metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true, false});
        for (const char* name : {"a", "b", "c", "d", "e"})
            store.put("v1", "nodes", node(name, name < std::string("c") ? "cpu" : "gpu"));
        return store;
    }
    static QStringList names(const std::string& list)
    {
        JsonDocument document;
        QStringList names;
        document.parse(std::string_view(list)).value()["items"].eachItem(
            [&](Json item) { names << QString::fromStdString(item["metadata"]["name"].str()); });
        return names;
    }

private Q_SLOTS:
    void listsInPages()
    {
        const ApiStore api = store();
        QStringList all;
        std::string token;
        int pages = 0;
        do {
            const ApiAnswer answer = api.get(parseApiPath("/api/v1/nodes?limit=2&continue=" + token));
            QCOMPARE(answer.status, 200);
            all << names(answer.body);
            JsonDocument document;
            token = document.parse(std::string_view(answer.body)).value()["metadata"]["continue"].str();
            ++pages;
        } while (!token.empty());
        QCOMPARE(pages, 3);
        QCOMPARE(all.join(u','), QStringLiteral("a,b,c,d,e"));
    }

    void selects()
    {
        ApiStore api = store();
        QCOMPARE(names(api.get(parseApiPath("/api/v1/nodes?labelSelector=pool%3Dgpu")).body).size(), 3);
        QCOMPARE(names(api.get(parseApiPath("/api/v1/nodes?labelSelector=pool+notin+(gpu)")).body).size(), 2);
        QCOMPARE(names(api.get(parseApiPath("/api/v1/nodes?fieldSelector=metadata.name%3Db")).body), QStringList {QStringLiteral("b")});
        api.put("v1", "events", "{\"metadata\":{\"name\":\"x\",\"namespace\":\"n\"},\"source\":{\"component\":\"horizontal-pod-autoscaler\"}}");
        api.put("v1", "events", "{\"metadata\":{\"name\":\"y\",\"namespace\":\"n\"},\"source\":{},\"reportingComponent\":\"keda-operator\"}");
        QCOMPARE(names(api.get(parseApiPath("/api/v1/events?fieldSelector=source%3Dkeda-operator")).body), QStringList {QStringLiteral("y")});
    }

    void watchesAsAServerDoes()
    {
        ApiStore api = store();
        JsonDocument document;
        QStringList seen;
        std::string version;
        const auto line = [&](const std::string& text) {
            std::string copy = text;
            const auto event = parseWatchEvent(document, copy);
            QVERIFY(event.has_value());
            seen << QString::number(int(event->type)) + QString::fromStdString(event->object["metadata"]["name"].str())
                    + (event->initialEventsEnd ? QStringLiteral("!") : QString());
            version = event->resourceVersion;
        };
        const auto watching = api.watch(parseApiPath("/api/v1/nodes?watch=1&sendInitialEvents=true&allowWatchBookmarks=true"), line);
        QCOMPARE(watching.refused.status, 200);
        QCOMPARE(seen, (QStringList {QStringLiteral("0a"), QStringLiteral("0b"), QStringLiteral("0c"), QStringLiteral("0d"), QStringLiteral("0e"), QStringLiteral("3!")}));
        seen.clear();
        api.put("v1", "nodes", node("b", "cpu")); // unchanged: tells nobody
        api.put("v1", "nodes", node("b", "gpu"));
        api.remove("v1", "nodes", "", "c");
        QCOMPARE(seen, (QStringList {QStringLiteral("1b"), QStringLiteral("2c")}));
        api.unwatch(watching.id);
        api.put("v1", "nodes", node("f", "gpu"));
        QCOMPARE(seen.size(), 2);
        seen.clear();
        api.watch(parseApiPath("/api/v1/nodes?watch=1&resourceVersion=" + version), line); // comes back: what it missed
        QCOMPARE(seen, QStringList {QStringLiteral("0f")});
    }

    void forgetsOldVersions()
    {
        ApiStore api = store();
        for (int i = 0; i < 2500; ++i)
            api.put("v1", "nodes", node("a", std::to_string(i)));
        std::string told;
        api.watch(parseApiPath("/api/v1/nodes?watch=1&resourceVersion=1001"), [&](const std::string& line) { told += line; });
        QVERIFY(told.find("\"ERROR\"") != std::string::npos && told.find("\"code\":410") != std::string::npos);
    }

    void saysWhatIsMissingOrForbidden()
    {
        ApiStore api = store();
        QCOMPARE(api.get(parseApiPath("/apis/keda.sh/v1alpha1/scaledobjects")).status, 404);
        QCOMPARE(api.get(parseApiPath("/api/v1/nodes/zzz")).status, 404);
        QCOMPARE(api.watch(parseApiPath("/apis/metrics.k8s.io/v1beta1/pods?watch=1"), {}).refused.status, 405);
        api.forbid("v1", "nodes", "viewer");
        const ApiAnswer refused = api.get(parseApiPath("/api/v1/nodes"));
        QCOMPARE(refused.status, 403);
        QCOMPARE(errorOfStatus(403, refused.body, "").kind, Error::Kind::Forbidden);
        QVERIFY(api.get(parseApiPath("/apis")).body.find("metrics.k8s.io") != std::string::npos);
    }

    void theDemosClockRunsAtItsSpeed()
    {
        const TimePoint epoch = parseRfc3339("2026-11-23T14:00:00Z").value();
        DemoThread thread(epoch, 1000);
        std::promise<TimePoint> fired;
        thread.after(Seconds {60}, [&] { fired.set_value(thread.now()); }); // 60 ms of ours
        auto future = fired.get_future();
        QCOMPARE(future.wait_for(std::chrono::seconds(5)), std::future_status::ready);
        QVERIFY(future.get() >= epoch + Seconds {60});
        thread.setSpeed(0);
        const TimePoint still = thread.now();
        QTest::qWait(20);
        QCOMPARE(thread.now(), still);
        std::atomic<int> ran = 0;
        thread.post([&] { ++ran; });
        thread.after(Seconds {1}, [&] { ran = 100; }); // waits for a clock that stands
        thread.stop();
        QCOMPARE(ran.load(), 1);
    }
};

QTEST_APPLESS_MAIN(ApiStoreTest)
#include "tst_api_store.moc"
