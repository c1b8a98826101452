// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/overview.h"

#include "../../support/fixtures.h"
#include "../../support/world_from_fixtures.h"
#include "catalog/kind.h"

#include <QRegularExpression>
#include <QtTest>

#include <random>

using namespace loadline;

namespace {

// Replaces some of the numbers and words of a recorded list by what nobody expects there.
std::string spoiled(const std::string& json, std::mt19937& random)
{
    static const std::vector<std::string> values {"0", "-1", "1", "2147483647", "9223372036854775807", "-9223372036854775808", "300", "1e30", "null",
        R"("9223372036854775807")", R"("1e18")", R"("-5")", R"("0")", R"("1n")", R"("")", R"("%1 %2 %n")", R"("2026-11-23T15:55:00Z")",
        R"("0001-01-01T00:00:00Z")", R"("9999-12-31T23:59:59Z")", R"("True")", R"("False")", "[]", "{}"};
    static const QRegularExpression place(QStringLiteral(":\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9.]+|true|false|null)"));
    const auto text = QString::fromStdString(json);
    std::string out;
    qsizetype last = 0;
    for (auto at = place.globalMatch(text); at.hasNext();) {
        const auto match = at.next();
        if (random() % 12 != 0)
            continue;
        out += text.mid(last, match.capturedStart() - last).toStdString() + ": " + values[random() % values.size()];
        last = match.capturedEnd();
    }
    return out + text.mid(last).toStdString();
}

// Like WorldMaker::list, but what the parser refuses is left out, as the feed does.
void addLeniently(WorldMaker& maker, KindId kind, const std::string& json, Interner& interner)
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(json));
    if (!root)
        return;
    ParseContext context {interner};
    for (std::size_t i = 0; i < (*root)["items"].size(); ++i)
        if (auto object = kindOf(kind).parse((*root)["items"].at(i), context))
            maker.add(kind, *std::move(object));
}

template <class Row>
void readAll(const Rows<Row>& rows, const Columns<Row>& columns)
{
    for (const auto& row : rows) {
        for (const auto& column : columns) {
            column.text(*row);
            if (column.key)
                column.key(*row);
            if (column.exact)
                column.exact(*row);
            if (column.tone)
                column.tone(*row);
            if (column.tip)
                column.tip(*row);
            if (column.bar)
                column.bar(*row);
            if (column.scale)
                column.scale(*row);
            if (column.chips)
                column.chips(*row);
        }
    }
}

void readEverything(const Worlds& worlds)
{
    const Preferences preferences;
    const auto now = worlds.front()->now;
    const auto hpas = deriveHpas(worlds, preferences);
    HpaMemory memory;
    memory.note(hpas, now);
    readAll(deriveHpas(worlds, preferences, memory), hpaColumns(true));
    for (const auto& row : hpas)
        explain(*row, preferences, now);
    const auto vpas = deriveVpas(worlds, preferences);
    readAll(vpas, vpaColumns(true));
    for (const auto& row : vpas)
        explain(*row, preferences, now);
    const auto triggers = deriveKeda(worlds, preferences);
    readAll(triggers, kedaColumns(true));
    for (const auto& row : triggers)
        explain(*row, preferences, now);
    readAll(derivePools(worlds, preferences), poolColumns(true));
    readAll(deriveNodes(worlds, preferences, {}), nodeColumns(true));
    readAll(attentionRows(deriveOverview(worlds, preferences)), overviewColumns(true));
}

const std::pair<KindId, const char*> lists[] = {{KindId::Hpa, "hpa-list"}, {KindId::Vpa, "vpa-list"}, {KindId::ScaledObject, "scaledobject-list"},
    {KindId::Node, "nodes-list"}, {KindId::Deployment, "deployments-list"}, {KindId::StatefulSet, "statefulsets-list"},
    {KindId::ReplicaSet, "replicasets-list"}, {KindId::NodeMetrics, "nodemetrics"}};

} // namespace

