// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the Cost page shows is what its CSV, its JSON and the review on paper say: every card, bar, cell and note.
#include "../../models/cost/cost_worlds.h"
#include "../../models/cost/ledger_days.h"
#include "charts/cost_review_pdf.h"
#include "charts/waterfall_chart.h"
#include "cost/csv_reader.h"
#include "grid/cards.h"
#include "grid/detail.h"
#include "grid/table_view.h"
#include "pages/cost_page.h"
#include "tables/cost_export.h"
#include "tables/cost_review.h"
#include "tables/money_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QProcess>
#include <QStandardPaths>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint end = at("2026-11-24T00:00:00Z");

QString plain(QString text)
{
    for (const ushort space : {ushort(0x2009), ushort(0x00A0), ushort(0x202F), ushort(0x200B)})
        text.replace(QChar(space), QLatin1Char(' '));
    return text.replace(QChar(0x2212), QLatin1Char('-')).simplified();
}

// Autoscalers of every kind, a VPA that lowers and one that asks for more, notebooks that never sleep, a node without a
// price, and two of its three pools in the baseline.
WorldPtr world()
{
    WorldOf world;
    world.world().now = end;
    for (const char* name : {"a", "b"})
        world.add(awsNode(name, "m6i.xlarge", "on-demand", resources("4", "16Gi"), {{"karpenter.sh/nodepool", "cpu"}}));
    world.add(awsNode("g", "g5.xlarge", "spot", resources("4", "16Gi", {{"nvidia.com/gpu", "1"}}), {{"karpenter.sh/nodepool", "gpu"}}));
    world.add(awsNode("x", "made-up.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "odd"}}));
    for (const char* name : {"api", "batch", "office", "jupyter"}) {
        Deployment deployment;
        setMeta(deployment.meta, "shop", name);
        deployment.shape = shape({resources("1", "2Gi")});
        deployment.podLabels = std::make_shared<const Labels>();
        world.add(deployment).add(pod("shop", std::string(name) + "-5d4f-1", "a", shape({resources("700m", "2Gi")}), owner("Deployment", name)));
        world.add(usage("shop", std::string(name) + "-5d4f-1", {resources("300m", "1Gi")}));
    }
    for (const char* name : {"api", "batch"}) {
        Vpa vpa;
        setMeta(vpa.meta, "shop", name);
        vpa.target = {"apps/v1", "Deployment", name};
        ContainerRecommendation recommendation;
        recommendation.container = "c0";
        recommendation.target = name[0] == 'a' ? resources("333m", "1Gi") : resources("2", "3Gi");
        vpa.recommendations = {recommendation};
        world.add(vpa);
    }
    Hpa scaler;
    setMeta(scaler.meta, "shop", "api");
    scaler.target = {"apps/v1", "Deployment", "api"};
    scaler.minReplicas = 1;
    scaler.maxReplicas = 20;
    world.add(scaler);
    return world.make();
}

std::vector<UsageDay> month()
{
    std::vector<UsageDay> days;
    for (int i = 30; i > 0; --i) {
        UsageDay day = wholeDay(end - dayLength * i);
        if (i == 7)
            day.covered = {{0, hours(17)}};
        MachineDay cpu = machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1937"), {{0, hours(12), 10}, {hours(12), hours(24), 2}});
        cpu.spotHourly = usd("0.0691");
        day.machines = {cpu, machineDay("gpu", "g5.xlarge", CapacityType::Spot, priceOf("0.3113", "1.006"), {{hours(6), hours(12), 2}}),
            machineDay("odd", "made-up.large", CapacityType::OnDemand, {}, {{0, hours(24), 1}})};
        day.workloads = {workloadDay("api", ScaledBy::Hpa, "0.0517", {{0, hours(12), 10}, {hours(12), hours(24), 2}}),
            workloadDay("batch", ScaledBy::Keda, "0.0733", {{0, hours(16), 0}, {hours(16), hours(24), 3}}),
            workloadDay("jupyter", ScaledBy::Nothing, "0.0811", {{0, hours(24), 2}}),
            workloadDay("office", ScaledBy::Cron, "0.0471", {{0, hours(9), 0}, {hours(9), hours(18), 2}, {hours(18), hours(24), 0}})};
        day.workloads.back().scheduled = 2;
        days.push_back(std::move(day));
    }
    return days;
}

CostsPtr costsOf(const CostSettings& settings)
{
    auto costs = std::make_shared<Costs>();
    costs->settings = settings;
    ClusterCosts& one = costs->clusters["test"];
    one.book = PriceBook(settings.prices);
    one.days = std::make_shared<const std::vector<UsageDay>>(month());
    one.daysAll = int(one.days->size());
    one.source = "monitoring/prometheus:80";
    return costs;
}

// A figure as the CSV and the JSON tell it.
struct Told {
    QString title, unit, text;
    std::optional<Money> exact; // of an amount, in the shown currency
};

} // namespace

class CostFiguresTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString paper(const QByteArray& pdf, const QStringList& options)
    {
        const QString file = folder_.filePath(QStringLiteral("review.pdf"));
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(pdf) != pdf.size())
            return {};
        out.close();
        QProcess process;
        process.start(QStringLiteral("pdftotext"), options + QStringList {QStringLiteral("-enc"), QStringLiteral("UTF-8"), file, QStringLiteral("-")});
        return process.waitForFinished() ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
    }
    static std::vector<QStringList> csvRows(const QByteArray& csv)
    {
        const std::string text = csv.toStdString();
        CsvReader reader(text);
        std::vector<std::string_view> fields;
        std::vector<QStringList> rows;
        while (reader.next(fields)) {
            QStringList row;
            for (const auto& field : fields)
                row << QString::fromUtf8(field.data(), qsizetype(field.size()));
            rows.push_back(row);
        }
        return rows;
    }
    static QString cardText(const CostPage& page, const QString& label)
    {
        for (const auto* card : page.findChildren<FigureCard*>())
            if (card->accessibleName() == label)
                return plain(card->accessibleDescription());
        return QStringLiteral("no card ") + label;
    }
    static QString words(const QWidget& widget)
    {
        QStringList all;
        for (const auto* label : widget.findChildren<QLabel*>())
            all << label->text().remove(QRegularExpression(QStringLiteral("<[^>]*>")));
        return plain(all.join(QLatin1Char(' ')));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            QSKIP("pdftotext of poppler-utils is not installed");
    }

    void theSameEverywhere_data()
    {
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("baseline");
        QTest::addColumn<bool>("terms");
        const auto row = [](const char* by, const char* currency, const char* baseline, bool terms) {
            QTest::addRow("by %s in %.3s against %s%s", by, currency, baseline, terms ? " with terms" : "")
                << QString::fromLatin1(by) << QString::fromLatin1(currency) << QString::fromLatin1(baseline) << terms;
        };
        row("workload", "USD=1", "peak", false);
        row("workload", "EUR=0.9237@2026-11-20", "max", true);
        row("namespace", "JPY=149.31@2026-11-20", "fixed", true);
        row("pool", "EUR=0.9237@2026-11-20", "peak", true);
        row("cluster", "CHF=0.8817", "fixed", true);
        row("workload-type", "USD=1", "fixed", true);
        row("capacity-type", "USD=1", "max", false);
    }

    void theSameEverywhere()
    {
        QFETCH(QString, by);
        QFETCH(QString, currency);
        QFETCH(QString, baseline);
        QFETCH(bool, terms);
        CostSettings settings;
        settings.by = *parseGroupBy(by.toStdString());
        if (!currency.startsWith(QLatin1String("USD")))
            settings.terms.currency = *parseCurrency(currency.toStdString());
        if (baseline == QLatin1String("fixed"))
            settings.baseline = *parseFixedBaseline("cpu=12\n");
        else if (baseline == QLatin1String("max"))
            settings.baseline.kind = BaselineKind::PinnedAtMax;
        if (terms) {
            settings.terms.listDiscount = Quantity::fromMilli(70);
            settings.terms.negotiatedDiscount = Quantity::fromMilli(110);
            settings.terms.controlPlaneHourly = usd("0.1");
            settings.terms.bootDiskGbMonth = usd("0.0871");
            settings.terms.volumeGbMonth = usd("0.0813");
            settings.terms.volumeGb = Quantity::fromWhole(517);
        }
        const CostsPtr costs = costsOf(settings);
        CostPage page;
        page.resize(1600, 900);
        page.show();
        page.setShown(true);
        page.setCosts(costs);
        page.setWorlds({world()});
        QVERIFY(QTest::qWaitFor([&] { return page.settled(); }, 20000));
        const CostReport& report = page.report();
        QVERIFY(report.whole.addsUp() && report.haveLedger);
        QVERIFY(report.potential.rightSizing && report.potential.schedules && report.potential.spot);
        for (const Money& amount : {*report.potential.rightSizing, *report.potential.schedules, *report.potential.spot})
            QVERIFY(amount > Money());

        const ExportTable table = *page.table();
        const auto csv = csvRows(toCsv(table));
        const QJsonObject json = QJsonDocument::fromJson(toJson(table)).object();
        const QByteArray pdf = costReviewPdf(costReview(report, settings.baseline), report);
        const QString raw = plain(paper(pdf, {QStringLiteral("-raw")}));
        QStringList lines = paper(pdf, {QStringLiteral("-layout")}).split(QLatin1Char('\n'));
        for (QString& line : lines)
            line = plain(line);
        Currency shown = settings.terms.currency; // amounts below are converted already
        shown.perDollar = Quantity::fromWhole(1);

        std::map<QString, Told> figures;
        compareFigures(csv, json, figures);
        if (QTest::currentTestFailed())
            return;
        const auto text = [&](const char* id, MoneyStyle style) { return plain(moneyText(figures[QLatin1String(id)].exact, shown, style)); };
        compareCards(page, text, figures);
        if (QTest::currentTestFailed())
            return;
        compareBars(page, figures, raw, shown);
        if (QTest::currentTestFailed())
            return;
        for (const auto& [id, style] : std::initializer_list<std::pair<const char*, MoneyStyle>> {{"actual", MoneyStyle::Cents}, {"baseline", MoneyStyle::Cents},
                 {"saved", MoneyStyle::Cents}, {"runRateHourly", MoneyStyle::Rate}, {"runRateMonthly", MoneyStyle::Cents}, {"monthToDate", MoneyStyle::Cents},
                 {"projectedMonth", MoneyStyle::Cents}, {"realised", MoneyStyle::Cents}, {"released", MoneyStyle::Cents}, {"potentialRightSizing", MoneyStyle::Cents},
                 {"potentialSchedules", MoneyStyle::Cents}, {"potentialSpot", MoneyStyle::Cents}, {"hoursNotRun", MoneyStyle::Cents},
                 {"whileAtZero", MoneyStyle::Cents}, {"spot", MoneyStyle::Cents}, {"machineTypes", MoneyStyle::Cents}, {"baselineHourly", MoneyStyle::Rate}})
            QVERIFY2(raw.contains(text(id, style)), qPrintable(QLatin1String(id) + QLatin1Char(' ') + text(id, style)));
        QVERIFY(raw.contains(figures[QStringLiteral("savedPercent")].text + QLatin1String(" % of the baseline")));
        compareRows(page, csv, json, lines, shown);
        if (QTest::currentTestFailed())
            return;
        compareNotes(page, csv, json, raw, report);
    }

