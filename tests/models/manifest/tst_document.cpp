// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document.h"

#include <QtTest>

using namespace loadline;

namespace {

Document parsed(const std::string& text)
{
    Result<Document> document = Document::parse(text);
    if (!document)
        qFatal("%s", plainText(document.error()).c_str());
    return std::move(*document);
}

std::string hpa()
{
    QFile file(QStringLiteral(LOADLINE_FIXTURES "/manifests/hpa.yaml"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the fixture is missing");
    return file.readAll().toStdString();
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatItSays();
    void resolvesScalarsAsKubectl_data();
    void resolvesScalarsAsKubectl();
    void expandsAnchors();
    void refuses_data();
    void refuses();
    void refusesAliasBombs();
    void readsJson();
    void tellsLines_data();
    void tellsLines();
    void tellsPaths_data();
    void tellsPaths();
    void readsBomAndCrlf();
};

void TestDocument::readsWhatItSays()
{
    const Document document = parsed(hpa());
    QCOMPARE(document.text(), hpa());
    const ManifestRef expected{"autoscaling/v2", "HorizontalPodAutoscaler", "ml-platform", "fraud-detector"};
    QVERIFY(document.ref() == expected);
    QCOMPARE(document.find("spec.metrics[1].pods.target.averageValue")->text(), std::string("100"));
    QCOMPARE(document.find("spec.metrics[0].resource.target.averageUtilization")->integer(), 70);
    QCOMPARE(document.find("spec.metrics[2]"), nullptr);
    QCOMPARE(document.find("spec.minReplicas.x"), nullptr);
    QCOMPARE(document.value()["spec"]["x-unknown"].text(), std::string("kept\n  as it is\n"));
    QVERIFY(Document().value().isNull());
    QVERIFY(parsed("").ref() == ManifestRef());
    QVERIFY(parsed("# nothing\n---\n# at all\n").value().isNull());
}

// Every row as kubectl (sigs.k8s.io/yaml) prints it: kubectl label --local -f - -o json.
void TestDocument::resolvesScalarsAsKubectl_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* yaml, const char* json) { QTest::newRow(yaml) << QByteArray(yaml) << QByteArray(json); };
    row("y", "true");
    row("n", "false");
    row("on", "true");
    row("Off", "false");
    row("oFF", "\"oFF\"");
    row("~", "null");
    row("NULL", "null");
    row("nUll", "\"nUll\"");
    row("", "null");
    row("0123", "83");
    row("0o17", "15");
    row("0O17", "15");
    row("0x1F", "31");
    row("0x_1F", "31");
    row("0b11", "3");
    row("-0b11", "-3");
    row("08", "8");
    row("0_8", "8");
    row("1_000", "1000");
    row("1__0", "10");
    row("1_0.5", "10.5");
    row("1e3", "1000");
    row("1.e3", "1000");
    row("1e+05", "100000");
    row("1e400", "\"1e400\"");
    row("+1", "1");
    row("-0", "0");
    row("1.0", "1");
    row(".5", "0.5");
    row(".5_0", "0.5");
    row("._5", "\"._5\"");
    row("1:30", "\"1:30\"");
    row("2001-01-01", "\"2001-01-01\"");
    row("500m", "\"500m\"");
    row("1Gi", "\"1Gi\"");
    row("1.2.3", "\"1.2.3\"");
    row("-", "[null]");
    row("9223372036854775807", "9223372036854775807");
    row("-9223372036854775808", "-9223372036854775808");
    row("\"y\"", "\"y\"");
    row("'0123'", "\"0123\"");
    row("!!str 5", "\"5\"");
    row("!!int \"5\"", "5");
    row("!!float 3", "3");
    row("!!bool y", "true");
    row("!!null \"\"", "null");
    row("!foo 5", "\"5\"");
    row("!!binary aGFsbG8=", "\"hallo\"");
    row("!!timestamp 2001-01-01", "\"2001-01-01\"");
    row("{y: 1}", "{\"true\":1}");
    row("{0123: 1}", "{\"83\":1}");
    row("{1.5: 1}", "{\"1.5\":1}");
    row("{1e3: 1}", "{\"1000\":1}");
    row("{1e6: 1}", "{\"1e+06\":1}");
    row("{\"<<\": {q: 1}}", "{\"<<\":{\"q\":1}}");
}

void TestDocument::resolvesScalarsAsKubectl()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, json);
    QCOMPARE(parsed("a: " + (yaml == "-" ? "\n" : std::string()) + yaml.toStdString() + "\n").json(),
        "{\"a\":" + json.toStdString() + "}");
}

