// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kind.h"

#include "../../support/fixtures.h"

#include <QtTest>

using namespace loadline;

namespace {

struct Sample {
    KindId kind;
    const char* file;
};
constexpr Sample samples[] = {{KindId::Hpa, "hpa-list.json"}, {KindId::Vpa, "vpa-list.json"},
    {KindId::ScaledObject, "scaledobject-list.json"}, {KindId::TriggerAuthentication, "triggerauthentication-list.json"},
    {KindId::Node, "nodes-list.json"}, {KindId::Deployment, "deployments-list.json"},
    {KindId::StatefulSet, "statefulsets-list.json"}, {KindId::ReplicaSet, "replicasets-list.json"},
    {KindId::DisruptionBudget, "pdb-list.json"}, {KindId::Quota, "quota-list.json"}, {KindId::LimitRange, "limitrange-list.json"},
    {KindId::PriorityClass, "priorityclass-list.json"}, {KindId::PodMetrics, "podmetrics.json"},
    {KindId::NodeMetrics, "nodemetrics.json"}};

// What may stand where another value is wanted.
constexpr const char* wrongs[]
    = {"null", "true", "-1", "1e400", "9223372036854775808", "0.5", "\"\"", "\"1e400\"", "\"x\"", "[]", "[null,5,[{}]]", "{}", "{\"a\":5}"};

// Where each value of a JSON text begins and ends, in any depth.
void values(const std::string& text, std::size_t& at, std::vector<std::pair<std::size_t, std::size_t>>& found)
{
    const auto blank = [&] {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r'))
            ++at;
    };
    const auto skipString = [&] {
        for (++at; text[at] != '"'; ++at)
            at += text[at] == '\\' ? 1 : 0;
        ++at;
    };
    blank();
    const std::size_t start = at;
    if (text[at] == '{' || text[at] == '[') {
        const bool object = text[at] == '{';
        const char end = object ? '}' : ']';
        for (++at, blank(); text[at] != end; blank()) {
            if (object) {
                skipString();
                blank();
                ++at; // the colon
            }
            values(text, at, found);
            blank();
            if (text[at] == ',')
                ++at;
            blank();
        }
        ++at;
    } else if (text[at] == '"') {
        skipString();
    } else {
        at = text.find_first_of(",]} \n\r\t", at);
    }
    found.emplace_back(start, at);
}

} // namespace

// Whatever stands where another thing should: an object parses or is an error that names it, and nothing else happens.
class TestMalformed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyValueReplaced_data();
    void anyValueReplaced();
    void noObjectAtAll();
    void oneBadObjectSpoilsNoList();
    void saysWhichFieldAndWhere();
};

void TestMalformed::anyValueReplaced_data()
{
    QTest::addColumn<int>("kind");
    for (const Sample& sample : samples)
        QTest::newRow(sample.file) << int(sample.kind);
    QTest::newRow("pods-list.json") << int(KindId::Pod);
    QTest::newRow("events-list.json") << int(KindId::Event);
}

void TestMalformed::anyValueReplaced()
{
    QFETCH(int, kind);
    JsonDocument document;
    const std::string list = recording(QTest::currentDataTag());
    const auto root = document.parse(std::string_view(list));
    QVERIFY(root.has_value());
    const std::string object = (*root)["items"].at(0).dump();
    std::vector<std::pair<std::size_t, std::size_t>> places;
    std::size_t at = 0;
    values(object, at, places);
    QVERIFY(places.size() > 5);

    Interner interner;
    ParseContext context {interner};
    int refused = 0;
    for (const auto& [start, end] : places) {
        for (const char* wrong : wrongs) {
            const auto changed = document.parse(std::string_view(object.substr(0, start) + wrong + object.substr(end)));
            QVERIFY(changed.has_value());
            const auto parsed = kindOf(static_cast<KindId>(kind)).parse(*changed, context);
            if (parsed) {
                QVERIFY(!(*parsed)->meta.name.empty());
                QVERIFY((*parsed)->meta.labels && (*parsed)->meta.annotations);
                continue;
            }
            ++refused;
            QVERIFY(parsed.error().kind == Error::Kind::Malformed);
            QVERIFY(!parsed.error().where.empty());
            const std::string text = plainText(parsed.error());
            QVERIFY2(text.find("%1") == std::string::npos && text.find("%2") == std::string::npos, text.c_str());
        }
    }
    QVERIFY(refused > 0);
}

void TestMalformed::noObjectAtAll()
{
    Interner interner;
    ParseContext context {interner};
    JsonDocument document;
    for (const Kind& kind : kinds()) {
        QVERIFY(!kind.parse(Json(), context));
        for (const char* text : {"null", "[]", "{}", "5", "\"x\"", R"({"metadata":[]})", R"({"metadata":{"name":5}})", R"({"metadata":{"name":""}})"}) {
            const auto root = document.parse(std::string_view(text));
            const auto parsed = kind.parse(*root, context);
            QVERIFY(!parsed);
            QVERIFY2(parsed.error().where.find(kind.kind) != std::string::npos, parsed.error().where.c_str());
        }
    }
}

void TestMalformed::oneBadObjectSpoilsNoList()
{
    std::string list = recording("vpa-list.json");
    const std::size_t at = list.find("\"250m\"");
    QVERIFY(at != std::string::npos);
    list.replace(at, 6, "1e400"); // a bare number that no double holds
    JsonDocument document;
    const auto root = document.parse(std::string_view(list));
    QVERIFY(root.has_value());
    Interner interner;
    ParseContext context {interner};
    int good = 0, bad = 0;
    (*root)["items"].eachItem([&](Json item) { (kindOf(KindId::Vpa).parse(item, context) ? good : bad) += 1; });
    QCOMPARE(good, 1);
    QCOMPARE(bad, 1);
}

void TestMalformed::saysWhichFieldAndWhere()
{
    Interner interner;
    ParseContext context {interner};
    JsonDocument document;
    const auto root = document.parse(std::string_view(
        R"({"metadata":{"name":"h","namespace":"n"},"spec":{"scaleTargetRef":{"name":"d"},"maxReplicas":"many"}})"));
    const auto parsed = kindOf(KindId::Hpa).parse(*root, context);
    QVERIFY(!parsed);
    QCOMPARE(plainText(parsed.error()),
        std::string("HorizontalPodAutoscaler n/h: The field “maxReplicas” holds many, which is not a whole number."));
}

QTEST_APPLESS_MAIN(TestMalformed)
#include "tst_malformed.moc"
