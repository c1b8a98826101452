// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/login_shell.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <array>
#include <csignal>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace loadline {
namespace {

constexpr qsizetype mostOutput = 8 << 20;
constexpr const char* guard = "LOADLINE_READS_ENVIRONMENT";

QString path(const char* text)
{
    return QString::fromLatin1(text);
}

// Whether the file that a login bash reads goes on to ~/.bashrc.
bool loginFileReadsBashrc(const QString& home)
{
    for (const char* name : {".bash_profile", ".bash_login", ".profile"}) {
        QFile file(home + QLatin1Char('/') + path(name));
        if (file.open(QIODevice::ReadOnly))
            return file.read(64 << 10).contains("bashrc");
    }
    return false;
}

QString shellOfPasswords()
{
    std::vector<char> room(16 << 10);
    passwd entry {};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &found) == 0 && found && found->pw_shell)
        return QFile::decodeName(found->pw_shell);
    return {};
}

// Where installers put programs without every desktop session knowing of it.
QStringList commonFolders(const QString& home)
{
    return {home + path("/.local/bin"), home + path("/bin"), home + path("/.krew/bin"), home + path("/go/bin"),
        home + path("/.asdf/shims"), home + path("/.local/share/mise/shims"), home + path("/google-cloud-sdk/bin"),
        home + path("/.nix-profile/bin"), path("/usr/local/bin"), path("/usr/bin"), path("/bin"), path("/snap/bin"),
        path("/opt/homebrew/bin"), path("/home/linuxbrew/.linuxbrew/bin"), path("/usr/lib/google-cloud-sdk/bin"),
        path("/nix/var/nix/profiles/default/bin")};
}

void appendToPath(QProcessEnvironment& environment, const QStringList& folders)
{
    QStringList all = environment.value(path("PATH")).split(QLatin1Char(':'), Qt::SkipEmptyParts);
    for (const QString& folder : folders)
        if (!all.contains(folder))
            all << folder;
    environment.insert(path("PATH"), all.join(QLatin1Char(':')));
}

void endGroup(QProcess& process)
{
    if (process.processId() > 0)
        ::kill(static_cast<pid_t>(-process.processId()), SIGKILL);
    process.kill();
}

} // namespace

QStringList loginShellArguments(const QString& shell, const QString& home, const QByteArray& marker)
{
    const QString name = QFileInfo(shell).fileName();
    const QString mark = QString::fromLatin1(marker);
    QString command = QStringLiteral("printf %s '%1'; /usr/bin/env -0; printf %s '%1'").arg(mark);
    if (name == path("bash")) {
        if (!loginFileReadsBashrc(home))
            command.prepend(QStringLiteral("[ -r ~/.bashrc ] && . ~/.bashrc; "));
        return {path("-l"), path("-i"), path("-c"), command};
    }
    if (name == path("zsh") || name == path("fish"))
        return {path("-l"), path("-i"), path("-c"), command};
    if (name == path("csh") || name == path("tcsh")) // -l stands alone there
        return {path("-c"), command};
    return {path("-l"), path("-c"), command};
}

std::optional<QProcessEnvironment> environmentBetween(const QByteArray& output, const QByteArray& marker)
{
    const auto begin = output.indexOf(marker);
    const auto end = begin < 0 ? -1 : output.indexOf(marker, begin + marker.size());
    if (end < 0)
        return std::nullopt;
    QProcessEnvironment environment;
    const QByteArray inside = output.mid(begin + marker.size(), end - begin - marker.size());
    for (const QByteArray& line : inside.split('\0')) {
        const auto equals = line.indexOf('=');
        if (equals <= 0)
            continue;
        const QByteArray name = line.left(equals);
        static const std::array<QByteArray, 6> shellsOwn {"_", "SHLVL", "PWD", "OLDPWD", "TERM", guard};
        if (std::find(shellsOwn.begin(), shellsOwn.end(), name) == shellsOwn.end())
            environment.insert(QFile::decodeName(name), QFile::decodeName(line.mid(equals + 1)));
    }
    return environment.contains(path("PATH")) ? std::optional(environment) : std::nullopt;
}

QString loginShellOf(const QProcessEnvironment& own)
{
    for (const QString& shell : {own.value(path("SHELL")), shellOfPasswords()})
        if (QFileInfo(shell).isAbsolute() && QFileInfo(shell).isExecutable())
            return shell;
    return path("/bin/sh");
}

LoginShell::Settings LoginShell::usual()
{
    Settings settings;
    settings.fromTerminal = ::isatty(STDIN_FILENO) == 1;
    return settings;
}

LoginShell::LoginShell(Settings settings, QObject* parent)
    : QObject(parent)
    , settings_(std::move(settings))
{
    deadline_.setSingleShot(true);
    connect(&deadline_, &QTimer::timeout, this, [this] {
        giveUp({Error::Kind::Timeout,
            LOADLINE_TR("Error", "The shell %1 did not print its environment within %2 seconds."), shell_.toStdString(),
            LOADLINE_TR("Error",
                "Look for what waits in its startup files; where LOADLINE_READS_ENVIRONMENT is set they may leave it "
                "out."),
            {shell_.toStdString(), std::to_string(std::chrono::duration_cast<Seconds>(settings_.patience).count())}});
    });
}

