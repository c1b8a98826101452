// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "charts/chart_plot.h"
#include "charts/time_chart.h"
#include "charts/week_strip.h"
#include "sample_charts.h"
#include "theme/theme.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace loadline;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// One line over ten minutes, and nothing else on the plot but the grid.
ChartContent plain(std::vector<std::pair<int, double>> samples, ChartLine::Style style)
{
    ChartContent content;
    content.range = {sample::now - Seconds(600), sample::now};
    content.utc = true;
    content.unit = Unit::None;
    ChartLine line;
    line.name = s("value");
    line.style = style;
    line.gapAfter = Seconds(90);
    for (const auto& [seconds, value] : samples)
        line.samples.push_back({content.range.from + Seconds(seconds), value});
    content.lines = {line};
    return content;
}

struct Shown {
    TimeChart chart;
    explicit Shown(ChartContent content)
    {
        chart.resize(700, 260);
        chart.setContent(std::move(content));
        image = screens::shot(chart, 1);
    }
    [[nodiscard]] int x(double share) const { return qRound(chart.plotRect().left() + share * chart.plotRect().width()); }
    [[nodiscard]] int y(double share) const { return qRound(chart.plotRect().bottom() - share * chart.plotRect().height()); }
    // Pixels of the first series' colour in a column of the plot, a little to both sides.
    [[nodiscard]] int inkAt(double share, int reach = 0) const
    {
        int ink = 0;
        for (int column = x(share) - reach; column <= x(share) + reach; ++column)
            for (int row = qRound(chart.plotRect().top()); row <= qRound(chart.plotRect().bottom()); ++row)
                ink += isLine(column, row) ? 1 : 0;
        return ink;
    }
    [[nodiscard]] bool isLine(int column, int row) const
    {
        if (!image.rect().contains(column, row))
            return false;
        const QColor c = image.pixelColor(column, row);
        return c.blue() - c.red() > 60; // series 1 is the one strong blue
    }
    [[nodiscard]] bool lineNear(double xShare, double yShare, int reach = 3) const
    {
        for (int row = y(yShare) - reach; row <= y(yShare) + reach; ++row)
            if (isLine(x(xShare), row))
                return true;
        return false;
    }
    QImage image;
};

void pointAt(QWidget& widget, QPointF at)
{
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &move);
}

std::vector<std::pair<int, double>> steady(int from, int to, double value)
{
    std::vector<std::pair<int, double>> samples;
    for (int t = from; t <= to; t += 30)
        samples.emplace_back(t, value);
    return samples;
}

}

