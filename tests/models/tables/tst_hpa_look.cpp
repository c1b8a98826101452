// SPDX-License-Identifier: GPL-3.0-or-later
// That looking again says what deriving anew says, whatever changed meanwhile, and derives only what did.
#include "tables/hpa_look.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"

#include <QtTest>

#include <random>
#include <set>

using namespace loadline;

namespace {

CostsPtr costsAt(int centsPerCore)
{
    PriceSettings settings;
    settings.rates = Rates {"test", Money::fromCents(centsPerCore), Money::fromCents(1), Money::fromCents(50), {}, {}, {}};
    settings.useRates = true;
    auto costs = std::make_shared<Costs>();
    ClusterCosts known;
    known.book = PriceBook(settings);
    known.days = std::make_shared<const std::vector<UsageDay>>();
    costs->clusters.emplace("prod-eu", known);
    return costs;
}

// Rows are equal when what they say is, whoever holds it.
bool alike(const HpaRow& a, const HpaRow& b)
{
    HpaRow left = a, right = b;
    left.trend = right.trend = nullptr;
    const Spark none;
    return left == right && (a.trend ? *a.trend : none) == (b.trend ? *b.trend : none);
}

std::string failure(int number, const std::string& about, const std::string& at)
{
    return R"({"metadata":{"name":"e)" + std::to_string(number) + R"(","namespace":"shop"},"involvedObject":{"kind":"HorizontalPodAutoscaler","namespace":"shop","name":")"
        + about + R"("},"type":"Warning","reason":"FailedGetResourceMetric","message":"failed to get cpu utilization: missing request for cpu in container api",)"
        + R"("lastTimestamp":")" + at + R"(","firstTimestamp":")" + at + R"(","count":1})";
}

std::string scaledObject(const std::string& name, bool paused)
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"shop")"
        + (paused ? R"(,"annotations":{"autoscaling.keda.sh/paused-replicas":"4"})" : "") + R"(},"spec":{"scaleTargetRef":{"name":")" + name
        + R"("},"triggers":[{"type":"cpu","metadata":{"value":"50"},"metricType":"Utilization"}]}})";
}

// A cluster in which something happens at each step.
class Happening {
public:
    explicit Happening(unsigned seed)
        : random_(seed)
        , maker_(WorldMaker::recorded())
    {
        for (int i = 0; i < 12; ++i) {
            deployments_.insert(i);
            maker_.add(KindId::Deployment, deploymentJson(name(i), containerJson("api", R"({"cpu":"1"})")));
            writeHpa(i);
        }
    }
    WorldPtr next()
    {
        for (int i = below(4); i > 0; --i)
            happen();
        now_ += Millis(below(5) == 0 ? below(400000) : below(3000));
        return maker_.at(formatRfc3339(now_).c_str()).make();
    }
    int below(int end) { return int(random_() % unsigned(end)); }

private:
    static std::string name(int i) { return "svc-" + std::to_string(i); }
    void writeHpa(int i)
    {
        const int current = 1 + below(10), desired = below(3) == 0 ? 1 + below(10) : current;
        const auto limited = below(3) == 0 ? condition("ScalingLimited", "True", below(2) == 0 ? "TooManyReplicas" : "TooFewReplicas")
                                           : condition("ScalingLimited", "False", "DesiredWithinRange");
        const auto able = below(3) == 0 ? condition("AbleToScale", "True", "ScaleDownStabilized") : condition("AbleToScale", "True", "ReadyForNewScale");
        const auto status = below(6) == 0 ? std::string("{}") : workingStatus(current, desired, below(4) == 0 ? "" : cpuNow(20 + below(100)), limited, able);
        // Now and then it takes another's target.
        auto json = hpaJson(below(8) == 0 ? name(below(12)) : name(i), cpuUtilization(70), status,
            R"("minReplicas":1,"maxReplicas":)" + std::to_string(below(20) == 0 ? 60 : 10),
            below(4) == 0 ? R"("ownerReferences":[{"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","name":")" + name(i) + R"(","controller":true}])" : "");
        const std::string key = R"("name":)";
        const auto from = json.find(key), to = json.find(',', from);
        json.replace(from, to - from, key + "\"" + name(i) + "-hpa\"");
        hpas_.insert(i);
        maker_.add(KindId::Hpa, json);
    }
    void happen()
    {
        const int i = below(12);
        switch (below(8)) {
        case 0:
        case 1:
        case 2:
            return writeHpa(i);
        case 3:
            if (hpas_.erase(i) > 0)
                maker_.remove(KindId::Hpa, "shop", name(i) + "-hpa");
            return;
        case 4:
            deployments_.insert(i);
            maker_.add(KindId::Deployment, deploymentJson(name(i), containerJson("api", below(2) == 0 ? R"({"cpu":"1"})" : "{}"), 3, below(4)));
            return;
        case 5:
            if (deployments_.erase(i) > 0)
                maker_.remove(KindId::Deployment, "shop", name(i));
            return;
        case 6:
            maker_.add(KindId::Event, failure(below(20), name(i) + "-hpa", formatRfc3339(now_)));
            return;
        default:
            maker_.add(KindId::ScaledObject, scaledObject(name(i), below(2) == 0));
        }
    }
    std::mt19937 random_;
    WorldMaker maker_;
    std::set<int> hpas_, deployments_; // that are there
    TimePoint now_ = parseRfc3339("2026-11-23T16:00:00Z").value();
};

} // namespace