// Nothing that a cluster sends may crash, hang or overflow; the sanitizers watch.
class TestHostileRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spoiledRecordings();
    void extremes();
    void nothing();
};

void TestHostileRows::spoiledRecordings()
{
    std::mt19937 random(2026);
    std::size_t read = 0;
    for (int round = 0; round < 60; ++round) {
        WorldMaker maker = WorldMaker::recorded();
        Interner interner;
        for (const auto& [kind, file] : lists) {
            maker.clear(kind);
            addLeniently(maker, kind, spoiled(recording(std::string(file) + ".json"), random), interner);
        }
        const auto world = maker.make();
        read += world->all<Hpa>().size() + world->all<Vpa>().size() + world->all<ScaledObject>().size() + world->all<Node>().size();
        readEverything({world});
    }
    QVERIFY2(read > 200, qPrintable(QString::number(read))); // else nothing was tried
}

void TestHostileRows::extremes()
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    for (const auto extreme : {most, std::numeric_limits<std::int64_t>::min(), std::int64_t(-1), std::int64_t(0)}) {
        WorldMaker maker = WorldMaker::recorded();
        const auto recorded = maker.make();
        for (std::size_t i = 0; i < recorded->all<Hpa>().size(); ++i) {
            auto hpa = std::make_shared<Hpa>(recorded->all<Hpa>()[i]);
            hpa->minReplicas = hpa->maxReplicas = extreme;
            hpa->currentReplicas = hpa->desiredReplicas = extreme;
            hpa->behavior = Behavior {ScalingRules {extreme, SelectPolicy::Max, {{ScalingPolicy::Type::Pods, extreme, extreme}}, {}},
                ScalingRules {extreme, SelectPolicy::Min, {{ScalingPolicy::Type::Percent, extreme, extreme}}, {}}};
            for (auto& condition : hpa->conditions)
                if (condition.type == "AbleToScale")
                    condition.reason = "ScaleDownStabilized";
            maker.add(KindId::Hpa, std::shared_ptr<const Hpa>(hpa));
            auto plain = std::make_shared<Hpa>(*hpa);
            plain->meta.name += "-plain";
            plain->behavior.reset();
            maker.add(KindId::Hpa, std::shared_ptr<const Hpa>(plain));
        }
        for (std::size_t i = 0; i < recorded->all<ScaledObject>().size(); ++i) {
            auto object = std::make_shared<ScaledObject>(recorded->all<ScaledObject>()[i]);
            object->cooldownPeriod = object->pollingInterval = object->initialCooldownPeriod = extreme;
            object->minReplicas = 0;
            object->idleReplicas = extreme;
            object->fallback = Fallback {extreme, extreme, "static"};
            object->lastActiveTime = recorded->now;
            object->conditions.front().reason = "x";
            for (auto& condition : object->conditions)
                condition.status = Truth::False;
            maker.add(KindId::ScaledObject, std::shared_ptr<const ScaledObject>(object));
        }
        auto status = std::make_shared<AutoscalerStatus>();
        status->meta.name = "cluster-autoscaler-status";
        for (const char* name : {"eks-cpu-pool-1", "eks-cpu-pool-2"}) {
            AutoscalerGroup group;
            group.name = name;
            group.minSize = group.maxSize = group.target = extreme;
            status->groups.push_back(group);
        }
        maker.add(KindId::AutoscalerStatus, std::shared_ptr<const AutoscalerStatus>(status));
        readEverything({maker.make()});
    }
}

void TestHostileRows::nothing()
{
    readEverything({WorldMaker().make()});
    const World bare;
    readEverything({std::make_shared<const World>(bare)});
    QVERIFY(deriveHpas({}, {}).empty() && deriveOverview({}, {}).empty());
}

QTEST_GUILESS_MAIN(TestHostileRows)
#include "tst_hostile_rows.moc"
