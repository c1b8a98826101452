// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/fixtures.h"
#include "manifest/document.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

using namespace loadline;

// What Loadline writes is read by others: PyYAML (YAML 1.1) and kubectl (go-yaml) must see the same values.
class TestDocumentReaders : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pyYamlReadsTheSame();
    void kubectlReadsTheSame();
    void kubectlResolvesAsWeDo();
    void writesLongKeys();
    void streams();
    void listsAndJsonStreams();
    void listItemsKeepTheirComments();
    void recordingsRoundTrip_data();
    void recordingsRoundTrip();
    void refusesWhatIsNoText();
};

namespace {

Value hard()
{
    Value data = Value::map();
    int number = 0;
    for (const char* text : {"", "y", "Y", "n", "yes", "No", "on", "OFF", "true", "null", "Null", "~", "1e3", "1.5e+3", "0123", "08",
             "0o17", "0x1F", "0b1", "1:30", "190:20:30.15", "1_000", ".5", "5.", "+1", "-1", ".inf", "-.INF", ".nan", "2001-12-14",
             "2001-12-14T21:59:43Z", "=", "<<", "-", "- a", "---", "...", "--- a", "?", "? a", ":", ":a", "a:", "a: b", "a #b", "#a",
             "a#b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'a'", "\"a\"", "it's", "a\\n", "[a]", "{a}", "a, b", "{{ .v }}",
             " a", "a ", "\ta", "a\tb", "a\nb\n", "a\nb", "a\n\nb\n", "\na\n", "a\n\n", " a\nb", "a\n b\n  c\n", "a\n\tb\n", "a \nb\n",
             "\xF0\x9F\x9A\x80", "\xC3\xA9\xE2\x82\xAC", "\x01", "\x7F", "\xC2\x85", "\xE2\x80\xA8", "\xEF\xBB\xBF" "a", "a\r\nb\r\n",
             "500m", "1Gi", "12e6", "0.1", "1.2.3", "nginx:1.27", "http://a/b?c=d#e", "sum(rate(x{job=\"a\"}[5m])) > 0"})
        data.set("k" + std::to_string(number++), text);
    for (const char* key : {"y", "on", "null", "123", "0123", "1e3", "~", "", "a: b", "#", "a b", "x.y/z", "\xF0\x9F\x9A\x80", "<<", "="})
        data.set(key, 1);
    data.set("numbers", Value::list({0, -7, 0.25, 1e30, 1.5e-9, 100000.0, true, Value(), Value::list(), Value::map()}));
    data.set("nested", Value::list({Value::list({Value::list({"a\nb\n", 1}), "c"}), Value::map({{"a", Value::list({Value::map({{"b", "c\nd"}})})}})}));
    return Value::map({{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", Value::map({{"name", "a"}})}, {"data", data}});
}

// nullopt: the program is not there.
std::optional<Value> readBy(const QString& program, const QStringList& arguments, const std::string& text)
{
    QProcess process;
    process.start(program, arguments);
    process.write(QByteArray::fromStdString(text));
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitCode() == 77)
        return std::nullopt;
    const QByteArray output = process.readAllStandardOutput();
    Result<Document> document = Document::parse(output.toStdString());
    if (!document || output.isEmpty())
        qFatal("%s: %s%s", qPrintable(program), process.readAllStandardError().constData(),
            document ? "" : plainText(document.error()).c_str());
    return document->value();
}

std::optional<Value> readByKubectl(const std::string& text)
{
    if (QStandardPaths::findExecutable(QStringLiteral("kubectl")).isEmpty())
        return std::nullopt;
    const QStringList arguments{QStringLiteral("label"), QStringLiteral("--local"), QStringLiteral("-f"), QStringLiteral("-"),
        QStringLiteral("-o"), QStringLiteral("json"), QStringLiteral("k=v")};
    return readBy(QStringLiteral("kubectl"), arguments, text);
}

void compareFields(const Value& theirs, const Value& ours)
{
    for (const ValueField& field : ours.fields()) {
        const Value* found = theirs.find(field.key);
        QVERIFY2(found && *found == field.value,
            ("“" + field.key.substr(0, 40) + "”: " + (found ? found->json() : "absent") + " instead of " + field.value.json()).c_str());
    }
    QCOMPARE(theirs.fields().size(), ours.fields().size());
}

} // namespace

void TestDocumentReaders::pyYamlReadsTheSame()
{
    const QString script = QStringLiteral("import sys\ntry:\n import yaml, json\nexcept ImportError:\n sys.exit(77)\n"
                                          "print(json.dumps(yaml.safe_load(sys.stdin.buffer.read().decode('utf-8'))))\n");
    const auto read = readBy(QStringLiteral("python3"), {QStringLiteral("-c"), script}, Document::write(hard()).text());
    if (!read)
        QSKIP("python3 with PyYAML is not there");
    compareFields((*read)["data"], hard()["data"]);
}

void TestDocumentReaders::kubectlReadsTheSame()
{
    // An unknown kind, which kubectl takes as it stands.
    Value object = hard();
    // Its JSON holds these two as they are, which is valid there and not in YAML.
    Value data = object["data"];
    for (const ValueField& field : object["data"].fields())
        if (field.value == Value("\x01") || field.value == Value("\x7F") || field.value == Value("\xC2\x85"))
            data.remove(field.key);
    object.set("data", data);
    object.set("kind", "Strange");
    object.set("apiVersion", "example.com/v1");
    const auto read = readByKubectl(Document::write(object).text());
    if (!read)
        QSKIP("kubectl is not there");
    compareFields((*read)["data"], data);
}

void TestDocumentReaders::kubectlResolvesAsWeDo()
{
    std::string text = "apiVersion: example.com/v1\nkind: Strange\nmetadata: {name: a}\nbase: &b {p: 1, q: [x]}\ndata:\n"
                       "  merged:\n    q: 5\n    <<: *b\n    p: 7\n  both: {<<: [*b, {p: 3, z: 1}]}\n";
    int number = 0;
    for (const char* plain : {"y", "n", "on", "Off", "oFF", "~", "nUll", "", "0123", "0o17", "0O17", "0x1F", "0x_1F", "0b11", "-0b11",
             "08", "0_8", "1_000", "1__0", "1_0.5", "1e3", "1.e3", "1e+05", "1e400", "1e-400", "+1", "-0", "-0.0", ".5", ".5_0", "._5",
             "._", ".5e3", "5.", "1:30", "2001-01-01", "500m", "1Gi", "1.2.3", "+", "-1-", "0x", "0xG", "0b2", "0o8", "09.5", "00",
             "-010", "1e", "1e+", "e3", "0.", "-.5", "+.5e-3", "1_", "_1", "1._5", "9223372036854775807", "!!str 5", "!!int \"5\"",
             "!!float 3", "!!bool y", "!foo 5", "!!binary aGFsbG8=", "a b\n    c", "'a\n\n    b'", "\"a\\\n    b\"", ">-\n    a\n    b\n\n    c",
             "|+\n    a\n\n", "|2-\n      a\n    b"})
        text += "  k" + std::to_string(number++) + ": " + plain + '\n';
    const auto read = readByKubectl(text);
    if (!read)
        QSKIP("kubectl is not there");
    const Result<Document> ours = Document::parse(text);
    QVERIFY2(ours, ours ? "" : plainText(ours.error()).c_str());
    compareFields((*read)["data"], ours->value()["data"]);
}

void TestDocumentReaders::writesLongKeys()
{
    const Value value = Value::map({{"a", Value::map({{std::string(1500, 'k'), "long"}, {"b", 1}})}});
    QVERIFY(Document::parse(Document::write(value).text())->value() == value);
}

void TestDocumentReaders::streams()
{
    const auto stream = readStream("# only a comment\n---\na: 1\n--- # b\nb: [\n---\nc: 3\n...\n---\n", "x.yaml");
    QVERIFY(stream);
    QCOMPARE(stream->entries.size(), std::size_t(3));
    QCOMPARE(stream->entries[0].text, std::string("a: 1\n"));
    QCOMPARE(stream->entries[0].firstLine, std::size_t(3));
    QVERIFY(!stream->entries[1].document);
    QVERIFY(stream->entries[1].document.error().where.starts_with("x.yaml:5:") || stream->entries[1].document.error().where.starts_with("x.yaml:6:"));
    QCOMPARE(stream->entries[1].text, std::string("b: [\n"));
    QCOMPARE(stream->entries[2].document->json(), std::string("{\"c\":3}"));
    QCOMPARE(writeStream({*stream->entries[0].document, *stream->entries[2].document}), std::string("a: 1\n---\nc: 3\n...\n"));
    QCOMPARE(readStream("a: |\n  ---\n  b\n", "x")->entries.size(), std::size_t(1));
    QVERIFY(readStream("", "x")->entries.empty());
}

void TestDocumentReaders::listsAndJsonStreams()
{
    const auto list = readStream("apiVersion: v1\nkind: List\nitems:\n- kind: A\n- kind: B\n", "x");
    QCOMPARE(list->entries.size(), std::size_t(2));
    QCOMPARE(list->entries[1].document->ref().kind, std::string("B"));
    QCOMPARE(list->entries[1].firstLine, std::size_t(5));
    const auto json = readStream("\xEF\xBB\xBF{\"kind\":\"A}\"}\n{\"kind\":\"B\"}\n{\"kind\":\n", "x");
    QCOMPARE(json->entries.size(), std::size_t(3));
    QCOMPARE(json->entries[0].document->ref().kind, std::string("A}"));
    QCOMPARE(json->entries[1].firstLine, std::size_t(2));
    QVERIFY(!json->entries[2].document);
}

void TestDocumentReaders::listItemsKeepTheirComments()
{
    const auto list = readStream("apiVersion: v1\nkind: List\nitems:\n  # the first\n  - apiVersion: v1\n    kind: A # said beside it\n\n"
                                 "    # kept\n    data:\n      text: |\n        deep\n         deeper\n      quoted: 'on'\n  # the second\n  # one\n  - kind: B\n", "x");
    QVERIFY(list);
    QCOMPARE(list->entries.size(), std::size_t(2));
    QCOMPARE(list->entries[0].text, std::string("# the first\napiVersion: v1\nkind: A # said beside it\n\n# kept\ndata:\n  text: |\n    deep\n"
                                                "     deeper\n  quoted: 'on'\n"));
    QCOMPARE(list->entries[0].firstLine, std::size_t(4));
    QCOMPARE(list->entries[0].document->value()["data"]["text"].text(), std::string("deep\n deeper\n"));
    QCOMPARE(list->entries[1].text, std::string("# the second\n# one\nkind: B\n"));
    QCOMPARE(list->entries[1].firstLine, std::size_t(14));
    // An item that leans on another cannot stand alone: it is written out.
    const auto leaning = readStream("kind: List\nitems:\n- kind: A\n  data: &it {a: 1}\n- kind: B\n  data: *it\n", "x");
    QVERIFY(leaning);
    QCOMPARE(leaning->entries[1].text, std::string("kind: B\ndata:\n  a: 1\n"));
}

void TestDocumentReaders::recordingsRoundTrip_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"hpa-list.json", "vpa-list.json", "scaledobject-list.json", "pdb-list.json", "deployments-list.json", "statefulsets-list.json",
             "quota-list.json", "limitrange-list.json", "priorityclass-list.json", "triggerauthentication-list.json", "pods-list.json", "nodes-list.json",
             "apply-create.json"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

// What a server sent, written as YAML, says the same when it is read again; and nothing of it moves by an edit elsewhere.
void TestDocumentReaders::recordingsRoundTrip()
{
    QFETCH(QString, name);
    const std::string json = recording(name.toStdString());
    QVERIFY(!json.empty());
    const auto whole = Document::parse(json);
    QVERIFY2(whole, whole ? "" : plainText(whole.error()).c_str());
    std::vector<Value> objects;
    if (whole->value().find("items"))
        objects.assign(whole->value()["items"].items().begin(), whole->value()["items"].items().end());
    else
        objects.push_back(whole->value());
    QVERIFY(!objects.empty());
    for (const Value& object : objects) {
        const Document written = Document::write(object);
        auto again = Document::parse(written.text());
        QVERIFY2(again, written.text().c_str());
        QVERIFY2(again->value() == object, written.text().c_str());
        QCOMPARE(Document::write(again->value()).text(), written.text());
        QVERIFY(again->set("metadata.labels.edited", Value("y")));
        again->remove("metadata.labels.edited");
        QVERIFY2(again->value() == object, again->text().c_str());
    }
}

void TestDocumentReaders::refusesWhatIsNoText()
{
    QCOMPARE(readStream(std::string_view("a: 1\nb\0c", 8), "x.yaml").error().where, std::string("x.yaml:2:2"));
    QCOMPARE(readStream("a: 1\n\xFF\xFE", "x.yaml").error().where, std::string("x.yaml:2:1"));
    QVERIFY(!readStream(std::string(17U << 20, ' '), "x"));
    QElapsedTimer timer;
    timer.start();
    std::string large; // ten megabytes in many documents are read, in one refused
    while (large.size() < 10U << 20)
        large += "key" + std::to_string(large.size()) + ": value\n";
    const auto one = readStream(large, "x.yaml");
    QVERIFY(one && one->entries.size() == 1 && !one->entries[0].document);
    QVERIFY(plainText(one->entries[0].document.error()).find("larger than 3 MiB") != std::string::npos);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestDocumentReaders)
#include "tst_document_readers.moc"
