// SPDX-License-Identifier: GPL-3.0-or-later
#include "money_worlds.h"
#include "tables/cost_drill.h"
#include "tables/cost_parts.h"
#include "tables/cost_review.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

class CostDrillTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addsUp_data();
    void addsUp();
    void leadsIn();
    void leadsOut();
    void gone();
    void prices();
    void terms();
    void singular();
};

namespace {

const CostRow* totalOf(const Rows<CostRow>& rows)
{
    return !rows.empty() && rows.back()->total ? rows.back().get() : nullptr;
}

// Dollars to a billionth: parts are split exactly, so their sums are too.
void compare(const std::optional<Money>& part, const std::optional<Money>& whole, const std::string& what)
{
    QVERIFY2(part.value_or(Money()) == whole.value_or(Money()),
        (what + ": " + part.value_or(Money()).decimal() + " of " + whole.value_or(Money()).decimal()).c_str());
}

} // namespace

void CostDrillTest::addsUp_data()
{
    QTest::addColumn<QString>("by");
    for (const char* by : {"namespace", "workload", "workload-type", "label:team", "autoscaler", "pool", "capacity-type", "node", "cluster"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

// What a line is made of, down to its pods, adds up to the line.
void CostDrillTest::addsUp()
{
    QFETCH(const QString, by);
    CostSettings settings;
    settings.by = parseGroupBy(by.toStdString()).value();
    settings.terms.controlPlaneHourly = money("0.1");
    const Worlds worlds {moneyWorld()};
    const auto costs = moneyCosts(settings);
    const CostReport report = deriveCosts(worlds, {}, *costs);
    int opened = 0;
    for (const auto& row : report.rows) {
        const auto path = pathInto(settings.by, {}, *row);
        QCOMPARE(path.has_value(), !row->total && row->special != CostGroup::Special::Rest);
        if (!path)
            continue;
        const CostDrill drill = drillCosts(worlds, {}, *costs, *path);
        QVERIFY2(!drill.rows.empty() || row->hourly->isZero(), row->id.c_str());
        if (drill.rows.empty())
            continue;
        ++opened;
        QVERIFY(totalOf(drill.rows));
        compare(totalOf(drill.rows)->hourly, row->hourly, row->id);
        if (groupsOfPods(settings.by.kind) && row->special == CostGroup::Special::None && path->part.empty()) {
            compare(totalOf(drill.rows)->actual, row->actual, row->id + " actual");
            compare(totalOf(drill.rows)->saved, row->saved, row->id + " saved");
        }
        for (const auto& part : drill.rows) {
            const auto deeper = pathInto(settings.by, *path, *part);
            if (!deeper)
                continue;
            QVERIFY(!deeper->part.empty());
            const CostDrill pods = drillCosts(worlds, {}, *costs, *deeper);
            QVERIFY(totalOf(pods.rows));
            const bool idleOnly = path->special == CostGroup::Special::Idle;
            if (!idleOnly)
                compare(totalOf(pods.rows)->hourly, part->hourly, part->id);
            if (!deeper->pod.empty())
                continue; // these were pods, and what is in them containers
            for (const auto& pod : pods.rows) {
                const auto inside = pathInto(settings.by, *deeper, *pod);
                QCOMPARE(inside.has_value(), !pod->total && pod->special == CostGroup::Special::None);
                if (!inside)
                    continue;
                const CostDrill containers = drillCosts(worlds, {}, *costs, *inside);
                QVERIFY(totalOf(containers.rows));
                compare(totalOf(containers.rows)->hourly, pod->hourly, pod->id);
                QCOMPARE(pathOut(settings.by, *inside), *deeper);
            }
        }
    }
    QVERIFY(opened > 0);
}

void CostDrillTest::leadsIn()
{
    CostSettings settings;
    settings.by = {GroupKind::Namespace, {}};
    const Worlds worlds {moneyWorld()};
    const auto costs = moneyCosts(settings);
    const CostDrill shop = drillCosts(worlds, {}, *costs, {"test", "shop", CostGroup::Special::None, {}, {}, true});
    QCOMPARE(shop.rowTitle, QStringLiteral("Workload"));
    QCOMPARE(shop.crumbs, QStringList {QStringLiteral("shop")});
    QCOMPARE(shop.rows.size(), std::size_t(3));
    QCOMPARE(shop.rows[0]->label, QStringLiteral("api (Deployment, shop)"));
    QCOMPARE(shop.rows[1]->label, QStringLiteral("loner (Pod, shop)"));
    QCOMPARE(shop.rows[2]->label, QStringLiteral("Total"));
    const auto path = pathInto(settings.by, shop.path, *shop.rows[0]);
    QVERIFY(path.has_value());
    const CostDrill api = drillCosts(worlds, {}, *costs, *path);
    QCOMPARE(api.crumbs, (QStringList {QStringLiteral("shop"), QStringLiteral("api")}));
    QCOMPARE(api.rowTitle, QStringLiteral("Pod"));
    QCOMPARE(api.rows.size(), std::size_t(4));
    QCOMPARE(api.rows[0]->label, QStringLiteral("api-1"));
    QVERIFY(api.rows[0]->hourly.has_value());
    // The one that waits has no price, and says why.
    QCOMPARE(api.rows[2]->label, QStringLiteral("api-3"));
    QVERIFY(!api.rows[2]->hourly.has_value());
    QCOMPARE(api.rows[2]->why, QStringLiteral("It waits for a node and costs nothing yet."));
    QVERIFY(!pathInto(settings.by, api.path, *api.rows[3]));
    // A pod leads to its containers, and these to nothing.
    const auto into = pathInto(settings.by, api.path, *api.rows[0]);
    QVERIFY(into && into->pod == "shop/api-1");
    const CostDrill pod = drillCosts(worlds, {}, *costs, *into);
    QCOMPARE(pod.rowTitle, QStringLiteral("Container"));
    QCOMPARE(pod.crumbs, (QStringList {QStringLiteral("shop"), QStringLiteral("api"), QStringLiteral("api-1")}));
    QCOMPARE(pod.rows.size(), std::size_t(2));
    QCOMPARE(pod.rows[0]->label, QStringLiteral("c0"));
    QCOMPARE(*pod.rows[0]->hourly, *api.rows[0]->hourly);
    QVERIFY(!pathInto(settings.by, pod.path, *pod.rows[0]));
    // A node's pods and its idle are the node.
    settings.by = {GroupKind::Node, {}};
    const CostDrill node = drillCosts(worlds, {}, *moneyCosts(settings), {"test", "n1", CostGroup::Special::None, "n1", {}, true});
    QCOMPARE(node.rows.size(), std::size_t(4));
    QCOMPARE(node.rows[2]->label, QStringLiteral("Idle"));
    QCOMPARE(*node.rows[3]->hourly, money("0.096"));
}

void CostDrillTest::leadsOut()
{
    const GroupBy type {GroupKind::WorkloadType, {}}, node {GroupKind::Node, {}};
    const CostPath pods {"test", "other", CostGroup::Special::None, "shop/Deployment/api", {}, true};
    const CostPath workloads {"test", "other", CostGroup::Special::None, {}, {}, true};
    QCOMPARE(pathOut(type, pods), workloads);
    QCOMPARE(pathOut(type, workloads), CostPath());
    QCOMPARE(pathOut(node, {"test", "n1", CostGroup::Special::None, "n1", {}, true}), CostPath());
    const CostPath idle {"test", "__idle__", CostGroup::Special::Idle, "n1", {}, true};
    QCOMPARE(pathOut(node, idle).special, CostGroup::Special::Idle);
    QVERIFY(pathOut(node, idle).part.empty());
}

void CostDrillTest::gone()
{
    CostSettings settings;
    settings.by = {GroupKind::Namespace, {}};
    const Worlds worlds {moneyWorld()};
    QVERIFY(drillCosts(worlds, {}, *moneyCosts(settings), {"test", "nowhere", CostGroup::Special::None, {}, {}, true}).rows.empty());
    QVERIFY(drillCosts(worlds, {}, *moneyCosts(settings), {"elsewhere", "shop", CostGroup::Special::None, {}, {}, true}).rows.empty());
    QVERIFY(drillCosts({}, {}, Costs {}, {"test", "shop", CostGroup::Special::None, "x", {}, true}).rows.empty());
}

void CostDrillTest::prices()
{
    CostSettings settings;
    settings.prices.own.push_back({OwnPrice::Asset::Node, OwnPrice::Match::NodeName, {}, "n1", {}, CapacityType::Unknown, money("0.05"), "2026-11-20", {}, 0});
    settings.prices.staleAfterDays = 30;
    settings.terms.negotiatedDiscount = quantity("0.1");
    const CostReport report = deriveCosts({moneyWorld()}, {}, *moneyCosts(settings));
    QCOMPARE(report.prices.size(), std::size_t(3));
    const PriceRow& own = *report.prices[0];
    QCOMPARE(own.price.source, PriceSource::User);
    QCOMPARE(*own.paid, money("0.045"));
    QCOMPARE(priceAge(own.price, own.days), QStringLiteral("2026-11-20, 7 d old"));
    QVERIFY(!own.old);
    const PriceRow& listed = *report.prices[1];
    QCOMPARE(listed.price.source, PriceSource::BundledRegion);
    QVERIFY2(listed.old, "a list of July is old by November when 30 days are the limit");
    const PriceRow& spot = *report.prices[2];
    QVERIFY(spot.price.estimated);
    QVERIFY(priceCaveats(spot.price).contains(QStringLiteral("estimate from published savings")));
    const auto sums = sourceSums(report.prices);
    QCOMPARE(sums.size(), std::size_t(2));
    QCOMPARE(sums[0].nodes, std::size_t(1));
    QCOMPARE(sums[1].nodes, std::size_t(2));
    QCOMPARE(sums[0].paid + sums[1].paid, *own.paid + *listed.paid + *spot.paid);
    const auto columns = priceColumns(settings.terms, false);
    for (const auto& column : columns)
        for (const auto& row : report.prices)
            QVERIFY2(column.id == QLatin1String("note") || !column.text(*row).isEmpty(), qPrintable(column.id));
}

void CostDrillTest::terms()
{
    Terms terms;
    QCOMPARE(termsInWords(terms).first(), QStringLiteral("No discount: what is paid is the list price."));
    QVERIFY(termsInWords(terms).contains(QStringLiteral("Not counted: the control plane, boot disks, load balancers and volumes.")));
    QVERIFY(termsInWords(terms).contains(QStringLiteral("Amounts are in US dollars.")));
    terms.listDiscount = quantity("0.1");
    terms.negotiatedDiscount = quantity("0.1");
    terms.committedShare = quantity("0.4");
    terms.committedDiscount = quantity("0.3");
    terms.controlPlaneHourly = money("0.1");
    terms.bootDiskGbMonth = money("0.08");
    terms.currency = {"EUR", quantity("0.92"), "2026-11-20"};
    terms.hoursPerMonth = 720;
    const QString all = termsInWords(terms).join(QLatin1Char('\n'));
    for (const char* wanted : {"take 19\u2009% off CPU and memory; GPUs stay at list price", "40\u2009% of what runs on demand", "the control plane at €0.0920 an hour",
             "boot disks of 100 GB at €0.0736 a GB-month", "Not counted: load balancers and volumes.", "converted to EUR at 0.92 for a US dollar, the rate of 2026-11-20", "A month has 720 hours."})
        QVERIFY2(all.contains(QString::fromUtf8(wanted)), qPrintable(QString::fromUtf8(wanted) + QStringLiteral("\nnot in\n") + all));
}

// "1 pods" is no English.
void CostDrillTest::singular()
{
    CostSettings settings;
    settings.prices.useRates = false;
    WorldOf world;
    world.add(node("bare", resources("2", "4Gi")));
    world.add(pod("a", "b", "bare", shape({resources("1", "1Gi")})));
    const CostReport report = deriveCosts({world.make()}, {}, *moneyCosts(settings, {}));
    const QString all = costUnknowns(report).join(QLatin1Char('\n'));
    QVERIFY2(all.contains(QStringLiteral("1 node has no price and is left out of every sum.")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("1 pod runs on a node without a price and is left out.")), qPrintable(all));
    QVERIFY2(!all.contains(QStringLiteral("1 nodes")) && !all.contains(QStringLiteral("1 pods")), qPrintable(all));
}

QTEST_GUILESS_MAIN(CostDrillTest)
#include "tst_cost_drill.moc"
