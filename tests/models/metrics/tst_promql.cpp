// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"

#include <QTest>

#include <random>
#include <set>

using namespace loadline;

namespace {

// Which parameters a variant's text has places for.
std::set<std::string> paramsIn(const std::string& text)
{
    std::set<std::string> found;
    const std::vector<std::pair<std::string, std::string>> places {{"$ns\"", "ns"}, {"$name\"", "name"},
        {"$re_name", "name"}, {"$kind\"", "kind"}, {"$and_container", "container"},
        {"$and_exported_container", "container"}, {"$pool\"", "pool"}, {"$resource\"", "resource"},
        {"$names\"", "names"}, {"$types\"", "types"}, {"[$window", "window"}, {"$matcher", "matcher"}, {"$scope", "matcher"}};
    for (const auto& [place, param] : places) {
        if (text.find(place) != std::string::npos)
            found.insert(param);
    }
    return found;
}

QueryParams fitting(const QueryVariant& variant, const QueryParams& wanted)
{
    QueryParams params = variant.given;
    const auto places = paramsIn(variant.text);
    for (const auto& [key, value] : wanted) {
        if (places.contains(key) && !params.contains(key))
            params[key] = value;
    }
    return params;
}

bool balanced(const std::string& text)
{
    std::string open;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (std::string_view("([{").find(c) != std::string_view::npos) {
            open += c;
        } else if (std::string_view(")]}").find(c) != std::string_view::npos) {
            const char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
            if (open.empty() || open.back() != wanted)
                return false;
            open.pop_back();
        }
    }
    return open.empty() && !quoted;
}

} // namespace

class TestPromql : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theListIsInOrder();
    void textsAreWhole();
    void currentNamesComeFirst();
    void everySelectorTakesTheMatcher();
    void valuesAreEscaped();
    void optionalMatchersVanish();
    void windowsAreChecked();
    void variantsFitTheirKind();
    void recogniseUndoesRender_data();
    void recogniseUndoesRender();
    void recogniseUndoesRenderOfRandomText();
    void otherTextsAreNotRecognised();
    void matchers_data();
    void matchers();
};

void TestPromql::theListIsInOrder()
{
    const auto all = namedQueries();
    QCOMPARE(all.size(), static_cast<std::size_t>(QueryId::Count));
    std::set<std::string> names;
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(static_cast<std::size_t>(all[i].id), i);
        QVERIFY(!all[i].variants.empty());
        QVERIFY2(names.insert(all[i].name).second, all[i].name.c_str());
    }
}

void TestPromql::textsAreWhole()
{
    for (const auto& query : namedQueries()) {
        for (const auto& variant : query.variants) {
            QVERIFY2(balanced(variant.text), variant.text.c_str());
            QVERIFY2(variant.text.find('@') == std::string::npos, variant.text.c_str());
            QVERIFY2(variant.exported == (variant.text.find("exported_") != std::string::npos)
                    || query.id == QueryId::Present || query.id == QueryId::PresentExported,
                variant.text.c_str());
            QVERIFY2((variant.text.find("$window") == std::string::npos) == query.window.empty(), query.name.c_str());
            for (const auto& metric : variant.needs)
                QVERIFY2(variant.text.find(metric) != std::string::npos, metric.c_str());
        }
    }
}

void TestPromql::currentNamesComeFirst()
{
    QCOMPARE(render(queryOf(QueryId::HpaCurrent), 0, {{"ns", "shop"}, {"name", "api"}}),
        std::string(R"(max by(namespace,horizontalpodautoscaler)(kube_horizontalpodautoscaler_status_current_replicas)"
                    R"({namespace="shop",horizontalpodautoscaler="api"}))"));
    QCOMPARE(queryOf(QueryId::KedaValue).variants[0].needs[0], std::string("keda_scaler_metrics_value"));
    QCOMPARE(queryOf(QueryId::VpaTarget).variants[0].needs[0],
        std::string("kube_verticalpodautoscaler_status_recommendation_containerrecommendations_target"));
    QCOMPARE(queryOf(QueryId::VpaTarget).variants[2].needs[0],
        std::string("kube_verticalpodautoscaler_status_recommendation_containerrecommendations_target_cpu"));
    QCOMPARE(queryOf(QueryId::VpaTarget).variants[4].needs[0],
        std::string("kube_customresource_verticalpodautoscaler_status_recommendation_containerrecommendations_target"));
}

