// SPDX-License-Identifier: GPL-3.0-or-later
// How long a chart and a table take against one frame of 60 a second: the thread's own time, which a busy machine does
// not change, decides. Prints a ratio for each; fails above 1. An argument picks the lines that contain it.
#include "../widgets/grid/sample_rows.h"
#include "charts/time_chart.h"
#include "grid/table_view.h"
#include "theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>

using namespace loadline;

namespace {

constexpr double frame = 16.0; // ms
bool within = true;

const char* wanted = "";

double threadMillis()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

// The median of many runs, against a frame.
template <class Work>
void measure(const char* what, int runs, Work work)
{
    if (!std::strstr(what, wanted))
        return;
    std::vector<double> walls, threads;
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer timer;
        timer.start();
        const double before = threadMillis();
        work(i);
        threads.push_back(threadMillis() - before);
        walls.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(walls.begin(), walls.end());
    std::sort(threads.begin(), threads.end());
    const double median = threads[threads.size() / 2];
    within = within && median <= frame;
    std::printf("%-58s thread %6.2f ms  wall %6.2f ms  ratio %.2f\n", what, median, walls[walls.size() / 2], median / frame);
}

ChartContent content(ChartLine::Style style, int lines, int samples, int gapEvery)
{
    ChartContent made;
    made.title = QStringLiteral("fraud-detector-hpa");
    made.unit = Unit::None;
    made.utc = true;
    made.range = {TimePoint(Millis(1'795'000'000'000)), TimePoint(Millis(1'795'000'000'000)) + std::chrono::hours(720)};
    const Millis step = made.range.length() / samples;
    for (int l = 0; l < lines; ++l) {
        ChartLine line;
        line.name = QStringLiteral("series %1").arg(l);
        line.colour = static_cast<LineColour>(l % 4);
        line.style = style;
        line.gapAfter = step * 2;
        for (int i = 0; i < samples; ++i)
            if (gapEvery == 0 || i % gapEvery > 3)
                line.samples.push_back({made.range.from + step * i, std::floor(10 + 8 * std::sin(i * 0.7 + l) + l + (i * 7919 % 13))});
        made.lines.push_back(std::move(line));
    }
    return made;
}

void drawing(QImage& image, const char* what, const ChartContent& first)
{
    TimeChart chart;
    chart.resize(1000, 260);
    auto second = first;
    for (auto& line : second.lines)
        for (auto& sample : line.samples)
            sample.value += 1;
    measure(what, 40, [&](int i) {
        chart.setContent(i % 2 ? first : second);
        chart.render(&image);
    });
}

void crosshair(QImage& image)
{
    TimeChart chart;
    chart.resize(1000, 260);
    chart.setContent(content(ChartLine::Style::Line, 4, 40'000, 0));
    chart.render(&image);
    measure("redraw with the crosshair moved, 4 lines x 40,000 samples", 100, [&](int i) {
        const QPointF at(100 + i * 8, 120);
        QMouseEvent move(QEvent::MouseMove, at, at, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&chart, &move);
        chart.render(&image);
    });
}

void table()
{
    RowModel<sample::Row> model(sample::columns());
    Rows<sample::Row> rows;
    for (int i = 0; i < 10'000; ++i)
        rows.push_back(sample::row(QStringLiteral("hpa-%1").arg(i), 1, 50, i % 50, i % 40, sample::rows()[1]->chips,
            QStringLiteral("Steady"), Tone::Good, QStringLiteral("2 h"), i));
    TableView view;
    view.resize(1400, 800);
    view.setTable(&model);
    model.setRows(rows);
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    view.render(&image);
    measure("a screen of a table of 10,000 rows, scrolled", 40, [&](int i) {
        view.scrollTo(model.index((i * 997) % 10'000, 0));
        view.render(&image);
    });
}

} // namespace

int main(int argc, char** argv)
{
    wanted = argc > 1 ? argv[1] : "";
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const Theme theme(application, ThemeChoice::Light);
    QImage image(1000, 260, QImage::Format_ARGB32_Premultiplied);
    using Style = ChartLine::Style;
    drawing(image, "new content and paint, 4 lines x 2,000 samples", content(Style::Line, 4, 2'000, 0));
    drawing(image, "new content and paint, 4 lines x 40,000 samples", content(Style::Line, 4, 40'000, 0));
    drawing(image, "new content and paint, 4 step lines x 40,000 samples", content(Style::Step, 4, 40'000, 0));
    drawing(image, "new content and paint, 4 stacked areas x 8,640 samples", content(Style::Area, 4, 8'640, 0));
    drawing(image, "new content and paint, 4 lines with 100 gaps each", content(Style::Line, 4, 8'640, 86));
    crosshair(image);
    table();
    return within ? 0 : 1;
}
