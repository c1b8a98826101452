// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;

class StoreTest : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;
    QString file(const char* name) const { return dir_.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void startsWithDefaults() { QCOMPARE(SettingsStore(file("none.ini")).load(), Settings {}); }

    void keepsEverythingAcrossStarts()
    {
        Settings settings;
        settings.preferences.hpaTolerance = 0.05;
        settings.preferences.hpaSyncPeriod = Seconds {30};
        settings.preferences.poolLabel = "team/pool";
        settings.preferences.utcTimes = true;
        settings.theme = QStringLiteral("dark");
        settings.rangeSeconds = 3600;
        settings.openContexts = {QStringLiteral("prod/eu,1"), QStringLiteral("stage")};
        settings.windowState = QByteArray("\0\x01\xff", 3);
        ClusterSetting cluster;
        cluster.namespaces = {QStringLiteral("a"), QStringLiteral("b")};
        cluster.readOnly = false;
        cluster.prometheus = {PrometheusSetting::Mode::ByHand, PrometheusSetting::Login::Basic,
            QStringLiteral("https://p/x"), QStringLiteral("me"), {QStringLiteral("X-Scope-OrgID: t")},
            QStringLiteral("/ca.pem"), QStringLiteral("cluster=\"eu\""), QStringLiteral("prometheus/prod/eu")};
        settings.clusters.insert(QStringLiteral("prod/eu,1"), cluster);
        settings.costs.windowDays = 14;
        settings.costs.duty = {{true, false, true, true, true, true, false}, 450, 0, std::chrono::minutes {-210}};
        settings.costs.dutyTypes = {"model-training", "our-own"};
        QVERIFY(SettingsStore(file("all.ini")).save(settings).has_value());
        QCOMPARE(SettingsStore(file("all.ini")).load(), settings);
    }

    void fallsBackValueByValue()
    {
        QFile broken(file("broken.ini"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("version=1\ntheme=purple\nrangeSeconds=-7\n[preferences]\nhpaTolerance=many\n"
                     "hpaSyncPeriod=-3\nutcTimes=true\n");
        broken.close();
        const Settings settings = SettingsStore(file("broken.ini")).load();
        QCOMPARE(settings.theme, QStringLiteral("system"));
        QCOMPARE(settings.rangeSeconds, 60);
        QCOMPARE(settings.preferences.hpaTolerance, 0.1);
        QCOMPARE(settings.preferences.hpaSyncPeriod, Seconds {15});
        QVERIFY(settings.preferences.utcTimes);
    }

    void saysWhereItCannotWrite()
    {
        SettingsStore store(QStringLiteral("/proc/none/loadline.ini"));
        const Done done = store.save(Settings {});
        QVERIFY(!done);
        QVERIFY(plainText(done.error()).find("/proc/none/loadline.ini") != std::string::npos);
    }

    void knowsProductionByName_data()
    {
        QTest::addColumn<QString>("context");
        QTest::addColumn<bool>("production");
        const std::pair<const char*, bool> cases[] = {{"prod", true}, {"eks-prod-eu", true}, {"PROD_us", true},
            {"gke_acme_live", true}, {"payments.production.k8s", true}, {"prd-1", true}, {"product-dev", false},
            {"reproduction", false}, {"staging", false}, {"deliver", false}, {"minikube", false}};
        for (const auto& [name, production] : cases)
            QTest::newRow(name) << QString::fromLatin1(name) << production;
    }
    void knowsProductionByName()
    {
        QFETCH(QString, context);
        QFETCH(bool, production);
        QCOMPARE(looksLikeProduction(context), production);
        Settings settings;
        QCOMPARE(isReadOnly(settings, context), production);
        settings.clusters[context].readOnly = !production;
        QCOMPARE(isReadOnly(settings, context), !production);
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
