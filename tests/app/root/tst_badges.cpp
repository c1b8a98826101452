// SPDX-License-Identifier: GPL-3.0-or-later
#include "badges.h"

#include <QTest>

using namespace loadline;

namespace {

AutoscalerCard card(const char* page, std::optional<int> total, std::vector<StateCount> states)
{
    return {QLatin1String(page), {}, total, std::move(states), {}};
}

ClusterSummary cluster(AutoscalerCard of)
{
    ClusterSummary summary;
    summary.cards.push_back(std::move(of));
    return summary;
}

StateCount state(const char* word, int count) { return {QLatin1String(word), Tone::Normal, count}; }

} // namespace

class BadgesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addsUpClusters()
    {
        const auto counts = countsOf({cluster(card("hpa", 5, {state("steady", 3), state("limited", 2)})), cluster(card("hpa", 0, {}))});
        QCOMPARE(counts.at(QStringLiteral("hpa")).count, std::optional(5));
    }
    // What a refused cluster shows for certain stands on the page, and so it counts; "at least" is the page's to say.
    void countsWhatStandsOnThePage()
    {
        const auto counts = countsOf({cluster(card("pools", {}, {state("unknown", 1)})), cluster(card("pools", 6, {state("healthy", 6)}))});
        QCOMPARE(counts.at(QStringLiteral("pools")).count, std::optional(7));
    }
    void isUnknownWhereNobodyTells()
    {
        const auto counts = countsOf({cluster(card("pools", {}, {state("unknown", 1)}))});
        const auto pools = counts.find(QStringLiteral("pools"));
        QVERIFY(pools == counts.end() || !pools->second.count);
    }
    void noneIsNone()
    {
        QCOMPARE(countsOf({cluster(card("vpa", 0, {}))}).at(QStringLiteral("vpa")).count, std::optional(0));
    }
};

QTEST_GUILESS_MAIN(BadgesTest)
#include "tst_badges.moc"
