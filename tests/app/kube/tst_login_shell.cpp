// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/login_shell.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace loadline;

namespace {

QString text(const char* value)
{
    return QString::fromUtf8(value);
}

const QString foundPath = QStringLiteral("/only/in/rc");

} // namespace

class LoginShellTest : public QObject {
    Q_OBJECT

    // A home with a startup file, and an environment as a desktop's menu gives it.
    struct Home {
        QTemporaryDir dir;
        LoginShell::Settings settings;

        explicit Home(const QString& shell)
        {
            settings.own.clear();
            settings.own.insert(text("LC_ALL"), text("C.UTF-8"));
            settings.own.insert(text("HOME"), dir.path());
            settings.own.insert(text("PATH"), text("/usr/bin:/bin"));
            settings.own.insert(text("SHELL"), shell);
            settings.own.insert(text("DISPLAY"), text(":7"));
        }
        void write(const QString& name, const char* content) const
        {
            const QString path = dir.filePath(name);
            QFile file(path);
            if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly))
                qFatal("cannot write a startup file");
            file.write(content);
        }
        LoginEnvironment ask() const
        {
            LoginShell shell(settings);
            std::optional<LoginEnvironment> got;
            shell.get(&shell, [&](const LoginEnvironment& environment) { got = environment; });
            if (!QTest::qWaitFor([&] { return got.has_value(); }, 15000))
                qFatal("the login shell never answered");
            return *got;
        }
    };

    static void addShells()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("set"); // %1 is a name, %2 a value
        QTest::newRow("bash, .bashrc only") << text("/bin/bash") << text(".bashrc") << QByteArray("export %1='%2'\n");
        QTest::newRow("bash, .profile") << text("/bin/bash") << text(".profile") << QByteArray("export %1='%2'\n");
        QTest::newRow("zsh, .zshrc") << text("/usr/bin/zsh") << text(".zshrc") << QByteArray("export %1='%2'\n");
        QTest::newRow("zsh, .zprofile") << text("/usr/bin/zsh") << text(".zprofile") << QByteArray("export %1='%2'\n");
        QTest::newRow("fish") << text("/usr/bin/fish") << text(".config/fish/config.fish")
                              << QByteArray("set -gx %1 '%2'\n");
        QTest::newRow("sh") << text("/bin/sh") << text(".profile") << QByteArray("export %1='%2'\n");
    }

    static QByteArray line(QByteArray set, const char* name, const char* value)
    {
        return set.replace("%1", name).replace("%2", value);
    }

