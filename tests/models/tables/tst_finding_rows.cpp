// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/finding_rows.h"

#include "tables/fix_lines.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"
#include "lint/rule.h"

#include <QtTest>

#include <set>

using namespace loadline;

namespace {

const FindingRow* find(const Rows<FindingRow>& rows, const char* rule)
{
    for (const auto& row : rows)
        if (row->finding->rule == rule)
            return row.get();
    return nullptr;
}

} // namespace

class FindingRowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowSaysWhatWhyAndWhere()
    {
        WorldMaker maker;
        maker.add(KindId::Hpa, hpaJson("api", cpuUtilization(70), "{}", R"("minReplicas":5,"maxReplicas":5)"));
        maker.add(KindId::Deployment, deploymentJson("api", containerJson("api", R"({"cpu":"500m"})")));
        const auto rows = deriveFindings({maker.make()}, {});
        const auto* row = find(rows, "hpa-min-equals-max");
        QVERIFY(row);
        QCOMPARE(row->what, QStringLiteral("Minimum and maximum are both 5 replicas."));
        QCOMPARE(row->mend, QStringLiteral("Let it go up to 10"));
        QCOMPARE(row->state.attention, Attention::Warning);
        QCOMPARE(row->page, std::string("hpa"));
        QCOMPARE(row->pageRow, std::string("prod-eu/shop/api"));
        QVERIFY(!row->why.isEmpty() && !row->title.isEmpty());
    }

    void silencedNeedNoEye()
    {
        WorldMaker maker;
        maker.add(KindId::Hpa, hpaJson("api", cpuUtilization(70), "{}", R"("minReplicas":5,"maxReplicas":5)", R"("annotations":{"loadline.dev/silence":"hpa-min-equals-max: on purpose"})"));
        const auto rows = deriveFindings({maker.make()}, {});
        const auto* row = find(rows, "hpa-min-equals-max");
        QVERIFY(row);
        QCOMPARE(row->state.attention, Attention::None);
        QVERIFY(row->state.cause.contains(QStringLiteral("on purpose")));
    }

    void idsAreUniqueAndCellsFull()
    {
        const auto rows = deriveFindings({WorldMaker::recorded("a").make(), WorldMaker::recorded("b").make()}, {});
        QVERIFY(rows.size() > 4);
        std::set<std::string> ids;
        for (const auto& row : rows) {
            QVERIFY2(ids.insert(row->id).second, row->id.c_str());
            for (const auto& column : findingColumns(true))
                QVERIFY2(!column.text(*row).contains(QLatin1Char('%') + QString::number(1)), qPrintable(column.id));
        }
    }

    // Old and new beside each other where the object is known; the new alone where it is not.
    void fixTellsOldAndNew()
    {
        const ManifestRef hpa {"autoscaling/v2", "HorizontalPodAutoscaler", "shop", "api"}, web {"apps/v1", "Deployment", "shop", "web"};
        Fix fix {"", {}, {}};
        fix.edits = {{hpa, "spec.maxReplicas", Value(20)}, {hpa, "spec.minReplicas", std::nullopt}, {hpa, "spec.behavior.scaleDown.stabilizationWindowSeconds", Value(300)},
            {web, "spec.replicas", std::nullopt}, {{"policy/v1", "PodDisruptionBudget", "shop", "web"}, {}, Value::map()}, {{"autoscaling/v2", "HorizontalPodAutoscaler", "shop", "old"}, {}, std::nullopt}};
        const auto live = Document::parse(R"({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "api", "namespace": "shop", "uid": "1"},)"
                                          R"( "spec": {"minReplicas": 2, "maxReplicas": 10}, "status": {"currentReplicas": 3}})");
        QVERIFY(live.has_value());
        const auto u = [](const char* text) { return QString::fromUtf8(text); };
        QCOMPARE(fixLines(fix, hpa, {{hpa, live->value()}}),
            QStringList({u("spec.maxReplicas: 10 → 20"), u("+ spec.behavior.scaleDown.stabilizationWindowSeconds: 300"), u("− spec.minReplicas: 2"), u("− spec.replicas of Deployment web"),
                u("+ PodDisruptionBudget web"), u("− HorizontalPodAutoscaler old")}));
        QCOMPARE(fixLines(fix, hpa, {}).first(), u("+ spec.maxReplicas: 20"));
    }

    void whatNobodyCanTellOpensTheField()
    {
        WorldMaker maker;
        maker.add(KindId::Hpa, hpaJson("api", cpuUtilization(70), "{}", R"("minReplicas":2,"maxReplicas":5)"));
        const auto rows = deriveFindings({maker.make()}, {});
        const auto* row = find(rows, "target-missing");
        QVERIFY(row && row->finding->edit && !row->finding->fix);
        QCOMPARE(row->mend, QStringLiteral("Choose another target"));
        QCOMPARE(row->finding->edit->field.text(), std::string("spec.scaleTargetRef.name"));
    }

    void nothingKnownNothingSaid()
    {
        WorldMaker maker;
        for (int kind = 0; kind < int(kindCount); ++kind)
            maker.presence(KindId(kind), Presence::NotAsked);
        QVERIFY(deriveFindings({maker.make()}, {}).empty());
    }
};

QTEST_GUILESS_MAIN(FindingRowsTest)
#include "tst_finding_rows.moc"
