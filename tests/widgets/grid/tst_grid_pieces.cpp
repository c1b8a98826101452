// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "grid/cards.h"
#include "grid/cell_paint.h"
#include "grid/detail.h"
#include "grid/detail_pieces.h"
#include "grid/elided_button.h"
#include "grid/filter_edit.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace loadline;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// Paints on white at 1:1 and looks at the pixels.
QImage painted(QSize size, const std::function<void(const CellPaint&, const QRectF&)>& paint)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    const QPalette palette = lightPalette();
    const CellPaint on {painter, palette, Qt::white, QApplication::font()};
    paint(on, QRectF(QPointF(0, 0), size));
    return image;
}

bool columnIsEmpty(const QImage& image, int x)
{
    for (int y = 0; y < image.height(); ++y)
        if (image.pixelColor(x, y) != QColor(Qt::white))
            return false;
    return true;
}

bool near(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 24;
}

int pixelsOf(const QImage& image, const QColor& colour, const QRect& where)
{
    int count = 0;
    for (int y = where.top(); y <= where.bottom(); ++y)
        for (int x = where.left(); x <= where.right(); ++x)
            count += near(image.pixelColor(x, y), colour) ? 1 : 0;
    return count;
}

}

class TestGridPieces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A long text widens no pane; where there is room all of it stands.
    void longButtonsGiveWay()
    {
        const QString text = s("Put its metrics into fraud-detector-hpa and remove fraud-detector-hpa-copy from the cluster");
        ElidedButton button(text);
        button.resize(button.sizeHint());
        QVERIFY(!button.isCut());
        QVERIFY(button.minimumSizeHint().width() < button.sizeHint().width() / 2);
        button.resize(button.minimumSizeHint());
        QVERIFY(button.isCut());
        QCOMPARE(button.text(), text); // for screen readers too
        // In a layout too, beside a stretch.
        QWidget pane;
        auto* row = new QHBoxLayout(&pane);
        auto* inside = new ElidedButton(text, &pane);
        row->addWidget(inside);
        row->addStretch(1);
        QVERIFY(pane.minimumSizeHint().width() < button.sizeHint().width());
        pane.resize(2 * button.sizeHint().width(), 60);
        row->activate();
        QCOMPARE(inside->width(), button.sizeHint().width());
        ElidedButton brief(s("Show"));
        QCOMPARE(brief.minimumSizeHint().width(), QPushButton(s("Show")).minimumSizeHint().width());
    }
    void initTestCase() { theme_ = std::make_unique<Theme>(*qApp, ThemeChoice::Light); }
    void cleanupTestCase() { theme_.reset(); }

    void barShowsRangeCurrentAndDesired()
    {
        const QImage image = painted({100, 30}, [](const CellPaint& on, const QRectF& rect) {
            paintReplicaBar(on, rect, {20, 80, 40, 60, 100});
        });
        const QColor accent = lightShades().accent;
        QVERIFY(near(image.pixelColor(30, 15), accent)); // filled from min to current
        QVERIFY(!near(image.pixelColor(50, 15), accent));
        QVERIFY(image.pixelColor(70, 15) != QColor(Qt::white)); // the range
        QVERIFY(near(image.pixelColor(60, 9), lightShades().text)); // the mark stands out above the bar
        QVERIFY(columnIsEmpty(image, 10) && columnIsEmpty(image, 90));
    }

    void barOfOddNumbersStaysInItsCell()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const ReplicaBar& bar : {ReplicaBar {5, 2, 900, -3, 10}, ReplicaBar {0, 0, 0, 0, 0}, ReplicaBar {nan, nan, nan, nan, nan},
                 ReplicaBar {1, 1e300, 1e300, 1e300, 5}}) {
            const QImage image = painted({120, 30}, [&bar](const CellPaint& on, const QRectF& rect) {
                paintReplicaBar(on, rect.adjusted(10, 0, -10, 0), bar);
            });
            QVERIFY(columnIsEmpty(image, 2) && columnIsEmpty(image, 117));
        }
    }

    void scaleMarksDifferByShape()
    {
        std::vector<QImage> shapes;
        for (const auto kind : {ScaleMark::Kind::Request, ScaleMark::Kind::Limit, ScaleMark::Kind::Target,
                 ScaleMark::Kind::Usage, ScaleMark::Kind::Peak}) {
            QImage image = painted({60, 30}, [kind](const CellPaint& on, const QRectF& rect) {
                paintScaleBar(on, rect, {{}, {}, {{kind, 0.5}}, 1});
            });
            image.convertTo(QImage::Format_Mono, Qt::ThresholdDither);
            for (const QImage& other : shapes)
                QVERIFY(image != other);
            shapes.push_back(image);
        }
    }

    void sparkKeepsItsGaps()
    {
        Spark spark(100, 5.0);
        for (std::size_t i = 40; i < 60; ++i)
            spark[i].reset();
        const QImage image = painted({100, 30}, [&spark](const CellPaint& on, const QRectF& rect) {
            paintSpark(on, rect.adjusted(2, 4, -4, -4), spark, Tone::Normal);
        });
        QVERIFY(!columnIsEmpty(image, 20) && !columnIsEmpty(image, 80));
        QVERIFY(columnIsEmpty(image, 50));
        for (const Spark& odd : {Spark {}, Spark {1.0}, Spark(50), Spark {std::numeric_limits<double>::infinity(), 1.0}, Spark(9, 0.0)})
            painted({40, 20}, [&odd](const CellPaint& on, const QRectF& rect) { paintSpark(on, rect, odd, Tone::Bad); });
    }

    void everyChipStaysHoweverNarrow()
    {
        std::vector<Chip> chips;
        for (const char* label : {"cpu", "requests per second", "p95 latency", "memory"})
            chips.push_back({s(label), s("140 % of 70 %"), Tone::Bad});
        QVERIFY(chipsWidth(QApplication::font(), chips) > 400);
        for (const int width : {900, 400, 300, 200, 140}) {
            bool whole = false;
            const QImage image = painted({width, 30}, [&](const CellPaint& on, const QRectF& rect) {
                whole = paintChips(on, rect, chips);
            });
            QCOMPARE(whole, width == 900);
            // Frames are counted along the chips' upper edge: four pieces, whatever the width.
            int frames = 0;
            bool inside = false;
            for (int x = 0; x < width; ++x) {
                const bool ink = image.pixelColor(x, 5) != QColor(Qt::white);
                frames += ink && !inside ? 1 : 0;
                inside = ink;
            }
            QCOMPARE(frames, 4);
            QVERIFY(pixelsOf(image, ink(Tone::Bad, lightPalette(), Qt::white), QRect(0, 0, width, 30)) > 8);
        }
    }

    void chipFlowBreaksIntoLines()
    {
        std::vector<Chip> chips(6, Chip {s("requests"), s("180/s of 100/s"), Tone::Normal});
        ChipFlow flow(chips);
        QVERIFY(flow.heightForWidth(2000) < flow.heightForWidth(350));
        QVERIFY(flow.heightForWidth(350) < flow.heightForWidth(100));
        QVERIFY(flow.accessibleName().contains(s("requests 180/s of 100/s; ")));
    }

    void labelsFollowTheTheme()
    {
        ToneLabel label(s("Held at max"), Tone::Bad);
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Dark}) {
            theme_->choose(choice);
            QCoreApplication::processEvents();
            const Shades& shades = shadesOf(QApplication::palette());
            const QColor ink = label.palette().color(QPalette::WindowText);
            QVERIFY(contrast(ink, shades.surface) >= 4.5 && contrast(ink, shades.window) >= 4.5);
        }
        theme_->choose(ThemeChoice::Light);
    }

    void figureCardReadsWell()
    {
        FigureCard card(s("Run rate"));
        card.setFigure(s("$3.41/h"), s("$2,489 a month"), Tone::Muted);
        QCOMPARE(card.accessibleName(), s("Run rate"));
        QCOMPARE(card.accessibleDescription(), s("$3.41/h, $2,489 a month"));
    }

    void cardIsAButtonWhenTold()
    {
        Card card(s("prod-us-east"));
        card.resize(200, 80);
        QSignalSpy clicked(&card, &Card::clicked);
        QTest::mouseClick(&card, Qt::LeftButton);
        QTest::keyClick(&card, Qt::Key_Return);
        QCOMPARE(clicked.count(), 0);
        QCOMPARE(card.focusPolicy(), Qt::NoFocus);
        card.setClickable(true);
        QTest::mouseClick(&card, Qt::LeftButton);
        QTest::keyClick(&card, Qt::Key_Return);
        QTest::keyClick(&card, Qt::Key_Space);
        QCOMPARE(clicked.count(), 3);
        QCOMPARE(card.focusPolicy(), Qt::StrongFocus);
    }

    void filterWaitsForAPause()
    {
        FilterEdit edit(s("Filter: name"));
        QSignalSpy said(&edit, &FilterEdit::filterChanged);
        QTest::keyClicks(&edit, s("frau"));
        QCOMPARE(said.count(), 0);
        QTRY_COMPARE(said.count(), 1);
        QCOMPARE(said[0][0].toString(), s("frau"));
        QTest::keyClicks(&edit, s("d"));
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(said.count(), 2);
        QTest::keyClick(&edit, Qt::Key_Escape);
        QCOMPARE(said.count(), 3);
        QCOMPARE(said[2][0].toString(), QString());
        edit.setFilter(s(" state:held "));
        QCOMPARE(said[3][0].toString(), s("state:held"));
        edit.setFilter(s("state:held"));
        QCOMPARE(said.count(), 4); // the same is not said again
        QVERIFY(!edit.accessibleName().isEmpty());
    }

    void findTakesTheFocus()
    {
        QWidget window;
        FilterEdit edit(s("Filter"), &window);
        QLineEdit other(&window);
        other.move(0, 60);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other.setFocus();
        QTest::keySequence(&window, QKeySequence::Find);
        QTRY_VERIFY(edit.hasFocus());
        other.setFocus();
        edit.setShortcutEnabled(false);
        QTest::keySequence(&window, QKeySequence::Find);
        QVERIFY(other.hasFocus());
    }

    void detailKeepsEqualSections()
    {
        DetailPane pane;
        DetailSection why {s("Why"), {{s("4 × 140 / 70 = <b>8</b>"), Tone::Normal, {}}}, {}, {}, {}, {}};
        DetailSection money {s("Money"), {}, {{s("A replica"), s("$0.096/h"), Tone::Normal, {}}}, {}, {}, {}};
        pane.setSections({why, money});
        auto labels = pane.findChildren<ToneLabel*>();
        QVERIFY(labels.size() >= 4);
        QPointer<ToneLabel> kept = labels.front();
        money.pairs[0].value = s("$0.100/h");
        pane.setSections({why, money});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(kept);
        QCOMPARE(pane.text(), s("Why\n4 × 140 / 70 = 8\n\nMoney\nA replica: $0.100/h"));
        pane.setSections({});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!kept);
        QCOMPARE(pane.text(), QString());
    }

    void conditionsAreWordsAndShapes()
    {
        DetailPane pane;
        using State = DetailCondition::State;
        pane.setSections({{s("Conditions"), {}, {},
            {{State::True, s("AbleToScale"), s("ReadyForNewScale, 3 d"), Tone::Good, {}},
                {State::False, s("ScalingLimited"), {}, Tone::Idle, {}}, {State::Unknown, s("ScalingActive"), {}, Tone::Warn, {}}},
            {}, {}}});
        QVERIFY(pane.text().contains(s("AbleToScale: true, ReadyForNewScale, 3 d")));
        QVERIFY(pane.text().contains(s("ScalingLimited: false")));
        QVERIFY(pane.text().contains(s("ScalingActive: unknown")));
        std::vector<QImage> shapes;
        for (const auto state : {State::True, State::False, State::Unknown}) {
            ConditionDot dot({state, s("x"), {}, Tone::Good, {}});
            QImage image = screens::shot(dot, 4);
            for (const QImage& other : shapes)
                QVERIFY(image != other);
            shapes.push_back(image);
        }
    }

    void linksSayTheirId()
    {
        DetailPane pane;
        QSignalSpy link(&pane, &DetailPane::linkActivated);
        DetailSection section;
        section.links = {{s("Show the ScaledObject"), s("keda:prod/ml/\"x\"&y")}};
        pane.setSections({section});
        for (auto* label : pane.findChildren<QLabel*>())
            if (label->textFormat() == Qt::RichText && label->text().contains(s("href"))) {
                QVERIFY(label->focusPolicy() & Qt::TabFocus);
                label->show();
                label->resize(300, 30);
                QTest::mouseClick(label, Qt::LeftButton, {}, QPoint(20, label->height() / 2));
            }
        QCOMPARE(link.count(), 1);
        QCOMPARE(link[0][0].toString(), s("keda:prod/ml/\"x\"&y"));
    }

private:
    std::unique_ptr<Theme> theme_;
};

QTEST_MAIN(TestGridPieces)
#include "tst_grid_pieces.moc"
