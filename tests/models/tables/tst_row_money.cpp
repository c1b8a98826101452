// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/price_book.h"
#include "../cost/cost_worlds.h"
#include "tables/export.h"
#include "tables/cost_report.h"
#include "tables/row_money.h"

#include <QJsonDocument>
#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

Event said(const char* kind, const char* name, const char* reason, const char* message, int minute)
{
    Event event;
    setMeta(event.meta, "a", std::string(name) + std::to_string(minute));
    event.about.kind = kind;
    event.about.name = name;
    event.reason = Text(std::string(reason));
    event.message = message;
    event.last = *parseRfc3339("2026-11-27T11:00:00Z") + std::chrono::minutes {minute};
    return event;
}

// A node of 4 cores and 8 GiB at 20 an hour, a core at 3 and a GiB at 1; what has no pool has no price.
CostsPtr costsOf(const WorldPtr& world)
{
    PriceSettings settings;
    OwnPrice price;
    price.match = OwnPrice::Match::Pool;
    price.value = "p";
    price.hourly = money("20");
    settings.own.push_back(price);
    settings.rates = Rates {"test", money("3"), money("1"), money("10"), {}, {}, {}};
    settings.useRates = false;
    auto costs = std::make_shared<Costs>();
    costs->settings.terms.currency.code = "EUR";
    costs->settings.terms.currency.perDollar = Quantity::fromMilli(500);
    ClusterCosts known;
    known.book = PriceBook(settings);
    known.days = std::make_shared<const std::vector<UsageDay>>();
    costs->clusters.emplace(world->cluster, known);
    return costs;
}

Node priced(const char* name)
{
    return node(name, resources("4", "8Gi"), {{"karpenter.sh/nodepool", "p"}, {"karpenter.sh/capacity-type", "on-demand"}});
}

Hpa hpa(const char* name, std::int64_t min, std::int64_t max)
{
    Hpa hpa;
    setMeta(hpa.meta, "a", name);
    hpa.target = {"apps/v1", "Deployment", name};
    hpa.minReplicas = min;
    hpa.maxReplicas = max;
    return hpa;
}

template <class Row>
QString text(const Columns<Row>& columns, const Row& row, const char* id)
{
    for (const auto& column : columns)
        if (column.id == QLatin1String(id))
            return column.text(row);
    return QStringLiteral("no such column");
}

} // namespace

