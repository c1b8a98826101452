// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "theme/desktop_scheme.h"
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDBusVariant>
#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStyleOptionSlider>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace loadline;

namespace {

// One of each control, as a page would place them.
class Gallery : public QWidget {
public:
    Gallery()
    {
        auto* grid = new QGridLayout(this);
        grid->setVerticalSpacing(12);
        auto* plain = new QPushButton(QStringLiteral("Columns"));
        auto* leading = new QPushButton(QStringLiteral("Save picture"));
        leading->setDefault(true);
        auto* off = new QPushButton(QStringLiteral("Export"));
        off->setEnabled(false);
        auto* checked = new QPushButton(QStringLiteral("Last 8 h"));
        checked->setCheckable(true);
        checked->setChecked(true);
        auto* pictured = new QPushButton(icon(QStringLiteral("export")), QStringLiteral("Export"));
        auto* menu = new QMenu(this);
        menu->addAction(QStringLiteral("CSV"));
        pictured->setMenu(menu);
        auto* flat = new QPushButton(QStringLiteral("Flat"));
        flat->setFlat(true);
        const std::vector<QWidget*> buttons {plain, leading, off, checked, pictured, flat};
        for (int i = 0; i < int(buttons.size()); ++i)
            grid->addWidget(buttons[std::size_t(i)], 0, i);

        auto* edit = new QLineEdit(QStringLiteral("fraud"));
        auto* empty = new QLineEdit;
        empty->setPlaceholderText(QStringLiteral("Filter: name, target, state"));
        auto* readOnly = new QLineEdit(QStringLiteral("read only"));
        readOnly->setReadOnly(true);
        auto* combo = new QComboBox;
        combo->addItems({QStringLiteral("prod-us-east"), QStringLiteral("staging")});
        auto* editable = new QComboBox;
        editable->setEditable(true);
        editable->addItem(QStringLiteral("ml-platform"));
        auto* spin = new QSpinBox;
        spin->setValue(42);
        const std::vector<QWidget*> inputs {edit, empty, readOnly, combo, editable, spin};
        for (int i = 0; i < int(inputs.size()); ++i)
            grid->addWidget(inputs[std::size_t(i)], 1, i);

        auto* check = new QCheckBox(QStringLiteral("Shown"));
        check->setChecked(true);
        auto* part = new QCheckBox(QStringLiteral("Partly"));
        part->setTristate(true);
        part->setCheckState(Qt::PartiallyChecked);
        auto* none = new QCheckBox(QStringLiteral("Not shown"));
        auto* radio = new QRadioButton(QStringLiteral("Dark"));
        radio->setChecked(true);
        auto* progress = new QProgressBar;
        progress->setValue(40);
        progress->setTextVisible(false);
        auto* tool = new QToolButton;
        tool->setIcon(icon(QStringLiteral("refresh")));
        tool->setAutoRaise(true);
        auto* opens = new QToolButton;
        opens->setIcon(icon(QStringLiteral("columns")));
        opens->setText(QStringLiteral("Columns"));
        opens->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        opens->setPopupMode(QToolButton::InstantPopup);
        opens->setMenu(menu);
        grid->addWidget(opens, 3, 3);
        const std::vector<QWidget*> states {check, part, none, radio, progress, tool};
        for (int i = 0; i < int(states.size()); ++i)
            grid->addWidget(states[std::size_t(i)], 2, i);

        auto* tabs = new QTabBar;
        tabs->addTab(QStringLiteral("Charts"));
        tabs->addTab(QStringLiteral("Events"));
        tabs->addTab(QStringLiteral("YAML"));
        tabs->setExpanding(false);
        grid->addWidget(tabs, 3, 0, 1, 3);
        auto* list = new QListWidget;
        for (int i = 0; i < 30; ++i)
            list->addItem(QStringLiteral("namespace %1").arg(i));
        list->setCurrentRow(1);
        grid->addWidget(list, 4, 0, 1, 3);
        auto* tree = new QTreeWidget;
        tree->setHeaderLabels({QStringLiteral("Field"), QStringLiteral("Value")});
        auto* top = new QTreeWidgetItem(tree, {QStringLiteral("spec"), QString()});
        new QTreeWidgetItem(top, {QStringLiteral("maxReplicas"), QStringLiteral("20")});
        top->setExpanded(true);
        grid->addWidget(tree, 4, 3, 1, 3);

        int place = 0;
        auto* icons = new QGridLayout;
        for (const QFileInfo& file : QDir(QStringLiteral(":/icons")).entryInfoList()) {
            auto* label = new QLabel;
            label->setPixmap(icon(file.baseName()).pixmap(QSize(20, 20), 2.0));
            icons->addWidget(label, place / 26, place % 26);
            ++place;
        }
        grid->addLayout(icons, 5, 0, 1, 6);
        resize(980, 460);
    }
};

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void picturesInBothThemes()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            theme.choose(choice);
            Gallery gallery;
            gallery.ensurePolished();
            for (const int scale : {1, 2}) {
                const QImage image = screens::shot(gallery, scale);
                QVERIFY(screens::colours(image) > 20);
                QVERIFY(screens::keep(image, QStringLiteral("theme-%1-%2x").arg(themeWord(choice)).arg(scale)));
            }
        }
    }
    void choosesAndSaysSo()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.choose(ThemeChoice::Dark);
        QVERIFY(theme.dark() && isDark(QApplication::palette()));
        theme.choose(ThemeChoice::Dark);
        theme.choose(ThemeChoice::Light);
        QVERIFY(!isDark(QApplication::palette()));
        QCOMPARE(changed.count(), 2);
    }
    void afterTheDesktopUnlessTold()
    {
        QApplication::setPalette(darkPalette()); // as a dark desktop would give it
        Theme theme(*qApp, ThemeChoice::System);
        QVERIFY(theme.dark());
        theme.choose(ThemeChoice::Light);
        QVERIFY(!theme.dark());
        theme.choose(ThemeChoice::System);
        QVERIFY(theme.dark());
        QApplication::setPalette(lightPalette());
    }
    void readsThePortal_data()
    {
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<int>("dark"); // -1: no preference
        const auto wrapped = [](const QVariant& value) { return QVariant::fromValue(QDBusVariant(value)); };
        QTest::newRow("dark") << QVariant(1U) << 1;
        QTest::newRow("light") << QVariant(2U) << 0;
        QTest::newRow("none") << QVariant(0U) << -1;
        QTest::newRow("wrapped") << wrapped(1U) << 1;
        QTest::newRow("twice") << wrapped(wrapped(2U)) << 0;
        QTest::newRow("a word") << QVariant(QStringLiteral("prefer-dark")) << -1;
        QTest::newRow("nothing") << QVariant() << -1;
        QTest::newRow("far out") << QVariant(77U) << -1;
    }
    void readsThePortal()
    {
        QFETCH(QVariant, value);
        QFETCH(int, dark);
        const auto told = DesktopScheme::parse(value);
        QCOMPARE(told ? int(*told) : -1, dark);
    }
    void iconsTakeTheTextColour()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        const QIcon lock = icon(QStringLiteral("lock"));
        const QImage light = lock.pixmap(QSize(32, 32), 1.0).toImage();
        theme.choose(ThemeChoice::Dark);
        const QImage dark = lock.pixmap(QSize(32, 32), 1.0).toImage();
        const auto strongest = [](const QImage& image) {
            QColor best(Qt::transparent);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (const QColor c = image.pixelColor(x, y); c.alpha() > best.alpha())
                        best = c;
            return best;
        };
        QVERIFY(strongest(light).lightness() < 60);
        QVERIFY(strongest(dark).lightness() > 200);
        QCOMPARE(lock.pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
    }
    void everyIconDraws()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        const auto files = QDir(QStringLiteral(":/icons")).entryInfoList();
        QVERIFY(files.size() > 40);
        for (const QFileInfo& file : files)
            QVERIFY2(screens::colours(iconPixmap(file.baseName(), 16, Qt::black, 2).toImage()) > 3,
                qPrintable(file.baseName()));
        QCOMPARE(screens::colours(iconPixmap(QStringLiteral("no-such"), 16, Qt::black, 1).toImage()), 1);
    }
    void focusShowsToKeyboardUsers()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        QPushButton button(QStringLiteral("Export"));
        button.resize(90, 28);
        const QStyle& style = *QApplication::style();
        const auto painted = [&](QStyle::State state) {
            QImage image(90, 28, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            QStyleOptionButton option;
            option.initFrom(&button);
            option.state = state;
            style.drawControl(QStyle::CE_PushButtonBevel, &option, &painter, &button);
            painter.end();
            return image;
        };
        const auto enabled = QStyle::State_Enabled | QStyle::State_Active | QStyle::State_Raised;
        QCOMPARE(painted(enabled), painted(enabled | QStyle::State_HasFocus)); // by the mouse: quiet
        QVERIFY(painted(enabled) != painted(enabled | QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange));
    }
    void scrollBarsReachBothEnds()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        QScrollBar bar(Qt::Vertical);
        bar.resize(12, 300);
        bar.setRange(0, 1000000);
        bar.setPageStep(10);
        const auto thumb = [&bar] {
            QStyleOptionSlider option;
            option.initFrom(&bar);
            option.orientation = Qt::Vertical;
            option.minimum = bar.minimum();
            option.maximum = bar.maximum();
            option.pageStep = bar.pageStep();
            option.sliderPosition = bar.value();
            return QApplication::style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, &bar);
        };
        QCOMPARE(thumb().top(), 0);
        QVERIFY(thumb().height() >= 28);
        bar.setValue(bar.maximum());
        QCOMPARE(thumb().bottom(), 299);
    }
    void aButtonThatOpensAMenuHasRoomForItsArrow()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        QMenu menu;
        QToolButton plain;
        plain.setText(QStringLiteral("Export"));
        const int width = plain.sizeHint().width();
        plain.setPopupMode(QToolButton::InstantPopup);
        plain.setMenu(&menu);
        QVERIFY(plain.sizeHint().width() >= width + 14);
        QCOMPARE(plain.sizeHint().height(), controlHeight(plain.font()));
    }
    void sizesFollowTheFont()
    {
        QFont font(QStringLiteral("Inter"));
        font.setPixelSize(13);
        QCOMPARE(rowHeight(font), 30);
        font.setPixelSize(26);
        QCOMPARE(rowHeight(font), 60);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
