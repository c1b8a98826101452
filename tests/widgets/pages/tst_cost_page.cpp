// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/tables/money_worlds.h"
#include "../../support/walk.h"
#include "grid/cards.h"
#include "grid/detail.h"
#include "grid/table_view.h"
#include "pages/cost_page.h"
#include "pages/cost_tables.h"
#include "tables/money_text.h"

#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace loadline;
using namespace loadline::test;

namespace {

struct Shown {
    explicit Shown(GroupKind by = GroupKind::Namespace, const Worlds& worlds = {moneyWorld()})
    {
        settings.by = {by, {}};
        page.resize(1100, 760);
        page.show();
        page.setShown(true);
        page.setCosts(moneyCosts(settings));
        page.setWorlds(worlds);
    }
    bool settle() { return QTest::qWaitFor([this] { return page.settled(); }, 10000); }
    [[nodiscard]] TableView* table() const
    {
        for (auto* view : page.findChildren<TableView*>())
            if (view->accessibleName() == QLatin1String("Cost"))
                return view;
        return nullptr;
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < table()->table()->rowCount(); ++row)
            names << table()->table()->index(row, 0).data().toString();
        return names;
    }
    bool opened(const QString& rowId, const QStringList& wanted)
    {
        table()->choose(rowId);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Return);
        return QTest::qWaitFor([&] { return names() == wanted; }, 5000);
    }
    [[nodiscard]] QString words() const
    {
        QStringList all;
        for (auto* widget : walk::visible(const_cast<CostPage&>(page)))
            if (const auto* label = qobject_cast<const QLabel*>(widget))
                all << walk::plain(label->text());
        return all.join(QLatin1Char('\n'));
    }
    CostSettings settings;
    CostPage page;
};

QAction* entryOf(const QWidget& page, const QString& text)
{
    for (auto* button : page.findChildren<QToolButton*>()) {
        if (!button->menu())
            continue;
        Q_EMIT button->menu()->aboutToShow();
        for (QAction* action : button->menu()->actions())
            if (action->text().remove(QLatin1Char('&')).startsWith(text))
                return action;
    }
    return nullptr;
}

} // namespace

class CostPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figures();
    void opensAndLeadsBack();
    void anotherOrderStartsAtItsTop();
    void historyStartsAtItsTopToo();
    void twoClustersKeepAllColumns();
    void pricesAndWords();
    void openCostBeside();
    void exportsWhatShows();
    void review();
    void fixedCounts();
    void states();
    void followsTheCluster();
};

void CostPageTest::figures()
{
    Shown shown;
    QVERIFY(shown.settle());
    const QString words = shown.words();
    // Twelve hours since midnight: general 2 * 8 h + 4 * 4 h, GPU spot 4 h.
    QVERIFY2(words.contains(QStringLiteral("Since midnight")), qPrintable(words));
    QCOMPARE(*shown.page.report().sinceMidnight, money("0.096") * 32 + money("0.4") * 4);
    QVERIFY2(words.contains(QStringLiteral("$4.67")), qPrintable(words));
    // Against the peak, 4 general and 1 GPU always on demand over the covered hours.
    QVERIFY(shown.page.report().haveLedger);
    QVERIFY(words.contains(moneyText(shown.page.report().ledger.realised(), {})));
}

