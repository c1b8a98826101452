// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/cost_settings.h"

#include <QTest>

using namespace loadline;

class TestCostSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasChosenIsThereAgain()
    {
        CostSettings settings;
        settings.windowDays = 7;
        settings.terms.currency = {"EUR", Quantity::fromMilli(920), "2026-11-20"};
        for (const char* requests : {"now", "vpa", "37.5%"}) {
            settings.requests = *parseRequestsAsked(requests);
            const ReadCostSettings read = readCostSettings(writeCostSettings(settings));
            QVERIFY(read.problems.empty());
            QVERIFY(read.settings == settings);
        }
    }
    void whatCannotBeReadIsSaidAndLeavesTheDefault()
    {
        for (const char* requests : {"-5%", "9999%", "half"}) {
            const QByteArray json = QByteArray(R"({"version":1,"requests":")") + requests + "\"}";
            const ReadCostSettings read = readCostSettings(json);
            QCOMPARE(read.problems.size(), std::size_t(1));
            QVERIFY(read.settings.requests == RequestsAsked());
        }
        QVERIFY(readCostSettings("{").problems.size() == 1);
        QVERIFY(readCostSettings("").problems.empty());
    }
};

QTEST_GUILESS_MAIN(TestCostSettings)
#include "tst_cost_settings.moc"
