// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document.h"

#include <QtTest>

#include <random>

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

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const std::size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("no %s", what.c_str());
    return text.replace(at, what.size(), by);
}

} // namespace

class TestDocumentEdit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void touchesOneLine();
    void edits_data();
    void edits();
    void removes_data();
    void removes();
    void editsMapsInside();
    void editsListsInside();
    void refusesWaysThroughScalars();
    void roundTripsRandomTrees();
    void survivesRandomEdits();
};

void TestDocumentEdit::touchesOneLine()
{
    Document document = parsed(hpa());
    QVERIFY(document.set("spec.maxReplicas", 30));
    QCOMPARE(document.text(), replaced(hpa(), "maxReplicas: 20 #", "maxReplicas: 30 #"));
    QVERIFY(document.set("metadata.name", "other"));
    QVERIFY(document.set("spec.scaleTargetRef.name", "other"));
    QVERIFY(document.set("spec.metrics[0].resource.target.averageUtilization", 75));
    std::string expected = replaced(hpa(), "maxReplicas: 20 #", "maxReplicas: 30 #");
    expected = replaced(expected, "\"fraud-detector\"", "\"other\"");
    expected = replaced(expected, "name: fraud-detector}", "name: other}");
    expected = replaced(expected, "averageUtilization: 70", "averageUtilization: 75");
    QCOMPARE(document.text(), expected);
    const std::string before = document.text();
    QVERIFY(document.set("spec.minReplicas", 2)); // nothing changes
    QCOMPARE(document.text(), before);
}

void TestDocumentEdit::edits_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* path, const char* value, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(value) << QByteArray(after);
    };
    row("empty", "", "spec.a", "1", "spec:\n  a: 1\n");
    row("comments only", "# c\n", "a", "1", "# c\na: 1\n");
    row("no last line break", "a: 1\nb: 2", "c", "3", "a: 1\nb: 2\nc: 3");
    row("CRLF", "a: 1\r\nb: 2\r\n", "c.d", "3", "a: 1\r\nb: 2\r\nc:\r\n  d: 3\r\n");
    row("BOM", "\xEF\xBB\xBF" "b: 1\n", "apiVersion", "v1", "\xEF\xBB\xBF" "apiVersion: v1\nb: 1\n");
    row("in order", "kind: X\nspec: {}\n", "metadata.name", "a", "kind: X\nmetadata:\n  name: a\nspec: {}\n");
    row("first", "kind: X\n", "apiVersion", "v1", "apiVersion: v1\nkind: X\n");
    row("empty braces become a block", "a:\n  b: {}\n", "a.b.c", "1", "a:\n  b:\n    c: 1\n");
    row("null becomes a map", "spec:\nz: 1\n", "spec.a", "1", "spec:\n  a: 1\nz: 1\n");
    row("null with a comment", "spec: # c\nz: 1\n", "spec.a", "1", "spec: # c\n  a: 1\nz: 1\n");
    row("scalar to list", "a: 1 # c\nb: 2\n", "a", "[x, {p: 1, q: 2}]", "a: # c\n- x\n- p: 1\n  q: 2\nb: 2\n");
    row("block to scalar", "a:\n  b: 1\n  c: 2\nd: 3\n", "a", "x", "a: x\nd: 3\n");
    row("own style of lists", "a:\n  - x\nb: 1\n", "c", "[w]", "a:\n  - x\nb: 1\nc:\n  - w\n");
    row("own step", "a:\n    b: 1\n", "c.d", "1", "a:\n    b: 1\nc:\n    d: 1\n");
    row("append", "a:\n- x\n# c\nb: 1\n", "a[1]", "{k: v}", "a:\n- x\n- k: v\n# c\nb: 1\n");
    row("append indented", "a:\n  - x\n    # of x\nb: 1\n", "a[1]", "z", "a:\n  - x\n    # of x\n  - z\nb: 1\n");
    row("append in brackets", "a: [x, y]\n", "a[2]", "z", "a: [x, y, z]\n");
    row("a trailing comma", "a: {x: 1,}\n", "a.w", "2", "a: {x: 1, w: 2,}\n");
    row("first key under a dash", "triggers:\n- metadata: {a: b}\n", "triggers[0].type", "cron",
        "triggers:\n- type: cron\n  metadata: {a: b}\n");
    row("multi-line", "a: 1\nb: 2\n", "a", "\"x\\n  y\\n\"", "a: |\n  x\n    y\nb: 2\n");
    row("literal again", "a: |\n  x\n\nb: 2\n", "a", "\"z\\ny\"", "a: |-\n  z\n  y\n\nb: 2\n");
    row("single quotes stay", "a: 'x' # c\n", "a", "it's", "a: 'it''s' # c\n");
    row("yes needs quotes", "a: x\n", "a", "\"yes\"", "a: \"yes\"\n");
    row("JSON in lines", "{\n  \"a\": 1,\n  \"b\": {}\n}\n", "b.c", "x", "{\n  \"a\": 1,\n  \"b\": {\"c\": \"x\"}\n}\n");
    row("JSON new line", "{\n  \"a\": 1\n}\n", "b", "[x]", "{\n  \"a\": 1,\n  \"b\": [\"x\"]\n}\n");
    row("through an alias", "a: &x {p: 1}\nb: *x\n", "b.p", "2", "a: &x {p: 1}\nb:\n  p: 2\n");
    row("of an anchor", "a: &x {p: 1}\nb: *x\n", "a.p", "2", "a: &x {p: 2}\nb: {p: 1}\n");
    row("a merged key", "a: &x {p: 1}\nb:\n  <<: *x\n  q: 1\n", "b.p", "2", "a: &x {p: 1}\nb:\n  <<: *x\n  q: 1\n  p: 2\n");
    row("before dots", "a: 1\n...\n", "b", "2", "a: 1\nb: 2\n...\n");
    row("dotted key", "metadata:\n  name: a\n", "metadata.annotations[\"x.y/z\"]", "\"true\"",
        "metadata:\n  name: a\n  annotations:\n    x.y/z: \"true\"\n");
    row("value on the next line", "a:\n  x\nb: 1\n", "a", "z", "a: z\nb: 1\n");
    row("whole document", "# c\na: 1\n", "", "{a: 2}", "# c\na: 2\n");
}

