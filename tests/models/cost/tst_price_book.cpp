// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_book.h"
#include "cost/price_list.h"
#include "cost_worlds.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

const Resources m5 = resources("2", "8Gi");

OwnPrice own(OwnPrice::Match match, const char* value, const char* hourly, CapacityType capacity = CapacityType::Unknown)
{
    OwnPrice price;
    price.match = match;
    price.value = value;
    price.hourly = money(hourly);
    price.capacity = capacity;
    return price;
}

Price priceOf(const Node& node, std::vector<OwnPrice> rows = {}, LivePrices live = {})
{
    PriceSettings settings;
    settings.own = std::move(rows);
    return PriceBook(std::move(settings), std::move(live)).of(node);
}

} // namespace

class TestPriceBook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBundledListIsWhole()
    {
        const PriceList& list = PriceList::bundled();
        QCOMPARE(list.unread(), 0u);
        QCOMPARE(list.rows().size(), 3176u);
        // Samples that cost.md 3 gives.
        const auto price = [&](const char* provider, const char* region, const char* type) {
            const auto* found = list.find(provider, region, type);
            return found ? found->onDemand.decimal() : std::string();
        };
        QCOMPARE(price("aws", "us-east-1", "m5.large"), "0.096");
        QCOMPARE(price("aws", "us-east-1", "p5.48xlarge"), "55.04");
        QCOMPARE(price("gcp", "us-central1", "e2-standard-4"), "0.134023");
        QCOMPARE(price("azure", "eastus", "Standard_D4s_v5"), "0.192");
        QVERIFY(!list.find("aws", "eu-west-1", "m5.large"));
        QCOMPARE(list.find("gcp", "us-central1", "e2-standard-4")->spotHourly()->decimal(), "0.080424");
        const auto* replaced = list.find("azure", "eastus", "Standard_D2as_v5");
        QVERIFY(replaced && replaced->replaced());
        QVERIFY(replaced->flags.find("x2.07") != std::string_view::npos); // a quoted field with a comma in it
    }
    void spotIsEstimatedFromPublishedSavings()
    {
        const Price price = priceOf(awsNode("a", "m5.large", "spot", m5));
        QCOMPARE(price.hourly->decimal(), "0.03264"); // 0.096 less 66 %
        QCOMPARE(price.onDemandHourly->decimal(), "0.096");
        QVERIFY(price.estimated);
        QVERIFY(price.source == PriceSource::BundledRegion);
        QCOMPARE(price.asOf, "2025-06-28");
    }
    void spotWithoutASpotPriceIsNotChargedOnDemand()
    {
        // No savings are published for it, and spot rates know no GPUs.
        const auto* listed = PriceList::bundled().find("azure", "eastus", "Standard_NC24ads_A100_v4");
        QVERIFY(listed && !listed->spotHourly());
        const Price price = priceOf(node("a", resources("24", "220Gi", {{"nvidia.com/gpu", "1"}}),
            {{"node.kubernetes.io/instance-type", "Standard_NC24ads_A100_v4"},
                {"kubernetes.azure.com/scalesetpriority", "spot"}, {"topology.kubernetes.io/region", "eastus"}},
            "azure:///subscriptions/x"));
        QVERIFY(!price.hourly);
        QVERIFY(price.source == PriceSource::Unknown);
        QVERIFY(price.notes.spotUnknown);
        QCOMPARE(price.onDemandHourly->decimal(), listed->onDemand.decimal());
    }
    void unknownCapacityIsPricedOnDemandAndSaid()
    {
        const Price price = priceOf(awsNode("a", "m5.large", "", m5));
        QCOMPARE(price.hourly->decimal(), "0.096");
        QVERIFY(price.notes.capacityUnknown);
    }
    void anotherRegionIsMarked()
    {
        Node far = awsNode("a", "m5.large", "on-demand", m5);
        far.meta.labels = std::make_shared<const Labels>(labelsOf({{"node.kubernetes.io/instance-type", "m5.large"},
            {"topology.kubernetes.io/region", "eu-west-1"}, {"karpenter.sh/capacity-type", "on-demand"}}));
        const Price price = priceOf(far);
        QCOMPARE(price.hourly->decimal(), "0.096");
        QVERIFY(price.source == PriceSource::BundledOther);
        QVERIFY(price.notes.otherRegion);
    }
    void machinesThatNoListKnowsArePricedByRates()
    {
        const Price price = priceOf(node("metal-1", resources("64", "256Gi")));
        QVERIFY(price.source == PriceSource::Rates);
        // 64 * .031611 + 256 * .004237
        QCOMPARE(price.hourly->decimal(), "3.107776");
        PriceSettings none;
        none.useRates = false;
        const Price unknown = PriceBook(none).of(node("metal-1", resources("64", "256Gi")));
        QVERIFY(!unknown.hourly && unknown.source == PriceSource::Unknown);
    }
    void nodesWithoutCapacityOrLabelsHaveNoPrice()
    {
        QVERIFY(!priceOf(node("bare", {})).hourly);
        QVERIFY(!priceOf(node("zero", resources("0", "0"))).hourly);
    }
    void theUsersOwnPriceGoesFirstMostSpecificFirst()
    {
        const Node n = awsNode("a", "m5.large", "on-demand", m5, {{"karpenter.sh/nodepool", "web"}, {"tier", "gold"}});
        std::vector<OwnPrice> rows {own(OwnPrice::Match::Provider, "aws", "5"), own(OwnPrice::Match::InstanceType, "m5.large", "4"),
            own(OwnPrice::Match::Pool, "web", "3"), own(OwnPrice::Match::Label, "gold", "2"),
            own(OwnPrice::Match::NodeName, "a", "1")};
        rows[3].labelKey = "tier";
        rows[4].row = 12;
        for (const char* expected : {"1", "2", "3", "4", "5"}) {
            const Price price = priceOf(n, rows);
            QVERIFY(price.source == PriceSource::User);
            QCOMPARE(price.hourly->decimal(), expected);
            if (rows.size() == 5)
                QCOMPARE(price.detail, "your price book, row 12");
            rows.pop_back();
        }
        QVERIFY(priceOf(n, rows).source == PriceSource::BundledRegion);
    }
    void ownRowsKeepToTheirCapacityAndRegion()
    {
        const auto type = OwnPrice::Match::InstanceType;
        auto abroad = own(type, "m5.large", "9");
        abroad.region = "eu-west-1";
        const std::vector<OwnPrice> rows {own(type, "m5.large", "0.08", CapacityType::OnDemand),
            own(type, "m5.large", "0.02", CapacityType::Spot), abroad};
        QCOMPARE(priceOf(awsNode("a", "m5.large", "on-demand", m5), rows).hourly->decimal(), "0.08");
        const Price spot = priceOf(awsNode("a", "m5.large", "spot", m5), rows);
        QCOMPARE(spot.hourly->decimal(), "0.02");
        QCOMPARE(spot.onDemandHourly->decimal(), "0.08");
        // A book of on-demand prices alone does not price spot.
        const Price listed = priceOf(awsNode("a", "m5.large", "spot", m5), {rows[0]});
        QVERIFY(listed.source == PriceSource::BundledRegion);
    }
    void gpuRowsAddUp()
    {
        auto gpu = own(OwnPrice::Match::Label, "NVIDIA-A10G", "1.5");
        gpu.asset = OwnPrice::Asset::Gpu;
        gpu.labelKey = "nvidia.com/gpu.product";
        const Node n = awsNode("g", "g5.12xlarge", "on-demand", resources("48", "192Gi", {{"nvidia.com/gpu", "4"}}),
            {{"nvidia.com/gpu.product", "NVIDIA-A10G"}});
        const Price price = priceOf(n, {own(OwnPrice::Match::InstanceType, "g5.12xlarge", "2"), gpu});
        QCOMPARE(price.hourly->decimal(), "8");
        QCOMPARE(price.gpuHourly->decimal(), "1.5");
    }
    void openCostIsCheckedBeforeItIsBelieved()
    {
        const auto told = [](const char* hourly, std::optional<bool> spot) {
            LivePrices live;
            live.openCost["a"] = {money(hourly), spot};
            return live;
        };
        const Node onDemand = awsNode("a", "m5.large", "on-demand", m5), spot = awsNode("a", "m5.large", "spot", m5);
        QVERIFY(priceOf(onDemand, {}, told("0.09", false)).source == PriceSource::OpenCost);
        QCOMPARE(priceOf(onDemand, {}, told("0.09", false)).hourly->decimal(), "0.09");
        const Price cheap = priceOf(spot, {}, told("0.03", true));
        QVERIFY(cheap.source == PriceSource::OpenCost && !cheap.estimated);
        QCOMPARE(cheap.onDemandHourly->decimal(), "0.096");
        // Its flag disagrees; spot at the full price; the c5d.18xlarge of opencost#2922; nothing at all.
        for (const Price& refused : {priceOf(spot, {}, told("0.03", false)), priceOf(spot, {}, told("0.096", true)),
                 priceOf(awsNode("a", "c5d.18xlarge", "on-demand", m5), {}, told("0.0067", false)),
                 priceOf(onDemand, {}, told("0", {}))}) {
            QVERIFY(refused.source == PriceSource::BundledRegion);
            QVERIFY(refused.notes.openCostRefused);
        }
    }
    void offeringsArePricedByTypeCapacityAndZone()
    {
        LivePrices live;
        live.offerings[{"m5.large", CapacityType::Spot, "us-east-1a"}] = money("0.041");
        live.offerings[{"m5.large", CapacityType::Spot, "us-east-1b"}] = money("0.05");
        live.offerings[{"m5.large", CapacityType::OnDemand, "us-east-1b"}] = money("0.096");
        live.offerings[{"m5.large", CapacityType::Reserved, "us-east-1a"}] = money("0.0000000096");
        const Price spot = priceOf(awsNode("a", "m5.large", "spot", m5), {}, live);
        QVERIFY(spot.source == PriceSource::Karpenter);
        QCOMPARE(spot.hourly->decimal(), "0.041");
        QVERIFY(!spot.estimated);
        QCOMPARE(priceOf(awsNode("a", "m5.large", "on-demand", m5), {}, live).hourly->decimal(), "0.096");
        // A reserved offering is a ten-millionth: the on-demand price stands in.
        const Price reserved = priceOf(awsNode("a", "m5.large", "reserved", m5), {}, live);
        QCOMPARE(reserved.hourly->decimal(), "0.096");
        QVERIFY(reserved.notes.offeringRefused);
    }
    void spotThatIsNotCheaperIsDoubtful()
    {
        LivePrices live;
        live.offerings[{"m5.large", CapacityType::Spot, "us-east-1a"}] = money("0.1");
        const Price price = priceOf(awsNode("a", "m5.large", "spot", m5), {}, live);
        QVERIFY(price.notes.spotNotBelowOnDemand);
        QCOMPARE(price.hourly->decimal(), "0.1");
    }
    void providersAreToldFromIdsVersionsAndLabels()
    {
        QCOMPARE(providerOf(node("a", {}, {}, "gce://p/us-central1-a/n")), "gcp");
        QCOMPARE(providerOf(node("a", {}, {}, "azure:///subscriptions/x")), "azure");
        QCOMPARE(providerOf(node("a", {}, {{"eks.amazonaws.com/nodegroup", "x"}})), "aws");
        QCOMPARE(providerOf(node("a", {}, {{"cloud.google.com/gke-nodepool", "x"}})), "gcp");
        Node eks = node("a", {});
        eks.kubeletVersion = "v1.33.1-eks-0abc";
        QCOMPARE(providerOf(eks), "aws");
        QCOMPARE(providerOf(node("a", {})), "");
        const Machine machine = machineOf(node("a", {}, {}, "gce://p/us-central1-a/n"), identify(node("a", {}, {}, "gce://p/us-central1-a/n")));
        QCOMPARE(machine.region, "us-central1");
    }
    void coverageCountsAndWarns()
    {
        const TimePoint now = *parseRfc3339("2026-11-27T12:00:00Z");
        Coverage coverage;
        for (const Price& price : {priceOf(awsNode("a", "m5.large", "on-demand", m5)),
                 priceOf(awsNode("b", "m5.large", "spot", m5)), priceOf(awsNode("c", "m5.large", "", m5)),
                 priceOf(node("d", {})), priceOf(node("e", resources("4", "16Gi")))})
            coverage.add(price, now, 180);
        QCOMPARE(coverage.nodes, 5u);
        QCOMPARE(coverage.priced(), 4u);
        QCOMPARE(coverage.count(PriceSource::BundledRegion), 3u);
        QCOMPARE(coverage.count(PriceSource::Rates), 1u);
        QCOMPARE(coverage.count(PriceSource::Unknown), 1u);
        QCOMPARE(coverage.estimated, 1u);
        QCOMPARE(coverage.capacityUnknown, 2u);
        QCOMPARE(coverage.stale, 1u);
        QCOMPARE(coverage.oldest, "2025-06-28");
        QCOMPARE(*coverage.oldestDays, 517);
        const auto warnings = coverage.warnings();
        QVERIFY(!warnings.empty());
        QCOMPARE(plainText(warnings.front()),
            "1 node has no price and is left out of every sum. Give them a price in the price book.");
        Coverage twice = coverage;
        twice.add(coverage);
        QCOMPARE(twice.nodes, 10u);
        QCOMPARE(twice.stale, 2u);
        QCOMPARE(*daysSince("2025 (exact date not in index)", now), 695);
        QVERIFY(!daysSince("", now) && !daysSince("soon", now));
    }
};

QTEST_GUILESS_MAIN(TestPriceBook)
#include "tst_price_book.moc"
