// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "../../support/walk.h"
#include "demo_worlds.h"
#include "page_list.h"
#include "palette_items.h"
#include "pages/cost_page.h"
#include "pages/overview_page.h"
#include "pages/table_page.h"
#include "grid/table_view.h"
#include "shell/context_picker.h"
#include "theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>

using namespace loadline;

namespace {

struct Shown {
    explicit Shown(const QString& id, QSize size = {1280, 800})
        : window(pageList())
    {
        QObject::connect(&window, &MainWindow::pageMade, &window, [](Page* made) { demo::serve(made); });
        window.resize(size);
        window.show();
        window.showPage(id);
        page = window.currentPage();
    }
    bool settle(const Worlds& worlds)
    {
        demo::give(page, worlds);
        return QTest::qWaitFor([this] { return page->settled(); }, 30000) ;
    }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (auto* widget : walk::visible(*page)) {
            if (const auto* label = qobject_cast<const QLabel*>(widget))
                all << walk::plain(label->text()) << label->accessibleName();
            else if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
                all << button->text();
        }
        all.removeAll(QString());
        return all.join(QLatin1Char('\n'));
    }
    // What its kinds rest on tells by its class: others (forms, calculators) say nothing of clusters.
    [[nodiscard]] bool restsOnClusters() const { return isTableOfClusters() || qobject_cast<OverviewPage*>(page) || qobject_cast<CostPage*>(page); }
    [[nodiscard]] bool isTableOfClusters() const
    {
        const auto* table = qobject_cast<TablePage*>(page);
        return table && table->restsOnClusters();
    }

    MainWindow window;
    Page* page = nullptr;
};

Error error(Error::Kind kind, const char* what)
{
    return {kind, what, "https://demo", "", {}};
}

} // namespace

// Every page of THE list, whichever there are: drawn, walked, and in every state that a cluster can bring it to.
class TestPages : public QObject {
    Q_OBJECT