void CostPageTest::opensAndLeadsBack()
{
    Shown shown;
    QVERIFY(shown.settle());
    QVERIFY(QTest::qWaitForWindowActive(&shown.page));
    const QStringList groups = shown.names();
    QCOMPARE(groups, (QStringList {QStringLiteral("shop"), QStringLiteral("ml"), QStringLiteral("Idle and system"), QStringLiteral("Total")}));
    QVERIFY(shown.opened(QStringLiteral("test/shop"), {QStringLiteral("api (Deployment, shop)"), QStringLiteral("loner (Pod, shop)"), QStringLiteral("Total")}));
    QVERIFY(shown.words().contains(QStringLiteral("shop")));
    QVERIFY2(shown.opened(QStringLiteral("test/shop/Deployment/api"),
                 {QStringLiteral("api-1"), QStringLiteral("api-2"), QStringLiteral("api-3"), QStringLiteral("Total")}),
        qPrintable(shown.names().join(QLatin1Char('|'))));
    QVERIFY(shown.opened(QStringLiteral("test/pod/shop/api-1"), {QStringLiteral("c0"), QStringLiteral("Total")}));
    QTest::keyClick(shown.table(), Qt::Key_Backspace);
    QTRY_COMPARE(shown.names().first(), QStringLiteral("api-1"));
    QTest::keyClick(shown.table(), Qt::Key_Backspace);
    QTRY_COMPARE(shown.names().first(), QStringLiteral("api (Deployment, shop)"));
    QTest::keyClick(shown.table(), Qt::Key_Backspace);
    QTRY_COMPARE(shown.names(), groups);
    // The link beside a line leads there as well; another grouping leads out.
    auto* tables = shown.page.findChild<CostTables*>();
    shown.table()->choose(QStringLiteral("test/ml"));
    Q_EMIT shown.page.findChildren<DetailPane*>().front()->linkActivated(QStringLiteral("open"));
    QTRY_VERIFY(tables->path().open);
    shown.settings.by = {GroupKind::Pool, {}};
    shown.page.setCosts(moneyCosts(shown.settings));
    QTRY_VERIFY(!tables->path().open);
    QTRY_COMPARE(shown.names(), (QStringList {QStringLiteral("general"), QStringLiteral("gpu"), QStringLiteral("Total")}));
}

void CostPageTest::anotherOrderStartsAtItsTop()
{
    Shown shown;
    QVERIFY(shown.settle());
    QVERIFY(shown.names().size() > 2);
    const auto first = [&] { return shown.table()->table()->rowId(0); };
    const auto sort = [&](bool descending) { Q_EMIT shown.table()->sortingChosen({SortBy {QStringLiteral("name"), descending}}); };
    QCOMPARE(shown.table()->chosenRow(), first());
    for (const bool descending : {false, true}) { // nobody chose a row: the pane tells of the first of each order
        sort(descending);
        QCOMPARE(shown.table()->chosenRow(), first());
    }
    // One that was chosen stays, wherever it comes to lie.
    const QString second = shown.table()->table()->rowId(1);
    shown.table()->choose(second);
    for (const bool descending : {false, true}) {
        sort(descending);
        QCOMPARE(shown.table()->chosenRow(), second);
    }
}

void CostPageTest::historyStartsAtItsTopToo()
{
    // Before any history came what runs now decides the order, and the GPU of "ml" comes first; over the window it did not run.
    Shown shown;
    shown.page.setCosts(moneyCosts(shown.settings, {}));
    QVERIFY(shown.settle());
    QCOMPARE(shown.names().first(), QStringLiteral("ml"));
    QCOMPARE(shown.table()->chosenRow(), shown.table()->table()->rowId(0));
    shown.page.setCosts(moneyCosts(shown.settings));
    QVERIFY(shown.settle());
    QCOMPARE(shown.names().first(), QStringLiteral("shop"));
    QCOMPARE(shown.table()->chosenRow(), shown.table()->table()->rowId(0));
}

void CostPageTest::twoClustersKeepAllColumns()
{
    auto other = std::make_shared<World>(*moneyWorld());
    other->cluster = "staging-eu-central-1";
    Shown shown(GroupKind::WorkloadType, {moneyWorld(), other});
    auto costs = std::make_shared<Costs>(*moneyCosts(shown.settings));
    costs->clusters.emplace(other->cluster, costs->clusters.begin()->second);
    shown.page.setCosts(costs);
    shown.page.resize(1081, 757); // a window of 1280x800
    QVERIFY(shown.settle());
    QVERIFY(QTest::qWaitFor([&] { return !shown.table()->isColumnHidden(1); }, 2000));
    QStringList hidden;
    for (int column = 0; column < shown.table()->table()->columnCount(); ++column)
        if (shown.table()->isColumnHidden(column))
            hidden << shown.table()->table()->headerData(column, Qt::Horizontal).toString();
    QCOMPARE(hidden, (QStringList {QStringLiteral("Held against"), QStringLiteral("By its scaler"), QStringLiteral("Scaler against")})); // hidden until asked for
}

