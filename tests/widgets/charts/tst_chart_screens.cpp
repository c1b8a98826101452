// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "charts/time_chart.h"
#include "charts/week_strip.h"
#include "grid/cards.h"
#include "sample_charts.h"
#include "theme/theme.h"

#include <QMouseEvent>
#include <QTest>
#include <QVBoxLayout>

using namespace loadline;

namespace {

class Sheet : public QWidget {
public:
    Sheet()
    {
        auto* row = new QHBoxLayout(this);
        row->setSpacing(12);
        auto* left = new Card;
        row->addWidget(left, 3);
        for (const ChartContent& content : {sample::replicas(), sample::cpu()}) {
            auto* chart = new TimeChart;
            chart->setContent(content);
            left->body()->addWidget(chart, 1);
            charts.push_back(chart);
        }
        auto* right = new QVBoxLayout;
        row->addLayout(right, 2);
        auto* stack = new Card;
        auto* chart = new TimeChart;
        chart->setContent(sample::nodes());
        stack->body()->addWidget(chart);
        charts.push_back(chart);
        right->addWidget(stack, 2);
        auto* waiting = new Card;
        auto* empty = new TimeChart;
        auto content = sample::cpu();
        content.message = QStringLiteral("Prometheus answered 422: the query asks for more than 11,000 points.");
        content.progress = 0.4;
        empty->setContent(content);
        waiting->body()->addWidget(empty);
        right->addWidget(waiting, 1);
        auto* cron = new Card(QStringLiteral("Business hours"));
        auto* strip = new WeekStrip;
        std::vector<WeekWindow> windows;
        for (int day = 0; day < 5; ++day)
            windows.push_back({day * 1440 + 480, day * 1440 + 1200, QStringLiteral("Weekdays 08:00 to 20:00: 10"),
                LineColour::Accent, 0});
        windows.push_back({6 * 1440 + 1200, 240, QStringLiteral("Sunday night: 4"), LineColour::Spot, 1});
        strip->setWeek(windows, 895, QStringLiteral("Europe/Berlin"));
        cron->body()->addWidget(strip);
        right->addWidget(cron);
        resize(1420, 760);
    }
    std::vector<TimeChart*> charts;
};

} // namespace

class TestChartScreens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void picturesInBothThemes()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            theme.choose(choice);
            Sheet sheet;
            screens::shot(sheet, 1);
            QTest::mouseMove(sheet.charts[0], QPoint(300, 100));
            for (const std::size_t which : {std::size_t(0), std::size_t(2)}) {
                auto* chart = sheet.charts[which];
                const QPointF at(chart->plotRect().left() + chart->plotRect().width() * 0.46, chart->plotRect().center().y());
                QMouseEvent move(QEvent::MouseMove, at, chart->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
                QCoreApplication::sendEvent(chart, &move);
                QVERIFY(!chart->reading().isEmpty());
            }
            for (const int scale : {1, 2}) {
                const QImage image = screens::shot(sheet, scale);
                QVERIFY(screens::colours(image) >= 40);
                QVERIFY(screens::keep(image, QStringLiteral("charts-%1-%2x").arg(themeWord(choice)).arg(scale)));
            }
            const QImage alone = sheet.charts[0]->picture(2);
            QVERIFY(screens::keep(alone, QStringLiteral("chart-alone-%1").arg(themeWord(choice))));
            QVERIFY(screens::colours(alone) >= 20);
        }
    }
};

QTEST_MAIN(TestChartScreens)
#include "tst_chart_screens.moc"
