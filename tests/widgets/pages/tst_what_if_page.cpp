// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/cards.h"
#include "pages/what_if_form.h"
#include "pages/what_if_model.h"
#include "pages/what_if_page.h"
#include "cost/preset.h"
#include "charts/waterfall_chart.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>

using namespace loadline;

namespace {

// Everything the page's cards say, to look for a figure in.
QStringList cardTexts(const WhatIfPage& page)
{
    QStringList texts;
    for (const FigureCard* card : page.findChildren<FigureCard*>())
        for (const QLabel* label : card->findChildren<QLabel*>())
            texts << label->text();
    return texts;
}

Scenario bigScenario(int lines)
{
    Scenario scenario;
    scenario.name = "big";
    for (int i = 0; i < lines; ++i) {
        WhatIfLine line;
        line.name = "pool-" + std::to_string(i);
        line.baselineCount = Quantity::fromWhole(10);
        line.averageCount = Quantity::fromMilli(4'500 + i);
        line.price = Money::fromCents(10 + i % 7);
        line.spotPercent = Quantity::fromWhole(i % 100);
        line.spotDiscountPercent = Quantity::fromWhole(65);
        line.hoursOnDuty = Quantity::fromWhole(45);
        line.requestsTooHighPercent = Quantity::fromWhole(30);
        line.discountPercent = Quantity::fromWhole(8);
        scenario.pools.push_back(std::move(line));
    }
    return scenario;
}

int columnOf(WhatIfField field)
{
    WhatIfModel model;
    for (int column = 0; column < model.columnCount(); ++column)
        if (const auto* info = WhatIfModel::field(column); info && info->field == field)
            return column;
    return -1;
}

} // namespace

class WhatIfPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textbook();
    void editing();
    void mixes_data();
    void mixes();
    void keeping();
    void narrow();
    void exporting();
    void startsFromState();
    void stepOnManyLines();
};

void WhatIfPageTest::textbook()
{
    WhatIfPage page;
    page.select(QStringLiteral("textbook"));
    const WhatIfResult& result = page.lines()->result().pools;
    QCOMPARE(result.saving.baseline, Money::fromWhole(6000));
    QCOMPARE(result.monthly(), Money::fromWhole(1400));
    const QStringList texts = cardTexts(page);
    for (const char* wanted : {"$1,400", "always on $6,000", "$4,600", "$55,200", "$16,800", "77\u2009% of always on"})
        QVERIFY2(texts.contains(QString::fromUtf8(wanted)), qPrintable(QString::fromUtf8(wanted) + QStringLiteral(" in ") + texts.join(QStringLiteral(" | "))));
    const auto bars = page.findChild<WaterfallChart*>()->items();
    QCOMPARE(bars.size(), std::size_t(3));
    QCOMPARE(bars[0].to, 6000.0);
    QCOMPARE(bars[1].to, 1400.0);
    QCOMPARE(bars[2].amount, QStringLiteral("$1,400"));
}

void WhatIfPageTest::editing()
{
    WhatIfPage page;
    page.select(QStringLiteral("textbook"));
    WhatIfModel* model = page.lines();
    // Half the average CPU nodes on spot at 60 % off: 400 less 120.
    QVERIFY(model->setData(model->index(0, columnOf(WhatIfField::Spot)), 50.0, Qt::EditRole));
    QVERIFY(model->setData(model->index(0, columnOf(WhatIfField::SpotDiscount)), 60.0, Qt::EditRole));
    QCOMPARE(model->result().pools.monthly(), Money::fromWhole(1280));
    QCOMPARE(model->result().pools.saving.spot, Money::fromWhole(120));
    QVERIFY(cardTexts(page).contains(QStringLiteral("$1,280")));
    // A slider moves the same line: right-sizing to its end (500 %) leaves a sixth.
    page.findChild<WhatIfForm*>()->slider(WhatIfField::TooHigh)->setValue(1000);
    QCOMPARE(whatIfNumber(*model->line(0), WhatIfField::TooHigh), 500.0);
    QCOMPARE(model->result().pools.rightSizing.toDecimals(2), Money::fromCents(23333));
    // Beyond its range a number is held to it.
    QVERIFY(model->setData(model->index(0, columnOf(WhatIfField::Spot)), 1000.0, Qt::EditRole));
    QCOMPARE(whatIfNumber(*model->line(0), WhatIfField::Spot), 100.0);
    QVERIFY(!model->setData(model->index(0, columnOf(WhatIfField::Spot)), QStringLiteral("many"), Qt::EditRole));
    QVERIFY(model->setData(model->index(1, columnOf(WhatIfField::Per)), QStringLiteral("hour"), Qt::EditRole));
    QCOMPARE(model->line(1)->per, PricePer::Hour);
    const int added = model->addLine(true);
    QCOMPARE(added, 2);
    QVERIFY(model->isWorkload(added));
    QCOMPARE(model->result().workloads.monthly(), Money::fromWhole(100));
    model->removeLine(0);
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(model->line(0)->name, std::string("GPU nodes"));
}