void CostPageTest::pricesAndWords()
{
    Shown shown;
    QVERIFY(shown.settle());
    auto* tabs = shown.page.findChild<QTabBar*>();
    tabs->setCurrentIndex(1);
    const QString prices = shown.words();
    for (const char* wanted : {"Sources and coverage", "bundled list", "Source", "2026-"})
        QVERIFY2(prices.contains(QLatin1String(wanted)), qPrintable(QLatin1String(wanted) + QStringLiteral(" not in ") + prices));
    QSignalSpy going(&shown.page, &Page::rowActivated);
    tabs->setCurrentIndex(3);
    const QString words = shown.words();
    for (const char* wanted : {"What is unknown", "No discount: what is paid is the list price.", "A month has 730 hours.", "History: monitoring/prometheus:80."})
        QVERIFY2(words.contains(QLatin1String(wanted)), qPrintable(QLatin1String(wanted) + QStringLiteral(" not in ") + words));
    Q_EMIT shown.page.findChildren<DetailPane*>().back()->linkActivated(QStringLiteral("terms"));
    QCOMPARE(going.size(), 1);
    QCOMPARE(going.front().at(0).toString(), QStringLiteral("prices"));
    QCOMPARE(going.front().at(1).toString(), QStringLiteral("terms"));
}

void CostPageTest::openCostBeside()
{
    Shown shown;
    QVERIFY(shown.settle());
    auto* tabs = shown.page.findChild<QTabBar*>();
    tabs->setCurrentIndex(2);
    QVERIFY2(shown.words().contains(QStringLiteral("Asking the clusters for their OpenCost.")), qPrintable(shown.words()));
    const auto hand = [&](OpenCostFigures figures) {
        auto costs = std::make_shared<Costs>(*moneyCosts(shown.settings));
        figures.window = std::chrono::hours {24};
        costs->clusters.begin()->second.openCost = std::make_shared<const OpenCostFigures>(std::move(figures));
        shown.page.setCosts(costs);
        QVERIFY(shown.settle());
    };
    OpenCostFigures figures;
    figures.source = "opencost/opencost:9003";
    OpenCostEntry& shop = figures.entries.emplace_back();
    shop.name = "shop";
    shop.minutes = 1440;
    shop.totalCost = 9;
    shop.pvCost = 2;
    hand(figures);
    for (auto* view : shown.page.findChildren<TableView*>())
        if (view->accessibleName() == QStringLiteral("OpenCost beside Loadline"))
            view->choose(QStringLiteral("test/shop"));
    const QString words = shown.words();
    for (const char* wanted : {"shop", "$9.00", "The difference by term", "network, volumes", "+$2.00", "OpenCost at opencost/opencost:9003 tells $9.00 for the last 24 h"})
        QVERIFY2(words.contains(QString::fromLatin1(wanted)), qPrintable(QString::fromLatin1(wanted) + QStringLiteral(" not in ") + words));
    QTRY_COMPARE(walk::clipped(shown.page).join(QLatin1Char('\n')), QString());
    const auto table = shown.page.table();
    QVERIFY(table && table->ids.contains(QStringLiteral("theirs")));
    const auto row = std::find_if(table->texts.begin(), table->texts.end(), [](const QStringList& cells) { return cells.front() == QLatin1String("shop"); });
    QVERIFY(row != table->texts.end());
    QCOMPARE(row->at(table->ids.indexOf(QStringLiteral("theirs"))), QStringLiteral("9.00"));
    QVERIFY(table->head.notes.join(QLatin1Char('\n')).contains(QStringLiteral("opencost/opencost:9003")));
    // What is wrong is said in place of figures.
    OpenCostFigures none;
    none.error = Error {Error::Kind::Forbidden, "You may not ask OpenCost at %1 through the API server.", {}, "It needs the verb get on services/proxy there.", {"opencost/opencost:9003"}};
    hand(none);
    QVERIFY2(shown.words().contains(QStringLiteral("You may not ask OpenCost at opencost/opencost:9003")), qPrintable(shown.words()));
    QVERIFY(shown.words().contains(QStringLiteral("services/proxy")));
}

void CostPageTest::exportsWhatShows()
{
    Shown shown;
    QVERIFY(shown.settle());
    QVERIFY(QTest::qWaitForWindowActive(&shown.page));
    const auto column = [](const ExportTable& table, const char* id) {
        QStringList cells;
        for (const QStringList& row : table.texts)
            cells << row[table.ids.indexOf(QLatin1String(id))];
        return cells;
    };
    QCOMPARE(column(*shown.page.table(), "Group"), shown.names());
    QVERIFY(shown.opened(QStringLiteral("test/shop"), {QStringLiteral("api (Deployment, shop)"), QStringLiteral("loner (Pod, shop)"), QStringLiteral("Total")}));
    const auto parts = shown.page.table();
    QCOMPARE(column(*parts, "Group"), shown.names());
    QVERIFY2(parts->head.page.endsWith(QStringLiteral("shop")), qPrintable(parts->head.page));
    shown.page.findChild<QTabBar*>()->setCurrentIndex(1);
    QCOMPARE(column(*shown.page.table(), "name"), (QStringList {QStringLiteral("n1"), QStringLiteral("n2"), QStringLiteral("n3")}));
    const auto picture = shown.page.picture(1);
    QVERIFY(picture.height() > shown.page.height()); // the caption stands below it
}

