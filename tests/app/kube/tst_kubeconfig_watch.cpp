// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_watch.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace loadline;

namespace {

std::string config(const char* context, const char* ca = "")
{
    return std::string("clusters: [{name: c, cluster: {server: 'https://h'") + (*ca ? ", certificate-authority: " : "")
        + ca + "}}]\ncontexts: [{name: " + context + ", context: {cluster: c}}]\n";
}

} // namespace

class KubeconfigWatchTest : public QObject {
    Q_OBJECT

    struct Bench {
        QTemporaryDir dir;
        [[nodiscard]] QString path(const char* name) const { return dir.filePath(QString::fromLatin1(name)); }
        void write(const char* name, const std::string& text) const
        {
            QFile file(path(name));
            if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
                qFatal("cannot write %s", name);
            file.write(text.data(), static_cast<qint64>(text.size()));
        }
        [[nodiscard]] std::unique_ptr<KubeconfigWatch> watch(const std::vector<const char*>& names) const
        {
            std::vector<std::string> files;
            for (const char* name : names)
                files.push_back(path(name).toStdString());
            auto known = loadKubeconfig(files, false);
            return std::make_unique<KubeconfigWatch>(files, false, std::move(known));
        }
    };

    static bool hears(KubeconfigWatch& watch, const char* context)
    {
        return QTest::qWaitFor([&] { return watch.kubeconfig().context(context) != nullptr; }, 5000);
    }

private Q_SLOTS:
    void seesAWrittenFile()
    {
        const Bench bench;
        bench.write("config", config("one"));
        const auto watch = bench.watch({"config"});
        QSignalSpy spy(watch.get(), &KubeconfigWatch::changed);
        bench.write("config", config("two"));
        QVERIFY(hears(*watch, "two"));
        QCOMPARE(spy.size(), 1);
        QVERIFY(spy[0][0].value<Kubeconfig>().context("two"));
    }

    void seesAFileReplacedAgainAndAgain()
    {
        const Bench bench;
        bench.write("config", config("one"));
        const auto watch = bench.watch({"config"});
        for (const char* name : {"two", "three", "four"}) {
            bench.write("config.new", config(name));
            QVERIFY(::rename(bench.path("config.new").toUtf8().constData(), bench.path("config").toUtf8().constData())
                == 0);
            QVERIFY(hears(*watch, name));
        }
    }

    void seesAFileComeAndGo()
    {
        const Bench bench;
        bench.write("other", config("other"));
        const auto watch = bench.watch({"deep/er/config", "other"});
        QVERIFY(!watch->kubeconfig().context("late"));
        QVERIFY(QDir().mkpath(bench.path("deep")));
        QTest::qWait(300);
        bench.write("deep/er/config", config("late"));
        QVERIFY(hears(*watch, "late"));
        QVERIFY(QFile::remove(bench.path("deep/er/config")));
        QTRY_VERIFY(!watch->kubeconfig().context("late"));
        QVERIFY(watch->kubeconfig().context("other"));
    }

    void seesThroughLinks()
    {
        const Bench bench;
        bench.write("v1/config", config("one"));
        bench.write("v2/config", config("two"));
        QVERIFY(QFile::link(bench.path("v1/config"), bench.path("config")));
        const auto watch = bench.watch({"config"});
        bench.write("v1/config", config("changed"));
        QVERIFY(hears(*watch, "changed"));
        QVERIFY(QFile::remove(bench.path("config")) && QFile::link(bench.path("v2/config"), bench.path("config")));
        QVERIFY(hears(*watch, "two"));
    }

    void seesACertificateThatItNames()
    {
        const Bench bench;
        const std::string begin = "-----BEGIN CERTIFICATE-----\n", end = "-----END CERTIFICATE-----\n";
        bench.write("pki/ca.pem", begin + "A\n" + end);
        bench.write("config", config("one", "pki/ca.pem"));
        const auto watch = bench.watch({"config"});
        bench.write("pki/ca.pem", begin + "B\n" + end);
        QTRY_COMPARE(watch->kubeconfig().cluster("c")->caPem, begin + "B\n" + end);
    }

    void tellsOnlyWhatIsDifferent()
    {
        const Bench bench;
        bench.write("config", config("one"));
        const auto watch = bench.watch({"config"});
        QSignalSpy spy(watch.get(), &KubeconfigWatch::changed);
        bench.write("beside", "x");
        bench.write("config", config("one") + "# a comment\n");
        QTest::qWait(800);
        QCOMPARE(spy.size(), 0);
        bench.write("config", "not: [yaml");
        QTRY_COMPARE(spy.size(), 1);
        QVERIFY(!watch->kubeconfig().problems.empty());
        bench.write("config", config("one"));
        QVERIFY(hears(*watch, "one"));
        QCOMPARE(spy.size(), 2);
    }

    void readsAtOnceWhatNobodyHasRead()
    {
        const Bench bench;
        bench.write("config", config("one"));
        KubeconfigWatch watch({bench.path("config").toStdString()}, true, {});
        QVERIFY(hears(watch, "one"));
    }
};

QTEST_GUILESS_MAIN(KubeconfigWatchTest)
#include "tst_kubeconfig_watch.moc"
