// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/series.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace loadline;

namespace {

TimePoint at(std::int64_t millis)
{
    return TimePoint {Millis {millis}};
}

TimeRange range(std::int64_t from, std::int64_t to)
{
    return {at(from), at(to)};
}

std::vector<Sample> noise(std::mt19937& random, std::size_t count, std::int64_t length)
{
    std::vector<std::int64_t> times(count);
    std::uniform_int_distribution<std::int64_t> when(0, length);
    std::generate(times.begin(), times.end(), [&] { return when(random); });
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    std::normal_distribution<double> value(100, 30);
    std::vector<Sample> samples;
    for (const auto time : times)
        samples.push_back({at(time), value(random)});
    return samples;
}

} // namespace

class TestDecimate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fewSamplesStay();
    void everySpikeStays();
    void whatIsKeptIsInOrderAndTrue();
    void sparseLevelsStay();
    void samplesBesideTheRangeStay();
    void gapsPartThePieces();
    void gapsNarrowerThanAColumnDoNot();
    void oddRangesAreHarmless();
    void speed();
};

void TestDecimate::fewSamplesStay()
{
    const std::vector<Sample> samples {{at(0), 1}, {at(400), 2}, {at(900), 3}};
    QVERIFY(decimate(samples, range(0, 1000), 100) == samples);
}

void TestDecimate::everySpikeStays()
{
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        const auto samples = noise(random, 3000, 100'000);
        const int columns = 1 + static_cast<int>(random() % 400);
        const auto kept = decimate(samples, range(0, 100'000), columns);
        const auto column = [&](const Sample& s) {
            return std::min<std::int64_t>(static_cast<std::int64_t>(static_cast<double>(s.at.time_since_epoch().count())
                                              * (static_cast<double>(columns) / 100'000.0)),
                columns - 1);
        };
        std::map<std::int64_t, std::pair<double, double>> all;
        std::map<std::int64_t, std::pair<double, double>> few;
        const auto note = [&](auto& extremes, const Sample& s) {
            const auto [place, isNew] = extremes.try_emplace(column(s), s.value, s.value);
            if (!isNew)
                place->second = {std::min(place->second.first, s.value), std::max(place->second.second, s.value)};
        };
        for (const auto& s : samples)
            note(all, s);
        for (const auto& s : kept)
            note(few, s);
        QVERIFY(all == few);
        QVERIFY(kept.size() <= static_cast<std::size_t>(2 * columns + 4));
    }
}

void TestDecimate::whatIsKeptIsInOrderAndTrue()
{
    std::mt19937 random(8);
    const auto samples = noise(random, 20'000, 1'000'000);
    const auto kept = decimate(samples, range(0, 1'000'000), 500);
    QVERIFY(std::is_sorted(kept.begin(), kept.end(), [](auto& a, auto& b) { return a.at < b.at; }));
    QVERIFY(std::all_of(kept.begin(), kept.end(),
        [&](const Sample& s) { return std::find(samples.begin(), samples.end(), s) != samples.end(); }));
}

// Recorded replicas are change points: after the burst the level is 5, which must not be drawn as the burst's 8.
void TestDecimate::sparseLevelsStay()
{
    const std::vector<Sample> samples {{at(10), 2}, {at(11), 8}, {at(12), 3}, {at(13), 5}, {at(900), 5}};
    const auto kept = decimate(samples, range(0, 1000), 10);
    const std::vector<Sample> expected {{at(10), 2}, {at(11), 8}, {at(13), 5}, {at(900), 5}};
    QVERIFY(kept == expected);
}

void TestDecimate::samplesBesideTheRangeStay()
{
    const std::vector<Sample> samples {{at(0), 1}, {at(100), 2}, {at(500), 3}, {at(900), 4}, {at(999), 5}};
    const auto kept = decimate(samples, range(300, 700), 50);
    const std::vector<Sample> expected {{at(100), 2}, {at(500), 3}, {at(900), 4}};
    QVERIFY(kept == expected);
}

void TestDecimate::gapsPartThePieces()
{
    const std::vector<Sample> samples {{at(0), 1}, {at(10), 2}, {at(20), 3}, {at(500), 4}, {at(510), 5}};
    const auto pieces = decimatePieces(samples, Millis {100}, range(0, 1000), 1000);
    QCOMPARE(pieces.size(), 2u);
    QCOMPARE(pieces[0].size(), 3u);
    QCOMPARE(pieces[1].front().value, 4.0);
    // A sample outside the range on the far side of a gap is no part of the picture.
    const auto later = decimatePieces(samples, Millis {100}, range(400, 1000), 1000);
    QCOMPARE(later.size(), 1u);
    QCOMPARE(later[0].front().value, 4.0);
}

void TestDecimate::gapsNarrowerThanAColumnDoNot()
{
    std::vector<Sample> samples;
    for (int i = 0; i < 1000; ++i)
        samples.push_back({at(i * 100), double(i % 7)});
    const auto pieces = decimatePieces(samples, Millis {50}, range(0, 100'000), 100);
    QCOMPARE(pieces.size(), 1u);
    QVERIFY(pieces[0].size() <= 204);
}

void TestDecimate::oddRangesAreHarmless()
{
    const std::vector<Sample> samples {{at(0), 1}, {at(10), 2}};
    QVERIFY(decimate({}, range(0, 10), 10).empty());
    QVERIFY(decimate(samples, range(0, 10), 0).empty());
    QVERIFY(decimatePieces({}, Millis {1}, range(0, 10), 10).empty());
    QCOMPARE(decimate(samples, range(5, 5), 10).size(), 2u);
    QCOMPARE(decimate(samples, range(0, 0), 10).size(), 2u);
    QCOMPARE(decimate(samples, range(10, 0), 10).size(), 2u);
}

void TestDecimate::speed()
{
    std::vector<Sample> samples;
    std::mt19937 random(9);
    for (int i = 0; i < 100'000; ++i)
        samples.push_back({at(i * 15'000), double(random() % 1000)});
    const auto span = TimeRange {samples.front().at, samples.back().at};
    QBENCHMARK
    {
        const auto kept = decimate(samples, span, 900);
        QVERIFY(kept.size() <= 1804);
    }
}

QTEST_APPLESS_MAIN(TestDecimate)
#include "tst_decimate.moc"
