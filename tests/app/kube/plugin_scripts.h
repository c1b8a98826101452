// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/exec_plugin_runs.h"
#include "kube/login_shell.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <vector>

namespace loadline::test {

// A home whose shell's startup file puts its bin folder into PATH, with small scripts in there as plugins.
class PluginHome {
public:
    PluginHome()
    {
        write("home/.bashrc", "PATH=" + path("home/bin") + ":$PATH FROM_RC=yes; export PATH FROM_RC\n", false);
    }

    [[nodiscard]] QByteArray path(const char* name) const { return dir_.filePath(QString::fromLatin1(name)).toUtf8(); }
    void write(const char* name, const QByteArray& content, bool program) const
    {
        QFile file(dir_.filePath(QString::fromLatin1(name)));
        if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("cannot write %s", name);
        file.write(content);
        if (program)
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    // A plugin `name` that counts its runs and then does `body`. `answer STATUS-FIELDS` prints an ExecCredential.
    ExecPlugin plugin(const char* name, const QByteArray& body) const
    {
        write((QByteArray("home/bin/") + name).constData(),
            "#!/bin/sh\necho x >> " + path(name)
                + ".runs\n"
                  "answer() { printf '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                  "\"status\":{%s}}\\n' \"$1\"; }\n"
                + body,
            true);
        ExecPlugin plugin;
        plugin.apiVersion = "client.authentication.k8s.io/v1";
        plugin.command = name;
        plugin.interactiveMode = "IfAvailable";
        return plugin;
    }
    [[nodiscard]] int runs(const char* name) const
    {
        QFile file(QString::fromUtf8(path(name) + ".runs"));
        return file.open(QIODevice::ReadOnly) ? static_cast<int>(file.readAll().count('x')) : 0;
    }
    // As a desktop's menu starts a program: nearly nothing in PATH.
    [[nodiscard]] LoginShell::Settings desktop() const
    {
        LoginShell::Settings settings;
        settings.own.clear();
        settings.own.insert(QStringLiteral("HOME"), QString::fromUtf8(path("home")));
        settings.own.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
        settings.own.insert(QStringLiteral("SHELL"), QStringLiteral("/bin/bash"));
        return settings;
    }

private:
    QTemporaryDir dir_;
};

} // namespace loadline::test
