// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/placement.h"

#include <QTest>

using namespace loadline;

class TestPlacement : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selectorAndAffinityMustHold()
    {
        std::string text = R"({"nodeSelector": {"pool": "gpu", "arch": "amd64"}, "affinity": {"nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "gpu", "operator": "In", "values": ["a100", "h100"]}]},
                {"matchExpressions": [{"key": "old", "operator": "DoesNotExist"}, {"key": "cores", "operator": "Gt", "values": ["8"]}]}]},
            "preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "preference": {"matchExpressions": []}}]}}})";
        JsonDocument document;
        const auto json = document.parse(text);
        QVERIFY(bool(json));
        const Placement placement = readPlacement(*json);
        QCOMPARE(placementText(placement), std::string("arch=amd64, pool=gpu, gpu in (a100,h100) or !old"));
        const auto labels = [](std::initializer_list<std::pair<const char*, const char*>> list) {
            Labels made;
            for (const auto& [key, value] : list)
                made.emplace_back(Text(std::string(key)), Text(std::string(value)));
            return made;
        };
        QVERIFY(allows(placement, labels({{"arch", "amd64"}, {"gpu", "h100"}, {"old", "yes"}, {"pool", "gpu"}})));
        QVERIFY(allows(placement, labels({{"arch", "amd64"}, {"pool", "gpu"}}))); // what compares numbers rules nothing out
        QVERIFY(!allows(placement, labels({{"arch", "amd64"}, {"gpu", "t4"}, {"old", "yes"}, {"pool", "gpu"}})));
        QVERIFY(!allows(placement, labels({{"arch", "arm64"}, {"pool", "gpu"}})));
        QVERIFY(readPlacement(Json()).empty() && allows({}, {}));
    }
};

QTEST_GUILESS_MAIN(TestPlacement)
#include "tst_placement.moc"
