// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/field_path.h"
#include "manifest/value.h"

#include <QtTest>

#include <limits>

using namespace loadline;

class TestValue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wrongTypesGiveNothing();
    void keepsKeysInOrder();
    void comparesByMeaning();
    void writesJson();
    void writesNumbersAsTheServerReadsThem();
    void pathsRoundTrip_data();
    void pathsRoundTrip();
    void refusesBrokenPaths_data();
    void refusesBrokenPaths();
    void pathsCompose();
};

void TestValue::wrongTypesGiveNothing()
{
    const Value text("abc");
    QCOMPARE(text.integer(), 0);
    QCOMPARE(text.boolean(), false);
    QVERIFY(text.items().empty());
    QVERIFY(text.fields().empty());
    QVERIFY(text["x"]["y"].isNull());
    QCOMPARE(text.find("x"), nullptr);
    QCOMPARE(Value(3.0).integer(), 3);
    QCOMPARE(Value(3.5).integer(), 0);
    QCOMPARE(Value(1e300).integer(), 0);
    QCOMPARE(Value(7).number(), 7.0);
}

void TestValue::keepsKeysInOrder()
{
    Value value;
    value.set("b", 1);
    value.set("a", 2);
    value.set("b", 3);
    QCOMPARE(value.json(), std::string(R"({"b":3,"a":2})"));
    value.remove("b");
    value.remove("absent");
    value.set("list", Value()).add("x");
    QCOMPARE(value.json(), std::string(R"({"a":2,"list":["x"]})"));
}

void TestValue::comparesByMeaning()
{
    const Value a = Value::map({{"x", 1}, {"y", Value::list({"a", Value()})}});
    const Value b = Value::map({{"y", Value::list({"a", Value()})}, {"x", 1.0}});
    QVERIFY(a == b);
    QVERIFY(!(a == Value::map({{"x", 1}})));
    QVERIFY(!(Value("1") == Value(1)));
    QVERIFY(!(Value(true) == Value(1)));
    QVERIFY(!(Value("") == Value()));
    QVERIFY(!(Value(1.5) == Value(1)));
    QVERIFY(!(Value(9223372036854775807.0) == Value(std::numeric_limits<std::int64_t>::max())));
    Value::Map forward, backward;
    for (int i = 0; i < 50'000; ++i)
        forward.push_back({std::to_string(i), i});
    backward.assign(forward.rbegin(), forward.rend());
    QVERIFY(Value::map(forward) == Value::map(backward));
}

void TestValue::writesJson()
{
    QCOMPARE(Value("a\"b\\c\n\t\r\x01 \xC3\xA9 \xF0\x9F\x9A\x80").json(),
        std::string("\"a\\\"b\\\\c\\n\\t\\r\\u0001 \xC3\xA9 \xF0\x9F\x9A\x80\""));
    QCOMPARE(Value("\xFFx\xED\xA0\x80").json(), std::string("\"\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""));
    QCOMPARE(Value::list().json(), std::string("[]"));
    QCOMPARE(Value::map().json(), std::string("{}"));
    QCOMPARE(Value::map({{"", Value()}, {"t", true}, {"l", Value::list({1, Value::map()})}}).json(),
        std::string(R"({"":null,"t":true,"l":[1,{}]})"));
}

void TestValue::writesNumbersAsTheServerReadsThem()
{
    QCOMPARE(Value(100000.0).json(), std::string("100000"));
    QCOMPARE(Value(0.1).json(), std::string("0.1"));
    QCOMPARE(Value(-2.5).json(), std::string("-2.5"));
    QCOMPARE(Value(std::numeric_limits<std::int64_t>::min()).json(), std::string("-9223372036854775808"));
    QCOMPARE(Value(std::numeric_limits<double>::infinity()).json(), std::string("null"));
}

void TestValue::pathsRoundTrip_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pointer");
    QTest::newRow("whole") << QByteArray() << QByteArray();
    QTest::newRow("keys") << QByteArray("spec.scaleTargetRef.name") << QByteArray("/spec/scaleTargetRef/name");
    QTest::newRow("index") << QByteArray("spec.metrics[0].resource.name") << QByteArray("/spec/metrics/0/resource/name");
    QTest::newRow("dotted") << QByteArray("metadata.annotations[\"autoscaling.keda.sh/paused\"]")
                            << QByteArray("/metadata/annotations/autoscaling.keda.sh~1paused");
    QTest::newRow("quotes") << QByteArray("[\"a\\\"\\\\b\"].c[12][3]") << QByteArray("/a\"\\b/c/12/3");
    QTest::newRow("empty key") << QByteArray("a[\"\"]") << QByteArray("/a/");
    QTest::newRow("tilde") << QByteArray("a.~x") << QByteArray("/a/~0x");
    QTest::newRow("a number as key") << QByteArray("a.0") << QByteArray("/a/0");
    QTest::newRow("emoji") << QByteArray("a.\xF0\x9F\x9A\x80[\"x y\"]") << QByteArray("/a/\xF0\x9F\x9A\x80/x y");
}

void TestValue::pathsRoundTrip()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pointer);
    const Result<FieldPath> path = FieldPath::parse(text.toStdString());
    QVERIFY(path);
    QCOMPARE(path->text(), text.toStdString());
    QCOMPARE(path->jsonPointer(), pointer.toStdString());
    QVERIFY(*path == *FieldPath::parse(path->text()));
}

void TestValue::refusesBrokenPaths_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("column");
    QTest::newRow("ends in a dot") << QByteArray("spec.") << QByteArray("6");
    QTest::newRow("two dots") << QByteArray("a..b") << QByteArray("3");
    QTest::newRow("open bracket") << QByteArray("a[0") << QByteArray("4");
    QTest::newRow("no index") << QByteArray("a[x]") << QByteArray("3");
    QTest::newRow("negative") << QByteArray("a[-1]") << QByteArray("3");
    QTest::newRow("too large") << QByteArray("a[99999999999999999999]") << QByteArray("3");
    QTest::newRow("open quote") << QByteArray("a[\"x]") << QByteArray("6");
    QTest::newRow("blank") << QByteArray("a b") << QByteArray("2");
    QTest::newRow("starts with a dot") << QByteArray(".a") << QByteArray("1");
}

void TestValue::refusesBrokenPaths()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, column);
    const Result<FieldPath> path = FieldPath::parse(text.toStdString());
    QVERIFY(!path);
    QCOMPARE(path.error().kind, Error::Kind::Malformed);
    QCOMPARE(path.error().args.at(1), column.toStdString());
}

void TestValue::pathsCompose()
{
    const FieldPath metrics = FieldPath("spec") / "metrics";
    const FieldPath name = metrics / 2 / "resource" / "name";
    QCOMPARE(name.text(), std::string("spec.metrics[2].resource.name"));
    QVERIFY(name.startsWith(metrics));
    QVERIFY(!metrics.startsWith(name));
    QVERIFY(name.startsWith(FieldPath()));
    QVERIFY(!FieldPath("a.b2").startsWith("a.b"));
    QCOMPARE(name.parent().text(), std::string("spec.metrics[2].resource"));
    QVERIFY(FieldPath().parent().empty());
    QVERIFY(FieldPath("a[1]") < FieldPath("a[2]"));
    QVERIFY(FieldPath("a[2]") < FieldPath("a[10]"));
}

QTEST_APPLESS_MAIN(TestValue)
#include "tst_value.moc"
