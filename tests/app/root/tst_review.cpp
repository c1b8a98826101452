// SPDX-License-Identifier: GPL-3.0-or-later
// A review on paper is read back by pdftotext: its figures are the report's, the CSV's and the JSON's.
#include "../../models/cost/ledger_days.h"
#include "../../models/cost/cost_worlds.h"
#include "charts/cost_review_pdf.h"
#include "cost/csv_reader.h"
#include "tables/cost_export.h"
#include "tables/money_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint end = at("2026-11-24T00:00:00Z");

// Each day 10 nodes for 12 hours and 2 for 12, at 0.10 an hour; 2 GPU nodes on spot for 6 hours at 0.30 instead of 1.00.
Costs thirtyDays(int days = 30)
{
    auto list = std::make_shared<std::vector<UsageDay>>();
    for (int i = days; i > 0; --i) {
        UsageDay day = wholeDay(end - dayLength * i);
        day.machines = {
            machineDay("cpu", "m6i.xlarge", CapacityType::OnDemand, priceOf("0.1"), {{0, hours(12), 10}, {hours(12), hours(24), 2}}),
            machineDay("gpu", "g5.xlarge", CapacityType::Spot, priceOf("0.3", "1"), {{hours(6), hours(12), 2}}),
        };
        day.workloads = {workloadDay("api", ScaledBy::Hpa, "0.05", {{0, hours(12), 10}, {hours(12), hours(24), 2}})};
        list->push_back(std::move(day));
    }
    Costs costs;
    costs.clusters["test"].days = list;
    costs.settings.by = {GroupKind::Pool, {}};
    return costs;
}

Worlds world()
{
    WorldOf world;
    world.world().now = end;
    for (const char* name : {"a", "b"})
        world.add(awsNode(name, "m6i.xlarge", "on-demand", resources("4", "16Gi"), {{"karpenter.sh/nodepool", "cpu"}}));
    world.add(pod("shop", "api-1", "a", shape({resources("1", "2Gi")}), owner("ReplicaSet", "api-5d4f")));
    return {world.make()};
}

struct Csv {
    QStringList ids;
    std::vector<QStringList> rows;
    [[nodiscard]] QString of(const QStringList& row, const char* id) const { return row.value(ids.indexOf(QLatin1String(id))); }
};

Csv csvOf(const ExportTable& table)
{
    Csv csv;
    const std::string text = toCsv(table).toStdString();
    CsvReader reader(text);
    std::vector<std::string_view> fields;
    while (reader.next(fields)) {
        if (fields.empty() || fields[0].starts_with("#"))
            continue;
        QStringList row;
        for (const auto& field : fields)
            row << QString::fromUtf8(field.data(), qsizetype(field.size()));
        if (csv.ids.isEmpty())
            csv.ids = row;
        else
            csv.rows.push_back(row);
    }
    return csv;
}

} // namespace

class ReviewTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    // The pages as text, spaces made plain; "" when it is no PDF.
    QString textOf(const QByteArray& pdf)
    {
        const QString file = folder_.filePath(QStringLiteral("review.pdf"));
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(pdf) != pdf.size())
            return {};
        out.close();
        return output(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), QStringLiteral("-enc"), QStringLiteral("UTF-8"), file, QStringLiteral("-")});
    }
    static QString output(const QString& program, const QStringList& words)
    {
        QProcess process;
        process.start(program, words);
        if (!process.waitForFinished())
            return {};
        return plain(QString::fromUtf8(process.readAllStandardOutput()));
    }
    static QString plain(QString text)
    {
        for (const ushort space : {ushort(0x2009), ushort(0x00A0), ushort(0x202F)})
            text.replace(QChar(space), QLatin1Char(' '));
        return text.replace(QChar(0x2212), QLatin1Char('-'));
    }
    // The row of a table that begins so: the fullest one, as legends hold the name as well.
    static QString lineWith(const QString& text, const QString& start)
    {
        QString best;
        for (const QString& line : text.split(QLatin1Char('\n')))
            if (const QString plain = line.simplified(); plain.startsWith(start) && plain.count(QLatin1Char(' ')) > best.count(QLatin1Char(' ')))
                best = plain;
        return best;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            QSKIP("pdftotext of poppler-utils is not installed");
    }

    void saysWhatIsKnownByConstruction()
    {
        const CostReport report = deriveCosts(world(), {}, thirtyDays());
        const QString text = textOf(costReviewPdf(costReview(report, {}), report)).simplified();
        for (const char* figure : {"$540.00", "$2,160.00", "$1,620.00", "75 % of the baseline", "$1,368.00", "$252.00", "-$252.00"})
            QVERIFY2(text.contains(QLatin1String(figure)), figure);
        QVERIFY(text.contains(QLatin1String("25 Oct 2026 00:00 to 24 Nov 2026 00:00 (UTC), 30 days")));
    }

    void equalsCsvAndJson_data()
    {
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("currency");
        for (const char* by : {"pool", "namespace", "workload-type", "capacity-type"})
            for (const char* currency : {"USD=1", "EUR=0.92@2026-11-20"})
                QTest::addRow("%s in %.3s", by, currency) << QString::fromLatin1(by) << QString::fromLatin1(currency);
    }
    void equalsCsvAndJson()
    {
        QFETCH(QString, by);
        QFETCH(QString, currency);
        Costs costs = thirtyDays();
        costs.settings.by = *parseGroupBy(by.toStdString());
        if (!currency.startsWith(QLatin1String("USD")))
            costs.settings.terms.currency = *parseCurrency(currency.toStdString());
        const CostReport report = deriveCosts(world(), {}, costs);
        const ExportTable table = costExport(report, {});
        const Csv csv = csvOf(table);
        const QString text = textOf(costReviewPdf(costReview(report, {}), report));
        QVERIFY(csv.rows.size() >= 2);
        const QJsonArray json = QJsonDocument::fromJson(toJson(table)).object()[QLatin1String("rows")].toArray();
        QCOMPARE(std::size_t(json.size()), csv.rows.size());
        for (std::size_t i = 0; i < csv.rows.size(); ++i) {
            const QStringList& row = csv.rows[i];
            const QString line = lineWith(text, csv.of(row, "Group") + QLatin1Char(' '));
            for (const char* id : {"Actual", "Baseline", "Saved", "PotentialMonthly"}) {
                const QString amount = csv.of(row, id);
                if (amount.isEmpty())
                    continue;
                const Money exact = *Money::parse(json[qsizetype(i)].toObject()[QLatin1String(id)].toObject()[QLatin1String("value")].toString().toStdString());
                QCOMPARE(QString::fromStdString(exact.rounded(2)), amount);
                Currency shown = report.terms.currency; // already converted
                shown.perDollar = Quantity::fromWhole(1);
                const QString figure = plain(moneyText(exact, shown, MoneyStyle::Cents));
                QVERIFY2(line.split(QLatin1Char(' ')).contains(figure), qPrintable(csv.of(row, "Group") + QLatin1Char(' ') + QLatin1String(id) + QLatin1Char(' ') + figure + QLatin1String(" in: ") + line));
            }
            if (const QString percent = csv.of(row, "SavedPercent"); !percent.isEmpty())
                QVERIFY2(line.contains(QLatin1Char(' ') + percent + QLatin1String(" %")) || line.contains(QLatin1Char(' ') + percent + QLatin1Char('%')),
                    qPrintable(percent + QLatin1String(" in: ") + line)); // of a thin space pdftotext sometimes makes none
        }
    }

    // Rows of nodes add up to the total, to the last digit; saved is baseline less actual in each.
    void addsUp()
    {
        const CostReport report = deriveCosts(world(), {}, thirtyDays());
        QCOMPARE(report.rows.size(), std::size_t(3)); // cpu, gpu, total
        Money actual, baseline, saved;
        for (const auto& row : report.rows) {
            QCOMPARE(*row->saved, *row->baseline - *row->actual);
            if (row->total) {
                QCOMPARE(*row->actual, actual);
                QCOMPARE(*row->baseline, baseline);
                QCOMPARE(*row->saved, saved);
            }
            actual += *row->actual;
            baseline += *row->baseline;
            saved += *row->saved;
        }
        QVERIFY(report.ledger.saving.addsUp());
    }

    void numbersItsPages()
    {
        Costs costs = thirtyDays();
        costs.settings.by = {GroupKind::Node, {}};
        WorldOf many;
        many.world().now = end;
        for (int i = 0; i < 200; ++i)
            many.add(awsNode("ip-10-0-" + std::to_string(i) + ".a-rather-long-domain.compute.internal", "m6i.xlarge", "on-demand", resources("4", "16Gi")));
        const CostReport report = deriveCosts({many.make()}, {}, costs);
        for (const auto size : {QPageSize::A4, QPageSize::Letter}) {
            const QString text = textOf(costReviewPdf(costReview(report, {}), report, QPageSize(size)));
            const auto last = QRegularExpression(QStringLiteral("Page (\\d+) of (\\d+)\\s*$")).match(text.trimmed());
            QVERIFY2(last.hasMatch(), qPrintable(text.right(200)));
            QCOMPARE(last.captured(1), last.captured(2));
            QVERIFY2(last.captured(2).toInt() >= 2 && last.captured(2).toInt() <= 4, qPrintable(last.captured(0)));
            QVERIFY(text.contains(QLatin1String("152 smaller rows")));
            const QString info = output(QStringLiteral("pdfinfo"), {folder_.filePath(QStringLiteral("review.pdf"))});
            QVERIFY2(info.contains(size == QPageSize::A4 ? QLatin1String("A4") : QLatin1String("letter")), qPrintable(info));
            QVERIFY(output(QStringLiteral("pdffonts"), {folder_.filePath(QStringLiteral("review.pdf"))}).contains(QLatin1String("yes")));
        }
    }

    void saysWhatNobodyKnows()
    {
        Costs none;
        none.clusters["test"].days = std::make_shared<const std::vector<UsageDay>>();
        const CostReport report = deriveCosts(world(), {}, none);
        const QString text = textOf(costReviewPdf(costReview(report, {}), report)).simplified();
        QVERIFY(text.contains(QLatin1String("What was saved is unknown")));
        QVERIFY(!text.contains(QLatin1String("$0.00 ")));
        Costs half = thirtyDays(15);
        const CostReport partly = deriveCosts(world(), {}, half);
        QVERIFY(textOf(costReviewPdf(costReview(partly, {}), partly)).simplified().contains(QLatin1String("of the window is unknown and left out on both sides")));
    }
};

QTEST_MAIN(ReviewTest)
#include "tst_review.moc"