void TestDocumentEdit::edits()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, after);
    Document document = parsed(before.toStdString());
    const Document untouched = document;
    const Done done = document.set(*FieldPath::parse(path.toStdString()), parsed("v: " + value.toStdString()).value()["v"]);
    QVERIFY2(done, done ? "" : plainText(done.error()).c_str());
    QCOMPARE(QByteArray::fromStdString(document.text()), after);
    QCOMPARE(untouched.text(), before.toStdString());
}

void TestDocumentEdit::removes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* path, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(path) << QByteArray(after);
    };
    row("first", "a: 1 # x\n# c\nb: 2\n", "a", "# c\nb: 2\n");
    row("last without line break", "a: 1\nb: 2", "b", "a: 1");
    row("a block", "a:\n  b:\n    c: 1\n  d: 2\n", "a.b", "a:\n  d: 2\n");
    row("what becomes empty", "spec:\n  a:\n    b:\n    - c: 1\n  d: 2\n", "spec.a.b[0].c", "spec:\n  d: 2\n");
    row("up to spec", "kind: X\nspec:\n  a:\n    b: 1\n", "spec.a.b", "kind: X\nspec: {}\n");
    row("an item", "a:\n- x # 1\n- y\n- z\n", "a[1]", "a:\n- x # 1\n- z\n");
    row("the key on the dash", "a:\n- k: 1\n  m: 2\n", "a[0].k", "a:\n- m: 2\n");
    row("in braces", "a: {x: 1, w: 2, z: 3}\n", "a.w", "a: {x: 1, z: 3}\n");
    row("last in brackets", "a: [x, y]\n", "a[1]", "a: [x]\n");
    row("JSON", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", "{\n  \"a\": 1\n}\n");
    row("absent", "a: 1\n", "b.c[3]", "a: 1\n");
    row("CRLF", "a: 1\r\nb: 2\r\nc: 3\r\n", "b", "a: 1\r\nc: 3\r\n");
    row("an anchor that is used", "a: &x {p: 1}\nb: *x\n", "a", "b: {p: 1}\n");
    row("a merged key", "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n", "b.p", "a: &x {p: 1, q: 2}\nb:\n  q: 2\n");
    row("literal", "a: |\n  x\n\n  y\n\nb: 1\n", "a", "\nb: 1\n");
}

void TestDocumentEdit::removes()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, after);
    Document document = parsed(before.toStdString());
    document.remove(*FieldPath::parse(path.toStdString()));
    QCOMPARE(QByteArray::fromStdString(document.text()), after);
}

void TestDocumentEdit::editsMapsInside()
{
    Document document = parsed("spec:\n  # keep\n  a: 'x' # why\n  b: 1\n  c: {d: 1}\n");
    QVERIFY(document.set("spec", parsed("{a: x, c: {d: 2}, e: 5}").value()));
    QCOMPARE(document.text(), std::string("spec:\n  # keep\n  a: 'x' # why\n  c: {d: 2}\n  e: 5\n"));
}

void TestDocumentEdit::editsListsInside()
{
    Document document = parsed("l:\n- name: a # A\n- name: b # B\n- name: c # C\n");
    QVERIFY(document.set("l", parsed("[{name: a}, {name: c}]").value()));
    QCOMPARE(document.text(), std::string("l:\n- name: a # A\n- name: c # C\n"));
    QVERIFY(document.set("l", parsed("[{name: a}, {name: c, x: 1}, {name: d}]").value()));
    QCOMPARE(document.text(), std::string("l:\n- name: a # A\n- name: c # C\n  x: 1\n- name: d\n"));
}

