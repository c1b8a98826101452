// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace loadline::test {

// What a run of the program said and how it ended. -1: it crashed or did not end in time.
struct Ran {
    int status = -1;
    QByteArray out, err;
};

// The program itself, in a home of its own, without a display, a kubeconfig or a login shell's surprises.
class Program {
public:
    [[nodiscard]] QString path(const QString& name) const { return home_.filePath(name); }
    QString write(const QString& name, const QByteArray& text, bool runnable = false) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(name));
        if (runnable)
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path(name);
    }
    void start(QProcess& process, const QStringList& words) const
    {
        QProcessEnvironment environment;
        const auto ours = QProcessEnvironment::systemEnvironment();
        for (const char* kept : {"PATH", "TZ", "LC_ALL", "LSAN_OPTIONS", "ASAN_OPTIONS"})
            if (const QString name = QString::fromLatin1(kept); ours.contains(name))
                environment.insert(name, ours.value(name));
        environment.insert(QStringLiteral("HOME"), home_.path());
        environment.insert(QStringLiteral("SHELL"), QStringLiteral("/bin/sh"));
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral(LOADLINE_PROGRAM), words);
    }
    static Ran finish(QProcess& process, int limit = 120'000)
    {
        Ran ran;
        if (process.waitForFinished(limit) && process.exitStatus() == QProcess::NormalExit)
            ran.status = process.exitCode();
        else
            process.kill();
        ran.out = process.readAllStandardOutput();
        ran.err = process.readAllStandardError();
        return ran;
    }
    [[nodiscard]] Ran run(const QStringList& words, int limit = 120'000) const
    {
        QProcess process;
        start(process, words);
        return finish(process, limit);
    }

private:
    QTemporaryDir home_;
};

// Compares with a file below tests/fixtures/cli; LOADLINE_UPDATE=1 in the environment writes it instead. "" when equal,
// else the first line that differs.
inline QString differs(const QString& name, const QByteArray& text)
{
    QFile file(QStringLiteral(LOADLINE_FIXTURES "/cli/") + name);
    if (qEnvironmentVariableIsSet("LOADLINE_UPDATE")) {
        const bool written = QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        return written ? QString() : QStringLiteral("cannot write ") + file.fileName();
    }
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("there is no ") + file.fileName();
    const QByteArrayList golden = file.readAll().split('\n'), now = text.split('\n');
    for (qsizetype i = 0; i < std::max(golden.size(), now.size()); ++i)
        if (golden.value(i) != now.value(i) || i >= golden.size() || i >= now.size())
            return QStringLiteral("%1, line %2 was:\n%3\nand is:\n%4")
                .arg(name).arg(i + 1).arg(QString::fromUtf8(golden.value(i)), QString::fromUtf8(now.value(i)));
    return {};
}

} // namespace loadline::test
