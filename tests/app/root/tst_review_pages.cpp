// SPDX-License-Identifier: GPL-3.0-or-later
// A review of many clusters, groups and long names is four pages at the most, and nothing on them is cut off or lies over
// anything else: read back by pdftotext, with the place of every word.
#include "../../models/cost/cost_worlds.h"
#include "../../models/cost/ledger_days.h"
#include "charts/cost_review_pdf.h"
#include "cost/opencost.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const TimePoint end = at("2026-11-24T00:00:00Z");

std::string longName(const std::string& what, int number, std::size_t length = 200)
{
    std::string name = what + "-" + std::to_string(number) + "-";
    while (name.size() < length)
        name += number % 2 ? "verylongpartofaname" : "part-of-a-name-";
    return name.substr(0, length);
}

struct Many {
    Worlds worlds;
    Costs costs;
};

// Clusters of so many namespaces with a node and two pods each; five days of many pools and machines; OpenCost in all of them.
Many many(int clusters, int groups, const char* nodePrice)
{
    Many made;
    made.costs.settings.by = {GroupKind::Namespace, {}};
    auto days = std::make_shared<std::vector<UsageDay>>();
    for (int i = 5; i > 0; --i) {
        UsageDay day = wholeDay(end - dayLength * i);
        day.covered = {{0, hours(20)}};
        for (int pool = 0; pool < 9; ++pool)
            day.machines.push_back(machineDay(longName("pool", pool).c_str(), "m6i.xlarge", CapacityType::OnDemand, priceOf(nodePrice), {{0, hours(12), 10}, {hours(12), hours(20), 2}}));
        for (int group = 0; group < groups; ++group) {
            day.workloads.push_back(workloadDay("api", ScaledBy::Hpa, "0.05", {{0, hours(12), 10 + group % 7}, {hours(12), hours(20), 2}}));
            day.workloads.back().ns = longName("namespace", group);
        }
        days->push_back(std::move(day));
    }
    const auto api = shape({resources("1", "2Gi")});
    for (int cluster = 0; cluster < clusters; ++cluster) {
        WorldOf world;
        world.world().now = end;
        world.world().cluster = longName("cluster", cluster);
        OpenCostFigures theirs;
        theirs.source = "opencost/opencost:9003";
        theirs.window = std::chrono::hours {24};
        theirs.at = end;
        for (int group = 0; group < groups; ++group) {
            const std::string ns = longName("namespace", group), node = "node-" + std::to_string(group);
            world.add(awsNode(node, "m6i.xlarge", "on-demand", resources("4", "16Gi")));
            for (const char* name : {"api-5d4f-a", "api-5d4f-b"})
                world.add(pod(ns, name, node, api, owner("ReplicaSet", "api-5d4f")));
            OpenCostEntry entry;
            entry.name = ns;
            entry.totalCost = entry.cpuCost = 1234567.89 / (group + 1);
            theirs.entries.push_back(std::move(entry));
        }
        made.worlds.push_back(world.make());
        ClusterCosts known;
        known.days = days;
        known.openCost = std::make_shared<const OpenCostFigures>(std::move(theirs));
        made.costs.clusters.emplace(longName("cluster", cluster), std::move(known));
    }
    return made;
}

struct Word {
    int page = 0;
    QRectF at;
    QString text;
};

} // namespace

class ReviewPagesTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    QSizeF page_;

    QString output(const QString& program, const QStringList& words)
    {
        QProcess process;
        process.start(program, words);
        return process.waitForFinished() ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
    }
    std::vector<Word> wordsOf(const QByteArray& pdf)
    {
        const QString file = folder_.filePath(QStringLiteral("review.pdf"));
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(pdf) != pdf.size())
            return {};
        out.close();
        if (const QByteArray keep = qgetenv("LOADLINE_KEEP_REVIEW"); !keep.isEmpty())
            QFile::copy(file, QString::fromLocal8Bit(keep) + QLatin1Char('/') + QString::fromLatin1(QTest::currentDataTag()).remove(QLatin1Char(' ')) + QStringLiteral(".pdf"));
        const QString text = output(QStringLiteral("pdftotext"), {QStringLiteral("-bbox"), QStringLiteral("-enc"), QStringLiteral("UTF-8"), file, QStringLiteral("-")});
        static const QRegularExpression token(QStringLiteral("<page width=\"([\\d.]+)\" height=\"([\\d.]+)\">|<word xMin=\"([-\\d.]+)\" yMin=\"([-\\d.]+)\" xMax=\"([-\\d.]+)\" yMax=\"([-\\d.]+)\">([^<]*)<"));
        std::vector<Word> words;
        int page = 0;
        for (auto match = token.globalMatch(text); match.hasNext();) {
            const auto one = match.next();
            if (!one.captured(1).isEmpty()) {
                ++page;
                page_ = {one.captured(1).toDouble(), one.captured(2).toDouble()};
                continue;
            }
            words.push_back({page, QRectF(QPointF(one.captured(3).toDouble(), one.captured(4).toDouble()), QPointF(one.captured(5).toDouble(), one.captured(6).toDouble())), one.captured(7)});
        }
        return words;
    }
    static int lastPage(const std::vector<Word>& words) { return words.empty() ? 0 : words.back().page; }
    // The first word that leaves the margins, and the first two that lie over each other; "" none.
    QString wrongPlace(const std::vector<Word>& words) const
    {
        const QRectF paper = QRectF(QPointF(), page_).adjusted(40, 20, -40, -15);
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!paper.contains(words[i].at))
                return QStringLiteral("page %1: \"%2\" at %3 to %4 leaves the margins").arg(words[i].page).arg(words[i].text).arg(words[i].at.left()).arg(words[i].at.right());
            for (std::size_t k = i + 1; k < words.size() && words[k].page == words[i].page; ++k) {
                const QRectF both = words[i].at & words[k].at;
                if (both.width() > 1.5 && both.height() > 0.4 * std::min(words[i].at.height(), words[k].at.height()))
                    return QStringLiteral("page %1: \"%2\" and \"%3\" at %4, %5").arg(words[i].page).arg(words[i].text, words[k].text).arg(both.x()).arg(both.y());
            }
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            QSKIP("pdftotext of poppler-utils is not installed");
    }
    void staysWithinFourPages_data()
    {
        QTest::addColumn<int>("clusters");
        QTest::addColumn<int>("groups");
        QTest::addColumn<QByteArray>("price");
        QTest::newRow("one small") << 1 << 3 << QByteArray("0.1");
        QTest::newRow("one of 300 groups") << 1 << 300 << QByteArray("0.1");
        QTest::newRow("twelve of 25 dear") << 12 << 25 << QByteArray("98765.43");
    }
    void staysWithinFourPages()
    {
        QFETCH(int, clusters);
        QFETCH(int, groups);
        QFETCH(QByteArray, price);
        const Many made = many(clusters, groups, price.constData());
        const CostReport report = deriveCosts(made.worlds, {}, made.costs);
        const CostReview review = costReview(report, {});
        const auto words = wordsOf(costReviewPdf(review, report, QPageSize(clusters == 1 ? QPageSize::A4 : QPageSize::Letter)));
        QVERIFY(words.size() > 100);
        QVERIFY2(lastPage(words) >= 1 && lastPage(words) <= 4, qPrintable(QString::number(lastPage(words))));
        const QString wrong = wrongPlace(words);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
    // What is left out is summed up: rows shown and the one of the rest come to the same as all rows.
    void theRestIsSummedUp()
    {
        Many made = many(12, 25, "0.1");
        made.costs.settings.terms.currency.perDollar = Quantity::fromWhole(1);
        const CostReport report = deriveCosts(made.worlds, {}, made.costs);
        const auto cents = [](const QString& text) {
            QString plain = text;
            for (const QChar other : {QChar(0x2009), QChar(0x202F), QChar(u'$'), QChar(u',')})
                plain.remove(other);
            plain.replace(QChar(0x2212), QLatin1Char('-'));
            return plain == QStringLiteral("–") ? 0 : std::llround(plain.toDouble() * 100);
        };
        const auto sumOf = [&](const ReviewTable& table, bool strong) {
            qint64 sum = 0;
            for (std::size_t i = 0; i < table.rows.size(); ++i)
                if ((std::find(table.strong.begin(), table.strong.end(), i) != table.strong.end()) == strong)
                    sum += cents(table.rows[i][3]); // Actual
            return sum;
        };
        ReviewLimits all;
        all.groups = 100'000;
        all.clusters = 100;
        const ReviewTable whole = costReview(report, {}, all).groups;
        for (ReviewLimits limits; limits.smaller() != limits; limits = limits.smaller()) {
            const ReviewTable table = costReview(report, {}, limits).groups;
            QVERIFY(table.rows.size() <= limits.groups + limits.clusters + 4);
            QVERIFY(std::llabs(sumOf(table, false) - sumOf(whole, false)) <= 300); // cents, each row rounded by itself
            QVERIFY(std::llabs(sumOf(table, true) - sumOf(whole, true)) <= 12);
            QVERIFY(table.note.contains(QStringLiteral("smaller rows")));
        }
        QVERIFY(costReview(report, {}).head.front().size() < 500); // twelve names of 200 letters
        QVERIFY(costReview(report, {}).head.front().contains(QStringLiteral("and 6 more")));
    }
};

QTEST_MAIN(ReviewPagesTest)
#include "tst_review_pages.moc"
