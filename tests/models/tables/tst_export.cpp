// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/export.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <random>

using namespace loadline;

namespace {

// A reader of RFC 4180 on its own feet: every record of fields.
std::vector<QStringList> parseCsv(const QByteArray& bytes)
{
    std::vector<QStringList> records;
    QStringList record;
    QString field;
    bool quoted = false;
    const auto text = QString::fromUtf8(bytes);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted) {
            if (c == QLatin1Char('"') && i + 1 < text.size() && text[i + 1] == QLatin1Char('"')) {
                field += c;
                ++i;
            } else if (c == QLatin1Char('"')) {
                quoted = false;
            } else {
                field += c;
            }
        } else if (c == QLatin1Char('"')) {
            quoted = true;
        } else if (c == QLatin1Char(',')) {
            record << std::exchange(field, {});
        } else if (c == QLatin1Char('\r') && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n')) {
            ++i;
            record << std::exchange(field, {});
            records.push_back(std::exchange(record, {}));
        } else {
            field += c;
        }
    }
    return records;
}

ExportTable tableOf(std::vector<QStringList> texts)
{
    ExportTable table;
    table.head.page = QStringLiteral("Horizontal pod autoscalers");
    table.head.clusters = {QStringLiteral("prod-eu"), QStringLiteral("prod, \"us\"")};
    table.head.namespaces = QStringLiteral("all");
    table.head.filter = QStringLiteral("held");
    table.head.notes = {QStringLiteral("KEDA is not installed in prod-eu.")};
    table.head.at = parseRfc3339("2026-11-23T15:55:49.5Z").value();
    table.ids = {QStringLiteral("name"), QStringLiteral("value")};
    table.titles = {QStringLiteral("Name"), QStringLiteral("Value, with comma")};
    table.texts = std::move(texts);
    table.exact.assign(table.texts.size(), {QJsonValue(QJsonValue::Undefined), QJsonValue(1.5)});
    return table;
}

} // namespace

class TestExport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void csvWhole();
    void csvReadsBack();
    void formulasAreHarmless();
    void json();
    void textForTheClipboard();
    void picksColumnsInOrder();
};

void TestExport::csvWhole()
{
    const auto table = tableOf({{QStringLiteral("a\"b"), QStringLiteral("140\u2009% of 70\u2009%")}});
    QCOMPARE(toCsv(table),
        QByteArray("# page: Horizontal pod autoscalers\r\n"
                   "\"# clusters: prod-eu, prod, \"\"us\"\"\"\r\n"
                   "# namespaces: all\r\n"
                   "# filter: held\r\n"
                   "# time: 2026-11-23T15:55:49Z\r\n"
                   "# note: KEDA is not installed in prod-eu.\r\n"
                   "\r\n"
                   "Name,\"Value, with comma\"\r\n"
                   "\"a\"\"b\",140\xE2\x80\x89% of 70\xE2\x80\x89%\r\n"));
}

void TestExport::csvReadsBack()
{
    std::mt19937 random(11);
    const QString alphabet = QStringLiteral("a,\"\r\n\u2009é%→ x0");
    std::vector<QStringList> texts;
    for (int row = 0; row < 300; ++row) {
        QStringList cells;
        for (int cell = 0; cell < 2; ++cell) {
            QString text = QStringLiteral("t");
            for (auto left = random() % 12; left > 0; --left)
                text += alphabet[qsizetype(random() % unsigned(alphabet.size()))];
            cells << text;
        }
        texts.push_back(cells);
    }
    const auto table = tableOf(texts);
    const auto records = parseCsv(toCsv(table));
    QCOMPARE(records.size(), texts.size() + 8);
    QCOMPARE(records[1].front(), QStringLiteral("# clusters: prod-eu, prod, \"us\""));
    QCOMPARE(records[7], table.titles);
    for (std::size_t i = 0; i < texts.size(); ++i)
        QCOMPARE(records[i + 8], texts[i]);
}

void TestExport::formulasAreHarmless()
{
    const auto table = tableOf({{QStringLiteral("=1+1"), QStringLiteral("-5")}, {QStringLiteral("@x"), QStringLiteral("+1.5")},
        {QStringLiteral("-x"), QStringLiteral("-")}, {QStringLiteral("\tx"), QStringLiteral("−59\u2009%")}});
    const auto records = parseCsv(toCsv(table));
    QCOMPARE(records[8], QStringList({QStringLiteral("'=1+1"), QStringLiteral("-5")}));
    QCOMPARE(records[9], QStringList({QStringLiteral("'@x"), QStringLiteral("+1.5")}));
    QCOMPARE(records[10], QStringList({QStringLiteral("'-x"), QStringLiteral("'-")}));
    QCOMPARE(records[11], QStringList({QStringLiteral("'\tx"), QStringLiteral("−59\u2009%")}));
}

void TestExport::json()
{
    QJsonParseError fault;
    const auto whole
        = QJsonDocument::fromJson(toJson(tableOf({{QStringLiteral("=x"), QStringLiteral("1.5\u2009GiB")}})), &fault).object();
    QCOMPARE(fault.error, QJsonParseError::NoError);
    const auto meta = whole[QStringLiteral("meta")].toObject();
    QCOMPARE(meta[QStringLiteral("time")].toString(), QStringLiteral("2026-11-23T15:55:49Z"));
    QCOMPARE(meta[QStringLiteral("clusters")].toArray().size(), 2);
    QCOMPARE(whole[QStringLiteral("columns")].toArray()[1].toObject()[QStringLiteral("title")].toString(),
        QStringLiteral("Value, with comma"));
    const auto row = whole[QStringLiteral("rows")].toArray()[0].toObject();
    QCOMPARE(row[QStringLiteral("name")].toObject(), QJsonObject({{QStringLiteral("text"), QStringLiteral("=x")}}));
    QCOMPARE(row[QStringLiteral("value")].toObject(),
        QJsonObject({{QStringLiteral("text"), QStringLiteral("1.5\u2009GiB")}, {QStringLiteral("value"), 1.5}}));
}

void TestExport::textForTheClipboard()
{
    QCOMPARE(toText(tableOf({{QStringLiteral("a\tb\nc"), QStringLiteral("2")}})),
        QStringLiteral("Name\tValue, with comma\na b c\t2\n"));
}

void TestExport::picksColumnsInOrder()
{
    struct Ship {
        std::string id;
        int value;
    };
    Column<Ship> name;
    name.id = QStringLiteral("name");
    name.title = QStringLiteral("Name");
    name.text = [](const Ship& ship) { return QString::fromStdString(ship.id); };
    Column<Ship> value;
    value.id = QStringLiteral("value");
    value.title = QStringLiteral("Value");
    value.text = [](const Ship& ship) { return QString::number(ship.value); };
    value.exact = [](const Ship& ship) { return QJsonValue(ship.value); };
    const Rows<Ship> rows {std::make_shared<const Ship>(Ship {"a", 1})};
    const auto table = exportTable<Ship>(
        {}, {name, value}, {QStringLiteral("value"), QStringLiteral("gone"), QStringLiteral("name")}, rows);
    QCOMPARE(table.ids, QStringList({QStringLiteral("value"), QStringLiteral("name")}));
    QCOMPARE(table.texts.front(), QStringList({QStringLiteral("1"), QStringLiteral("a")}));
    QCOMPARE(table.exact.front().front(), QJsonValue(1));
    QVERIFY(table.exact.front().back().isUndefined());
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
