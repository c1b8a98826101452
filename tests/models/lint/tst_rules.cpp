// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"
#include "lint/readable.h"

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

// As applied() does, on the live objects too; what it removes is live no more.
RuleCase mended(const Fix& fix, const RuleCase& one)
{
    RuleCase after = one;
    for (const auto& live : one.live)
        if (std::none_of(one.documents.begin(), one.documents.end(), [&](const Document& document) { return document.ref() == live.ref(); }))
            after.documents.push_back(live);
    const auto done = applied(fix, after.documents);
    after.documents = done ? *done : std::vector<Document>();
    for (const auto& edit : fix.edits)
        if (edit.removesObject())
            std::erase_if(after.live, [&](const Document& document) { return document.ref() == edit.object; });
    return after;
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
            constexpr std::array<std::string_view, 8> elsewhere {"field-too-new", "hpa-tolerance-dropped", "keda-query-unusable", "metric-ignores-replicas", "node-claim-not-launched", "node-group-backoff", "thrashing", "vpa-in-place-too-old"};
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

    // Which rules leave the answer to the user, each on purpose: what to do cannot be told from what is known.
    void mostAreMendedByOneClick()
    {
        const std::set<std::string> asks {"external-metrics-owner", "hpa-cannot-scale", "hpa-held-back", "hpa-metrics-failing", "keda-metric-failing", "keda-never-sleeps", "keda-trigger-failing",
            "metrics-server-down", "metrics-server-missing", "not-readable", "operator-missing", "pods-not-ready", "pods-starting", "target-not-scalable", "vpa-no-recommendation"};
        constexpr std::array<std::string_view, 8> elsewhere {"field-too-new", "hpa-tolerance-dropped", "keda-query-unusable", "metric-ignores-replicas", "node-claim-not-launched", "node-group-backoff", "thrashing", "vpa-in-place-too-old"};
        QStringList wrong;
        for (const Rule& one : rules()) {
            const std::string id(one.id);
            const bool here = std::find(elsewhere.begin(), elsewhere.end(), one.id) == elsewhere.end();
            if (here && mending_.contains(id) == asks.contains(id))
                wrong << QString::fromStdString(id);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char(' '))));
    }

    // Whichever of two objects is written and which is live: the one that is written is told.
    void trapsAreToldOnEitherSide_data() { cases_data(); }
    void trapsAreToldOnEitherSide()
    {
        QFETCH(QString, rule);
        const std::string id = rule.toStdString();
        if (loadline::rule(id)->observes) // nobody's doing
            return;
        for (const auto& one : ruleCases(id))
            if (one.fires && one.documents.size() > 1)
                for (std::size_t i = 0; i < one.documents.size(); ++i)
                    checkSide(one, i, id);
    }
    void trapsOfBothSidesWereTried()
    {
        for (const char* side : {"keda-and-hpa-one-target HorizontalPodAutoscaler", "keda-and-hpa-one-target ScaledObject", "hpa-vpa-same-resource HorizontalPodAutoscaler",
                 "hpa-vpa-same-resource VerticalPodAutoscaler", "budget-blocks-drain Deployment", "budget-blocks-drain PodDisruptionBudget", "quota-below-max ResourceQuota",
                 "quota-below-max HorizontalPodAutoscaler", "missing-requests Deployment", "missing-requests HorizontalPodAutoscaler", "two-hpas-one-target HorizontalPodAutoscaler"})
            QVERIFY2(sides_.contains(side), side);
    }

