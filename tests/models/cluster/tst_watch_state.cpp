// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/watch_state.h"

#include <QtTest>

#include <set>

using namespace loadline;
using Effect = WatchState::Effect;

namespace {

WatchState::Options plain()
{
    WatchState::Options options;
    options.streamingList = false;
    return options;
}

// What is to be done next, as text, so that scripts read well.
std::string todo(WatchState& state)
{
    const auto action = state.next();
    if (const auto* list = std::get_if<WatchState::List>(&action))
        return "list " + list->continueToken;
    if (const auto* watch = std::get_if<WatchState::Watch>(&action))
        return watch->initialEvents ? "stream " + watch->resourceVersion : "watch " + watch->resourceVersion;
    return "wait";
}

Millis waited(WatchState& state)
{
    const auto action = state.next();
    const auto* wait = std::get_if<WatchState::Wait>(&action);
    return wait ? wait->delay : Millis {-1};
}

} // namespace

class TestWatchState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listThenWatch();
    void pages();
    void streamingList();
    void emptyStreamingList();
    void streamRefused_data();
    void streamRefused();
    void streamIgnored();
    void streamBreaks();
    void expiredInTheWatch();
    void expiredWhilePaging();
    void pageFailsAndGoesOn();
    void retryAfter();
    void retryAfterIsBounded();
    void backOffGrowsWithinBounds();
    void jitterDiffers();
    void refusals_data();
    void refusals();
    void silence();
    void serverClosesInOrder();
    void closesWithoutAWord();
    void serverErrorsListAgain();
    void versionsAreFollowed();
    void wake();

    void lines();
    void lineTooLong();
    void eventsThatAreNone_data();
    void eventsThatAreNone();
    void bookmarks();
};

void TestWatchState::listThenWatch()
{
    WatchState state(plain());
    QVERIFY(!state.complete() && !state.collecting());
    QCOMPARE(todo(state), std::string("list "));
    QVERIFY(state.page("100", "") == Effect::Complete); // one page is begun and complete at once
    QVERIFY(state.complete() && !state.collecting());
    QCOMPARE(todo(state), std::string("watch 100"));
    QVERIFY(state.event("101") == Effect::None);
    QVERIFY(state.bookmark("105", false) == Effect::None);
    state.closed();
    QCOMPARE(todo(state), std::string("wait"));
    QCOMPARE(todo(state), std::string("watch 105"));
}

void TestWatchState::pages()
{
    WatchState state(plain());
    QCOMPARE(todo(state), std::string("list "));
    QVERIFY(state.page("7", "two") == Effect::Reset);
    QVERIFY(state.collecting() && !state.complete());
    QCOMPARE(todo(state), std::string("list two"));
    QVERIFY(state.page("7", "three") == Effect::None);
    QCOMPARE(todo(state), std::string("list three"));
    QVERIFY(state.page("7", "") == Effect::Complete);
    QVERIFY(!state.collecting() && state.complete());
    QCOMPARE(todo(state), std::string("watch 7"));
}

void TestWatchState::streamingList()
{
    WatchState state({});
    QCOMPARE(todo(state), std::string("stream "));
    QVERIFY(state.event("3") == Effect::Reset);
    QVERIFY(state.event("4") == Effect::None);
    QVERIFY(state.collecting());
    QVERIFY(state.bookmark("9", true) == Effect::Complete);
    QVERIFY(state.complete() && !state.collecting());
    QVERIFY(state.event("10") == Effect::None); // the same connection goes on as a watch
    state.broken();
    QCOMPARE(todo(state), std::string("wait"));
    QCOMPARE(todo(state), std::string("watch 10"));
}

void TestWatchState::emptyStreamingList()
{
    WatchState state({});
    QCOMPARE(todo(state), std::string("stream "));
    QVERIFY(state.bookmark("9", true) == Effect::Complete);
    QVERIFY(state.complete());
}

void TestWatchState::streamRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("400") << 400;
    QTest::newRow("422") << 422;
}

void TestWatchState::streamRefused()
{
    QFETCH(int, status);
    WatchState state({});
    QCOMPARE(todo(state), std::string("stream "));
    QVERIFY(state.failed(status, {}) == Effect::None);
    QCOMPARE(todo(state), std::string("list ")); // at once: the server is well, it only knows no streaming
    QVERIFY(state.page("5", "") == Effect::Complete);
    QCOMPARE(todo(state), std::string("watch 5"));
    QVERIFY(state.failed(410, {}) == Effect::None);
    QCOMPARE(todo(state), std::string("list ")); // for good
}

void TestWatchState::streamIgnored()
{
    // A server that ignores sendInitialEvents sends the objects and never says that these were all.
    WatchState state({});
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(todo(state), std::string("stream "));
        QVERIFY(state.event("3") == Effect::Reset);
        QVERIFY(state.broken() == Effect::Restart); // silent for too long
        QVERIFY(!state.collecting());
        QCOMPARE(todo(state), std::string("wait"));
    }
    QCOMPARE(todo(state), std::string("list "));

    WatchState closing({});
    QCOMPARE(todo(closing), std::string("stream "));
    closing.event("3");
    QVERIFY(closing.closed() == Effect::Restart);
    QCOMPARE(todo(closing), std::string("wait"));
    QCOMPARE(todo(closing), std::string("list "));
}