void WhatIfPageTest::mixes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("machines"); // -1: refused
    QTest::newRow("none") << QString() << 0;
    QTest::newRow("two") << QStringLiteral("m7g.large 60 at 0.08; m6i.large 40 at 0.1") << 2;
    QTest::newRow("no price") << QStringLiteral("m7g.large 60") << -1;
    QTest::newRow("negative") << QStringLiteral("m7g.large 60 at -1") << -1;
    QTest::newRow("words") << QStringLiteral("m7g.large most at 1") << -1;
}

void WhatIfPageTest::mixes()
{
    QFETCH(const QString, text);
    QFETCH(const int, machines);
    const auto mix = parseMix(text);
    QCOMPARE(mix ? int(mix->size()) : -1, machines);
    if (machines > 0)
        QCOMPARE(mixText(*mix), text);
    WhatIfPage page;
    QSignalSpy messages(&page, &Page::message);
    WhatIfModel* model = page.lines();
    QCOMPARE(model->setData(model->index(0, columnOf(WhatIfField::Mix)), text, Qt::EditRole), machines >= 0);
    QCOMPARE(messages.size(), machines < 0 ? 1 : 0);
}

void WhatIfPageTest::keeping()
{
    WhatIfPage page;
    // As the desk does: what was chosen comes back.
    connect(&page, &Page::costSettingsChosen, &page, [&](const CostSettings& settings) {
        auto costs = std::make_shared<Costs>();
        costs->settings = settings;
        page.setCosts(costs);
    });
    QSignalSpy chosen(&page, &Page::costSettingsChosen);
    page.select(QStringLiteral("textbook"));
    page.save();
    page.duplicate();
    QCOMPARE(page.lines()->scenario().name, std::string("Textbook 2"));
    page.lines()->setNumber(1, WhatIfField::Average, 2);
    page.save();
    auto last = chosen.last().first().value<CostSettings>();
    QCOMPARE(last.scenarios.size(), std::size_t(2));
    QCOMPARE(evaluate(last.scenarios[0]).pools.monthly(), Money::fromWhole(1400));
    QCOMPARE(evaluate(last.scenarios[1]).pools.monthly(), Money::fromWhole(2400));
    // All of them stand side by side, a column each, the one at hand first.
    page.duplicate();
    page.lines()->setNumber(0, WhatIfField::Average, 0);
    QTableView* beside = nullptr;
    for (auto* view : page.findChildren<QTableView*>())
        if (view->accessibleName() == QStringLiteral("Scenarios side by side"))
            beside = view;
    QVERIFY(beside);
    const auto* model = beside->model();
    QCOMPARE(model->columnCount(), 4);
    QCOMPARE(model->headerData(1, Qt::Horizontal).toString(), QStringLiteral("Textbook 3"));
    QCOMPARE(model->headerData(2, Qt::Horizontal).toString(), QStringLiteral("Textbook"));
    const auto row = [&](const char* name) {
        for (int at = 0; at < model->rowCount(); ++at)
            if (model->index(at, 0).data().toString() == QLatin1String(name))
                return QStringList {model->index(at, 1).data().toString(), model->index(at, 2).data().toString(), model->index(at, 3).data().toString()};
        return QStringList();
    };
    QCOMPARE(row("A month"), (QStringList {QStringLiteral("$2,000"), QStringLiteral("$1,400"), QStringLiteral("$2,400")}));
    QCOMPARE(row("Less than this"), (QStringList {QStringLiteral("–"), QStringLiteral("+$600.00"), QStringLiteral("−$400.00")}));
    QCOMPARE(row("Always on"), (QStringList {QStringLiteral("$6,000"), QStringLiteral("$6,000"), QStringLiteral("$6,000")}));
    QCOMPARE(row("by hours not run")[1], QStringLiteral("$4,600"));
    QVERIFY(page.table()->texts.size() == 9); // each with its lines and total
    Q_EMIT beside->activated(model->index(0, 3));
    QCOMPARE(page.lines()->scenario().name, std::string("Textbook 2"));
    page.removeSaved();
    last = chosen.last().first().value<CostSettings>();
    QCOMPARE(last.scenarios.size(), std::size_t(2));
    QCOMPARE(last.scenarios[0].name, std::string("Textbook"));
    QCOMPARE(last.scenarios[1].name, std::string("Textbook 3"));
}