class TestRowMoney : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hpasSayWhatTheyCost()
    {
        const auto api = shape({resources("1", "1Gi")});
        Deployment deployment;
        setMeta(deployment.meta, "a", "api");
        deployment.shape = api;
        WorldOf maker;
        maker.add(priced("n")).add(deployment).add(hpa("api", 1, 10));
        for (const char* name : {"api-1-a", "api-1-b"})
            maker.add(pod("a", name, "n", api, owner("ReplicaSet", "api-1")));
        maker.add(said("HorizontalPodAutoscaler", "api", "SuccessfulRescale", "New size: 5; reason: cpu resource above target", 1));
        maker.add(said("HorizontalPodAutoscaler", "api", "SuccessfulRescale", "New size: 2; reason: All metrics below target", 2));
        const WorldPtr world = maker.make();
        auto rows = deriveHpas({world}, {});
        QCOMPARE(rows.size(), std::size_t(1));
        const auto columns = hpaColumns(false);
        QCOMPARE(text(columns, *rows[0], "costNow"), unknown());
        Preferences utc;
        utc.utcTimes = true;
        addMoney(rows, {world}, utc, *costsOf(world));
        QCOMPARE(text(columns, *rows[0], "costNow"), QStringLiteral("€4.000/h"));
        QCOMPARE(text(columns, *rows[0], "costReplica"), QStringLiteral("€2.000/h"));
        QCOMPARE(text(columns, *rows[0], "costMin"), QStringLiteral("€2.000/h"));
        QCOMPARE(text(columns, *rows[0], "costMax"), QStringLiteral("€20.000/h"));
        QCOMPARE(text(columns, *rows[0], "costStep"), QStringLiteral("−€6.000/h"));
        QCOMPARE(moneySentences(rows[0]->money).join(QLatin1Char(' ')),
            QStringLiteral("One replica €2.00/h. Now €4.00/h. At min €2.00/h. At max €20.00/h. The last change, 5 → 2, took off €6.00/h, on 27 Nov 11:02 UTC, by its events."));
    }
    void lastChangesComeFromHistoryToo()
    {
        const auto api = shape({resources("1", "1Gi")});
        WorldOf maker;
        maker.add(priced("n")).add(hpa("api", 1, 10)).add(hpa("calm", 1, 10)).add(hpa("told", 1, 10));
        for (const char* name : {"api", "calm", "told"}) {
            Deployment deployment;
            setMeta(deployment.meta, "a", name);
            deployment.shape = api;
            maker.add(deployment).add(pod("a", std::string(name) + "-1-a", "n", api, owner("ReplicaSet", (std::string(name) + "-1").c_str())));
        }
        maker.add(said("HorizontalPodAutoscaler", "told", "SuccessfulRescale", "New size: 4; reason: cpu resource above target", 50));
        const WorldPtr world = maker.make();
        const auto replicas = [&](const char* name, double before, double after) {
            Series series;
            series.labels = {{"name", name}, {"namespace", "a"}};
            series.samples = {{world->now - std::chrono::hours {20}, before}, {world->now - std::chrono::hours {1}, after}, {world->now, after}};
            return series;
        };
        SeriesAnswer answer;
        answer.series = {replicas("api", 2, 5), replicas("calm", 3, 3)};
        answer.origin = SeriesOrigin::Recorded;
        SizeHistory sizes;
        sizes.add(SizeHistory::Grain::Fine, "test", "Deployment", answer);
        auto rows = deriveHpas({world}, {});
        addMoney(rows, {world}, {}, *costsOf(world), sizes);
        const auto columns = hpaColumns(false);
        const auto row = [&](const char* name) { return **std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r->name == name; }); };
        QCOMPARE(text(columns, row("api"), "costStep"), QStringLiteral("+€6.000/h"));
        QVERIFY(moneySentences(row("api").money).last().contains(QStringLiteral("2 → 5, added €6.00/h")));
        QVERIFY(moneySentences(row("api").money).last().endsWith(QStringLiteral("by what Loadline recorded.")));
        QCOMPARE(text(columns, row("calm"), "costStep"), QStringLiteral("none"));
        QVERIFY(row("calm").money.step.why.startsWith(QStringLiteral("No change in the last 20")));
        // Its event tells the new size alone, and nobody the one before.
        QCOMPARE(text(columns, row("told"), "costStep"), unknown());
        QVERIFY(row("told").money.step.why.startsWith(QStringLiteral("It changed to 4 on 27 Nov ")));
        const auto table = exportTable({}, columns, {QStringLiteral("name"), QStringLiteral("costStep")}, rows);
        const auto cell = QJsonDocument::fromJson(toJson(table))[QStringLiteral("rows")][0][QStringLiteral("costStep")][QStringLiteral("value")];
        QCOMPARE(cell[QStringLiteral("hourly")].toString(), QStringLiteral("6"));
        QCOMPARE(cell[QStringLiteral("from")].toInt(), 2);
        QCOMPARE(cell[QStringLiteral("to")].toInt(), 5);
        QVERIFY(!cell[QStringLiteral("at")].toString().isEmpty() && !cell[QStringLiteral("source")].toString().isEmpty());
    }
    void poolsSayTheirLastChange()
    {
        WorldOf maker;
        maker.add(priced("n")).add(priced("m")).add(awsNode("x", "zz9.large", "on-demand", resources("2", "8Gi"), {{"karpenter.sh/nodepool", "odd"}}));
        const WorldPtr world = maker.make();
        const auto nodes = [&](const char* pool, double before, double after) {
            Series series;
            series.labels = {{"capacity", "on-demand"}, {"pool", pool}};
            series.samples = {{world->now - std::chrono::hours {20}, before}, {world->now - std::chrono::hours {2}, after}, {world->now, after}};
            return series;
        };
        SeriesAnswer answer;
        answer.series = {nodes("p", 5, 2), nodes("odd", 2, 1)};
        SizeHistory sizes;
        sizes.add(SizeHistory::Grain::Coarse, "test", poolKind, answer);
        auto rows = derivePools({world}, {});
        addMoney(rows, {world}, {}, *costsOf(world), sizes);
        const auto columns = poolColumns(false);
        const auto row = [&](const char* name) { return **std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r->name == name; }); };
        QCOMPARE(text(columns, row("p"), "costStep"), QStringLiteral("−€30.000/h")); // three nodes at 10 euros
        QVERIFY(moneySentences(row("p").money).last().contains(QStringLiteral("5 → 2, took off €30.00/h")));
        QCOMPARE(text(columns, row("odd"), "costStep"), unknown()); // no price: the change is known, its cost is not
        QCOMPARE(row("odd").money.change->to, 1);
        QCOMPARE(row("odd").money.step.why, row("odd").money.node.why);
        addMoney(rows, {world}, {}, *costsOf(world));
        QCOMPARE(text(columns, row("p"), "costStep"), unknown());
        QVERIFY(!row("p").money.step.why.isEmpty());
    }
    void whatIsUnknownHasAReason()
    {
        const auto api = shape({resources("1", "1Gi")});
        WorldOf maker;
        maker.add(awsNode("n", "zz9.large", "spot", resources("4", "8Gi"))).add(hpa("api", 1, 10));
        maker.add(pod("a", "api-1-a", "n", api, owner("ReplicaSet", "api-1")));
        const WorldPtr world = maker.make();
        auto rows = deriveHpas({world}, {});
        addMoney(rows, {world}, {}, Costs());
        QCOMPARE(rows[0]->money.now.why, whyNoCosts());
        addMoney(rows, {world}, {}, *costsOf(world));
        QVERIFY(!rows[0]->money.now.hourly && !rows[0]->money.atMax.hourly && !rows[0]->money.step.hourly);
        const QString why = QStringLiteral("No price for zz9.large, us-east-1.");
        QCOMPARE(rows[0]->money.now.why, why);
        QCOMPARE(rows[0]->money.replica.why, why);
        const auto table = exportTable({}, hpaColumns(false), {QStringLiteral("name"), QStringLiteral("costNow")}, rows);
        QVERIFY(toCsv(table).contains(QStringLiteral("\"unknown: %1\"").arg(why).toUtf8()));
        const auto cell = QJsonDocument::fromJson(toJson(table))[QStringLiteral("rows")][0][QStringLiteral("costNow")];
        QVERIFY(cell[QStringLiteral("value")][QStringLiteral("hourly")].isNull());
        QCOMPARE(cell[QStringLiteral("value")][QStringLiteral("why")].toString(), why);
        QCOMPARE(cell[QStringLiteral("value")][QStringLiteral("currency")].toString(), QStringLiteral("EUR"));
    }
    void kedaWakesAreStepsToo()
    {
        const auto train = shape({resources("2", "2Gi")});
        Deployment deployment;
        setMeta(deployment.meta, "a", "train");
        deployment.shape = train;
        ScaledObject object;
        setMeta(object.meta, "a", "train");
        object.target = {"apps/v1", "Deployment", "train"};
        object.maxReplicas = 3;
        WorldOf maker;
        maker.add(priced("n")).add(deployment).add(object);
        maker.add(said("ScaledObject", "train", "KEDAScaleTargetDeactivated", "Deactivated apps/v1.Deployment a/train from 2 to 0", 3));
        const WorldPtr world = maker.make();
        auto rows = deriveKeda({world}, {});
        addMoney(rows, {world}, {}, *costsOf(world));
        const auto& money = rows[0]->money;
        QCOMPARE(text(kedaColumns(false), *rows[0], "costNow"), QStringLiteral("€0.000/h"));
        QCOMPARE(text(kedaColumns(false), *rows[0], "costMax"), QStringLiteral("€12.000/h"));
        QCOMPARE(text(kedaColumns(false), *rows[0], "costStep"), QStringLiteral("−€8.000/h"));
        QVERIFY(!money.basis.isEmpty()); // nothing runs: said to be assumed
    }
    // What KEDA scales through an HPA has two rows, which tell of one change.
    void bothRowsOfAWorkloadTellOneChange()
    {
        Deployment deployment;
        setMeta(deployment.meta, "a", "train");
        deployment.shape = shape({resources("2", "2Gi")});
        deployment.current = 4;
        ScaledObject object;
        setMeta(object.meta, "a", "train");
        object.target = {"apps/v1", "Deployment", "train"};
        object.maxReplicas = 5;
        object.triggers.emplace_back().type = "redis";
        Hpa hpa;
        setMeta(hpa.meta, "a", "keda-hpa-train", {}, owner("ScaledObject", "train"));
        hpa.target = object.target;
        hpa.maxReplicas = 5;
        hpa.conditions.push_back({"AbleToScale", Truth::True, {}, {}, {}});
        SizeHistory history;
        SeriesAnswer answer;
        answer.origin = SeriesOrigin::Prometheus;
        Series& series = answer.series.emplace_back();
        series.labels = {{"name", "train"}, {"namespace", "a"}};
        const auto steps = [&](std::int64_t current, std::int64_t desired) {
            hpa.currentReplicas = current;
            hpa.desiredReplicas = desired;
            WorldOf maker;
            maker.add(priced("n")).add(deployment).add(object).add(hpa);
            const WorldPtr world = maker.make();
            series.samples = {{world->now - Seconds {1200}, 0}, {world->now - Seconds {600}, 4}, {world->now, 4}};
            history.add(SizeHistory::Grain::Fine, world->cluster, "Deployment", answer);
            auto hpas = deriveHpas({world}, {});
            auto keda = deriveKeda({world}, {});
            addMoney(hpas, {world}, {}, *costsOf(world), history);
            addMoney(keda, {world}, {}, *costsOf(world), history);
            return std::pair(*hpas[0]->money.change, *keda[0]->money.change);
        };
        const auto [now, nowToo] = steps(1, 4);
        QVERIFY(now == nowToo);
        QCOMPARE(*now.from, std::int64_t(1));
        const auto [last, lastToo] = steps(4, 4);
        QVERIFY(last == lastToo);
        QCOMPARE(*last.from, std::int64_t(0));
    }
    void poolsSayWhatANodeCosts()
    {
        NodePool spare;
        setMeta(spare.meta, "", "spare");
        spare.requirements = {{"karpenter.sh/capacity-type", "In", {"on-demand"}}, {"node.kubernetes.io/instance-type", "In", {"m5.xlarge", "m5.large"}}};
        NodePool odd = spare;
        setMeta(odd.meta, "", "odd");
        odd.requirements.back().values = {"zz9.large"};
        NodePool p;
        setMeta(p.meta, "", "p");
        p.nodeLimit = 5;
        WorldOf maker;
        maker.add(priced("n")).add(priced("m")).add(awsNode("x", "m5.large", "on-demand", resources("2", "8Gi")));
        maker.add(spare).add(odd).add(p);
        const WorldPtr world = maker.make();
        auto rows = derivePools({world}, {});
        addMoney(rows, {world}, {}, *costsOf(world));
        const auto columns = poolColumns(false);
        const auto row = [&](const char* name) {
            return **std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r->name == name; });
        };
        QCOMPARE(text(columns, row("p"), "costNow"), QStringLiteral("€20.000/h"));
        QCOMPARE(text(columns, row("p"), "costNode"), QStringLiteral("€10.000/h"));
        QCOMPARE(text(columns, row("p"), "costMax"), QStringLiteral("€50.000/h"));
        QCOMPARE(text(columns, row("p"), "costMin"), QStringLiteral("€0.000/h")); // it keeps no node of itself
        // Nothing runs: the cheaper of the types that it may make, 0.096 $ in the list.
        QCOMPARE(text(columns, row("spare"), "costNow"), QStringLiteral("€0.000/h"));
        QCOMPARE(text(columns, row("spare"), "costNode"), QStringLiteral("€0.048/h"));
        QVERIFY(row("spare").money.basis.contains(QStringLiteral("m5.large, the cheapest of 2 types")));
        QVERIFY(row("spare").money.source.contains(QStringLiteral("us-east-1")));
        QCOMPARE(text(columns, row("odd"), "costNode"), unknown());
        QVERIFY(row("odd").money.node.why.contains(QStringLiteral("odd")));
    }
    void poolsSayWhichNodesCouldGo()
    {
        const auto api = shape({resources("1", "1Gi")});
        WorldOf maker;
        for (Node one : {priced("m"), priced("n"), awsNode("x", "m5.large", "on-demand", resources("2", "8Gi"))}) {
            one.conditions.push_back({"Ready", Truth::True, {}, {}, {}});
            maker.add(std::move(one));
        }
        for (const char* at : {"m", "n"})
            maker.add(pod("a", std::string("api-1-") + at, at, api, owner("ReplicaSet", "api-1")));
        maker.add(pod("a", "alone", "x", api)); // nothing would create it again
        const WorldPtr world = maker.make();
        auto pools = derivePools({world}, {});
        addMoney(pools, {world}, {}, *costsOf(world));
        const auto& p = **std::find_if(pools.begin(), pools.end(), [](const auto& row) { return row->name == "p"; });
        QCOMPARE(text(poolColumns(false), p, "canGo"), QStringLiteral("1 of 2"));
        QCOMPARE(text(poolColumns(false), p, "canSave"), QStringLiteral("€10.000/h"));
        QCOMPARE(p.removal.monthly->decimal(), "14600"); // dollars, of 730 hours
        QCOMPARE(removalSentences(p.removal, p.money.currency).front(), QStringLiteral("1 of 2 nodes could go: €10.00/h, or €7,300 a month."));
        auto nodes = deriveNodes({world}, {}, {});
        addMoney(nodes, {world}, {}, *costsOf(world));
        const auto& x = **std::find_if(nodes.begin(), nodes.end(), [](const auto& row) { return row->name == "x"; });
        QCOMPARE(x.money.canGo, std::optional(false));
        QVERIFY(text(nodeColumns(false), x, "canGo").contains(QStringLiteral("a/alone")));
        QCOMPARE(text(nodeColumns(false), x, "saves"), QStringLiteral("€0.000/h"));
        QCOMPARE(text(nodeColumns(false), x, "price"), QStringLiteral("€0.048/h"));
    }
    void nodesCouldGoByOtherRequests()
    {
        // Two nodes with a pod of 3 of 4 cores each: none could go now, one by the VPA's target of 1.5 or at 100 % too high.
        const auto api = shape({resources("3", "1Gi")});
        Vpa vpa;
        setMeta(vpa.meta, "a", "api");
        vpa.target = {"apps/v1", "Deployment", "api"};
        ContainerRecommendation target;
        target.container = "c0";
        target.target = target.lowerBound = target.upperBound = resources("1500m", "1Gi");
        vpa.recommendations = {target};
        WorldOf maker;
        maker.add(vpa);
        for (const char* name : {"m", "n"}) {
            Node one = priced(name);
            one.conditions.push_back({"Ready", Truth::True, {}, {}, {}});
            maker.add(std::move(one));
            maker.add(pod("a", std::string("api-1-") + name, name, api, owner("ReplicaSet", "api-1")));
        }
        const WorldPtr world = maker.make();
        const auto removalBy = [&](const RequestsAsked& asked) {
            auto costs = std::make_shared<Costs>(*costsOf(world));
            costs->settings.requests = asked;
            auto pools = derivePools({world}, {});
            addMoney(pools, {world}, {}, *costs);
            auto nodes = deriveNodes({world}, {}, {});
            addMoney(nodes, {world}, {}, *costs);
            const auto going = std::count_if(nodes.begin(), nodes.end(), [](const auto& row) { return row->money.canGo == std::optional(true); });
            const PoolRemoval removal = pools.front()->removal;
            if (going != removal.canGo)
                qFatal("the nodes' rows differ");
            return removal;
        };
        const PoolRemoval now = removalBy({});
        QCOMPARE(now.canGo, std::optional<std::int64_t>(0));
        QVERIFY(!now.canGoNow && now.requests.isEmpty());
        QVERIFY(now.staying.front().contains(QStringLiteral("fits on no other node")));
        for (const RequestsAsked& asked : {RequestsAsked {RequestsTaken::VpaTargets, {}}, RequestsAsked {RequestsTaken::Smaller, Quantity::fromWhole(100)}}) {
            const PoolRemoval after = removalBy(asked);
            QCOMPARE(after.canGo, std::optional<std::int64_t>(1));
            QCOMPARE(after.canGoNow, std::optional<std::int64_t>(0));
            QCOMPARE(after.saves.hourly->decimal(), "20");
            QCOMPARE(after.monthly->decimal(), "14600");
            const QStringList said = removalSentences(after, Currency());
            QVERIFY2(said.front().contains(QStringLiteral("with those of now, 0 of 2 could go")), qPrintable(said.front()));
            QCOMPARE(said[1], QStringLiteral("1 of 2 nodes could go: $20.00/h, or $14,600 a month."));
            QVERIFY(after.assumptions.front().contains(asked.taken == RequestsTaken::VpaTargets ? QStringLiteral("VPAs' targets") : QStringLiteral("100 % too high")));
        }
        QVERIFY(removalBy({RequestsTaken::Smaller, Quantity::fromWhole(20)}).staying.front().contains(QStringLiteral("fits on no other node")));
    }
    void minimaAreThoseOfThePoolsRow()
    {
        WorldOf maker;
        for (Node one : {priced("m"), priced("n"), awsNode("x", "m5.large", "on-demand", resources("2", "8Gi"))}) {
            one.conditions.push_back({"Ready", Truth::True, {}, {}, {}});
            maker.add(std::move(one));
        }
        const auto removalOf = [](const WorldPtr& world) {
            auto pools = derivePools({world}, {});
            addMoney(pools, {world}, {}, *costsOf(world));
            return (*std::find_if(pools.begin(), pools.end(), [](const auto& row) { return row->name == "p"; }))->removal;
        };
        const QString unknown = QStringLiteral("The smallest size of these pools is not known and taken as none: p");
        const PoolRemoval before = removalOf(maker.make());
        QCOMPARE(before.canGo, std::optional<std::int64_t>(2));
        QVERIFY(before.assumptions.contains(unknown)); // of this pool, not of all
        // The cluster-autoscaler names its groups after the pool, one a zone, with more around it.
        AutoscalerStatus status;
        for (const char* name : {"eks-p-1a-77", "eks-p-1b-78"}) {
            AutoscalerGroup group;
            group.name = name;
            group.minSize = 1;
            group.maxSize = 9;
            status.groups.push_back(group);
        }
        status.groups[1].minSize = 0;
        maker.add(status);
        const PoolRemoval after = removalOf(maker.make());
        QCOMPARE(after.canGo, std::optional<std::int64_t>(1));
        QCOMPARE(after.staying.size(), 1);
        QVERIFY(after.staying.front().contains(QStringLiteral("smallest size")));
        QVERIFY(after.assumptions.filter(QStringLiteral("smallest size")).isEmpty());
    }
    void selectedNodesGoTogetherOrNot()
    {
        // Each of the two could go alone; both cannot, as the pod of the last has nowhere to go.
        const auto api = shape({resources("1", "1Gi")});
        WorldOf maker;
        for (const char* name : {"m", "n"}) {
            Node one = priced(name);
            one.conditions.push_back({"Ready", Truth::True, {}, {}, {}});
            maker.add(std::move(one));
            maker.add(pod("a", std::string("api-1-") + name, name, api, owner("ReplicaSet", "api-1")));
        }
        Node cordoned = priced("o"); // not asked about: it neither counts nor takes pods
        cordoned.conditions.push_back({"Ready", Truth::True, {}, {}, {}});
        cordoned.unschedulable = true;
        maker.add(std::move(cordoned));
        const WorldPtr world = maker.make();
        const auto costs = costsOf(world);
        const auto of = [&](std::vector<std::string> nodes) { return removalOfNodes({world}, {}, *costs, world->cluster, nodes); };
        for (const char* name : {"m", "n"}) {
            const PoolRemoval alone = of({name});
            QCOMPARE(alone.canGo, std::optional<std::int64_t>(1));
            QCOMPARE(alone.going.size() + alone.staying.size(), 1);
            QVERIFY(alone.going.front().startsWith(QLatin1String(name)));
            QCOMPARE(removalSentences(alone, costs->settings.terms.currency).front(), QStringLiteral("1 of 1 nodes could go: €10.00/h, or €7,300 a month."));
        }
        const PoolRemoval both = of({"m", "n"});
        QCOMPARE(both.canGo, std::optional<std::int64_t>(1));
        QVERIFY(both.staying.front().contains(QStringLiteral("fits on no other node")));
        QCOMPARE(of({"gone"}).going.size() + of({"gone"}).staying.size(), 0);
        QVERIFY(!removalOfNodes({world}, {}, Costs(), world->cluster, {"m"}).canGo);
    }
    void podsThatCannotBeReadLeaveItOpen()
    {
        WorldOf maker;
        maker.add(priced("n"));
        maker.state(KindId::Pod).presence = Presence::Refused;
        const WorldPtr world = maker.make();
        auto pools = derivePools({world}, {});
        addMoney(pools, {world}, {}, *costsOf(world));
        QVERIFY(!pools[0]->removal.canGo && !pools[0]->removal.saves.hourly);
        QCOMPARE(text(poolColumns(false), *pools[0], "canGo"), unknown());
        QVERIFY(!pools[0]->removal.why.isEmpty());
    }
    void targetsReleaseMoneyOverAverageReplicas()
    {
        const auto api = shape({resources("1", "2Gi")});
        Vpa vpa;
        setMeta(vpa.meta, "a", "api");
        vpa.target = {"apps/v1", "Deployment", "api"};
        ContainerRecommendation target;
        target.container = "c0";
        target.target = target.lowerBound = target.upperBound = resources("500m", "1Gi");
        vpa.recommendations = {target};
        Deployment deployment;
        setMeta(deployment.meta, "a", "api");
        deployment.shape = api;
        Hpa scaler = hpa("api", 1, 10);
        MetricSpec cpu;
        cpu.metric.type = MetricType::Resource;
        cpu.metric.name = "cpu";
        cpu.target = TargetType::Utilization;
        cpu.averageUtilization = 60;
        scaler.metrics = {cpu};
        WorldOf maker;
        maker.add(priced("n")).add(deployment).add(vpa).add(scaler).add(pod("a", "api-1-a", "n", api, owner("ReplicaSet", "api-1")));
        const WorldPtr world = maker.make();
        Series replicas; // 2 for three hours, then 4 for one: 2.5, not the one pod of now
        replicas.labels = {{"name", "api"}, {"namespace", "a"}};
        for (int hour = 0; hour < 4; ++hour)
            replicas.samples.push_back({world->now - std::chrono::hours {4 - hour}, hour < 3 ? 2.0 : 4.0});
        AverageReplicas averages;
        addAverages(averages, "test", "Deployment", {replicas});
        auto rows = deriveVpas({world}, {});
        addMoney(rows, {world}, {}, *costsOf(world), averages);
        QCOMPARE(rows.size(), std::size_t(1));
        const auto& money = rows[0]->money;
        QCOMPARE(money.replicas, std::optional(2.5));
        // (0.5 cores at 3 and 1 GiB at 1) x 2.5 x 730 dollars, half of it in euros.
        QCOMPARE(money.monthly->decimal(), "4562.5");
        QCOMPARE(text(vpaColumns(false), *rows[0], "release"), QStringLiteral("€2,281 ⚠"));
        QCOMPARE(money.warnings.size(), 1);
        QVERIFY(money.warnings[0].contains(QStringLiteral("120\u2009%"))); // 60 % of 1 core is 120 % of half of one
        addMoney(rows, {world}, {}, *costsOf(world), {});
        QVERIFY(!rows[0]->money.monthly && rows[0]->money.why.contains(QStringLiteral("replicas")));
    }
    // History counts Deployments and StatefulSets: of other kinds the pods that are there tell, of jobs how long each ran.
    void otherKindsReleaseByTheirPods()
    {
        const auto big = shape({resources("1", "2Gi")});
        WorldOf maker;
        maker.add(priced("n"));
        const TimePoint now = maker.make()->now;
        const auto add = [&](const char* kind, const char* name) {
            Vpa vpa;
            setMeta(vpa.meta, "a", name);
            vpa.target = {kind == std::string_view("DaemonSet") ? "apps/v1" : "batch/v1", kind, name};
            ContainerRecommendation target;
            target.container = "c0";
            target.target = target.lowerBound = target.upperBound = resources("500m", "1Gi");
            vpa.recommendations = {target};
            maker.add(vpa);
        };
        add("CronJob", "nightly");
        add("DaemonSet", "agent");
        add("Job", "once");
        add("Rollout", "unseen");
        for (const char* name : {"agent-a", "agent-b"})
            maker.add(pod("a", name, "n", big, owner("DaemonSet", "agent")));
        for (const int hours : {10, 5}) {
            Pod run = pod("a", std::string("nightly-") + std::to_string(hours), "n", big, owner("Job", hours == 10 ? "nightly-29000000" : "nightly-29000300"));
            run.phase = PodPhase::Succeeded;
            run.started = now - std::chrono::hours {hours};
            run.readySince = now - std::chrono::hours {hours - 1};
            maker.add(run);
        }
        Pod once = pod("a", "once-x", "n", big, owner("Job", "once"));
        once.started = now - std::chrono::hours {72};
        maker.add(once);
        const WorldPtr world = maker.make();
        auto rows = deriveVpas({world}, {});
        addMoney(rows, {world}, {}, *costsOf(world), {});
        const auto row = [&](const char* name) {
            return std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one->name == name; })->get();
        };
        QCOMPARE(row("agent")->money.monthly->decimal(), "3650"); // 2.5 dollars an hour less, two of them, 730 hours
        QVERIFY2(row("agent")->money.basis.contains(QStringLiteral("as many as run now")), qPrintable(row("agent")->money.basis));
        QCOMPARE(row("nightly")->money.monthly->decimal(), "365"); // two of ten hours
        QCOMPARE(row("once")->money.monthly->decimal(), "182.5"); // three of thirty days
        QVERIFY(!row("unseen")->money.monthly && !row("unseen")->money.why.isEmpty());
        // The Cost page's lines and card agree.
        CostSettings settings;
        settings.by = {GroupKind::Workload, {}};
        auto costs = *costsOf(world);
        costs.settings.by = settings.by;
        const CostReport report = deriveCosts({world}, {}, costs);
        QCOMPARE(report.potential.rightSizing->decimal(), "4197.5");
        for (const auto& one : report.rows)
            if (one->key == "a/DaemonSet/agent")
                QCOMPARE(one->potential->decimal(), "3650");
        QCOMPARE(*report.rows.back()->potential, *report.potential.rightSizing);
    }
    // The Cost page and the VPA page reckon with the same replicas, prices and policies, from what pods really request.
    void costPageAndVpasAgree()
    {
        WorldOf maker;
        maker.add(priced("n"));
        const auto made = shape({resources("1", "2Gi"), resources("1", "1Gi"), resources("500m", "1Gi")});
        const auto changed = shape({resources("600m", "1Gi"), resources("1", "1Gi"), resources("500m", "1Gi")}); // by VPA, as the webhook does
        for (const char* name : {"api", "big"}) {
            Deployment deployment;
            setMeta(deployment.meta, "a", name);
            deployment.shape = made;
            Vpa vpa;
            setMeta(vpa.meta, "a", name);
            vpa.target = {"apps/v1", "Deployment", name};
            const bool lowers = name[0] == 'a';
            for (const char* container : {"c0", "c1", "c2"}) {
                ContainerRecommendation one;
                one.container = container;
                one.target = lowers ? resources("200m", "512Mi") : resources("2", "3Gi");
                vpa.recommendations.push_back(one);
            }
            ContainerPolicy off, cpuOnly;
            off.container = "c1";
            off.off = true;
            cpuOnly.container = "c2";
            cpuOnly.controlledResources = {"cpu"};
            cpuOnly.minAllowed = resources("300m", "");
            vpa.policies = {off, cpuOnly};
            maker.add(deployment).add(vpa);
            Pod old = pod("a", std::string(name) + "-1-a", "n", made, owner("ReplicaSet", lowers ? "api-1" : "big-1"));
            Pod young = pod("a", std::string(name) + "-1-b", "n", changed, old.meta.owner);
            young.meta.created = old.meta.created + std::chrono::hours {1};
            maker.add(old).add(young);
        }
        const WorldPtr world = maker.make();
        Costs costs = *costsOf(world);
        UsageDay day;
        day.day = midnight(world->now);
        day.covered = {{0, 12 * 3'600'000}};
        for (const char* name : {"api", "big"}) {
            WorkloadDay& one = day.workloads.emplace_back();
            one.ns = "a";
            one.kind = "Deployment";
            one.name = name;
            one.replicaHourly = money("1");
            one.runs = {{0, 6 * 3'600'000, 2}, {6 * 3'600'000, 12 * 3'600'000, 5}};
        }
        costs.clusters.begin()->second.days = std::make_shared<const std::vector<UsageDay>>(std::vector {day});
        costs.settings.by = {GroupKind::Workload, {}};
        auto rows = deriveVpas({world}, {});
        AverageReplicas asked; // of another window: the history that the Cost page shows goes before
        asked[averageKey("test", "a", "Deployment", "api")] = 40;
        addMoney(rows, {world}, {}, costs, asked);
        std::map<std::string, Money> released;
        for (const auto& row : rows) {
            QCOMPARE(row->money.monthly.has_value(), row->container != "c1");
            if (row->money.monthly)
                released[row->name] += *row->money.monthly;
            if (row->container != "c1")
                QCOMPARE(row->money.replicas, std::optional(3.5));
        }
        const CostReport report = deriveCosts({world}, {}, costs);
        std::map<std::string, const CostRow*> byKey;
        for (const auto& row : report.rows)
            byKey[row->key] = row.get();
        // c0: on average 0.6 cores at 3 and 1 GiB at 1 more than its target; c2: 0.2 cores down to the least allowed, its memory stays.
        const Money hourly = money("0.6").times(Quantity::fromWhole(3)) + money("1") + money("0.2").times(Quantity::fromWhole(3));
        QCOMPARE(released["api"], hourly.times(Quantity::fromMilli(3500)) * 730);
        QCOMPARE(*byKey.at("a/Deployment/api")->potential, released["api"]);
        QVERIFY(released["big"].negative());
        QVERIFY(byKey.at("a/Deployment/big")->potential->isZero()); // more is no potential, and said
        QVERIFY2(byKey.at("a/Deployment/big")->why.contains(QStringLiteral("asks for")), qPrintable(byKey.at("a/Deployment/big")->why));
        QCOMPARE(*report.potential.rightSizing, released["api"]);
        QCOMPARE(*byKey.at("__total__")->potential, released["api"]);
        QCOMPARE(report.rightSized, 1);
        // Without history nobody knows how many ran over time.
        costs.clusters.begin()->second.days = std::make_shared<const std::vector<UsageDay>>();
        const CostReport none = deriveCosts({world}, {}, costs);
        QVERIFY(!none.potential.rightSizing);
        QCOMPARE(none.notes.filter(QStringLiteral("What right-sizing could save is not known of 2 VPA")).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRowMoney)
#include "tst_row_money.moc"
