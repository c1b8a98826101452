// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json.h"

#include "../../support/fixtures.h"

#include <QtTest>

using namespace loadline;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values();
    void absentGoesOn();
    void wrongTypesAreAbsent();
    void integers_data();
    void integers();
    void quantities();
    void visiting();
    void hugeNumbersAreTexts();
    void errors_data();
    void errors();
    void depth();
    void cutAnywhere();
    void parsesAgain();
    void keepsTheText();
};

void TestJson::values()
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(
        R"({"text":"a\u00e9\n","whole":-7,"half":0.5,"yes":true,"no":false,"none":null,"list":[1,"2",{}],"time":"2026-11-23T15:55:49Z"})"));
    QVERIFY(root.has_value());
    QVERIFY(root->isObject() && root->present() && !root->isArray());
    QCOMPARE(root->size(), std::size_t(8));
    QCOMPARE((*root)["text"].str(), std::string("aé\n"));
    QCOMPARE((*root)["whole"].integer(), std::optional<std::int64_t>(-7));
    QCOMPARE((*root)["half"].number(), std::optional(0.5));
    QVERIFY((*root)["yes"].isTrue() && !(*root)["no"].isTrue());
    QCOMPARE((*root)["no"].boolean(), std::optional(false));
    QVERIFY((*root)["none"].isNull() && (*root)["none"].present());
    QCOMPARE((*root)["list"].at(1).str(), std::string("2"));
    QCOMPARE(formatRfc3339(*(*root)["time"].time()), std::string("2026-11-23T15:55:49Z"));
    QCOMPARE((*root)["list"].dump(), std::string(R"([1,"2",{}])"));
}

void TestJson::absentGoesOn()
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(R"({"a":{"b":[1]}})"));
    const Json deep = (*root)["a"]["c"]["d"].at(3)["e"];
    QVERIFY(!deep.present() && !deep.isNull() && !deep.isObject());
    QVERIFY(deep.text().empty());
    QCOMPARE(deep.size(), std::size_t(0));
    QCOMPARE(deep.integerOr(9), 9);
    QVERIFY(!deep.integer() && !deep.number() && !deep.boolean() && !deep.time() && !deep.quantity());
    QVERIFY(deep.dump().empty());
    QVERIFY(!(*root)["a"]["b"].at(1).present());
    deep.eachItem([](Json) { QFAIL("visited"); });
    deep.eachField([](std::string_view, Json) { QFAIL("visited"); });
}

void TestJson::wrongTypesAreAbsent()
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(R"({"n":5,"s":"5","l":[],"o":{},"z":null})"));
    for (const char* key : {"s", "l", "o", "z"})
        QVERIFY(!(*root)[key].integer() && !(*root)[key].number());
    for (const char* key : {"n", "l", "o", "z"})
        QVERIFY((*root)[key].text().empty() && !(*root)[key].time());
    for (const char* key : {"n", "s", "l", "z"})
        QVERIFY(!(*root)[key]["x"].present());
    for (const char* key : {"n", "s", "o", "z"})
        QVERIFY(!(*root)[key].at(0).present());
}

void TestJson::integers_data()
{
    QTest::addColumn<bool>("is");
    QTest::addColumn<qint64>("value");
    QTest::newRow("0") << true << qint64(0);
    QTest::newRow("3.0") << true << qint64(3);
    QTest::newRow("1e3") << true << qint64(1000);
    QTest::newRow("9223372036854775807") << true << qint64(9223372036854775807);
    QTest::newRow("-9223372036854775808") << true << std::numeric_limits<qint64>::min();
    QTest::newRow("9223372036854775808") << false << qint64(0); // an unsigned one
    QTest::newRow("3.5") << false << qint64(0);
    QTest::newRow("1e300") << false << qint64(0);
}

void TestJson::integers()
{
    QFETCH(bool, is);
    QFETCH(qint64, value);
    JsonDocument document;
    const auto root = document.parse(std::string_view(std::string("[") + QTest::currentDataTag() + "]"));
    QVERIFY(root.has_value());
    QCOMPARE(root->at(0).integer().has_value(), is);
    if (is)
        QCOMPARE(qint64(*root->at(0).integer()), value);
}

void TestJson::quantities()
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(R"(["250m",2,1.5,"1e400",true,"1Gi",1e400])"));
    QVERIFY(root.has_value());
    QCOMPARE(root->at(0).quantity(), std::optional(Quantity::fromMilli(250)));
    QCOMPARE(root->at(1).quantity(), std::optional(Quantity::fromWhole(2)));
    QCOMPARE(root->at(2).quantity(), std::optional(Quantity::fromMilli(1500)));
    QVERIFY(!root->at(3).quantity());
    QVERIFY(!root->at(4).quantity());
    QCOMPARE(root->at(5).quantity(), std::optional(Quantity::fromWhole(1 << 30)));
    QVERIFY(!root->at(6).quantity());
}