void TestWatchState::streamBreaks()
{
    WatchState state({});
    // Without a word the network is to blame, not the server's age: streaming is tried again.
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(todo(state), std::string("stream "));
        QVERIFY(state.broken() == Effect::None);
        QCOMPARE(todo(state), std::string("wait"));
    }
    QCOMPARE(todo(state), std::string("stream "));
}

void TestWatchState::expiredInTheWatch()
{
    WatchState state(plain());
    todo(state);
    state.page("100", "");
    todo(state);
    QVERIFY(state.failed(410, {}) == Effect::None); // by HTTP or by an ERROR event: the old table stays
    QVERIFY(state.complete());
    QCOMPARE(todo(state), std::string("list ")); // at once
    QVERIFY(state.page("200", "more") == Effect::Reset);
    QVERIFY(state.failed(410, {}) == Effect::Restart);
    // Without a watch event between, twice is no accident any more, and lists are dear.
    QCOMPARE(todo(state), std::string("wait"));
    QCOMPARE(todo(state), std::string("list "));
    state.page("300", "");
    QCOMPARE(todo(state), std::string("watch 300"));
    QVERIFY(state.failed(410, {}) == Effect::None);
    QVERIFY(waited(state) >= Millis {3200});
    QCOMPARE(todo(state), std::string("list "));
    state.page("400", "");
    todo(state);
    state.event("401");
    state.failed(410, {});
    QCOMPARE(todo(state), std::string("list ")); // at once again
}

void TestWatchState::expiredWhilePaging()
{
    WatchState state(plain());
    todo(state);
    QVERIFY(state.page("7", "two") == Effect::Reset);
    QCOMPARE(todo(state), std::string("list two"));
    QVERIFY(state.failed(410, {}) == Effect::Restart);
    QVERIFY(!state.collecting());
    QCOMPARE(todo(state), std::string("list "));
}

void TestWatchState::pageFailsAndGoesOn()
{
    WatchState state(plain());
    todo(state);
    state.page("7", "two");
    todo(state);
    QVERIFY(state.broken() == Effect::None); // 199 pages are not thrown away for the 200th
    QCOMPARE(todo(state), std::string("wait"));
    QCOMPARE(todo(state), std::string("list two"));
    QVERIFY(state.failed(500, {}) == Effect::None);
    QCOMPARE(todo(state), std::string("wait"));
    QCOMPARE(todo(state), std::string("list two"));
    QVERIFY(state.page("7", "") == Effect::Complete);
    QCOMPARE(state.failuresInARow(), 0);
}

void TestWatchState::retryAfter()
{
    for (const int status : {429, 503}) {
        WatchState state(plain());
        todo(state);
        state.failed(status, Seconds {7});
        const Millis wait = waited(state);
        QVERIFY(wait >= Seconds {7} && wait <= Millis {8400});
        QCOMPARE(todo(state), std::string("list "));
    }
}

void TestWatchState::retryAfterIsBounded()
{
    WatchState state(plain());
    todo(state);
    state.failed(429, Seconds {1'000'000});
    QVERIFY(waited(state) <= Seconds {360});
    state.failed(429, Seconds {-5});
    const Millis wait = waited(state);
    QVERIFY(wait >= Millis {1600} && wait <= Millis {2400});
}

void TestWatchState::backOffGrowsWithinBounds()
{
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        WatchState::Options options = plain();
        options.jitterSeed = seed;
        WatchState state(options);
        Millis base {800};
        for (int i = 0; i < 12; ++i) {
            todo(state);
            state.broken();
            QCOMPARE(state.failuresInARow(), i + 1);
            const Millis wait = waited(state);
            QVERIFY(wait >= base && wait <= base + base / 2);
            base = std::min(base * 2, Millis {20'000});
        }
    }
}

void TestWatchState::jitterDiffers()
{
    // A hundred desks must not come back to a restarting server in one moment.
    std::set<Millis::rep> waits;
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
        WatchState::Options options = plain();
        options.jitterSeed = seed * 2654435761u;
        WatchState state(options);
        todo(state);
        state.broken();
        waits.insert(waited(state).count());
    }
    QVERIFY2(waits.size() > 60, qPrintable(QString::number(waits.size())));
}

void TestWatchState::refusals_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {401, 403, 404, 405})
        QTest::addRow("%d", status) << status;
}

void TestWatchState::refusals()
{
    QFETCH(int, status);
    WatchState state(plain());
    todo(state);
    state.page("7", "");
    todo(state);
    QVERIFY(state.failed(status, {}) == Effect::None);
    const Millis wait = waited(state);
    QVERIFY(wait >= Seconds {30} && wait <= Seconds {45});
    // A role that is given back costs no new list; an API that was gone may come back with other objects.
    const std::string then = status == 401 || status == 403 ? "watch 7" : "list ";
    QCOMPARE(todo(state), then);
    state.failed(status, {});
    state.wake(); // new credentials
    QCOMPARE(todo(state), then);
}