void TestDocument::expandsAnchors()
{
    QCOMPARE(parsed("a: &x {p: 1, q: 2}\nb:\n  q: 5\n  <<: *x\n  p: 7\nc: [*x]\n").json(),
        std::string(R"({"a":{"p":1,"q":2},"b":{"q":2,"p":7},"c":[{"p":1,"q":2}]})"));
    QCOMPARE(parsed("a: &x {p: 1}\nb: {<<: [*x, {z: 1, p: 3}]}\n").json(),
        std::string(R"({"a":{"p":1},"b":{"z":1,"p":1}})"));
    QCOMPARE(parsed("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").json(), std::string(R"({"a":1,"b":1,"c":2,"d":2})"));
}

void TestDocument::refuses_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* name, const QByteArray& yaml, const char* where, const char* part) {
        QTest::newRow(name) << yaml << QByteArray(where) << QByteArray(part);
    };
    row("tab", "a:\n\tb: 1\n", "2:1", "tab");
    row("tab deeper", "a:\n  b:\n  \tc: 1\n", "3:3", "tab");
    row("duplicate", "a: 1\nb: 2\na: 3\n", "3:1", "“a” stands twice");
    row("duplicate by meaning", "true: 1\ny: 3\n", "2:1", "“true” stands twice");
    row("cycle", "a: &x\n  b: *x\n", "2:6", "contains itself");
    row("unknown anchor", "a: *x\n", "1:4", "anchor that is not there");
    row("colon", "a: b: c\n", "1:5", "colon");
    row("no colon", "a: 1\nbc\nd: 2\n", "2:1", "neither a field");
    row("indentation", "a:\n    b: 1\n  c: 2\n", "3:3", "indented");
    row("bracket", "a: [1, 2\nb: 3\n", "2:2", "bracket");
    row("quote", "a: \"x\nb: 3\n", "3:1", "quote");
    row("at", "a: @x\n", "1:4", "begin with this character");
    row("template", "a: {{ .Values.x }}\n", "1:5", "where a key should");
    row("several", "a: 1\n---\nb: 2\n", "2:1", "second document");
    row("infinity", "a: .inf\n", "1:4", "not a number that JSON knows");
    row("null key", "~: 1\n", "1:1", "empty or null");
    row("merge", "a: {<<: 5}\n", "1:9", "merges objects only");
    row("tag", "a: !!int x\n", "1:4", "does not fit its tag !!int");
    row("control", QByteArray("a: \x01\n"), "1:4", "control character");
    row("no UTF-8", QByteArray("a: 1\nb: \xFF\n"), "2:4", "UTF-8");
    row("deep", QByteArray(101, '[') + QByteArray(101, ']'), "1:101", "deeper than 100");
    row("large", QByteArray(4 << 20, '#'), "1:1", "larger than 3 MiB");
    row("columns are characters", "\"\xC3\xA9\": @x\n", "1:6", "begin with this character");
}

void TestDocument::refuses()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, where);
    QFETCH(QByteArray, part);
    const Result<Document> document = Document::parse(yaml.toStdString(), "x.yaml");
    QVERIFY(!document);
    QCOMPARE(document.error().kind, Error::Kind::Malformed);
    const std::string text = plainText(document.error());
    QCOMPARE(document.error().where, "x.yaml:" + where.toStdString());
    QVERIFY2(text.find(part.toStdString()) != std::string::npos, text.c_str());
}

void TestDocument::refusesAliasBombs()
{
    std::string yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string n = std::to_string(i), o = "*a" + std::to_string(i - 1) + ", ";
        yaml += "a" + n + ": &a" + n + " [" + o + o + o + o + o + o + o + o + "]\n";
    }
    const Result<Document> bomb = Document::parse(yaml);
    QVERIFY(!bomb);
    QVERIFY(plainText(bomb.error()).find("expand to too much") != std::string::npos);
    std::string chain = "a0: &a0 [x]\n";
    for (int i = 1; i < 200; ++i)
        chain += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    QVERIFY(plainText(Document::parse(chain).error()).find("deeper than 100") != std::string::npos);
}

