// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace loadline {

// What a program started from the user's terminal would find in its environment.
struct LoginEnvironment {
    QProcessEnvironment variables;
    QString shell; // that gave it, "" when none did
    std::optional<Error> problem; // why it is only our own environment with the usual folders added to PATH
};

// The command line that makes a shell print its environment between markers, after reading what it reads for a user's
// terminal. Bash reads ~/.bashrc only for shells that are no login shells, so it is told to where its login file
// does not.
QStringList loginShellArguments(const QString& shell, const QString& home, const QByteArray& marker);
// The variables between the markers; nullopt when both are not there. What belongs to the shell itself is left out.
std::optional<QProcessEnvironment> environmentBetween(const QByteArray& output, const QByteArray& marker);
QString loginShellOf(const QProcessEnvironment& own); // SHELL, else the password file's, else /bin/sh

// Asks the user's shell once for the environment of their terminal (PATH, AWS_PROFILE, proxies, CA bundles), which a
// program started from a desktop's menu lacks. Lives on a thread with an event loop.
class LoginShell : public QObject {
    Q_OBJECT
public:
    struct Settings {
        QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
        Millis patience {Seconds {5}};
        bool fromTerminal = false; // Loadline itself was started in one: what is set there wins
    };
    static Settings usual();
    explicit LoginShell(Settings settings = usual(), QObject* parent = nullptr);
    ~LoginShell() override;

    // Calls `ready` once, perhaps before it returns, not at all when `context` is gone by then (and so not without
    // one). Starts the shell the first time.
    void get(QObject* context, std::function<void(const LoginEnvironment&)> ready);
    void refresh(); // ask the shell again at the next get()

private:
    void start();
    void take(const QByteArray& output);
    void giveUp(Error why);
    void dismiss(bool answered);
    void settle(LoginEnvironment environment);
    [[nodiscard]] LoginEnvironment fallback(Error why) const;

    struct Waiting {
        QPointer<QObject> context;
        std::function<void(const LoginEnvironment&)> ready;
    };
    Settings settings_;
    QString shell_;
    QByteArray marker_;
    QByteArray output_;
    std::unique_ptr<QProcess> process_;
    QTimer deadline_;
    std::optional<LoginEnvironment> known_;
    std::vector<Waiting> waiting_;
};

} // namespace loadline