void CostPageTest::review()
{
    Shown shown;
    QVERIFY(shown.settle());
    QSignalSpy files(&shown.page, &CostPage::fileWanted);
    QAction* entry = entryOf(shown.page, QStringLiteral("Cost review as PDF"));
    QVERIFY(entry);
    entry->trigger();
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.front().at(0).toString(), QStringLiteral("pdf"));
    const QByteArray pdf = files.front().at(2).toByteArray();
    QVERIFY(pdf.startsWith("%PDF-") && pdf.size() > 10'000);
    // Before anything is known there is nothing to hand to anybody.
    CostPage empty;
    QSignalSpy none(&empty, &CostPage::fileWanted), said(&empty, &Page::message);
    entryOf(empty, QStringLiteral("Cost review as PDF"))->trigger();
    QCOMPARE(none.size(), 0);
    QCOMPARE(said.size(), 1);
}

void CostPageTest::fixedCounts()
{
    Shown shown;
    QVERIFY(shown.settle());
    QSignalSpy going(&shown.page, &Page::rowActivated);
    QAction* entry = entryOf(shown.page, QStringLiteral("Fixed counts per pool"));
    QVERIFY(entry);
    entry->trigger();
    QCOMPARE(going.size(), 1);
    QCOMPARE(going.front().at(1).toString(), QStringLiteral("baseline"));
    // What is chosen is printed with the figures.
    shown.settings.baseline = parseFixedBaseline("general=10@0.2\n").value();
    shown.page.setCosts(moneyCosts(shown.settings));
    QVERIFY(shown.settle());
    QCOMPARE(shown.page.report().ledger.saving.baseline, money("2") * (10 * 24 + 12));
    shown.page.findChild<QTabBar*>()->setCurrentIndex(3);
    QVERIFY2(shown.words().contains(baselineText(shown.settings.baseline)), qPrintable(shown.words()));
    QVERIFY(shown.page.table()->head.notes.join(QLatin1Char('\n')).contains(baselineText(shown.settings.baseline)));
}

void CostPageTest::states()
{
    Shown none(GroupKind::Namespace, {});
    QTRY_VERIFY(none.words().contains(QStringLiteral("No cluster is open")));
    WorldOf world;
    world.state(KindId::Node).presence = Presence::Refused;
    world.state(KindId::Node).error = Error {Error::Kind::Forbidden, "forbidden", {}, {}, {}};
    Shown refused(GroupKind::Namespace, {world.make()});
    QTRY_VERIFY2(refused.words().contains(QStringLiteral("You may not list nodes")), qPrintable(refused.words()));
    Shown empty(GroupKind::Namespace, {WorldOf().make()});
    QVERIFY(empty.settle());
    QTRY_COMPARE(walk::clipped(empty.page).join(QLatin1Char('\n')), QString());
}

// The run rate and what was spent today move as the cluster does.
void CostPageTest::followsTheCluster()
{
    Shown shown;
    QVERIFY(shown.settle());
    const Money rate = *shown.page.report().runRate, today = *shown.page.report().sinceMidnight;
    auto later = std::make_shared<World>(*moneyWorld());
    later->now += std::chrono::minutes {30};
    ObjectTable nodes = *later->tables[std::size_t(KindId::Node)];
    nodes.pop_back(); // the GPU node went
    later->tables[std::size_t(KindId::Node)] = std::make_shared<const ObjectTable>(nodes);
    shown.page.setWorlds({later});
    QTRY_COMPARE_WITH_TIMEOUT(*shown.page.report().runRate, money("0.096") * 2, 5000);
    QVERIFY(rate > *shown.page.report().runRate);
    QCOMPARE(*shown.page.report().sinceMidnight, today + money("0.096")); // two of them for half an hour
}

QTEST_MAIN(CostPageTest)
#include "tst_cost_page.moc"