LoginShell::~LoginShell()
{
    waiting_.clear();
    if (process_)
        process_.release()->setParent(this);
    for (QProcess* process : findChildren<QProcess*>()) {
        process->disconnect(this);
        if (process->state() == QProcess::NotRunning)
            continue;
        endGroup(*process);
        process->waitForFinished(1000); // it is dead already: this only reaps it
    }
}

void LoginShell::get(QObject* context, std::function<void(const LoginEnvironment&)> ready)
{
    if (known_) {
        ready(*known_);
        return;
    }
    waiting_.push_back({context, std::move(ready)});
    if (!process_)
        start();
}

void LoginShell::refresh()
{
    known_.reset();
}

void LoginShell::start()
{
    shell_ = loginShellOf(settings_.own);
    marker_ = "loadline-" + QUuid::createUuid().toByteArray(QUuid::Id128) + '-';
    output_.clear();
    process_ = std::make_unique<QProcess>();
    QProcessEnvironment environment = settings_.own;
    environment.insert(path(guard), path("1"));
    environment.insert(path("TERM"), path("dumb"));
    process_->setProcessEnvironment(environment);
    const QString home = settings_.own.value(path("HOME"), QDir::homePath());
    process_->setWorkingDirectory(QFileInfo::exists(home) ? home : path("/"));
    process_->setStandardInputFile(QProcess::nullDevice());
    process_->setStandardErrorFile(QProcess::nullDevice());
    // An interactive shell takes the terminal it finds for its own; in a session of its own there is none.
    process_->setChildProcessModifier([] { ::setsid(); });
    connect(
        process_.get(), &QProcess::readyReadStandardOutput, this, [this] { take(process_->readAllStandardOutput()); });
    connect(process_.get(), &QProcess::finished, this, [this] {
        take(process_->readAllStandardOutput());
        if (process_)
            giveUp({Error::Kind::Malformed,
                LOADLINE_TR("Error", "The shell %1 ended without printing its environment."), shell_.toStdString(),
                LOADLINE_TR("Error", "Look for an exec or exit in its startup files."), {shell_.toStdString()}});
    });
    connect(process_.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            giveUp(
                {Error::Kind::NotFound, LOADLINE_TR("Error", "The shell %1 cannot be started."), shell_.toStdString(),
                    LOADLINE_TR("Error", "Set SHELL to your shell, or change it with chsh."), {shell_.toStdString()}});
    });
    deadline_.start(settings_.patience);
    process_->start(shell_, loginShellArguments(shell_, home, marker_), QIODevice::ReadOnly);
}

// The second marker is enough: a shell that then waits for something in its logout file is not waited for.
void LoginShell::take(const QByteArray& output)
{
    output_ += output;
    const auto environment = environmentBetween(output_, marker_);
    if (environment) {
        LoginEnvironment found;
        found.variables = *environment;
        found.shell = shell_;
        settle(std::move(found));
    } else if (output_.size() > mostOutput)
        giveUp({Error::Kind::Malformed, LOADLINE_TR("Error", "The shell %1 ended without printing its environment."),
            shell_.toStdString(), LOADLINE_TR("Error", "Its startup files print without end."),
            {shell_.toStdString()}});
}

void LoginShell::giveUp(Error why)
{
    settle(fallback(std::move(why)));
}

LoginEnvironment LoginShell::fallback(Error why) const
{
    LoginEnvironment environment;
    environment.variables = settings_.own;
    appendToPath(environment.variables, commonFolders(settings_.own.value(path("HOME"), QDir::homePath())));
    environment.problem = std::move(why);
    return environment;
}

// A shell that has answered may end as it likes, what its startup files began in the background may live on; one that
// has not is ended with its whole group.
void LoginShell::dismiss(bool answered)
{
    QProcess* process = process_.release();
    process->disconnect(this);
    process->setParent(this);
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    if (process->state() == QProcess::NotRunning)
        process->deleteLater();
    else if (answered)
        QTimer::singleShot(settings_.patience, process, [process] { endGroup(*process); });
    else
        endGroup(*process);
}

void LoginShell::settle(LoginEnvironment environment)
{
    deadline_.stop();
    if (process_)
        dismiss(!environment.problem);
    if (settings_.fromTerminal && !environment.problem) {
        const QStringList folders = environment.variables.value(path("PATH")).split(QLatin1Char(':'));
        for (const QString& name : settings_.own.keys())
            environment.variables.insert(name, settings_.own.value(name));
        appendToPath(environment.variables, folders);
    }
    known_ = std::move(environment);
    const auto waiting = std::move(waiting_);
    waiting_.clear();
    for (const Waiting& one : waiting)
        if (one.context)
            one.ready(*known_);
}

} // namespace loadline