class TestTimeChart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<Theme>(*qApp, ThemeChoice::Light); }
    void cleanupTestCase() { theme_.reset(); }

    void aGapIsReallyEmpty()
    {
        auto samples = steady(0, 180, 2);
        const auto after = steady(390, 600, 3);
        samples.insert(samples.end(), after.begin(), after.end());
        for (const auto style : {ChartLine::Style::Line, ChartLine::Style::Step, ChartLine::Style::Area}) {
            const Shown shown(plain(samples, style));
            QVERIFY(shown.inkAt(0.15) > 0 && shown.inkAt(0.85) > 0);
            for (double share = 0.33; share < 0.63; share += 0.01)
                QCOMPARE(shown.inkAt(share), 0);
        }
    }

    void aSpikeOfOneSampleIsSeen()
    {
        ChartContent content = plain({}, ChartLine::Style::Line);
        for (int i = 0; i <= 60'000; ++i)
            content.lines[0].samples.push_back({content.range.from + Millis(i * 10), i == 33'333 ? 4.0 : 1.0});
        const Shown shown(content);
        QVERIFY(shown.inkAt(33'333 / 60'000.0, 1) > shown.image.height() / 3);
        QVERIFY(shown.inkAt(0.2) < 8);
    }

    void countsStepWhereTheyChange()
    {
        auto samples = steady(0, 270, 1);
        const auto after = steady(300, 600, 4);
        samples.insert(samples.end(), after.begin(), after.end());
        const Shown step(plain(samples, ChartLine::Style::Step));
        QVERIFY(step.lineNear(0.495, 0.25) && step.lineNear(0.505, 1.0)); // level up to the edge, level after it
        QVERIFY(step.inkAt(0.5, 2) > 100); // straight up
        const Shown line(plain({{0, 1}, {60, 1}, {120, 4}, {180, 4}}, ChartLine::Style::Line));
        QVERIFY(line.lineNear(0.15, 0.625, 12)); // halfway between two samples a rate is halfway up
    }

    void zeroIsTheFoot()
    {
        const Shown shown(plain(steady(0, 600, 100), ChartLine::Style::Line));
        QVERIFY(shown.lineNear(0.5, 1.0)); // 100 of 0 to 100
        const Shown low(plain(steady(0, 600, 0), ChartLine::Style::Line));
        QVERIFY(low.lineNear(0.5, 0.0));
    }

    void longLabelsHaveTheirRoom()
    {
        auto content = plain(steady(0, 600, 150), ChartLine::Style::Line);
        const Shown usual(content);
        content.unit = Unit::Cores; // "160 cores"
        const Shown wide(content);
        QCOMPARE(wide.chart.plotRect().left(), usual.chart.plotRect().left()); // their times stand above each other
        for (auto& sample : content.lines[0].samples)
            sample.value = 123'456'789; // too long for the room that all have
        const Shown longest(content);
        const QFontMetricsF metrics(QApplication::font());
        QVERIFY(longest.chart.plotRect().left() >= metrics.horizontalAdvance(s("150,000,000 cores")) * 12 / 13);
    }

    void wheelZoomsAboutThePointer()
    {
        Shown shown(plain(steady(0, 600, 2), ChartLine::Style::Line));
        QSignalSpy chosen(&shown.chart, &TimeChart::rangeChosen);
        const TimeRange before = shown.chart.shownRange();
        const QPointF at(shown.chart.plotRect().left(), 120);
        QWheelEvent wheel(at, shown.chart.mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&shown.chart, &wheel);
        const TimeRange after = shown.chart.shownRange();
        QCOMPARE(after.from, before.from);
        QVERIFY(after.length() < before.length() * 7 / 10);
        QCOMPARE(chosen.count(), 0); // said once the wheel rests
        QTRY_COMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<TimeRange>(), after);
    }

    void dragPansAndNeverIntoTheFuture()
    {
        Shown shown(plain(steady(0, 600, 2), ChartLine::Style::Line));
        QSignalSpy chosen(&shown.chart, &TimeChart::rangeChosen);
        const TimeRange before = shown.chart.shownRange();
        QTest::mousePress(&shown.chart, Qt::LeftButton, {}, QPoint(200, 100));
        QTest::mouseMove(&shown.chart, QPoint(300, 100));
        QTest::mouseMove(&shown.chart, QPoint(300, 102));
        QTest::mouseRelease(&shown.chart, Qt::LeftButton, {}, QPoint(300, 100));
        const TimeRange back = shown.chart.shownRange();
        QVERIFY(back.from < before.from && back.length() == before.length());
        QTest::mousePress(&shown.chart, Qt::LeftButton, {}, QPoint(600, 100));
        QTest::mouseMove(&shown.chart, QPoint(20, 100));
        QTest::mouseRelease(&shown.chart, Qt::LeftButton, {}, QPoint(20, 100));
        QCOMPARE(shown.chart.shownRange(), before);
        QTRY_COMPARE(chosen.count(), 2);
        QTest::mouseClick(&shown.chart, Qt::LeftButton, {}, QPoint(200, 100)); // a click is no drag
        QCOMPARE(shown.chart.shownRange(), before);
    }

    void doubleClickResets()
    {
        Shown shown(plain(steady(0, 600, 2), ChartLine::Style::Line));
        QSignalSpy reset(&shown.chart, &TimeChart::rangeReset);
        QTest::keyClick(&shown.chart, Qt::Key_Plus);
        QVERIFY(shown.chart.shownRange() != shown.chart.content().range);
        QTest::mouseDClick(&shown.chart, Qt::LeftButton, {}, QPoint(200, 100));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(shown.chart.shownRange(), shown.chart.content().range);
    }

    void keysDoTheSame()
    {
        Shown shown(plain(steady(0, 600, 2), ChartLine::Style::Line));
        QSignalSpy chosen(&shown.chart, &TimeChart::rangeChosen);
        QSignalSpy reset(&shown.chart, &TimeChart::rangeReset);
        const TimeRange whole = shown.chart.shownRange();
        QTest::keyClick(&shown.chart, Qt::Key_Plus);
        const TimeRange closer = shown.chart.shownRange();
        QVERIFY(closer.length() < whole.length());
        QTest::keyClick(&shown.chart, Qt::Key_Left);
        QVERIFY(shown.chart.shownRange().from < closer.from);
        QTest::keyClick(&shown.chart, Qt::Key_Minus);
        QVERIFY(shown.chart.shownRange().length() > closer.length());
        QTRY_COMPARE(chosen.count(), 1); // one choice for a row of keys
        QTest::keyClick(&shown.chart, Qt::Key_Home);
        QCOMPARE(reset.count(), 1);
        QCOMPARE(shown.chart.shownRange(), whole);
    }

    void crosshairSnapsToSamples()
    {
        auto content = plain(steady(0, 600, 2), ChartLine::Style::Line);
        content.lines[0].samples[10].value = 7;
        content.marks = {{content.range.from + Seconds(300), s("2 to 7: cpu above target"), Tone::Accent}};
        Shown shown(content);
        QCOMPARE(shown.chart.reading(), QString());
        pointAt(shown.chart, QPointF(shown.x(0.502), 100));
        QCOMPARE(shown.chart.reading(), s("14:50:49: value 7, 2 to 7: cpu above target"));
        const QImage with = screens::shot(shown.chart, 1);
        QVERIFY(with != shown.image);
        QTest::keyClick(&shown.chart, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(shown.chart.reading(), s("14:51:19: value 2"));
        QCOMPARE(shown.chart.accessibleDescription(), shown.chart.reading());
        QTest::keyClick(&shown.chart, Qt::Key_Escape);
        QCOMPARE(shown.chart.reading(), QString());
        QCOMPARE(screens::shot(shown.chart, 1), shown.image);
    }

    void saysItselfToScreenReaders()
    {
        TimeChart chart;
        chart.setContent(sample::replicas());
        QCOMPARE(chart.accessibleName(), s("fraud-detector-hpa replicas"));
        QCOMPARE(chart.accessibleDescription(),
            s("current 6, desired 6, 2–20, scaled, Prometheus monitoring/prometheus-server, 1 min step"));
        QCOMPARE(chart.focusPolicy(), Qt::StrongFocus);
        auto content = sample::replicas();
        content.message = s("You may not query Prometheus.");
        chart.setContent(content);
        QCOMPARE(chart.accessibleDescription(), content.message);
        auto old = sample::replicas();
        old.lines[0].samples.resize(100); // what is so now is not known
        chart.setContent(old);
        QVERIFY(chart.accessibleDescription().startsWith(s("current unknown, desired 6")));
    }

    void aMessageStandsInPlaceOfThePlot()
    {
        auto content = plain(steady(0, 600, 2), ChartLine::Style::Line);
        content.message = s("Loading");
        const Shown shown(content);
        QCOMPARE(shown.inkAt(0.5), 0);
        QVERIFY(screens::colours(shown.image) > 3);
    }

    void picturesAreSharpAtAnyScale()
    {
        TimeChart chart;
        chart.resize(500, 200);
        chart.setContent(sample::replicas());
        for (const double scale : {1.0, 1.5, 2.0, 4.0}) {
            const QImage image = chart.picture(scale);
            QCOMPARE(image.size(), (QSizeF(524, 224) * scale).toSize());
            QVERIFY(screens::colours(image) > 10);
        }
        QCOMPARE(chart.picture(2).pixelColor(0, 0), lightShades().surface);
        // Title, caption and source are in it: ink in the first and in the last line.
        const QImage image = chart.picture(1);
        const auto inkIn = [&image](int from, int to) {
            int ink = 0;
            for (int y = from; y < to; ++y)
                for (int x = 0; x < image.width(); ++x)
                    ink += image.pixelColor(x, y) != lightShades().surface ? 1 : 0;
            return ink;
        };
        QVERIFY(inkIn(14, 30) > 200);
        QVERIFY(inkIn(image.height() - 28, image.height() - 12) > 200);
    }

    void followsTheTheme()
    {
        TimeChart chart;
        chart.resize(500, 200);
        chart.setContent(sample::cpu());
        const QImage light = screens::shot(chart, 1);
        theme_->choose(ThemeChoice::Dark);
        QCoreApplication::processEvents();
        const QImage dark = screens::shot(chart, 1);
        theme_->choose(ThemeChoice::Light);
        QVERIFY(light != dark);
        QVERIFY(chart.plotRect().width() > 300);
    }

    void oddContentDoesNoHarm()
    {
        TimeChart chart;
        for (const QSize size : {QSize(700, 260), QSize(1, 1), QSize(40, 20), QSize(3000, 30)}) {
            chart.resize(size);
            ChartContent none;
            chart.setContent(none);
            QVERIFY(!chart.picture(1).isNull());
            auto odd = plain({{0, -5}, {30, 1e300}, {60, -1e300}, {90, 0}}, ChartLine::Style::Area);
            odd.targets = {{s("target"), std::numeric_limits<double>::infinity(), {}, {}}};
            odd.band = ChartRange {s("-"), 5, 1};
            odd.progress = -3;
            chart.setContent(odd);
            QVERIFY(!chart.picture(2).isNull());
            odd.range = {odd.range.to, odd.range.from};
            chart.setContent(odd);
            QVERIFY(!chart.picture(1).isNull());
            screens::shot(chart, 1);
            QTest::keyClick(&chart, Qt::Key_Plus);
            QTest::keyClick(&chart, Qt::Key_Right, Qt::ShiftModifier);
        }
    }

    void seriesAreKeptAndReused()
    {
        ChartPlot plot;
        const auto lines = [](int count) {
            return std::vector<PlotLine>(std::size_t(count), PlotLine {QPolygonF {{0, 0}, {10, 1}}, QPen(Qt::black)});
        };
        plot.set(lines(5), 10, 0, 1, {300, 100});
        plot.set(lines(2), 10, 0, 1, {300, 100});
        plot.set(lines(5), 10, 0, 1, {320, 100});
        QCOMPARE(plot.seriesCount(), 5);
        plot.set({}, 10, 0, 1, {300, 100});
        QImage image(300, 100, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        plot.paint(painter, QRectF(0, 0, 300, 100));
        painter.end();
        QCOMPARE(screens::colours(image), 1); // what is kept unused does not show
    }

    void linesAsDenseAsNoiseAreDrawn()
    {
        QPolygonF noise; // from 2 to 8 and back a hundred times over the left half
        for (int i = 0; i <= 200; ++i)
            noise << QPointF(i * 0.025, i % 2 == 0 ? 2 : 8);
        ChartPlot plot;
        const auto painted = [&](const std::vector<PlotLine>& lines, double scale) {
            plot.set(lines, 10, 0, 10, {300, 100});
            QImage image((QSizeF(300, 100) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            plot.paint(painter, image.rect());
            return image;
        };
        for (const double scale : {1.0, 2.0}) {
            const QImage image = painted({{noise, QPen(Qt::red)}}, scale);
            QCOMPARE(plot.seriesCount(), 0); // past Qt Charts
            const auto red = [&](double x, double y) {
                return image.pixelColor(int(x * scale), int(y * scale)).green() < 200;
            };
            QVERIFY(red(75, 25) && red(75, 50) && red(75, 75));
            QVERIFY(!red(75, 15) && !red(75, 85) && !red(160, 50));
        }
        QCOMPARE(screens::colours(painted({}, 1)), 1);
    }

    void manyGapsAreManyPieces()
    {
        std::vector<std::pair<int, double>> samples;
        auto content = plain({}, ChartLine::Style::Line);
        content.range.from = content.range.to - std::chrono::hours(24);
        for (int i = 0; i < 240; ++i) // six minutes apart: 240 times one sample alone
            content.lines[0].samples.push_back({content.range.from + Seconds(i * 360), 5.0});
        const Shown shown(content);
        QVERIFY(shown.inkAt(0.5, 300) > 240);
    }

    void weekStripShowsItsWindows()
    {
        WeekStrip strip;
        strip.resize(700, strip.sizeHint().height());
        strip.setWeek({{480, 1200, s("Monday 08:00 to 20:00: 10"), LineColour::Accent, 0},
                          {6 * 1440 + 1200, 240, s("Sunday night: 4"), LineColour::Spot, 1}},
            600, s("Europe/Berlin"));
        strip.resize(strip.sizeHint().expandedTo(QSize(700, 0)));
        QCOMPARE(strip.accessibleDescription(), s("Monday 08:00 to 20:00: 10; Sunday night: 4; times in Europe/Berlin"));
        const QImage image = screens::shot(strip, 1);
        const auto coloured = [&image](int x) {
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                const QColor c = image.pixelColor(x, y);
                count += std::max({c.red(), c.green(), c.blue()}) - std::min({c.red(), c.green(), c.blue()}) > 25 ? 1 : 0;
            }
            return count;
        };
        QVERIFY(coloured(70) > 5); // Monday noon
        QVERIFY(coloured(10) > 5 && coloured(690) > 5); // over the end of the week
        QCOMPARE(coloured(350), 0); // Thursday
        strip.setWeek({{-5, 99999, {}, LineColour::Bad, 900}}, 99999, {});
        screens::shot(strip, 1);
    }

private:
    std::unique_ptr<Theme> theme_;
};

QTEST_MAIN(TestTimeChart)
#include "tst_time_chart.moc"