// Where the table has no room the rarest columns go; the form has them all, the machines too.
void WhatIfPageTest::narrow()
{
    WhatIfPage page;
    page.select(QStringLiteral("textbook"));
    page.show();
    QTableView* lines = nullptr;
    for (auto* view : page.findChildren<QTableView*>())
        if (view->accessibleName() == QStringLiteral("Lines of the scenario"))
            lines = view;
    QVERIFY(lines);
    page.resize(2000, 800);
    QCoreApplication::processEvents();
    QVERIFY(!lines->isColumnHidden(WhatIfModel::columnOf(WhatIfField::SpotDiscount)));
    page.resize(1060, 740);
    QCoreApplication::processEvents();
    QVERIFY(lines->isColumnHidden(WhatIfModel::columnOf(WhatIfField::SpotDiscount)));
    QVERIFY(!lines->isColumnHidden(WhatIfModel::columnOf(WhatIfField::Mix)));
    QVERIFY2(lines->horizontalScrollBar()->maximum() == 0, qPrintable(QString::number(lines->horizontalScrollBar()->maximum())));
    auto* form = page.findChild<WhatIfForm*>();
    QVERIFY(form->slider(WhatIfField::SpotDiscount));
    auto* mix = form->findChild<QLineEdit*>(QStringLiteral("mix"));
    QVERIFY(mix);
    QTest::keyClicks(mix, QStringLiteral("m7g.large 50 at 80; m6i.large 50 at 40"));
    QCOMPARE(page.lines()->line(0)->mix.size(), std::size_t(2));
    QCOMPARE(page.lines()->result().pools.monthly(), Money::fromWhole(1240)); // 4 nodes at 60 in place of 100, and the GPUs
    QTest::keyClicks(mix, QStringLiteral(" or so"));
    QCOMPARE(page.lines()->line(0)->mix.size(), std::size_t(2));
    QVERIFY(mix->text().endsWith(QStringLiteral("or so")));
    const QImage picture = page.picture(1);
    QVERIFY(picture.height() > page.height()); // with its caption
}

void WhatIfPageTest::exporting()
{
    WhatIfPage page;
    page.select(QStringLiteral("textbook"));
    const auto table = page.table();
    QVERIFY(table.has_value());
    QCOMPARE(table->texts.size(), std::size_t(3));
    const auto cell = [&](std::size_t row, const char* id) { return table->texts[row][table->ids.indexOf(QLatin1String(id))]; };
    QCOMPARE(cell(0, "Line"), QStringLiteral("CPU nodes"));
    QCOMPARE(cell(0, "BaselineCount"), QStringLiteral("10"));
    QCOMPARE(cell(2, "Line"), QStringLiteral("total"));
    QCOMPARE(cell(2, "Month"), QStringLiteral("1400.00"));
    QCOMPARE(cell(2, "SavedMonth"), QStringLiteral("4600.00"));
    QCOMPARE(cell(2, "SavedYear"), QStringLiteral("55200.00"));
    QVERIFY(toCsv(*table).contains("55200.00"));
}

void WhatIfPageTest::startsFromState()
{
    WhatIfPage first;
    QVERIFY(first.saveState().isEmpty());
    first.select(QStringLiteral("scale-to-zero"));
    WhatIfPage second;
    second.restoreState(first.saveState());
    QVERIFY(second.lines()->scenario() == first.lines()->scenario());
    second.restoreState("no scenario");
    QVERIFY(second.lines()->scenario() == first.lines()->scenario());
}

// Every change answers within a frame: the model, the cards, the waterfall and the table. Painting is told beside it.
void WhatIfPageTest::stepOnManyLines()
{
    WhatIfPage page;
    page.resize(1100, 740);
    page.open(bigScenario(1000));
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCoreApplication::processEvents();
    std::vector<qint64> steps, painted;
    for (int i = 1; i <= 21; ++i) {
        QElapsedTimer timer;
        timer.start();
        page.lines()->setNumber(500, WhatIfField::Spot, i);
        steps.push_back(timer.nsecsElapsed());
        QCoreApplication::processEvents();
        painted.push_back(timer.nsecsElapsed());
    }
    std::sort(steps.begin(), steps.end());
    std::sort(painted.begin(), painted.end());
    const double median = double(steps[10]) / 1e6;
    qInfo("a step on 1,000 lines: median %.2f ms, worst %.2f ms; with painting median %.2f ms", median, double(steps.back()) / 1e6, double(painted[10]) / 1e6);
    QVERIFY2(median < 16, "a step takes longer than a frame");
    QVERIFY(page.lines()->result().pools == evaluate(page.lines()->scenario()).pools);
}

QTEST_MAIN(WhatIfPageTest)
#include "tst_what_if_page.moc"