void TestJson::visiting()
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(R"({"b":1,"a":2,"list":[3,4]})"));
    std::string seen;
    root->eachField([&](std::string_view key, Json value) { seen += std::string(key) + "=" + value.dump() + ";"; });
    const auto append = [&](Json item) { seen += item.dump() + ","; };
    (*root)["list"].eachItem(append);
    QCOMPARE(seen, std::string("b=1;a=2;list=[3,4];3,4,"));
}

void TestJson::hugeNumbersAreTexts()
{
    // One number that nothing holds must not take the rest of a list along.
    JsonDocument document;
    const auto root = document.parse(
        std::string_view(R"({"items":[{"v":"keep 1e999 \"5\" here"},{"v":1e400},{"v":-123456789012345678901234567890},{"v":2}]})"));
    QVERIFY(root.has_value());
    const Json items = (*root)["items"];
    QCOMPARE(items.size(), std::size_t(4));
    QCOMPARE(items.at(0)["v"].str(), std::string("keep 1e999 \"5\" here"));
    QCOMPARE(items.at(1)["v"].str(), std::string("1e400"));
    QVERIFY(!items.at(1)["v"].number());
    QCOMPARE(items.at(2)["v"].str(), std::string("-123456789012345678901234567890"));
    QCOMPARE(items.at(3)["v"].integer(), std::optional<std::int64_t>(2));
    // What is no number at all stays an error.
    QVERIFY(!document.parse(std::string_view("[01]")));
    QVERIFY(!document.parse(std::string_view("[1e400,1.]")));
}

void TestJson::errors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QByteArray& text, const char* says) {
        QTest::newRow(name) << text << QString::fromLatin1(says);
    };
    row("empty", "", "empty");
    row("blank", " \n ", "empty");
    row("html", "<!DOCTYPE html><html>", "web page");
    row("html after blanks", "\r\n  <html>", "web page");
    row("text", "404 page not found\n", "404 page not found");
    row("cut object", R"({"items":[{"a":1},{"b")", "cut off or broken after 22 bytes");
    row("cut string", R"({"items":"abc)", "cut off or broken");
    row("garbage after", "{}x", "broken");
    row("two documents", "{}{}", "broken");
    row("bad utf-8", "{\"a\":\"\xff\"}", "UTF-8");
    row("bare word", "{\"a\":nil}", "broken");
    row("control character", "{\"a\":\"\x01\"}", "broken");
    row("NUL", QByteArray("\0\0", 2), "");
}

void TestJson::errors()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    JsonDocument document;
    const auto root = document.parse(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    QVERIFY(!root);
    QVERIFY(root.error().kind == Error::Kind::Malformed);
    const QString shown = QString::fromStdString(plainText(root.error()));
    QVERIFY2(shown.contains(says), qPrintable(shown));
    QVERIFY(document.parse(std::string_view("{}")).has_value()); // it serves on
}

void TestJson::depth()
{
    JsonDocument document;
    const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
    QVERIFY(document.parse(std::string_view(nested(200))).has_value());
    const auto deep = document.parse(std::string_view(nested(100'000)));
    QVERIFY(!deep);
    QVERIFY(plainText(deep.error()).find("nested too deeply") != std::string::npos);
}

void TestJson::cutAnywhere()
{
    const std::string text = recording("hpa-page1.json");
    QVERIFY(text.size() > 1000);
    JsonDocument document;
    const std::size_t end = text.find_last_not_of(" \r\n") + 1;
    for (std::size_t cut = 0; cut < end; ++cut)
        QVERIFY(!document.parse(std::string_view(text).substr(0, cut)));
    QVERIFY(document.parse(std::string_view(text).substr(0, end)).has_value());
}

void TestJson::parsesAgain()
{
    JsonDocument document;
    for (int i = 0; i < 200; ++i) {
        std::string text = "[\"" + std::string(static_cast<std::size_t>(i * 997 % 5000), 'x') + "\"," + std::to_string(i) + "]";
        const auto root = document.parse(text);
        QVERIFY(root.has_value());
        QCOMPARE(root->at(1).integer(), std::optional<std::int64_t>(i));
    }
    JsonDocument moved = std::move(document);
    QVERIFY(moved.parse(std::string_view("1")).has_value());
}

void TestJson::keepsTheText()
{
    JsonDocument document;
    std::string text = R"({"v":1e400})";
    text.shrink_to_fit();
    const std::string before = text;
    QVERIFY(document.parse(text).has_value());
    QCOMPARE(text, before);
}

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