void TestDocument::readsJson()
{
    QCOMPARE(parsed("{\"a\":\"\\ud83d\\ude80x\\\\ud83d\\/\",\n\t\"b\":[1,{}]}").json(),
        std::string("{\"a\":\"\xF0\x9F\x9A\x80x\\\\ud83d/\",\"b\":[1,{}]}"));
    QVERIFY(!Document::parse("{\"a\":\"\\ud83d\"}")); // half a pair
    // Outside double quotes a backslash is a backslash; a line break is no digit.
    const std::string plain = "1, \"\\ud83d\\ude8\n";
    QCOMPARE(parsed(plain).json(), std::string("\"1, \\\"\\\\ud83d\\\\ude8\""));
    QCOMPARE(parsed("a: \\ud83d\\ude80 x\nb: '\\ud83d\\ude80'\nc: | # \\ud83d\\ude81\n  \\ud83d\\ude80\nd: \"\\uD83D\\uDE80\xEE\x80\x80\\ue001\"\n").json(),
        std::string("{\"a\":\"\\\\ud83d\\\\ude80 x\",\"b\":\"\\\\ud83d\\\\ude80\",\"c\":\"\\\\ud83d\\\\ude80\\n\","
                    "\"d\":\"\xF0\x9F\x9A\x80\xEE\x80\x80\xEE\x80\x81\"}"));
}

void TestDocument::tellsLines_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    const auto row = [](const char* path, int first, int last) { QTest::newRow(path) << QByteArray(path) << first << last; };
    row("", 2, 27);
    row("metadata", 4, 6);
    row("metadata.name", 5, 5);
    row("metadata.labels", 4, 6); // absent: what would hold it
    row("metadata.labels.app", 4, 6);
    row("spec.scaleTargetRef.kind", 9, 9);
    row("spec.metrics", 13, 24);
    row("spec.metrics[0]", 14, 19);
    row("spec.metrics[0].type", 14, 14);
    row("spec.metrics[0].resource.target", 17, 19);
    row("spec.metrics[1].pods.target.averageValue", 24, 24);
    row("spec.metrics[7]", 13, 24);
    row("spec.x-unknown", 25, 27);
    row("spec", 8, 27);
}

void TestDocument::tellsLines()
{
    QFETCH(QByteArray, path);
    QFETCH(int, first);
    QFETCH(int, last);
    const Document::Lines lines = parsed(hpa()).linesOf(*FieldPath::parse(path.toStdString()));
    QCOMPARE(int(lines.first), first);
    QCOMPARE(int(lines.last), last);
}

void TestDocument::tellsPaths_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](int line, const char* path) { QTest::newRow(path) << line << QByteArray(path); };
    row(1, "");
    row(2, "apiVersion");
    row(4, "metadata");
    row(5, "metadata.name");
    row(8, "spec");
    row(9, "spec.scaleTargetRef");
    row(12, "spec");
    row(13, "spec.metrics");
    row(14, "spec.metrics[0].type");
    row(15, "spec.metrics[0].resource");
    row(19, "spec.metrics[0].resource.target.averageUtilization");
    row(24, "spec.metrics[1].pods.target");
    row(27, "spec.x-unknown");
    row(99, "");
}

void TestDocument::tellsPaths()
{
    QFETCH(int, line);
    QFETCH(QByteArray, path);
    QCOMPARE(parsed(hpa()).pathAt(std::size_t(line)).text(), path.toStdString());
}

void TestDocument::readsBomAndCrlf()
{
    const Document document = parsed("\xEF\xBB\xBF" "a: 1\r\nb:\r\n  c: x\r\n");
    QCOMPARE(document.json(), std::string(R"({"a":1,"b":{"c":"x"}})"));
    QVERIFY((document.linesOf("b.c") == Document::Lines{3, 3}));
    QCOMPARE(document.pathAt(3).text(), std::string("b.c"));
}

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
