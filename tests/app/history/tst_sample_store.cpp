// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/sample_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <random>
#include <sys/resource.h>

using namespace loadline;

namespace {

constexpr Millis tick = Seconds {15};
constexpr Millis day = Seconds {86'400};
const TimePoint start {Seconds {1'700'006'400}};

Observation count(double value, const std::string& name = "api")
{
    return {
        QueryId::HpaCurrent, "shop/" + name, {{"horizontalpodautoscaler", name}, {"namespace", "shop"}}, value, false};
}

Observation usage(double value, const std::string& name = "api")
{
    return {QueryId::ContainerCpuPeak, "shop/Deployment/" + name, {{"container", "app"}}, value, true};
}

SeriesRequest counts(TimePoint from, TimePoint to, Millis step = Seconds {60})
{
    return {QueryId::HpaCurrent, {{"ns", "shop"}, {"name", "api"}}, {from, to}, step};
}

SeriesRequest usages(TimePoint from, TimePoint to, Millis step = Seconds {60})
{
    return {QueryId::ContainerCpuPeak, {{"ns", "shop"}, {"kind", "Deployment"}, {"name", "api"}}, {from, to}, step};
}

// Samples given as a whole.
class Store : public SampleStore {
public:
    using SampleStore::SampleStore;
    void write(const std::string& cluster, TimePoint at, const std::vector<Observation>& seen)
    {
        SampleStore::write(cluster, at, [&](const Observe& tell) { std::for_each(seen.begin(), seen.end(), tell); });
    }
};

} // namespace

class TestSampleStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void stepsAreExact();
    void aPauseIsAGap();
    void whatEndsIsAGap();
    void aRestartKeepsThePast();
    void otherQuestionsAreRefused();
    void everySubjectAtOnce();
    void peaksOverAWindow();
    void gaugesAreAveragedAfterADay();
    void countsAreNotAveraged();
    void averagedValuesHoldOn();
    void theSizeIsLimited();
    void whatIsInForceIsCarriedOver();
    void aBrokenFileIsMovedAside_data();
    void aBrokenFileIsMovedAside();
    void damageWhileOpenIsMovedAside();
    void aNewerFileIsKept();
    void whatCannotBeOpenedStaysInMemory();
    void aFullDiskIsSaidOnce();
    void twoProgramsShareAFile();
    void manyGauges();

private:
    SampleStore::Options options() const { return {file_, 200LL << 20, tick, day}; }
    QTemporaryDir dir_;
    QString file_;
    int round_ = 0;
};

void TestSampleStore::init()
{
    file_ = dir_.filePath(QStringLiteral("%1/history.sqlite").arg(++round_));
}

void TestSampleStore::stepsAreExact()
{
    Store store(options());
    for (int i = 0; i < 400; ++i)
        store.write("c", start + i * tick, {count(i < 101 ? 2 : i < 102 ? 8 : 5)});
    const auto answer = store.read("c", counts(start, start + 400 * tick, Seconds {300}));
    QVERIFY(!answer.error);
    QCOMPARE(answer.source, std::string("what Loadline recorded since 2023-11-15 00:00 UTC"));
    QCOMPARE(static_cast<int>(answer.origin), static_cast<int>(SeriesOrigin::Recorded));
    const auto& series = answer.series.at(0);
    QCOMPARE(*series.label("horizontalpodautoscaler"), std::string("api"));
    for (int i = 0; i < 400; ++i)
        QCOMPARE(series.at(start + i * tick), std::optional(i < 101 ? 2.0 : i < 102 ? 8.0 : 5.0));
    QVERIFY(series.samples.size() < 40); // not one for every tick
    QCOMPARE(decimatePieces(series.samples, series.gapAfter, {start, start + 400 * tick}, 500).size(), 1u);
    QVERIFY(store.takeProblems().empty());
    const auto now = store.read("c", counts(start + 102 * tick, start + 102 * tick));
    QCOMPARE(now.series.at(0).samples.size(), 1u);
    QCOMPARE(now.series[0].last(), std::optional(5.0));
}

void TestSampleStore::aPauseIsAGap()
{
    Store store(options());
    for (int i = 0; i < 40; ++i)
        store.write("c", start + i * tick, {count(3)});
    const auto later = start + Seconds {7200};
    for (int i = 0; i < 40; ++i)
        store.write("c", later + i * tick, {count(3)});
    const auto answer = store.read("c", counts(start, later + 40 * tick));
    const auto& series = answer.series.at(0);
    QVERIFY(!series.at(start + Seconds {3600}));
    QCOMPARE(series.at(later), std::optional(3.0));
    QCOMPARE(decimatePieces(series.samples, series.gapAfter, {start, later + 40 * tick}, 500).size(), 2u);
    QVERIFY(store.read("c", counts(start + Seconds {3000}, start + Seconds {4000})).series.empty());
}

void TestSampleStore::whatEndsIsAGap()
{
    Store store(options());
    for (int i = 0; i < 300; ++i) {
        std::vector<Observation> seen {count(1, "other")};
        if (i < 100 || i >= 200)
            seen.push_back(count(4));
        store.write("c", start + i * tick, seen);
    }
    const auto answer = store.read("c", counts(start, start + 300 * tick, Seconds {15}));
    QCOMPARE(answer.series.size(), 1u);
    QCOMPARE(answer.series[0].at(start + 99 * tick), std::optional(4.0));
    QVERIFY(!answer.series[0].at(start + 150 * tick));
    QCOMPARE(answer.series[0].at(start + 200 * tick), std::optional(4.0));
}

void TestSampleStore::aRestartKeepsThePast()
{
    {
        Store store(options());
        store.write("c", start, {count(3)});
        store.write("c", start + tick, {count(4)});
    }
    Store store(options());
    store.write("c", start + 2 * tick, {count(4)});
    const auto answer = store.read("c", counts(start, start + 2 * tick, Seconds {15}));
    QCOMPARE(answer.series.at(0).samples.size(), 3u);
    QVERIFY(store.read("another", counts(start, start + 2 * tick)).series.empty());
    QVERIFY(store.takeProblems().empty());
}

void TestSampleStore::otherQuestionsAreRefused()
{
    Store store(options());
    const auto never = store.read("c", {QueryId::KedaErrors, {}, {start, start + day}, tick});
    QVERIFY(never.complete && never.error && never.error->kind == Error::Kind::Unsupported);
    const auto notYet = store.read("c", counts(start, start + day));
    QVERIFY(notYet.complete && notYet.error && notYet.error->kind == Error::Kind::NotFound);
}

void TestSampleStore::everySubjectAtOnce()
{
    Store store(options());
    for (int i = 0; i < 8; ++i)
        store.write("c", start + i * tick,
            {count(1, "a"), count(2, "b"),
                {QueryId::KedaValue, "ml/batch", {{"metric", "s0"}, {"triggerIndex", "0"}}, 9, true}});
    QCOMPARE(store.read("c", {QueryId::HpaCurrentAll, {}, {start, start + 8 * tick}, tick}).series.size(), 2u);
    const auto keda = store.read("c", {QueryId::KedaValueAll, {}, {start, start + 8 * tick}, tick});
    QCOMPARE(*keda.series.at(0).label("namespace"), std::string("ml"));
    QCOMPARE(*keda.series[0].label("scaledObject"), std::string("batch"));
    QCOMPARE(*keda.series[0].label("metric"), std::string("s0"));
}

void TestSampleStore::peaksOverAWindow()
{
    Store store(options());
    for (int i = 0; i < 2400; ++i) // ten hours, of which one is high
        store.write("c", start + i * tick, {usage(i / 240 == 3 ? 10 : 1)});
    const auto end = start + 2399 * tick;
    auto request = usages(end, end);
    request.params["window"] = "10h";
    const auto p95 = store.read("c", request);
    QCOMPARE(p95.series.at(0).samples.size(), 1u);
    QCOMPARE(p95.series[0].samples[0].at, end);
    QCOMPARE(p95.series[0].samples[0].value, 10.0); // a tenth of the time is more than a twentieth
    request.params["window"] = "2h";
    QCOMPARE(store.read("c", request).series.at(0).last(), std::optional(1.0));
}

void TestSampleStore::gaugesAreAveragedAfterADay()
{
    Store store(options());
    std::mt19937 random(3);
    std::vector<double> values;
    for (int i = 0; i < 4 * 60 * 6; ++i) { // six hours
        values.push_back(double(random() % 1000));
        store.write("c", start + i * tick, {usage(values.back())});
    }
    const auto end = start + 6 * Seconds {3600};
    const auto before = store.read("c", usages(start, end, tick)).series.at(0).samples.size();
    store.tidy(end); // not a day old
    QCOMPARE(store.read("c", usages(start, end, tick)).series.at(0).samples.size(), before);
    const auto rowsBefore = store.bytes();
    store.tidy(end + 2 * day);
    QVERIFY(store.takeProblems().empty());
    QVERIFY(store.bytes() < rowsBefore);
    // A count is asked through another query of the same gauge, which takes averages; the peak takes the highest.
    const auto after = store.read("c", usages(start, end - tick, Seconds {300})).series.at(0);
    for (std::size_t bucket = 0; bucket < 72; ++bucket) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(bucket * 20);
        const double highest = *std::max_element(first, first + 20);
        const auto got = after.at(start + Millis {Seconds {300}} * static_cast<std::int64_t>(bucket));
        QCOMPARE(got, std::optional(highest));
    }
}

void TestSampleStore::countsAreNotAveraged()
{
    Store store(options());
    for (int i = 0; i < 1000; ++i)
        store.write("c", start + i * tick, {count(i % 7)});
    store.tidy(start + 3 * day);
    const auto answer = store.read("c", counts(start, start + 999 * tick, tick));
    QCOMPARE(answer.series.at(0).samples.size(), 1000u);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(answer.series[0].samples[static_cast<std::size_t>(i)].value, double(i % 7));
}

void TestSampleStore::averagedValuesHoldOn()
{
    Store store(options());
    const auto mean = [](double value) {
        return Observation {QueryId::ContainerMemory, "shop/Deployment/api", {{"container", "app"}}, value, true};
    };
    for (int i = 0; i < 4 * 60 * 3; ++i)
        store.write("c", start + i * tick, {mean(i < 20 && i % 4 == 0 ? 10 : 90)});
    store.tidy(start + 3 * day);
    SeriesRequest request = usages(start, start + Seconds {3 * 3600 - 15}, Seconds {300});
    request.query = QueryId::ContainerMemory;
    const auto series = store.read("c", request).series.at(0);
    QCOMPARE(series.at(start), std::optional(70.0)); // the mean over the first five minutes
    QCOMPARE(series.at(start + Seconds {300}), std::optional(90.0)); // not the mean, held for hours
    QCOMPARE(series.at(start + Seconds {7200}), std::optional(90.0));
}

void TestSampleStore::theSizeIsLimited()
{
    auto small = options();
    small.maxBytes = 400'000;
    Store store(small);
    std::mt19937 random(4);
    TimePoint at = start;
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 120; ++i, at += tick) {
            std::vector<Observation> seen;
            for (int s = 0; s < 20; ++s)
                seen.push_back(count(double(random() % 100'000), "h" + std::to_string(s)));
            store.write("c", at, seen);
        }
        store.tidy(at);
        QVERIFY2(store.bytes() <= small.maxBytes, std::to_string(store.bytes()).c_str());
    }
    QVERIFY(store.takeProblems().empty());
    SeriesRequest request = counts(start, at, tick);
    request.params["name"] = "h3";
    const auto answer = store.read("c", request);
    QVERIFY(answer.series.at(0).samples.front().at > start); // the oldest went
    QVERIFY(answer.series[0].samples.back().at > at - 2 * tick); // the newest stayed
    QVERIFY(QFile(file_).size() < 2 * small.maxBytes);
}

void TestSampleStore::whatIsInForceIsCarriedOver()
{
    auto small = options();
    small.maxBytes = 300'000;
    Store store(small);
    std::mt19937 random(5);
    TimePoint at = start;
    for (int i = 0; i < 3000; ++i, at += tick) {
        std::vector<Observation> seen {count(7)}; // written once, at the very start
        for (int s = 0; s < 10; ++s)
            seen.push_back(count(double(random() % 100'000), "h" + std::to_string(s)));
        store.write("c", at, seen);
        if (i % 500 == 499)
            store.tidy(at);
    }
    const auto answer = store.read("c", counts(start, at));
    QVERIFY(answer.series.at(0).samples.front().at > start);
    QVERIFY(answer.series[0].at(at - tick) == std::optional(7.0));
    QCOMPARE(decimatePieces(answer.series[0].samples, answer.series[0].gapAfter, {start, at}, 300).size(), 1u);
}

void TestSampleStore::aBrokenFileIsMovedAside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("this is no database, but long enough to be looked at twice ").repeated(40);
    QTest::newRow("head only") << QByteArray("SQLite format 3\0", 16) + QByteArray(4096, 'x');
}

void TestSampleStore::aBrokenFileIsMovedAside()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(QDir().mkpath(QFileInfo(file_).absolutePath()));
    QFile file(file_);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    Store store(options());
    const auto problems = store.takeProblems();
    QCOMPARE(problems.size(), 1u);
    const auto aside = QString::fromStdString(problems[0].args.at(0));
    QFile kept(aside);
    QVERIFY2(kept.open(QIODevice::ReadOnly), qPrintable(aside));
    QCOMPARE(kept.readAll(), bytes);
    QVERIFY(!store.inMemory());
    store.write("c", start, {count(3)});
    QCOMPARE(store.read("c", counts(start, start)).series.size(), 1u);
}

void TestSampleStore::damageWhileOpenIsMovedAside()
{
    {
        Store store(options());
        for (int i = 0; i < 2000; ++i)
            store.write("c", start + i * tick, {count(i)});
        store.tidy(start + 2000 * tick);
    }
    QFile file(file_);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const auto size = file.size();
    QVERIFY(size > 3 * 4096);
    file.seek(4096);
    file.write(QByteArray(static_cast<qsizetype>(size - 4096), 'z'));
    file.close();
    Store store(options());
    const auto problems = store.takeProblems();
    QCOMPARE(problems.size(), 1u);
    QVERIFY(QFile::exists(QString::fromStdString(problems[0].args.at(0))));
    store.write("c", start, {count(3)});
    QVERIFY(store.takeProblems().empty());
}

void TestSampleStore::aNewerFileIsKept()
{
    {
        Store store(options());
        store.write("c", start, {count(3)});
    }
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
        database.setDatabaseName(file_);
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("newer"));
    Store store(options());
    const auto problems = store.takeProblems();
    QCOMPARE(problems.size(), 1u);
    QVERIFY(problems[0].what.find("newer Loadline") != std::string::npos);
    QVERIFY(QFile::exists(QString::fromStdString(problems[0].args.at(0))));
}

void TestSampleStore::whatCannotBeOpenedStaysInMemory()
{
    for (const auto& place : {QStringLiteral("/proc/nowhere/history.sqlite"), dir_.path()}) {
        auto impossible = options();
        impossible.file = place;
        Store store(impossible);
        QVERIFY(store.inMemory());
        const auto problems = store.takeProblems();
        QCOMPARE(problems.size(), 1u);
        QVERIFY(!problems[0].args.at(0).empty() && !problems[0].hint.empty());
        store.write("c", start, {count(3)});
        QCOMPARE(store.read("c", counts(start, start)).series.size(), 1u);
    }
}

void TestSampleStore::aFullDiskIsSaidOnce()
{
    Store store(options());
    store.write("c", start, {count(3)});
    QVERIFY(store.takeProblems().empty());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 8192;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
    std::size_t told = 0;
    for (int i = 1; i < 200; ++i) {
        std::vector<Observation> seen;
        for (int s = 0; s < 50; ++s)
            seen.push_back(count(i + s, "h" + std::to_string(s)));
        store.write("c", start + i * tick, seen);
        told += store.takeProblems().size();
    }
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QCOMPARE(told, 1u);
    const auto later = start + day;
    store.write("c", later, {count(4)});
    QVERIFY(store.takeProblems().empty());
    QCOMPARE(store.read("c", counts(later, later)).series.at(0).last(), std::optional(4.0));
    QCOMPARE(store.read("c", counts(start, start)).series.at(0).last(), std::optional(3.0)); // nothing was lost
}

void TestSampleStore::twoProgramsShareAFile()
{
    auto first = std::make_unique<Store>(options());
    first->write("c", start, {count(3)});
    Store second(options());
    second.write("c", start + tick, {count(9)}); // not its turn
    QCOMPARE(second.read("c", counts(start, start + tick, tick)).series.at(0).last(), std::optional(3.0));
    first.reset();
    second.tidy(start + 2 * tick);
    second.write("c", start + 2 * tick, {count(9)});
    QCOMPARE(second.read("c", counts(start, start + 2 * tick, tick)).series.at(0).last(), std::optional(9.0));
    QVERIFY(second.takeProblems().empty());
}

void TestSampleStore::manyGauges()
{
    Store store(options());
    std::mt19937 random(6);
    for (int i = 0; i < 12; ++i) {
        std::vector<Observation> seen;
        for (int s = 0; s < 3000; ++s)
            seen.push_back(usage(double(random() % 1000), "d" + std::to_string(s)));
        store.write("c", start + i * tick, seen);
    }
    SeriesRequest request = usages(start, start + 11 * tick, Seconds {1});
    request.params["name"] = "d7";
    const auto samples = store.read("c", request).series.at(0).samples;
    std::size_t changes = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        changes += samples[i].value != samples[i - 1].value ? 1 : 0;
    QVERIFY2(changes <= 2, std::to_string(changes).c_str()); // every 105 s instead of every 15
}

QTEST_GUILESS_MAIN(TestSampleStore)
#include "tst_sample_store.moc"