void TestPromql::everySelectorTakesTheMatcher()
{
    for (const auto& query : namedQueries()) {
        for (std::size_t i = 0; i < query.variants.size(); ++i) {
            const auto text = render(query, i, {{"matcher", R"(cluster="eu-1")"}});
            std::size_t selectors = 0;
            std::size_t matched = 0;
            for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at)
                selectors += text.compare(at, 3, "{6,") != 0 && text.compare(at, 3, "{5}") != 0 ? 1 : 0;
            for (std::size_t at = 0; (at = text.find(R"(cluster="eu-1"})", at)) != std::string::npos; ++at)
                ++matched;
            QVERIFY2(selectors > 0 && selectors == matched, text.c_str());
        }
    }
}

void TestPromql::valuesAreEscaped()
{
    const auto text = render(queryOf(QueryId::HpaCurrent), 0, {{"ns", "a\"} or up{x=\""}, {"name", "b\\\n\x01"}});
    QVERIFY(text.find(R"(namespace="a\"} or up{x=\"")") != std::string::npos);
    QVERIFY(text.find(R"(horizontalpodautoscaler="b\\\n\x01")") != std::string::npos);
    const auto byName
        = render(queryOf(QueryId::ContainerCpu), 2, {{"ns", "s"}, {"name", "a.b"}, {"kind", "Deployment"}});
    QVERIFY2(byName.find(R"(pod=~"a\\.b-[)") != std::string::npos, byName.c_str());
}

void TestPromql::optionalMatchersVanish()
{
    const QueryParams params {{"ns", "s"}, {"name", "w"}, {"kind", "Deployment"}};
    auto one = params;
    one["container"] = "app";
    const auto& query = queryOf(QueryId::ContainerMemory);
    QVERIFY(render(query, 0, params).find("container=\"") == std::string::npos);
    QVERIFY(render(query, 0, one).find(R"(container!="POD",container="app"})") != std::string::npos);
    QCOMPARE(render(queryOf(QueryId::Up), 0, {}), std::string("count(up)"));
    QCOMPARE(render(queryOf(QueryId::Up), 0, {{"matcher", "a=\"b\""}}), std::string("count(up{a=\"b\"})"));
}

void TestPromql::windowsAreChecked()
{
    const auto& query = queryOf(QueryId::ContainerCpu);
    for (const char* good : {"5m", "1h30m", "90s", "1500ms", "7d", "2w", "1y"})
        QVERIFY(render(query, 0, {{"window", good}}).find(std::string("[") + good + "]") != std::string::npos);
    for (const char* bad : {"", "5", "m", "5 m", "5m]) or up", "-5m", "5x"})
        QVERIFY(render(query, 0, {{"window", bad}}).find("[5m]") != std::string::npos);
}

void TestPromql::variantsFitTheirKind()
{
    const auto& replicas = queryOf(QueryId::WorkloadReplicas);
    for (const char* kind : {"Deployment", "StatefulSet", "ReplicaSet"})
        QCOMPARE(variantsFor(replicas, {{"kind", kind}}).size(), 2u);
    QVERIFY(variantsFor(replicas, {{"kind", "Rollout"}}).empty());
    const auto& cpu = queryOf(QueryId::ContainerCpu);
    QCOMPARE(variantsFor(cpu, {{"kind", "Rollout"}}).size(), 2u);
    QCOMPARE(variantsFor(cpu, {{"kind", "Deployment"}}).size(), 3u);
    const auto sets = variantsFor(cpu, {{"kind", "StatefulSet"}});
    QVERIFY(cpu.variants[sets.back()].text.find("$re_name-[0-9]+") != std::string::npos);
}

void TestPromql::recogniseUndoesRender_data()
{
    QTest::addColumn<QString>("value");
    for (const char* value : {"api", "a.b-c", "", " ", "\"", "\\", "\\\"", "\\n", "\n", "\\\\", "\x01\x7f\t\r", "}",
             "{", "\",namespace=\"x", "$ns", "$matcher", "-[0-9]+", "a-[bcdfghjklmnpqrstvwxz2456789]{5}", ".*", "(a|b)",
             "^$", "\\.", "\\x41", "größe", "日本", "a,b=\"c\""})
        QTest::addRow("%s", QByteArray(value).toPercentEncoding().constData()) << QString::fromUtf8(value);
}

void TestPromql::recogniseUndoesRender()
{
    QFETCH(const QString, value);
    const auto text = value.toStdString();
    for (const auto& query : namedQueries()) {
        for (std::size_t i = 0; i < query.variants.size(); ++i) {
            for (const std::string matcher : {"", R"(cluster="eu-1")", R"(cluster=~"a\"}{,b",env!="x\\")"}) {
                for (const bool optional : {false, true}) {
                    QueryParams wanted {{"ns", text}, {"name", text}, {"kind", text}, {"pool", text},
                        {"resource", text}, {"names", text}, {"types", text}, {"window", "1h30m"}};
                    if (!matcher.empty())
                        wanted["matcher"] = matcher;
                    if (optional && !text.empty())
                        wanted["container"] = text;
                    const auto params = fitting(query.variants[i], wanted);
                    const auto rendered = render(query, i, params);
                    const auto back = recognise(rendered);
                    QVERIFY2(back, rendered.c_str());
                    QVERIFY2(*back == (Recognised {query.id, i, params}), rendered.c_str());
                }
            }
        }
    }
}

void TestPromql::recogniseUndoesRenderOfRandomText()
{
    std::mt19937 random(11);
    const std::string alphabet = "ab-.\\\"{}[]()$,=~!|+*?^\n\t 0159x";
    const auto word = [&] {
        std::string out;
        for (std::size_t n = 1 + random() % 12; n > 0; --n)
            out += alphabet[random() % alphabet.size()];
        return out;
    };
    for (int round = 0; round < 300; ++round) {
        const auto& query = namedQueries()[random() % namedQueries().size()];
        const auto variant = random() % query.variants.size();
        const auto params = fitting(query.variants[variant],
            {{"ns", word()}, {"name", word()}, {"kind", word()}, {"container", word()}, {"pool", word()},
                {"resource", word()}, {"names", word()}, {"types", word()}, {"window", std::to_string(1 + random() % 999) + "m"}});
        const auto rendered = render(query, variant, params);
        const auto back = recognise(rendered);
        QVERIFY2(back && *back == (Recognised {query.id, variant, params}), rendered.c_str());
    }
}

void TestPromql::otherTextsAreNotRecognised()
{
    for (const char* text : {"", "up", "count(up{", "count(up})", "max(up)", "up{a=\"b\"} or up",
             "max by(namespace,horizontalpodautoscaler)(kube_horizontalpodautoscaler_status_current_replicas"
             "{namespace=\"a\",horizontalpodautoscaler=\"b\"}) + 1"})
        QVERIFY2(!recognise(text), text);
    // Two places of one parameter that differ are no rendering.
    auto text = render(queryOf(QueryId::ContainerCpu), 0, {{"ns", "one"}, {"name", "w"}, {"kind", "Deployment"}});
    text.replace(text.find("\"one\""), 5, "\"two\"");
    QVERIFY(!recognise(text));
}

void TestPromql::matchers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read"); // "!" refused
    const auto row = [](const char* text, const char* read) {
        QTest::addRow("%s", *text ? text : "empty") << QString::fromUtf8(text) << QString::fromUtf8(read);
    };
    row("", "");
    row("cluster=\"eu-1\"", "cluster=\"eu-1\"");
    row(" { cluster = \"eu-1\" , env=~\"a|b\", } ", "cluster=\"eu-1\",env=~\"a|b\"");
    row("cluster=eu-1", "cluster=\"eu-1\"");
    row("a!=\"x\",b!~\"y\"", "a!=\"x\",b!~\"y\"");
    row("a=\"q\\\"}{,\"", "a=\"q\\\"}{,\"");
    row("cluster", "!");
    row("cluster=", "!");
    row("cluster=\"eu", "!");
    row("=\"x\"", "!");
    row("1a=\"x\"", "!");
    row("{a=\"x\"", "!");
    row("a=\"x\"}", "!");
    row("a=\"x\"} or up{b=\"c\"", "!");
    row("a=\"x\" b=\"y\"", "!");
    row("a==\"x\"", "!");
    row("a=\"x\ny\"", "!");
}

void TestPromql::matchers()
{
    QFETCH(const QString, text);
    QFETCH(const QString, read);
    const auto result = parseMatcher(text.toStdString());
    if (read == QLatin1String("!")) {
        QVERIFY(!result);
        QVERIFY(!result.error().hint.empty());
    } else {
        QVERIFY(result);
        QCOMPARE(QString::fromStdString(*result), read);
    }
}

QTEST_APPLESS_MAIN(TestPromql)
#include "tst_promql.moc"
