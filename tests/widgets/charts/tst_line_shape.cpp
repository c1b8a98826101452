// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/crosshair.h"
#include "charts/line_shape.h"

#include <QTest>

using namespace loadline;

namespace {

const TimePoint start {Millis(1'700'000'000'000)};
TimePoint at(int seconds) { return start + Seconds(seconds); }

ChartLine made(ChartLine::Style style, std::vector<std::pair<int, double>> samples, int gapSeconds = 300)
{
    ChartLine line;
    line.style = style;
    line.gapAfter = Seconds(gapSeconds);
    for (const auto& [seconds, value] : samples)
        line.samples.push_back({at(seconds), value});
    return line;
}

QString text(const QPolygonF& points)
{
    QStringList words;
    for (const QPointF& point : points)
        words << QStringLiteral("%1:%2").arg(point.x() / 1000).arg(point.y());
    return words.join(QLatin1Char(' '));
}

QString text(const Runs& runs)
{
    QStringList words;
    for (const auto& run : runs)
        words << text(run);
    return words.join(QLatin1String(" | "));
}

const TimeRange minute10 {start, start + Seconds(600)};

}

class TestLineShape : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsAreSteps()
    {
        const auto line = made(ChartLine::Style::Step, {{0, 2}, {60, 2}, {120, 2}, {180, 4}, {240, 4}, {600, 8}}, 400);
        QCOMPARE(text(lineRuns(line, minute10, 600)), QStringLiteral("0:2 180:2 180:4 600:4 600:8"));
    }
    void aStepIsInForceUntilNow()
    {
        const auto line = made(ChartLine::Style::Step, {{0, 2}, {300, 5}}, 300);
        QCOMPARE(text(lineRuns(line, minute10, 600)), QStringLiteral("0:2 300:2 300:5 600:5"));
        const auto old = made(ChartLine::Style::Step, {{0, 2}, {200, 5}}, 300); // what is so now is not known
        QCOMPARE(text(lineRuns(old, minute10, 600)), QStringLiteral("0:2 200:2 200:5"));
    }
    void ratesAreLinesWithoutATail()
    {
        const auto line = made(ChartLine::Style::Line, {{0, 2}, {300, 5}}, 300);
        QCOMPARE(text(lineRuns(line, minute10, 600)), QStringLiteral("0:2 300:5"));
    }
    void gapsPartALine()
    {
        const auto line = made(ChartLine::Style::Line, {{0, 1}, {60, 1}, {400, 2}, {460, 2}}, 120);
        QCOMPARE(text(lineRuns(line, minute10, 600)), QStringLiteral("0:1 60:1 | 400:2 460:2"));
    }
    void aSampleAloneIsStillSeen()
    {
        const auto line = made(ChartLine::Style::Line, {{0, 1}, {60, 1}, {300, 9}, {560, 2}, {600, 2}}, 120);
        QCOMPARE(text(lineRuns(line, minute10, 600)), QStringLiteral("0:1 60:1 | 299:9 301:9 | 560:2 600:2"));
    }
    void spikesSurviveDecimation()
    {
        ChartLine line;
        for (int i = 0; i < 100'000; ++i)
            line.samples.push_back({start + Millis(i * 6), i == 54'321 ? 99.0 : (i == 12'345 ? -7.0 : 1.0)});
        for (const auto style : {ChartLine::Style::Line, ChartLine::Style::Step}) {
            line.style = style;
            const Runs runs = lineRuns(line, minute10, 300);
            QCOMPARE(runs.size(), std::size_t(1));
            QVERIFY(runs[0].size() <= 300 * 4);
            const auto box = runs[0].boundingRect();
            QCOMPARE(box.bottom(), 99.0);
            QCOMPARE(box.top(), -7.0);
        }
    }
    void stepsWithinAPixelStandAboveEachOther()
    {
        ChartLine line;
        line.style = ChartLine::Style::Step;
        for (int i = 0; i < 8'000; ++i)
            line.samples.push_back({start + Millis(i * 75), double(i * 7919 % 13)});
        const Runs runs = lineRuns(line, minute10, 800);
        QCOMPARE(runs.size(), std::size_t(1));
        QVERIFY2(runs[0].size() <= 800 * 4, qPrintable(QString::number(runs[0].size())));
        const auto box = runs[0].boundingRect();
        QCOMPARE(box.top(), 0.0);
        QCOMPARE(box.bottom(), 12.0);
        for (qsizetype i = 1; i < runs[0].size(); ++i) // still steps: never aslant, never back
            QVERIFY(runs[0][i].x() == runs[0][i - 1].x() || (runs[0][i].y() == runs[0][i - 1].y() && runs[0][i].x() > runs[0][i - 1].x()));
    }
    void emptyAndOutside()
    {
        QCOMPARE(lineRuns(made(ChartLine::Style::Step, {}), minute10, 600).size(), std::size_t(0));
        QCOMPARE(lineRuns(made(ChartLine::Style::Line, {{-900, 3}, {-800, 3}}), minute10, 600).size(), std::size_t(0));
        QVERIFY(!extentOf(made(ChartLine::Style::Line, {{-900, 3}}), minute10).any);
    }
    void extentKnowsWhatComesIn()
    {
        const Extent extent = extentOf(made(ChartLine::Style::Step, {{-60, 9}, {60, 2}, {700, 50}}), minute10);
        QCOMPARE(extent.low, 2.0);
        QCOMPARE(extent.high, 9.0);
    }
    void valuesInForce()
    {
        const auto line = made(ChartLine::Style::Step, {{0, 1}, {60, 4}, {400, 2}}, 120);
        QCOMPARE(valueAt(line, at(-1)), std::optional<double>());
        QCOMPARE(valueAt(line, at(59)), std::optional(1.0));
        QCOMPARE(valueAt(line, at(60)), std::optional(4.0));
        QCOMPARE(valueAt(line, at(180)), std::optional(4.0));
        QCOMPARE(valueAt(line, at(181)), std::optional<double>());
        QCOMPARE(nearest(line, at(350))->at, at(400));
        QVERIFY(!nearest(line, at(600)));
    }
    void stacksStandOnEachOther()
    {
        const auto a = made(ChartLine::Style::Area, {{0, 2}, {300, 3}, {600, 3}});
        const auto b = made(ChartLine::Style::Area, {{0, 1}, {300, 5}, {600, 5}});
        Stack stack = stackOf({&a, &b}, minute10, 6, true);
        QCOMPARE(stack.top, 8.0);
        QCOMPARE(stack.tops[0], (std::vector<double> {2, 2, 2, 3, 3, 3}));
        QCOMPARE(stack.tops[1], (std::vector<double> {3, 3, 3, 8, 8, 8}));
        stack = stackOf({&a}, minute10, 6, false); // a rate slopes
        QVERIFY(stack.tops[0][1] > 2.3 && stack.tops[0][1] < 2.4);
    }
    void aStackKeepsItsGaps()
    {
        const auto a = made(ChartLine::Style::Area, {{0, 2}, {60, 2}, {500, 3}, {560, 3}}, 120);
        const auto b = made(ChartLine::Style::Area, {{0, 1}, {60, 1}, {500, 1}, {560, 1}}, 120);
        for (const bool steps : {true, false}) {
            const Stack stack = stackOf({&a, &b}, minute10, 600, steps);
            for (std::size_t column = 0; column < 600; ++column)
                QCOMPARE(bool(stack.silent[column]), column > 61 && column < 500);
        }
    }
    void aStackHasNoGapsBetweenItsSamples()
    {
        ChartLine a; // fewer samples than columns, at a width that no column's start divides evenly
        a.style = ChartLine::Style::Area;
        a.gapAfter = Seconds(180);
        for (int i = 0; i < 480; ++i)
            a.samples.push_back({start + Seconds(i * 60), 2.0});
        for (int columns = 481; columns < 1000; columns += 3) {
            const Stack stack = stackOf({&a}, {start, start + Seconds(480 * 60)}, columns, true);
            QCOMPARE(std::count(stack.silent.begin(), stack.silent.end(), true), 0);
        }
    }
    void aPoolThatIsGoneAddsNothing()
    {
        const auto a = made(ChartLine::Style::Area, {{0, 2}, {60, 2}, {120, 2}, {180, 2}, {240, 2}}, 90);
        const auto b = made(ChartLine::Style::Area, {{0, 4}, {60, 4}}, 90);
        const Stack stack = stackOf({&a, &b}, {start, at(240)}, 240, true);
        QCOMPARE(std::count(stack.silent.begin(), stack.silent.end(), true), 0); // no gap: one of them speaks
        QCOMPARE(stack.tops[1].front(), 6.0);
        QCOMPARE(stack.tops[1].back(), 2.0);
    }
    void stackedSpikesSurvive()
    {
        ChartLine a, b;
        a.style = b.style = ChartLine::Style::Area;
        for (int i = 0; i < 50'000; ++i) {
            a.samples.push_back({start + Millis(i * 12), i == 40'001 ? 80.0 : 2.0});
            b.samples.push_back({start + Millis(i * 12), 1.0});
        }
        const Stack stack = stackOf({&a, &b}, minute10, 200, true);
        QCOMPARE(stack.top, 81.0);
        QCOMPARE(std::count(stack.tops[1].begin(), stack.tops[1].end(), 81.0), 1);
        QCOMPARE(std::count(stack.tops[1].begin(), stack.tops[1].end(), 3.0), 199);
    }
    void stacksOfNothing()
    {
        const auto none = made(ChartLine::Style::Area, {});
        QCOMPARE(stackOf({}, minute10, 10, true).top, 0.0);
        const Stack silent = stackOf({&none}, minute10, 10, true);
        QCOMPARE(std::count(silent.silent.begin(), silent.silent.end(), true), 10);
        QVERIFY(stackOf({&none}, {at(5), at(5)}, 10, true).silent.front());
    }
    void readingSnapsAndTells()
    {
        ChartContent content;
        content.unit = Unit::Replicas;
        content.utc = true;
        content.range = minute10;
        content.lines = {made(ChartLine::Style::Step, {{0, 2}, {60, 4}, {400, 8}}, 120), made(ChartLine::Style::Line, {{70, 3}}, 30)};
        content.lines[0].name = QStringLiteral("current");
        content.lines[1].name = QStringLiteral("desired");
        content.marks = {{at(62), QStringLiteral("2 to 4: cpu above target"), Tone::Accent}};
        auto reading = readingAt(content, minute10, at(62), Seconds(5));
        QVERIFY(reading);
        QCOMPARE(reading->at, at(60));
        QCOMPARE(readingText(content, minute10, *reading),
            QStringLiteral("22:14:20: current 4, desired 3, 2 to 4: cpu above target"));
        reading = readingAt(content, minute10, at(400), Seconds(5));
        QCOMPARE(readingText(content, minute10, *reading), QStringLiteral("22:20:00: current 8, desired unknown"));
        QVERIFY(!readingAt(content, minute10, at(250), Seconds(5))); // in a gap
        QCOMPARE(nextSample(content, minute10, at(60), true), std::optional(at(70)));
        QCOMPARE(nextSample(content, minute10, at(60), false), std::optional(at(0)));
        QCOMPARE(nextSample(content, minute10, at(400), true), std::optional<TimePoint>());
    }
};

QTEST_GUILESS_MAIN(TestLineShape)
#include "tst_line_shape.moc"