void TestWatchState::silence()
{
    WatchState state(plain());
    todo(state);
    state.page("7", "");
    todo(state);
    state.event("8");
    QVERIFY(state.broken() == Effect::None); // the driver heard nothing for options().silence
    QVERIFY(state.options().silence == Seconds {45});
    QVERIFY(waited(state) < Millis {1300});
    QCOMPARE(todo(state), std::string("watch 8"));
    QVERIFY(state.complete());
}

void TestWatchState::serverClosesInOrder()
{
    WatchState state(plain());
    todo(state);
    state.page("7", "");
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(todo(state), std::string("watch 7"));
        state.bookmark("7", false);
        QVERIFY(state.closed() == Effect::None);
        QCOMPARE(state.failuresInARow(), 0);
        QVERIFY(waited(state) <= Seconds {1});
    }
}

void TestWatchState::closesWithoutAWord()
{
    // A proxy that cuts each watch at once must not be asked in a tight loop.
    WatchState state(plain());
    todo(state);
    state.page("7", "");
    Millis total {0};
    for (int i = 0; i < 8; ++i) {
        todo(state);
        state.closed();
        total += waited(state);
    }
    QVERIFY(total > Seconds {60});
}

void TestWatchState::serverErrorsListAgain()
{
    // A version that only fails (etcd restored from a backup) is given up for a fresh list.
    WatchState state(plain());
    todo(state);
    state.page("900", "");
    int tries = 0;
    while (todo(state) == "watch 900" && tries < 20) {
        state.failed(504, {});
        ++tries;
        QCOMPARE(todo(state), std::string("wait"));
    }
    QCOMPARE(tries, 5);
    QVERIFY(state.complete());
}

void TestWatchState::versionsAreFollowed()
{
    WatchState state(plain());
    todo(state);
    state.page("7", "");
    todo(state);
    state.event("opaque-b");
    state.event(""); // an object without a version changes nothing
    state.broken();
    todo(state);
    QCOMPARE(todo(state), std::string("watch opaque-b"));
}

void TestWatchState::wake()
{
    WatchState state(plain());
    for (int i = 0; i < 9; ++i) {
        todo(state);
        state.broken();
        waited(state);
    }
    state.broken();
    state.wake();
    QCOMPARE(state.failuresInARow(), 0);
    QCOMPARE(todo(state), std::string("list ")); // at once
}

void TestWatchState::lines()
{
    const std::string text = "one\n\ntwo\r\nthree";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        LineSplitter splitter;
        std::vector<std::string> got;
        for (std::size_t at = 0; at < text.size(); at += size)
            QVERIFY(splitter.feed(std::string_view(text).substr(at, size), [&](std::string& line) { got.push_back(line); }));
        QCOMPARE(got, (std::vector<std::string> {"one", "two"}));
        QVERIFY(splitter.pending());
    }
}

void TestWatchState::lineTooLong()
{
    LineSplitter splitter(10);
    int lines = 0;
    const auto count = [&](std::string&) { ++lines; };
    QVERIFY(splitter.feed("0123456789\n", count));
    QVERIFY(splitter.feed("012345", count));
    QVERIFY(!splitter.feed("6789x", count));
    QCOMPARE(lines, 1);
    QVERIFY(!splitter.pending());
    // 10 MB are no fault, and cost no more than they are long.
    LineSplitter large;
    const std::string piece(1 << 14, 'x');
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 640; ++i)
        QVERIFY(large.feed(piece, count));
    QVERIFY(large.feed("\n", count));
    QCOMPARE(lines, 2);
    QVERIFY(timer.elapsed() < 2000);
}

void TestWatchState::eventsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char* line : {"{}", "[]", "1", "{\"type\":\"ADDED\"}", "{\"type\":\"ADDED\",\"object\":5}",
             "{\"type\":\"OTHER\",\"object\":{}}", "{\"type\":7,\"object\":{}}", "<html>", "{\"type\":\"ADDED\",\"object\":{"})
        QTest::newRow(line) << QByteArray(line);
}

void TestWatchState::eventsThatAreNone()
{
    QFETCH(QByteArray, line);
    JsonDocument document;
    std::string text = line.toStdString();
    const auto event = parseWatchEvent(document, text);
    QVERIFY(!event);
    QVERIFY(event.error().kind == Error::Kind::Malformed);
}

void TestWatchState::bookmarks()
{
    JsonDocument document;
    std::string text = R"({"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"12"}}})";
    auto event = parseWatchEvent(document, text);
    QVERIFY(event && event->type == WatchEvent::Type::Bookmark);
    QCOMPARE(event->resourceVersion, std::string("12"));
    QVERIFY(!event->initialEventsEnd);
    text = R"({"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"12","annotations":{"k8s.io/initial-events-end":"true"}}}})";
    event = parseWatchEvent(document, text);
    QVERIFY(event && event->initialEventsEnd);
    text = R"({"type":"ERROR","object":{"kind":"Status","code":99999999999}})";
    event = parseWatchEvent(document, text);
    QVERIFY(event && event->code == 999);
}

QTEST_APPLESS_MAIN(TestWatchState)
#include "tst_watch_state.moc"