    static void everyPage(const std::vector<std::pair<const char*, int>>& variants)
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("variant");
        for (const auto& entry : pageList())
            for (const auto& [name, variant] : variants)
                QTest::addRow("%s-%s", qPrintable(entry.id), name) << entry.id << variant;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!demo::worlds().empty(), "the demo's clusters did not load");
    }

    void drawn_data()
    {
        everyPage({{"light-1280", 0}, {"dark-1280", 1}, {"light-1920", 2}, {"dark-1920", 3}});
    }
    void drawn()
    {
        QFETCH(QString, id);
        QFETCH(int, variant);
        Theme theme(*qApp, variant & 1 ? ThemeChoice::Dark : ThemeChoice::Light);
        Shown shown(id, variant & 2 ? QSize(1920, 1080) : QSize(1280, 800));
        QVERIFY(shown.page);
        QVERIFY2(shown.settle(demo::worlds()), "the page never has all it asked for");
        QTest::qWait(30); // what it made last is laid out
        const QString clipped = walk::clipped(shown.window).join(QLatin1Char('\n'));
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped));
        const auto image = screens::shot(shown.window, 1);
        QVERIFY(screens::colours(image) > 20);
        QVERIFY(screens::keep(image, QStringLiteral("page-") + QString::fromLatin1(QTest::currentDataTag())));
    }

    void walked_data() { everyPage({{"walk", 0}}); }
    void walked()
    {
        QFETCH(QString, id);
        Shown shown(id);
        QVERIFY(shown.settle(demo::worlds()));
        QCOMPARE(walk::nameless(shown.window).join(QLatin1Char('\n')), QString());
        QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        QCOMPARE(walk::unreachable(shown.window).join(QLatin1Char('\n')), QString());
    }

    void nothingToScrollTo_data() { everyPage({{"1280", 0}}); }
    void nothingToScrollTo()
    {
        QFETCH(QString, id);
        Shown shown(id);
        if (!qobject_cast<TablePage*>(shown.page))
            return;
        QVERIFY(shown.settle(demo::worlds()));
        auto* view = shown.page->findChild<TableView*>();
        QVERIFY(view && view->table());
        QCOMPARE(view->horizontalScrollBar()->maximum(), 0);
        for (int column = 0; column < view->table()->columnCount(); ++column) {
            const QString name = view->table()->columnId(column);
            if (name == QLatin1String("name") || name == QLatin1String("state") || name == QLatin1String("replicas")
                || name == QLatin1String("nodes") || name == QLatin1String("metrics") || name == QLatin1String("value")) {
                QVERIFY2(!view->isColumnHidden(column), qPrintable(name));
                QVERIFY2(view->columnWidth(column) >= 60, qPrintable(name));
            }
        }
    }

    void states_data()
    {
        everyPage({{"no-cluster", 0}, {"empty", 1}, {"loading", 2}, {"stale", 3}, {"refused", 4}, {"missing", 5}});
    }
    void states()
    {
        QFETCH(QString, id);
        QFETCH(int, variant);
        Theme theme(*qApp, variant % 2 ? ThemeChoice::Dark : ThemeChoice::Light);
        Shown shown(id);
        const Worlds& real = demo::worlds();
        const std::vector<Worlds> cases {
            {},
            demo::all(real, Presence::Live, std::nullopt, false),
            demo::all(real, Presence::Loading, std::nullopt, false),
            demo::all(real, Presence::Stale, error(Error::Kind::Unreachable, "connection refused"), true),
            demo::all(real, Presence::Refused, error(Error::Kind::Forbidden, "forbidden"), false),
            demo::all(real, Presence::Missing, error(Error::Kind::NotFound, "not found"), false),
        };
        const char* says[] = {"No cluster is open", "", "Loading", "old: connection refused", "You may not list", "not"};
        demo::give(shown.page, cases[std::size_t(variant)]);
        const bool settles = QTest::qWaitFor([&] { return shown.page->settled(); }, variant == 2 ? 500 : 10000);
        QVERIFY(settles || variant == 2 || !shown.restsOnClusters());
        QTest::qWait(30);
        QTRY_COMPARE_WITH_TIMEOUT(walk::clipped(shown.window).join(QLatin1Char('\n')), QString(), 2000); // laid out in turns
        const auto image = screens::shot(shown.window, 1);
        QVERIFY(screens::keep(image, QStringLiteral("state-") + QString::fromLatin1(QTest::currentDataTag())));
        QCOMPARE(walk::nameless(shown.window).join(QLatin1Char('\n')), QString());
        if (!shown.restsOnClusters())
            return;
        QString words = shown.words();
        if (id == QLatin1String("overview") && variant == 2)
            words.replace(QLatin1String("Reading what"), QLatin1String("Loading what"));
        if (id != QLatin1String("overview") || variant != 3) // the overview keeps its figures and says their age above
            QVERIFY2(words.contains(QLatin1String(says[variant])), qPrintable(words));
    }

    void unknownIsNoZero_data() { everyPage({{"refused", 4}, {"missing", 5}, {"loading", 2}}); }
    void unknownIsNoZero()
    {
        QFETCH(QString, id);
        QFETCH(int, variant);
        Shown shown(id);
        const auto* page = qobject_cast<TablePage*>(shown.page);
        if (!page || !shown.isTableOfClusters())
            return;
        std::vector<int> badges;
        connect(page, &Page::badgeChanged, this, [&](int count, int) { badges.push_back(count); });
        const auto presence = variant == 4 ? Presence::Refused : variant == 5 ? Presence::Missing : Presence::Loading;
        demo::give(shown.page, demo::all(demo::worlds(), presence, error(Error::Kind::Forbidden, "forbidden"), false));
        const QString said = variant == 4 ? QStringLiteral("refused") : variant == 5 ? QStringLiteral("not installed") : QString();
        QTRY_COMPARE_WITH_TIMEOUT(page->countText(), said, 10000);
        QTRY_VERIFY_WITH_TIMEOUT(!badges.empty(), 10000);
        QVERIFY(std::all_of(badges.begin(), badges.end(), [](int count) { return count == -1; }));
    }

    void wholePicture_data() { everyPage({{"picture", 0}}); }
    void wholePicture()
    {
        QFETCH(QString, id);
        Shown shown(id);
        QVERIFY(shown.settle(demo::worlds()));
        const QSize before = shown.page->size();
        int scrolled = 0;
        for (auto* area : shown.page->findChildren<QAbstractScrollArea*>())
            if (area->isVisibleTo(shown.page) && !area->parentWidget()->inherits("QComboBoxPrivateContainer"))
                scrolled = std::max(scrolled, area->verticalScrollBar()->maximum());
        int asked = 0;
        connect(shown.page, &Page::seriesWanted, this, [&] { ++asked; });
        const auto image = shown.page->picture(1);
        QVERIFY(screens::keep(image, QStringLiteral("picture-") + id));
        QCOMPARE(shown.page->size(), before);
        QCOMPARE(asked, 0);
        QVERIFY2(image.height() >= before.height() + std::min(scrolled, 400), qPrintable(QString::number(image.height())));
        QVERIFY(image.width() >= before.width());
    }

    void paletteLeadsToRows()
    {
        std::map<QString, QStringList> rows;
        for (const auto& item : paletteItems(demo::worlds())) {
            QVERIFY2(item.command.startsWith(QLatin1String("row:")), qPrintable(item.command));
            const QString to = item.command.mid(4);
            rows[to.section(QLatin1Char('/'), 0, 0)] << to.section(QLatin1Char('/'), 1);
        }
        QCOMPARE(int(rows.size()), 4); // HPA, VPA, KEDA, pools
        for (const auto& [id, wanted] : rows) {
            Shown shown(id);
            const auto* page = qobject_cast<TablePage*>(shown.page);
            QVERIFY2(page, qPrintable(id));
            demo::give(shown.page, demo::worlds());
            for (const QString& row : wanted) {
                shown.window.showRow(id, row);
                QTRY_VERIFY2_WITH_TIMEOUT(page->chosenRow() == row || page->chosenRow().startsWith(row + QLatin1Char('/')),
                    qPrintable(row + QStringLiteral(" but ") + page->chosenRow()), 10000);
            }
        }
    }

    void filteredRowsAreFound()
    {
        Shown shown(QStringLiteral("hpa"));
        const auto* page = qobject_cast<TablePage*>(shown.page);
        QVERIFY(shown.settle(demo::worlds()));
        shown.page->setFilter(QStringLiteral("no such thing"));
        QTRY_VERIFY(page->message().title.contains(QLatin1String("Nothing matches")));
        const auto items = paletteItems(demo::worlds());
        const QString row = items.front().command.section(QLatin1Char('/'), 1);
        shown.page->select(row);
        QTRY_COMPARE(page->chosenRow(), row);
    }

    void chooseClusters_data() { everyPage({{"button", 0}}); }
    void chooseClusters()
    {
        QFETCH(QString, id);
        Shown shown(id);
        demo::give(shown.page, {});
        if (!shown.restsOnClusters())
            return;
        QTRY_VERIFY(shown.words().contains(QLatin1String("Choose clusters")));
        for (auto* button : shown.page->findChildren<QPushButton*>())
            if (button->isVisibleTo(shown.page) && button->text() == QLatin1String("Choose clusters"))
                button->click();
        QTRY_VERIFY(shown.window.findChild<ContextPicker*>()->isVisible());
    }
};

QTEST_MAIN(TestPages)
#include "tst_pages.moc"
