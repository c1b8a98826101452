// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/csv_reader.h"
#include "cost/price_import.h"
#include "cost_worlds.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const std::string header = "match,value,region,capacity_type,asset,usd_per_hour,as_of,note\n";

// Each error as "where: what hint".
QStringList errorsOf(const PriceImport& read)
{
    QStringList list;
    for (const Error& error : read.errors)
        list << QString::fromStdString(plainText(error));
    return list;
}

PriceImport importOf(const std::string& rows, const PriceImportOptions& options = {})
{
    const auto read = importPrices(header + rows, options);
    return read ? *read : PriceImport {};
}

} // namespace

class TestPriceImport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ourSchemaReads()
    {
        const auto read = importPrices("\xEF\xBB\xBF" + header
            + "node,worker-1,,,,0.5,2026-11-20,\"by hand, \"\"really\"\"\"\r\n"
              "label:tier,gold,eu-west-1,spot,node,0.02,,\r\n\r\n"
              "instance-type,m5.large,,on-demand,,0.09,,\r\n"
              "label:nvidia.com/gpu.product,NVIDIA-A10G,,,gpu,1e0,,\r\n");
        QVERIFY(read.has_value());
        QCOMPARE(errorsOf(*read), QStringList());
        QCOMPARE(read->rows.size(), 4u);
        const OwnPrice& first = read->rows[0];
        QVERIFY(first.match == OwnPrice::Match::NodeName && first.asset == OwnPrice::Asset::Node);
        QCOMPARE(first.value, "worker-1");
        QCOMPARE(first.hourly.decimal(), "0.5");
        QCOMPARE(first.asOf, "2026-11-20");
        QCOMPARE(first.note, "by hand, \"really\"");
        QCOMPARE(first.row, 2u);
        const OwnPrice& second = read->rows[1];
        QVERIFY(second.match == OwnPrice::Match::Label && second.capacity == CapacityType::Spot);
        QCOMPARE(second.labelKey, "tier");
        QCOMPARE(second.region, "eu-west-1");
        QCOMPARE(read->rows[2].row, 5u); // the blank line counts
        QVERIFY(read->rows[3].asset == OwnPrice::Asset::Gpu);
    }
    void openCostsSchemaReads()
    {
        const auto read = importPrices(
            "EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version\n"
            "2026-01-31 23:59:59 UTC,gke-x-1,us-central1,node,metadata.name,n1,0.13,\n"
            "2026-01-31 23:59:59 UTC,i-0abc,,node,spec.providerID,,0.2,\n"
            "2026-01-31 23:59:59 UTC,fast,,pv,metadata.labels.class,,0.0001,\n"
            "2026-01-31 23:59:59 UTC,m5.large,,node,metadata.labels.node.kubernetes.io/instance-type,,0.09,\n"
            "2026-01-31 23:59:59 UTC,Quadro_RTX_4000,,gpu,nvidia.com/gpu_type,,0.75,\n"
            "2026-01-31 23:59:59 UTC,x,,disk,metadata.name,,1,\n"
            "2026-01-31 23:59:59 UTC,x,,node,spec.nonsense,,1,\n");
        QVERIFY(read.has_value());
        QVERIFY(read->schema == PriceImport::Schema::OpenCost);
        QCOMPARE(read->rows.size(), 5u);
        QVERIFY(read->rows[0].match == OwnPrice::Match::NodeName);
        QCOMPARE(read->rows[0].asOf, "2026-01-31");
        QVERIFY(read->rows[1].match == OwnPrice::Match::ProviderId);
        QVERIFY(read->rows[2].asset == OwnPrice::Asset::Volume);
        QVERIFY(read->rows[3].match == OwnPrice::Match::InstanceType);
        QCOMPARE(read->rows[4].labelKey, "nvidia.com/gpu_type");
        QCOMPARE(errorsOf(*read),
            (QStringList {QStringLiteral("line 7, column AssetClass: \"disk\" is no asset class that has a price here. "
                                         "OpenCost knows node, gpu and pv."),
                QStringLiteral("line 8, column InstanceIDField: \"spec.nonsense\" is nothing that a price can be matched "
                               "by. OpenCost writes spec.providerID, metadata.name or metadata.labels.KEY.")}));
    }
    void badRowsAreToldOneByOne_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QByteArray>("error"); // how it begins
        const auto add = [](const char* name, const char* row, const char* error) {
            QTest::newRow(name) << QByteArray(row) << QByteArray(error);
        };
        add("negative", "node,a,,,,-1,,", "line 2, column usd_per_hour: -1 is a negative price.");
        add("not a number", "node,a,,,,NaN,,", "line 2, column usd_per_hour: \"NaN\" is not an amount of money.");
        add("infinite", "node,a,,,,inf,,", "line 2, column usd_per_hour: \"inf\" is not");
        add("empty price", "node,a,,,,,,", "line 2, column usd_per_hour: \"\" is not");
        add("thousands, quoted", "node,a,,,,\"1,234.5\",,", "line 2, column usd_per_hour: \"1,234.5\" has a thousands separator");
        add("thousands, bare", "node,a,,,,1,234.5,,", "line 2: The line has not as many fields");
        add("apostrophe", "node,a,,,,1'234.5,,", "line 2, column usd_per_hour: \"1'234.5\" has a thousands separator");
        add("currency", "node,a,,,,$1,,", "line 2, column usd_per_hour: \"$1\" is not");
        add("beyond all", "node,a,,,,1e300,,", "line 2, column usd_per_hour: \"1e300\" is not");
        add("match", "host,a,,,,1,,", "line 2, column match: \"host\" is nothing");
        add("label without key", "label:,a,,,,1,,", "line 2, column match: \"label:\" is nothing");
        add("value", "node,,,,,1,,", "line 2, column value: Nothing is named");
        add("capacity", "node,a,,cheap,,1,,", "line 2, column capacity_type: \"cheap\" is no capacity type.");
        add("asset", "node,a,,,disk,1,,", "line 2, column asset: \"disk\" is nothing");
        add("date", "node,a,,,,1,yesterday,", "line 2, column as_of: \"yesterday\" is no date.");
        add("no such date", "node,a,,,,1,2026-02-31,", "line 2, column as_of: \"2026-02-31\" is no date.");
        add("too few", "node,a,1", "line 2: The line has not as many fields");
        add("open quote", "node,\"a,,,,1,,", "line 2: A quote is opened and never closed.");
        add("after a quote", "node,\"a\"b,,,,1,,", "line 2: Text follows a closing quote.");
        add("jump up", "instance-type,m5.large,,,,2.88,,", "line 2, column usd_per_hour: 2.88 is 30 times or more off the 0.096");
        add("jump down", "instance-type,m5.large,,,,0.0032,,", "line 2, column usd_per_hour: 0.0032 is 30 times");
        add("nothing at all", "instance-type,m5.large,,,,0,,", "line 2, column usd_per_hour: 0 is 30 times");
        add("spot above the list", "instance-type,m5.large,,spot,,0.1,,",
            "line 2, column usd_per_hour: Spot at 0.1 is above the on-demand price 0.096.");
    }
    void badRowsAreToldOneByOne()
    {
        QFETCH(QByteArray, row);
        QFETCH(QByteArray, error);
        const PriceImport read = importOf(row.toStdString() + "\n");
        QCOMPARE(read.rows.size(), 0u);
        QCOMPARE(read.errors.size(), 1u);
        const auto said = errorsOf(read).front();
        QVERIFY2(said.startsWith(QString::fromUtf8(error)), qPrintable(said));
    }
    void goodRowsBesideBadOnesAreKept()
    {
        const PriceImport read = importOf("node,a,,,,1,,\nnode,b,,,,x,,\nnode,a,,,,2,,\nnode,a,eu,,,2,,\nnode,c,,,,3,,\n");
        QCOMPARE(read.rows.size(), 3u);
        QCOMPARE(errorsOf(read).size(), 2);
        QCOMPARE(errorsOf(read)[1], QStringLiteral("line 4, column value: The same price stands in line 2 already."));
    }
    void confirmingLetsDoubtfulPricesIn()
    {
        const std::string rows = "instance-type,m5.large,,,,5,,\nnode,a,,on-demand,,1,,\nnode,a,,spot,,2,,\nnode,b,,,,-1,,\n";
        const PriceImport doubtful = importOf(rows);
        QCOMPARE(doubtful.unconfirmed, 2u);
        QCOMPARE(doubtful.rows.size(), 1u);
        PriceImportOptions confirmed;
        confirmed.confirmed = true;
        const PriceImport read = importOf(rows, confirmed);
        QCOMPARE(read.rows.size(), 3u);
        QCOMPARE(errorsOf(read).size(), 1); // the negative one stays out
    }
    void jumpsAreMeasuredAgainstTheBookBefore()
    {
        PriceImportOptions options;
        options.before = importOf("node,a,,,,32.8,,\nnode,b,,,,1,,\n").rows;
        const PriceImport read = importOf("node,a,,,,0.0328,,\nnode,b,,,,29,,\n", options); // opencost#2796
        QCOMPARE(read.unconfirmed, 1u);
        QCOMPARE(read.rows.size(), 1u);
        QCOMPARE(read.rows[0].value, "b");
    }
    void filesThatAreNoPriceBooksAreRefused()
    {
        const auto why = [](const std::string& text) {
            const auto read = importPrices(text);
            return read ? QString() : QString::fromStdString(plainText(read.error()));
        };
        QVERIFY(why("").contains(QLatin1String("is empty")));
        QVERIFY(why("\xEF\xBB\xBF\n\n").contains(QLatin1String("is empty")));
        QVERIFY(why(header).contains(QLatin1String("has no rows")));
        QVERIFY(why("a,b,c\n1,2,3\n").contains(QLatin1String("names no columns")));
        QVERIFY(why(std::string("match\0,value", 12)).contains(QLatin1String("no UTF-8")));
        QVERIFY(why("\xFF\xFEm\0a\0").contains(QLatin1String("no UTF-8"))); // UTF-16
        QVERIFY(why(header + "node,M\xFCnchen,,,,1,,\n").contains(QLatin1String("no UTF-8"))); // Latin-1
        QVERIFY(why(header + std::string(std::size_t(17) << 20, 'x')).contains(QLatin1String("larger than 16 MiB")));
        std::string many = header;
        for (int i = 0; i <= 50'000; ++i)
            many += "node,n" + std::to_string(i) + ",,,,1,,\n";
        QVERIFY(why(many).contains(QLatin1String("more than 50000 rows")));
    }
    void errorsAreCapped()
    {
        std::string rows;
        for (int i = 0; i < 1500; ++i)
            rows += "node,n" + std::to_string(i) + ",,,,x,,\n";
        const PriceImport read = importOf(rows);
        QCOMPARE(read.errors.size(), 1000u);
        QCOMPARE(read.left, 500u);
    }
    void exportsReadBack()
    {
        PriceImport read = importOf("node,\"a,1\",,,,0.5,2026-11-20,\"say \"\"hi\"\"\nthere\"\nlabel:tier,gold,eu,spot,gpu,"
                                    "0.123456789012,,\npool,web,,reserved,,3,,\nprovider,aws,,,volume,0.0001,,\n");
        QCOMPARE(read.rows.size(), 4u);
        auto again = importPrices(exportPrices(read.rows));
        QVERIFY(again.has_value());
        for (auto* list : {&read.rows, &again->rows})
            for (OwnPrice& price : *list)
                price.row = 0;
        QVERIFY(again->rows == read.rows);
        const auto theirs = importPrices(
            exportPrices(importOf("node,a,,,,1,2026-11-20,\ninstance-type,m5.large,,,,0.09,,\npool,x,,,,1,,\n").rows,
                PriceImport::Schema::OpenCost));
        QCOMPARE(theirs->rows.size(), 2u);
        QCOMPARE(theirs->rows[0].asOf, "2026-11-20");
        QVERIFY(theirs->rows[1].match == OwnPrice::Match::InstanceType);
    }
    void csvFollowsTheStandard()
    {
        const std::string text = "a,\"b\"\"c\",\"d\ne\"\r\n\n,\rlast,\"\"";
        CsvReader reader(text);
        std::vector<std::string_view> fields;
        const auto next = [&] { return reader.next(fields) ? fields : std::vector<std::string_view>(); };
        QVERIFY((next() == std::vector<std::string_view> {"a", "b\"c", "d\ne"}));
        QCOMPARE(reader.line(), 1u);
        QVERIFY((next() == std::vector<std::string_view> {"", ""}));
        QCOMPARE(reader.line(), 4u);
        QVERIFY((next() == std::vector<std::string_view> {"last", ""}));
        QCOMPARE(reader.line(), 5u);
        QVERIFY(!reader.next(fields));
        QCOMPARE(csvField("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
    void anyBytesAreRead()
    {
        // Cut and broken anywhere, a file is read or refused, never more.
        const std::string good = header + "node,\"a\"\"b\",,,,0.5,2026-11-20,\"x,\ny\"\r\nlabel:t,g,,spot,gpu,1,,\n";
        for (std::size_t at = 0; at < good.size(); ++at) {
            (void)importPrices(good.substr(0, at)).has_value();
            for (const char c : {'"', ',', '\n', '\r', '\0', '\xC3', '9'}) {
                std::string broken = good;
                broken[at] = c;
                (void)importPrices(broken).has_value();
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPriceImport)
#include "tst_price_import.moc"