private Q_SLOTS:
    void findsWhatStartupFilesSet_data() { addShells(); }
    void findsWhatStartupFilesSet()
    {
        QFETCH(QString, shell);
        QFETCH(QString, file);
        QFETCH(QByteArray, set);
        if (!QFile::exists(shell))
            QSKIP("this shell is not installed");
        const Home home(shell);
        const QByteArray content = "echo 'Welcome!'; echo oops >&2\n" + line(set, "AWS_PROFILE", "a b=c\nd \xc3\xa9")
            + line(set, "MY_PATH", "/only/in/rc") + "printf no-newline\n";
        home.write(file, content.constData());
        const LoginEnvironment got = home.ask();
        QVERIFY2(!got.problem, got.problem ? plainText(*got.problem).c_str() : "");
        QCOMPARE(got.shell, shell);
        QCOMPARE(got.variables.value(text("AWS_PROFILE")), text("a b=c\nd \xc3\xa9"));
        QCOMPARE(got.variables.value(text("MY_PATH")), foundPath);
        QCOMPARE(got.variables.value(text("DISPLAY")), text(":7"));
        QVERIFY(!got.variables.contains(text("LOADLINE_READS_ENVIRONMENT")));
        QVERIFY(!got.variables.contains(text("SHLVL")));
        QVERIFY(got.variables.value(text("TERM")) != text("dumb"));
    }

    void givesUpOnOneThatHangs_data() { addShells(); }
    void givesUpOnOneThatHangs()
    {
        QFETCH(QString, shell);
        QFETCH(QString, file);
        if (!QFile::exists(shell))
            QSKIP("this shell is not installed");
        Home home(shell);
        home.settings.patience = Millis {700};
        const QByteArray content = "/bin/sleep 300 & echo $! > " + home.dir.path().toUtf8() + "/pid; /bin/sleep 301\n";
        const QByteArray fishContent = QByteArray(content).replace("$!", "$last_pid");
        home.write(file, file.contains(text("fish")) ? fishContent.constData() : content.constData());
        QElapsedTimer timer;
        timer.start();
        const LoginEnvironment got = home.ask();
        QVERIFY(timer.elapsed() < 3000);
        QVERIFY(got.problem && got.problem->kind == Error::Kind::Timeout);
        QVERIFY(plainText(*got.problem).find(shell.toStdString()) != std::string::npos);
        QCOMPARE(got.variables.value(text("DISPLAY")), text(":7"));
        QVERIFY(got.variables.value(text("PATH")).startsWith(text("/usr/bin:/bin:") + home.dir.path()));
        if (!text("/usr/bin/zsh /usr/bin/fish").contains(shell)) { // those two give jobs groups of their own
            QFile file2(home.dir.filePath(text("pid")));
            QVERIFY(file2.open(QIODevice::ReadOnly));
            const pid_t left = file2.readAll().trimmed().toInt();
            QVERIFY(left > 1);
            const auto gone = [left] {
                QFile stat(QStringLiteral("/proc/%1/stat").arg(left));
                return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z");
            };
            if (!shell.endsWith(text("bash")))
                QTRY_VERIFY(gone());
            if (!gone())
                ::kill(left, SIGKILL);
        }
    }

    void givesUpOnOneThatLeaves()
    {
        const Home home(text("/bin/bash"));
        home.write(text(".bashrc"), "exec /bin/echo bye\n");
        const LoginEnvironment got = home.ask();
        QVERIFY(got.problem && got.problem->kind == Error::Kind::Malformed);
        QVERIFY(got.variables.value(text("PATH")).contains(text("/usr/local/bin")));
    }

    void tellsStartupFilesWhoAsks()
    {
        const Home home(text("/bin/bash"));
        home.write(text(".bashrc"), "export SEEN=\"$LOADLINE_READS_ENVIRONMENT $TERM\"\n");
        QCOMPARE(home.ask().variables.value(text("SEEN")), text("1 dumb"));
    }

    void readsBashrcOnce()
    {
        const Home home(text("/bin/bash"));
        home.write(text(".bashrc"), "export COUNT=x$COUNT\n");
        home.write(text(".profile"), ". ~/.bashrc\n");
        QCOMPARE(home.ask().variables.value(text("COUNT")), text("x"));
    }

    void aTerminalsOwnVariablesWin()
    {
        Home home(text("/bin/bash"));
        home.settings.fromTerminal = true;
        home.settings.own.insert(text("AWS_PROFILE"), text("typed"));
        home.write(text(".bashrc"), "export AWS_PROFILE=rc ADDED=1 PATH=/only/in/rc:$PATH\n");
        const LoginEnvironment got = home.ask();
        QCOMPARE(got.variables.value(text("AWS_PROFILE")), text("typed"));
        QCOMPARE(got.variables.value(text("ADDED")), text("1"));
        QVERIFY(got.variables.value(text("PATH")).startsWith(text("/usr/bin:/bin")));
        QVERIFY(got.variables.value(text("PATH")).contains(foundPath));
    }

    void asksOnceAndAgainWhenTold()
    {
        const Home home(text("/bin/bash"));
        home.write(text(".bashrc"), "echo x >> ~/count\n");
        const auto count = [&] {
            QFile file(home.dir.filePath(text("count")));
            return file.open(QIODevice::ReadOnly) ? file.readAll().count('x') : 0;
        };
        LoginShell shell(home.settings);
        int answers = 0;
        const auto take = [&](const LoginEnvironment&) { ++answers; };
        shell.get(&shell, take);
        shell.get(&shell, take);
        QTRY_COMPARE(answers, 2);
        shell.get(&shell, take);
        QCOMPARE(answers, 3);
        QCOMPARE(count(), 1);
        shell.refresh();
        shell.get(&shell, take);
        QTRY_COMPARE(answers, 4);
        QCOMPARE(count(), 2);
    }

    void forgetsWhoIsGone()
    {
        const Home home(text("/bin/bash"));
        LoginShell shell(home.settings);
        bool called = false, other = false;
        {
            const QObject gone;
            shell.get(const_cast<QObject*>(&gone), [&](const LoginEnvironment&) { called = true; });
        }
        shell.get(&shell, [&](const LoginEnvironment&) { other = true; });
        QTRY_VERIFY(other);
        QVERIFY(!called);
    }

    void choosesTheShell()
    {
        QProcessEnvironment own;
        own.insert(text("SHELL"), text("/bin/bash"));
        QCOMPARE(loginShellOf(own), text("/bin/bash"));
        own.insert(text("SHELL"), text("/not/there"));
        QVERIFY(QFileInfo(loginShellOf(own)).isExecutable()); // from the password file
    }

    void readsOnlyWhatIsBetweenWholeMarkers()
    {
        QVERIFY(!environmentBetween("noise", "M-"));
        QVERIFY(!environmentBetween(QByteArray("M-PATH=/bin\0A=1", 15), "M-"));
        const auto got = environmentBetween(QByteArray("xM-PATH=/bin\0A=1\0junk\0=bad\0M-x", 31), "M-");
        QVERIFY(got);
        QCOMPARE(got->keys().size(), 2);
        QCOMPARE(got->value(text("A")), text("1"));
    }
};

QTEST_GUILESS_MAIN(LoginShellTest)
#include "tst_login_shell.moc"