class TestHpaLook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looksAgainAsAnew_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void looksAgainAsAnew()
    {
        QFETCH(unsigned, seed);
        Happening cluster(seed);
        HpaLook look;
        HpaMemory memory; // of deriving anew
        Rows<HpaRow> before;
        Preferences preferences;
        CostsPtr costs = costsAt(3);
        auto trends = std::make_shared<const HpaLook::Trends>();
        int kept = 0;
        for (int step = 0; step < 80; ++step) {
            const Worlds worlds {cluster.next()};
            if (cluster.below(20) == 0)
                preferences.hpaTolerance = preferences.hpaTolerance > 0.2 ? 0.1 : 0.4;
            if (cluster.below(20) == 0)
                costs = costsAt(1 + cluster.below(9));
            auto anew = deriveHpas(worlds, preferences, memory);
            memory.note(anew, worlds.front()->now);
            addMoney(anew, worlds, preferences, *costs);
            const auto rows = look.look(worlds, preferences, costs, trends);
            QCOMPARE(rows.size(), anew.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                QVERIFY2(alike(*rows[i], *anew[i]), qPrintable(QStringLiteral("step %1, %2: \"%3\" for \"%4\"").arg(step)
                    .arg(QString::fromStdString(anew[i]->id), rows[i]->state.word, anew[i]->state.word)));
                kept += std::count(before.begin(), before.end(), rows[i]) > 0 ? 1 : 0;
            }
            before = rows;
        }
        QVERIFY2(kept > 60, qPrintable(QString::number(kept)));
    }

    void derivesOnlyWhatChanged()
    {
        auto maker = WorldMaker::recorded();
        for (const char* name : {"a", "b"})
            maker.add(KindId::Deployment, deploymentJson(name, containerJson("api", R"({"cpu":"1"})")))
                .add(KindId::Hpa, hpaJson(name, cpuUtilization(70), workingStatus(3, 3, cpuNow(68))));
        maker.at("2026-11-23T16:00:10Z");
        HpaLook look;
        const auto costs = costsAt(3);
        const auto trends = std::make_shared<const HpaLook::Trends>();
        auto rows = look.look({maker.make()}, {}, costs, trends);
        rows = look.look({maker.make()}, {}, costs, trends); // what was seen first is known now
        const auto at = [](const Rows<HpaRow>& from, const char* name) {
            return *std::find_if(from.begin(), from.end(), [&](const auto& row) { return row->name == name; });
        };
        QVERIFY(at(rows, "a")->money.replica.hourly);
        maker.add(KindId::Hpa, hpaJson("a", cpuUtilization(70), workingStatus(4, 4, cpuNow(68)))).at("2026-11-23T16:00:12Z");
        const auto next = look.look({maker.make()}, {}, costs, trends);
        QCOMPARE(at(next, "b"), at(rows, "b"));
        QVERIFY(at(next, "a") != at(rows, "a"));
        QCOMPARE(*at(next, "a")->current, 4);
        // A minute later its ages read otherwise.
        const auto later = look.look({maker.at("2026-11-23T16:01:12Z").make()}, {}, costs, trends);
        QVERIFY(at(later, "b") != at(rows, "b"));
        QCOMPARE(later.size(), rows.size());
    }

    void historyIsLaidOverOnce()
    {
        WorldMaker maker;
        maker.at("2026-11-23T16:00:10Z").add(KindId::Deployment, deploymentJson("a", containerJson("api", R"({"cpu":"1"})")))
            .add(KindId::Hpa, hpaJson("a", cpuUtilization(70), workingStatus(3, 3, cpuNow(68))));
        HpaLook look;
        const auto costs = costsAt(3);
        auto trends = std::make_shared<HpaLook::Trends>();
        trends->emplace("prod-eu/shop/a", std::make_shared<const Spark>(Spark {1, 2, 2}));
        for (int i = 0; i < 2; ++i)
            look.look({maker.make()}, {}, costs, trends);
        const auto rows = look.look({maker.make()}, {}, costs, trends);
        QCOMPARE(*rows.front()->trend, Spark({1, 2, 2, 3}));
        QCOMPARE(look.look({maker.make()}, {}, costs, trends).front(), rows.front());
        const auto none = std::make_shared<const HpaLook::Trends>();
        QCOMPARE(*look.look({maker.make()}, {}, costs, none).front()->trend, Spark({3}));
    }
};

QTEST_GUILESS_MAIN(TestHpaLook)
#include "tst_hpa_look.moc"