void TestDocumentEdit::refusesWaysThroughScalars()
{
    Document document = parsed("a: 1\nl: [x]\n");
    for (const char* path : {"a.b", "l.x", "a[0]", "l[2]", "l[0].x"}) {
        const Done done = document.set(path, 1);
        QVERIFY2(!done, path);
        QCOMPARE(done.error().where, std::string(path));
    }
    QCOMPARE(document.text(), std::string("a: 1\nl: [x]\n"));
    std::string deep = "a";
    for (int i = 0; i < 120; ++i)
        deep += ".a";
    QVERIFY(!Document().set(*FieldPath::parse(deep), 1));
}

namespace {

// Trees of what manifests are made of, and of what breaks readers.
class Trees {
public:
    explicit Trees(unsigned seed)
        : random_(seed)
    {
    }
    unsigned below(unsigned end) { return unsigned(random_() % end); }
    std::string text()
    {
        static const char* const texts[] = {"", "y", "on", "null", "~", "1e3", "0123", "1:30", "0x1F", " lead", "trail ", "a: b",
            "a #b", "#", "- x", "{{ .v }}", "[x]", "&a", "*a", "!t", "|", ">", "'", "\"", "%", "@x", "`x", "a\nb\n", "a\nb",
            "\na", "a\n\nb\n", "  a\nb\n", "a\n\n", "\ttab", "a\tb", "emoji \xF0\x9F\x9A\x80", "\xC3\xA9", "\x01\x7F",
            "\xC2\x85", "\xE2\x80\xA8x", "\xEF\xBB\xBF", "500m", "1Gi", "2001-12-14", "sum(rate(x{a=\"b\"}[5m]))", "a\\b", "<<",
            "=", "---", "...", "--- a", "-", "?", "? a", ":", "a:", ":a", "1.2.3", "1_000", ".inf", "0o17", "1.", "+1", "nginx:1.27",
            "\r\n", "a\r\nb", "x,y", "0b1", "12e03", "a\n b\n  c\n", "# a\n# b\n", "a \nb\n", "http://a/b?c=d#e"};
        return texts[below(sizeof texts / sizeof *texts)];
    }
    Value value(unsigned depth)
    {
        switch (below(depth == 0 ? 5 : 9)) {
        case 0:
            return Value();
        case 1:
            return Value(below(2) == 0);
        case 2:
            return Value(int(below(200)) - 100);
        case 3:
            return Value(below(2) ? 0.25 : 1e30);
        case 5:
        case 6: {
            Value list = Value::list();
            for (unsigned i = below(4); i > 0; --i)
                list.add(value(depth - 1));
            return list;
        }
        case 7:
        case 8: {
            Value map = Value::map();
            for (unsigned i = below(5); i > 0; --i)
                map.set(below(3) ? std::string(1, char('a' + below(6))) : text(), value(depth - 1));
            return map;
        }
        default:
            return Value(text());
        }
    }
    FieldPath path(const Value& root)
    {
        FieldPath path;
        const Value* at = &root;
        while ((at->isMap() || at->isList() || path.empty()) && (path.empty() || below(4) != 0)) {
            if (at->isList()) {
                const std::size_t index = below(unsigned(at->items().size()) + 1);
                path = path / index;
                if (index == at->items().size())
                    return path;
                at = &at->items()[index];
            } else {
                const bool old = !at->fields().empty() && below(3) != 0;
                const std::string key = old ? at->fields()[below(unsigned(at->fields().size()))].key : text();
                path = path / key;
                if (!at->find(key))
                    return path;
                at = at->find(key);
            }
        }
        return path;
    }

private:
    std::mt19937 random_;
};

} // namespace

void TestDocumentEdit::roundTripsRandomTrees()
{
    for (unsigned seed = 0; seed < 1000; ++seed) {
        Trees trees(seed);
        Value tree = Value::map();
        tree.set("spec", trees.value(5));
        const Document written = Document::write(tree);
        const Result<Document> again = Document::parse(written.text());
        QVERIFY2(again, (std::to_string(seed) + (again ? "" : plainText(again.error())) + '\n' + written.text()).c_str());
        QVERIFY2(again->value() == tree, (std::to_string(seed) + '\n' + tree.json() + '\n' + written.text()).c_str());
        QVERIFY(Document::write(again->value()) == written);
    }
}

void TestDocumentEdit::survivesRandomEdits()
{
    for (unsigned seed = 0; seed < 150; ++seed) {
        Trees trees(seed);
        Value tree = Value::map();
        tree.set("spec", trees.value(4));
        Document document = trees.below(4) == 0 ? parsed(tree.json()) : Document::write(tree);
        for (int i = 0; i < 8; ++i) {
            const FieldPath path = trees.path(document.value());
            const std::string before = document.text();
            if (trees.below(3) == 0) {
                document.remove(path);
                QVERIFY(parsed(document.text()).value() == document.value());
                continue;
            }
            const Value value = trees.value(2);
            const Done done = document.set(path, value);
            QVERIFY2(done, (path.text() + '\n' + before).c_str());
            const Value* found = document.find(path);
            QVERIFY2(found && *found == value, (path.text() + " = " + value.json() + '\n' + before + "->\n" + document.text()).c_str());
            QVERIFY(parsed(document.text()).value() == document.value());
        }
    }
}

QTEST_APPLESS_MAIN(TestDocumentEdit)
#include "tst_document_edit.moc"