private:
    // The block above the CSV and the object in JSON: the same figures, rounded from the same amounts.
    void compareFigures(const std::vector<QStringList>& csv, const QJsonObject& json, std::map<QString, Told>& figures)
    {
        QStringList block;
        for (const QStringList& row : csv)
            if (row.value(0).startsWith(QLatin1String("# figure: ")))
                block << row[0].mid(10);
        const QJsonObject object = json[QLatin1String("figures")].toObject();
        QCOMPARE(block.size(), object.size());
        QVERIFY(block.size() >= 20);
        for (auto at = object.begin(); at != object.end(); ++at) {
            const QJsonObject one = at.value().toObject();
            Told told {one[QLatin1String("title")].toString(), one[QLatin1String("unit")].toString(), one[QLatin1String("text")].toString(), {}};
            QVERIFY2(block.contains(QStringLiteral("%1 (%2): %3").arg(told.title, told.unit, told.text)), qPrintable(at.key() + block.join(QLatin1Char('\n'))));
            if (const QJsonValue value = one[QLatin1String("value")]; value.isString()) {
                told.exact = *Money::parse(value.toString().toStdString());
                QCOMPARE(told.text, QString::fromStdString(told.exact->rounded(told.unit.endsWith(QLatin1String("hour")) ? 6 : 2)));
            } else {
                QVERIFY(value.isDouble());
                QVERIFY(qAbs(value.toDouble() - told.text.toDouble()) <= 0.005 + 1e-9);
            }
            figures[at.key()] = told;
        }
        const auto amount = [&](const char* id) { return *figures[QLatin1String(id)].exact; };
        QVERIFY((amount("baseline") - amount("actual") - amount("saved")).absolute() < usd("0.000001"));
        QVERIFY((amount("hoursNotRun") + amount("spot") + amount("machineTypes") - amount("saved")).absolute() < usd("0.000001"));
    }

    void compareCards(const CostPage& page, const std::function<QString(const char*, MoneyStyle)>& text, const std::map<QString, Told>& figures)
    {
        const auto card = [&](const char* label, const QStringList& wanted) {
            const QString said = cardText(page, QString::fromLatin1(label));
            for (const QString& part : wanted)
                QVERIFY2(said.contains(part), qPrintable(part + QLatin1String(" in ") + said));
        };
        card("Run rate", {text("runRateHourly", MoneyStyle::Rate), text("runRateMonthly", MoneyStyle::Auto) + QLatin1String(" a month")});
        card("Since midnight", {text("sinceMidnight", MoneyStyle::Cents)});
        card("Month to date", {text("monthToDate", MoneyStyle::Auto), QLatin1String("projected ") + text("projectedMonth", MoneyStyle::Auto)});
        card("Realised savings", {text("realised", MoneyStyle::Auto), text("saved", MoneyStyle::Auto) + QLatin1String(" in all"),
                                     QString::number(std::round(figures.at(QStringLiteral("savedPercent")).text.toDouble())) + QLatin1String(" %")});
        card("Released by pods", {text("released", MoneyStyle::Auto)});
        card("Potential a month", {QLatin1String("Right-sizing ") + text("potentialRightSizing", MoneyStyle::Auto),
                                      QLatin1String("Schedules ") + text("potentialSchedules", MoneyStyle::Auto), QLatin1String("Spot ") + text("potentialSpot", MoneyStyle::Auto)});
    }

    void compareBars(const CostPage& page, const std::map<QString, Told>& figures, const QString& raw, const Currency& shown)
    {
        const auto of = [&](const char* id) { return *figures.at(QLatin1String(id)).exact; };
        Saving saving;
        saving.baseline = of("baseline");
        saving.actual = of("actual");
        saving.hoursNotRun = of("hoursNotRun");
        saving.atZero = of("whileAtZero");
        saving.spot = of("spot");
        saving.machineTypes = of("machineTypes");
        const auto bars = waterfall(saving);
        const auto& items = page.findChild<WaterfallChart*>()->items();
        QCOMPARE(items.size(), bars.size());
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const bool whole = i == 0 || i + 1 == bars.size();
            const Money amount = whole ? bars[i].to : bars[i].to - bars[i].from;
            QCOMPARE(items[i].name, stepName(bars[i].step));
            QVERIFY2(plain(items[i].amount).contains(plain(moneyText(amount.absolute(), shown))), qPrintable(items[i].amount));
            QVERIFY2(qAbs(items[i].to - bars[i].to.value()) < 0.005, qPrintable(items[i].name));
            QVERIFY2(raw.contains(plain(moneyText(amount.absolute(), shown, MoneyStyle::Cents))), qPrintable(items[i].name));
        }
    }

    // Every column of the table, hidden ones too, against the CSV, the JSON and the paper.
    void compareRows(CostPage& page, const std::vector<QStringList>& csv, const QJsonObject& json, const QStringList& lines, const Currency& shown)
    {
        std::vector<QStringList> rows;
        QStringList ids;
        for (const QStringList& row : csv)
            if (row.size() > 5)
                ids.isEmpty() ? void(ids = row) : rows.push_back(row);
        const QJsonArray exact = json[QLatin1String("rows")].toArray();
        TableView* view = nullptr;
        for (auto* one : page.findChildren<TableView*>())
            if (one->accessibleName() == QLatin1String("Cost"))
                view = one;
        QVERIFY(view);
        auto* model = view->table();
        QCOMPARE(std::size_t(exact.size()), rows.size());
        QCOMPARE(std::size_t(model->rowCount()), rows.size());
        const auto columns = costColumns(page.report(), false);
        struct Same {
            const char *screen, *csv;
            MoneyStyle style;
            int decimals;
        };
        for (int r = 0; r < model->rowCount(); ++r) {
            const QStringList& row = rows[std::size_t(r)];
            const QJsonObject cells = exact[r].toObject();
            const auto screen = [&](const char* id) {
                for (std::size_t i = 0; i < columns.size(); ++i)
                    if (columns[i].id == QLatin1String(id))
                        return plain(model->index(r, int(i)).data().toString());
                return QStringLiteral("no column ") + QLatin1String(id);
            };
            const auto csvCell = [&](const char* id) { return row.value(ids.indexOf(QLatin1String(id))); };
            QCOMPARE(screen("name"), plain(csvCell("Group")));
            QString line; // of the paper: the one with a rate, as legends and sentences begin with the name as well
            for (const QString& one : lines)
                if (one.startsWith(screen("name") + QLatin1Char(' ')) && one.contains(QLatin1String("/h")) && line.isEmpty())
                    line = one;
            QVERIFY2(!line.isEmpty(), qPrintable(screen("name")));
            QStringList left = line.mid(screen("name").size() + 1).replace(QLatin1String(" %"), QLatin1String("%")).split(QLatin1Char(' '));
            for (const Same& same : {Same {"hourly", "HourlyNow", MoneyStyle::RateCell, 6}, {"actual", "Actual", MoneyStyle::Cents, 2},
                     {"baseline", "Baseline", MoneyStyle::Cents, 2}, {"saved", "Saved", MoneyStyle::Cents, 2}, {"potential", "PotentialMonthly", MoneyStyle::Cents, 2}}) {
                const QJsonValue value = cells[QLatin1String(same.csv)].toObject()[QLatin1String("value")];
                const bool known = value.isString();
                const std::optional<Money> amount = known ? std::optional(*Money::parse(value.toString().toStdString())) : std::nullopt;
                QCOMPARE(csvCell(same.csv), known ? QString::fromStdString(amount->rounded(same.decimals)) : QString());
                QString shownText = screen(same.screen);
                if (QLatin1String(same.screen) == QLatin1String("hourly")) { // what has no price is in none of it, and that is marked
                    const bool least = shownText.startsWith(QStringLiteral("≥ "));
                    const bool unpriced = csvCell("PodsUnpriced").toDouble() > 0 || csvCell("NodesUnpriced").toDouble() > 0;
                    QVERIFY2(least || !unpriced, qPrintable(shownText));
                    shownText.remove(QStringLiteral("≥ "));
                    QCOMPARE(left.removeOne(QStringLiteral("≥")), least);
                }
                QCOMPARE(shownText, known ? plain(moneyText(*amount, shown, same.style)) : QStringLiteral("–"));
                const QString printed = !known ? QStringLiteral("–") : plain(moneyText(*amount, shown, same.style == MoneyStyle::RateCell ? MoneyStyle::Rate : same.style));
                for (const QString& word : printed.split(QLatin1Char(' ')))
                    QVERIFY2(left.removeOne(word), qPrintable(QLatin1String(same.csv) + QLatin1Char(' ') + printed + QLatin1String(" in: ") + line));
            }
            const auto percent = [&](const char* id, const char* csvId, double factor) {
                const QJsonValue value = cells[QLatin1String(csvId)].toObject()[QLatin1String("value")];
                QCOMPARE(csvCell(csvId).isEmpty(), !value.isDouble());
                QCOMPARE(screen(id), value.isDouble() ? QString::number(std::round(value.toDouble() * factor)) + QLatin1String(" %") : QStringLiteral("–"));
                const QString printed = value.isDouble() ? QString::number(std::round(value.toDouble() * factor * 100) / 100, 'g', 12) + QLatin1Char('%') : QStringLiteral("–");
                QVERIFY2(left.removeOne(printed), qPrintable(QLatin1String(csvId) + QLatin1Char(' ') + printed + QLatin1String(" in: ") + line));
            };
            percent("saved-percent", "SavedPercent", 1);
            percent("efficiency", "Efficiency", 100);
            QVERIFY2(left.isEmpty(), qPrintable(line)); // nothing else stands there
            const QString scalers = csvCell("Autoscalers");
            QCOMPARE(screen("autoscalers"), scalers == QLatin1String("0") ? QString() : scalers);
            const QString replicas = csvCell("BaselineReplicas"), rule = csvCell("BaselineRule");
            QCOMPARE(screen("rule"), replicas.isEmpty() ? rule : QStringLiteral("%1 (%2)").arg(rule, replicas));
            const QString scaler = csvCell("ScalerRule"), held = csvCell("ScalerReplicas");
            QCOMPARE(screen("scaler-rule"), held.isEmpty() || scaler == QLatin1String("at least one") ? scaler : QStringLiteral("%1 (%2)").arg(scaler, held));
            QCOMPARE(rule.isEmpty(), csvCell("Baseline").isEmpty());
            QCOMPARE(cells[QLatin1String("BaselineRule")].toObject()[QLatin1String("text")].toString(), rule);
        }
    }

    // What is assumed and not known: on the page's own tab, above the CSV, in JSON and on paper.
    void compareNotes(CostPage& page, const std::vector<QStringList>& csv, const QJsonObject& json, const QString& raw, const CostReport& report)
    {
        QStringList notes, ofJson;
        for (const QStringList& row : csv)
            if (row.value(0).startsWith(QLatin1String("# note: ")))
                notes << row[0].mid(8);
        for (const QJsonValue note : json[QLatin1String("meta")].toObject()[QLatin1String("notes")].toArray())
            ofJson << note.toString();
        QCOMPARE(notes, ofJson);
        QCOMPARE(QSet<QString>(notes.begin(), notes.end()).size(), notes.size()); // each once
        page.findChild<QTabBar*>()->setCurrentIndex(3);
        const QString tab = words(page);
        const QStringList said = costUnknowns(report) + discountsInWords(report.terms) + potentialInWords(report);
        QVERIFY(costUnknowns(report).size() >= 3); // the gap, the node without a price, ...
        for (const QString& sentence : said) {
            QVERIFY2(notes.contains(sentence), qPrintable(sentence));
            QVERIFY2(tab.contains(plain(sentence)), qPrintable(sentence + QLatin1String(" on: ") + tab));
            QVERIFY2(raw.contains(plain(sentence)), qPrintable(sentence + QLatin1String(" in: ") + raw));
        }
        for (const QString& line : costCaption(report, report.ledger.baseline)) {
            QVERIFY2(notes.contains(line), qPrintable(line));
            QVERIFY2(raw.contains(plain(line)), qPrintable(line));
        }
    }
};

QTEST_MAIN(CostFiguresTest)
#include "tst_cost_figures.moc"
