// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include "../../support/world_from_fixtures.h"
#include "rule_cases.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <set>

using namespace loadline;

namespace {

// A cluster in which every kind is listed and nothing is there but what the case puts into it.
WorldPtr worldOf(const RuleCase& one) { return layOver(WorldMaker("test").make(), one.live, "shop").world; }

std::vector<Finding> judge(const RuleCase& one, const std::vector<Document>& documents)
{
    return lint(layOver(worldOf(one), documents, "shop"));
}

std::vector<Finding> of(const std::string& rule, std::vector<Finding> findings)
{
    std::erase_if(findings, [&](const Finding& finding) { return finding.rule != rule; });
    return findings;
}

QByteArray told(const RuleCase& one, const std::vector<Finding>& findings)
{
    std::string text = one.where + ":";
    for (const auto& finding : findings)
        text += "\n  " + finding.rule + " " + finding.object.kind + "/" + finding.object.name + " " + finding.field.text() + ": " + fillIn(finding.what, finding.args);
    return QByteArray::fromStdString(text);
}

// As applied() does, on the live objects too.
std::vector<Document> mended(const Fix& fix, const RuleCase& one)
{
    auto all = one.documents;
    for (const auto& live : one.live)
        if (std::none_of(all.begin(), all.end(), [&](const Document& document) { return document.ref() == live.ref(); }))
            all.push_back(live);
    const auto done = applied(fix, all);
    return done ? *done : std::vector<Document>();
}

int placeholders(const std::string& text)
{
    int most = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == '%' && text[i + 1] >= '1' && text[i + 1] <= '9')
            most = std::max(most, text[i + 1] - '0');
    return most;
}

} // namespace

class RulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRuleHasWordsAndCases()
    {
        std::set<std::string_view> ids;
        QVERIFY(rules().size() >= 35);
        for (const Rule& one : rules()) {
            QVERIFY2(ids.insert(one.id).second, one.id.data());
            QCOMPARE(rule(one.id), &one);
            QVERIFY(!one.title.empty() && !one.explanation.empty());
            QVERIFY(one.link.starts_with("https://"));
            // tst_lint has them: what they rest on is no manifest.
            constexpr std::array elsewhere {"node-claim-not-launched", "node-group-backoff", "thrashing", "vpa-in-place-too-old"};
            if (std::find(elsewhere.begin(), elsewhere.end(), one.id) != elsewhere.end())
                continue;
            const auto cases = ruleCases(std::string(one.id));
            QVERIFY2(std::any_of(cases.begin(), cases.end(), [](const RuleCase& c) { return c.fires; }), one.id.data());
            QVERIFY2(std::any_of(cases.begin(), cases.end(), [](const RuleCase& c) { return !c.fires; }), one.id.data());
        }
        QCOMPARE(rule("no-such-rule"), nullptr);
    }

    void cases_data()
    {
        QTest::addColumn<QString>("rule");
        for (const Rule& one : rules())
            QTest::newRow(one.id.data()) << QString::fromLatin1(one.id.data(), int(one.id.size()));
    }

    void cases()
    {
        QFETCH(QString, rule);
        const std::string id = rule.toStdString();
        for (const auto& one : ruleCases(id)) {
            const auto all = judge(one, one.documents);
            const auto findings = of(id, all);
            QVERIFY2(findings.empty() != one.fires, told(one, all).constData());
            for (const auto& finding : findings)
                check(one, finding);
        }
    }

private:
    // Its words are whole, it points at something that is there, and its fix makes it silent.
    void check(const RuleCase& one, const Finding& finding)
    {
        QVERIFY2(placeholders(finding.what) <= int(finding.args.size()) && placeholders(finding.why) <= int(finding.args.size()), told(one, {finding}).constData());
        QVERIFY(!finding.why.empty() && finding.link.starts_with("https://"));
        QVERIFY2(!finding.object.kind.empty() || finding.rule == "incomplete-manifest", told(one, {finding}).constData());
        if (!finding.fix)
            return;
        QVERIFY2(placeholders(finding.fix->label) <= int(finding.fix->args.size()) && !finding.fix->edits.empty(), told(one, {finding}).constData());
        const auto documents = mended(*finding.fix, one);
        QVERIFY2(!documents.empty(), told(one, {finding}).constData());
        auto left = of(finding.rule, judge(one, documents));
        std::erase_if(left, [&](const Finding& other) { return other.object != finding.object || other.field != finding.field; });
        QVERIFY2(left.empty(), (told(one, left) + "\n" + QByteArray::fromStdString(writeStream(documents))).constData());
    }
};

QTEST_GUILESS_MAIN(RulesTest)
#include "tst_rules.moc"
