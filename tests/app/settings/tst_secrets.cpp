// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secrets.h"

#include <QDir>
#include <QDirIterator>
#include <QStandardPaths>
#include <QtTest>

#include <memory>
#include <optional>

using namespace loadline;

// Runs without a session bus, as a desktop without a keyring; with one in LOADLINE_TEST_KEYRING's session.
class SecretsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysThatThereIsNoKeyring()
    {
        if (qEnvironmentVariableIsSet("LOADLINE_TEST_KEYRING"))
            QSKIP("there is a keyring");
        Secrets secrets;
        std::optional<Done> written, removed;
        std::optional<Result<Secret>> got;
        secrets.write(QStringLiteral("prometheus/x"), Secret("s3cr3t"), [&](Done done) { written.emplace(done); });
        QTRY_VERIFY(written);
        secrets.read(QStringLiteral("prometheus/x"), [&](Result<Secret> result) { got.emplace(result); });
        QTRY_VERIFY(got);
        secrets.remove(QStringLiteral("prometheus/x"), [&](Done done) { removed.emplace(done); });
        QTRY_VERIFY(removed);
        QVERIFY(!*written && !*got && !*removed);
        for (const Error& error : {written->error(), got->error(), removed->error()}) {
            QCOMPARE(error.kind, Error::Kind::Unsupported);
            const std::string said = plainText(error) + fillIn(error.hint, error.args);
            QVERIFY2(said.find("prometheus/x") != std::string::npos, said.c_str());
            QVERIFY(said.find("s3cr3t") == std::string::npos);
        }
        // Nothing was written anywhere instead.
        for (const auto place : {QStandardPaths::GenericConfigLocation, QStandardPaths::GenericDataLocation}) {
            QDirIterator files(QStandardPaths::writableLocation(place), QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("s3cr3t"));
            }
        }
    }

    void keepsThemInTheKeyring()
    {
        if (!qEnvironmentVariableIsSet("LOADLINE_TEST_KEYRING"))
            QSKIP("no keyring to test with: LOADLINE_TEST_KEYRING is not set");
        Secrets secrets(QStringLiteral("loadline-test"));
        const QString name = QStringLiteral("prometheus/prod/eu");
        std::optional<Done> done;
        std::optional<Result<Secret>> got;
        const auto read = [&] {
            got.reset();
            secrets.read(name, [&](Result<Secret> result) { got.emplace(result); });
            return QTest::qWaitFor([&] { return got.has_value(); }, 10000);
        };
        secrets.write(name, Secret("sécret \n2"), [&](Done result) { done.emplace(result); });
        QTRY_VERIFY(done && *done);
        QVERIFY(read());
        QVERIFY(*got);
        QCOMPARE((*got)->reveal(), std::string("sécret \n2"));
        for (int i = 0; i < 2; ++i) { // the second time it is not there any more
            done.reset();
            secrets.remove(name, [&](Done result) { done.emplace(result); });
            QTRY_VERIFY(done && *done);
        }
        QVERIFY(read());
        QVERIFY(!*got);
        QCOMPARE(got->error().kind, Error::Kind::NotFound);
    }

    void answersNobodyWhoIsGone()
    {
        bool called = false;
        {
            Secrets secrets;
            secrets.read(QStringLiteral("x"), [&](const Result<Secret>&) { called = true; });
        }
        QTest::qWait(200);
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "tst_secrets.moc"