private:
    // Only a document without which the rule is silent brings it about.
    void checkSide(const RuleCase& one, std::size_t index, const std::string& rule)
    {
        auto rest = one.documents;
        const Document written = rest[index];
        rest.erase(rest.begin() + std::ptrdiff_t(index));
        const auto same = std::count_if(one.documents.begin(), one.documents.end(), [&](const Document& document) { return document.ref() == written.ref(); });
        // Pods and their sets are made by controllers, and nobody hands them in.
        if (same > 1 || !readableAs(written.ref()) || written.ref().kind == "Pod" || written.ref().kind == "ReplicaSet")
            return;
        auto live = one.live;
        live.insert(live.end(), rest.begin(), rest.end());
        const WorldPtr world = layOver(WorldMaker("test").make(), live, "shop").world;
        if (!of(rule, lint(layOver(world, {}, "shop"))).empty() || of(rule, lint(layOver(world, {written}, "shop"))).empty())
            return;
        const auto findings = lintWithCauses(layOver(world, {written}, "shop"), {}, {written.ref()});
        const auto own = of(rule, findings);
        const bool here = std::any_of(own.begin(), own.end(), [&](const Finding& finding) { return finding.object == written.ref(); });
        QVERIFY2(here, ("written: " + QByteArray::fromStdString(written.ref().kind) + " in " + ::told(one, findings)).constData());
        sides_.insert(rule + " " + written.ref().kind);
        for (const Finding& finding : own) // the sentences are those of the rule, to be translated, whoever is told
            QVERIFY2(!finding.together || (whatOf(finding).starts_with("Together with the live ") && placeholders(finding.what) <= int(finding.args.size())), ::told(one, {finding}).constData());
        for (const Finding& finding : own)
            QVERIFY2(finding.fix.has_value() != finding.edit.has_value() && placeholders(whatOf(finding) + whyOf(finding)) == 0, ::told(one, {finding}).constData());
    }
    // Its words are whole, it points at something that is there, and its fix makes it silent.
    void check(const RuleCase& one, const Finding& finding)
    {
        QVERIFY2(placeholders(finding.what) <= int(finding.args.size()) && placeholders(finding.why) <= int(finding.args.size()), told(one, {finding}).constData());
        QVERIFY(!finding.why.empty() && finding.link.starts_with("https://"));
        QVERIFY2(!finding.object.kind.empty() || finding.rule == "incomplete-manifest", told(one, {finding}).constData());
        QVERIFY2(!finding.field.empty(), told(one, {finding}).constData());
        QVERIFY2(finding.fix.has_value() != finding.edit.has_value(), told(one, {finding}).constData());
        if (finding.edit) {
            const auto& edit = *finding.edit;
            QVERIFY2(!edit.label.empty() && !edit.field.empty() && !fillIn(edit.label, edit.args).ends_with(' '), told(one, {finding}).constData());
            QVERIFY2(placeholders(edit.label) <= int(edit.args.size()), told(one, {finding}).constData());
            return;
        }
        mending_.insert(finding.rule);
        QVERIFY2(placeholders(finding.fix->label) <= int(finding.fix->args.size()) && !finding.fix->edits.empty(), told(one, {finding}).constData());
        const auto after = mended(*finding.fix, one);
        auto left = of(finding.rule, judge(after, after.documents));
        std::erase_if(left, [&](const Finding& other) { return other.object != finding.object || other.field != finding.field; });
        QVERIFY2(left.empty(), (told(one, left) + "\n" + QByteArray::fromStdString(writeStream(after.documents))).constData());
        // It may not break what was whole: nothing worse than before, beside what it mends.
        const auto worse = newErrors(one, finding, judge(after, after.documents));
        QVERIFY2(worse.empty(), (told(one, worse) + "\nafter " + QByteArray::fromStdString(fillIn(finding.fix->label, finding.fix->args)) + "\n" + QByteArray::fromStdString(writeStream(after.documents))).constData());
    }

    static std::vector<Finding> newErrors(const RuleCase& one, const Finding& mended, std::vector<Finding> after)
    {
        const auto before = judge(one, one.documents);
        std::erase_if(after, [&](const Finding& finding) {
            return finding.severity != Severity::Error || finding.rule == mended.rule
                || std::any_of(before.begin(), before.end(), [&](const Finding& known) { return known.rule == finding.rule && known.object.name == finding.object.name; });
        });
        return after;
    }

    std::set<std::string> sides_; // rules with the kind that was written
    std::set<std::string> mending_; // rules of which a case was mended by its fix
};

QTEST_GUILESS_MAIN(RulesTest)
#include "tst_rules.moc"
