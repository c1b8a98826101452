// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/exec_plugin_process.h"

#include "kube/exec_plugin_mask.h"
#include "kube/exec_plugin_terminal.h"

#include <QDir>
#include <QSocketNotifier>

#include <csignal>

#include <unistd.h>

namespace loadline {
namespace {

constexpr qsizetype mostPrinted = 1 << 20;
constexpr qsizetype mostWords = 16 << 10;
constexpr int silenceAfterPart = 300; // ms after a line without an end: a question
constexpr int silenceAfterLine = 3000; // ms after a whole line: what to do elsewhere, or only a warning
constexpr int mercyTime = 2000;

} // namespace

ExecPluginProcess::ExecPluginProcess(Start start, QObject* parent)
    : QObject(parent)
    , start_(std::move(start))
{
    deadline_.setSingleShot(true);
    silence_.setSingleShot(true);
    mercy_.setSingleShot(true);
    connect(&deadline_, &QTimer::timeout, this, [this] { stop(waitsForUser_ ? End::AnswerTimedOut : End::TimedOut); });
    connect(&silence_, &QTimer::timeout, this, &ExecPluginProcess::waiting);
    connect(&mercy_, &QTimer::timeout, this, [this] {
        if (process_.processId() > 0)
            ::kill(static_cast<pid_t>(-process_.processId()), SIGKILL);
        process_.kill();
    });
    connect(&process_, &QProcess::readyReadStandardOutput, this, &ExecPluginProcess::takeOutput);
    connect(&process_, &QProcess::readyReadStandardError, this, [this] { takeWords(process_.readAllStandardError()); });
    connect(&process_, &QProcess::finished, this, [this](int, QProcess::ExitStatus status) {
        report(stopped_ ? *stopped_ : status == QProcess::CrashExit ? End::Crashed : End::Exited);
    });
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            report(End::NotStarted);
    });
}

ExecPluginProcess::~ExecPluginProcess()
{
    process_.disconnect(this);
    if (process_.state() == QProcess::NotRunning)
        return;
    if (process_.processId() > 0 && start_.input != Input::Terminal)
        ::kill(static_cast<pid_t>(-process_.processId()), SIGKILL);
    process_.kill();
    process_.waitForFinished(1000); // it is dead already: this only reaps it
}

void ExecPluginProcess::prepare()
{
    process_.setProcessEnvironment(start_.environment);
    process_.setWorkingDirectory(QDir::homePath());
    if (start_.input == Input::Terminal) {
        process_.setInputChannelMode(QProcess::ForwardedInputChannel);
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        return;
    }
    process_.setStandardInputFile(QProcess::nullDevice());
    if (start_.input == Input::Window) {
        terminal_ = std::make_unique<PseudoTerminal>();
        if (!terminal_->valid())
            terminal_.reset();
    }
    if (terminal_) {
        reader_ = std::make_unique<QSocketNotifier>(terminal_->descriptor(), QSocketNotifier::Read);
        connect(reader_.get(), &QSocketNotifier::activated, this, &ExecPluginProcess::takeTerminal);
    }
    // A session of its own: no terminal of ours to ask on or to be stopped by, and one group to end.
    process_.setChildProcessModifier([terminal = terminal_.get()] {
        ::setsid();
        if (terminal)
            terminal->adopt();
    });
}

void ExecPluginProcess::begin()
{
    prepare();
    process_.start(start_.program, start_.arguments, QIODevice::ReadOnly);
    if (start_.input != Input::Terminal)
        deadline_.start(start_.patience);
}

void ExecPluginProcess::answer(const Secret& text)
{
    if (!terminal_ || text.reveal().find('\n') != std::string::npos)
        return;
    answers_.push_back(text);
    terminal_->write(QByteArray::fromStdString(text.reveal() + '\n'));
    silence_.stop();
    setWaitsForUser(false);
}

void ExecPluginProcess::cancel()
{
    stop(End::Cancelled);
}

void ExecPluginProcess::setWaitsForUser(bool waits)
{
    if (waits == waitsForUser_ || stopped_ || reported_)
        return;
    waitsForUser_ = waits;
    deadline_.start(waits ? start_.answerPatience : start_.patience);
}

std::string ExecPluginProcess::said() const
{
    return terminalText(words_.toStdString());
}

bool ExecPluginProcess::echoOff() const
{
    return terminal_ && terminal_->echoOff();
}

void ExecPluginProcess::takeOutput()
{
    const QByteArray more = process_.readAllStandardOutput();
    if (stopped_)
        return;
    printed_ += more;
    if (printed_.size() > mostPrinted)
        stop(End::TooMuchOutput);
}

void ExecPluginProcess::takeWords(const QByteArray& words)
{
    if (words.isEmpty())
        return;
    words_ += words;
    if (words_.size() > mostWords)
        words_.remove(0, words_.size() - mostWords);
    if (start_.input == Input::Window && !stopped_)
        silence_.start(words_.endsWith('\n') && !echoOff() ? silenceAfterLine : silenceAfterPart);
}

void ExecPluginProcess::takeTerminal()
{
    takeWords(terminal_->read());
    // Until the child has opened the far end, and again when it is gone, reading only says so: at once and for ever.
    if (terminal_->atEnd() && reader_) {
        reader_->setEnabled(false);
        QTimer::singleShot(20, this, [this] {
            if (reader_ && !reported_)
                reader_->setEnabled(true);
        });
    }
}

void ExecPluginProcess::stop(End end)
{
    if (stopped_ || reported_)
        return;
    stopped_ = end;
    deadline_.stop();
    silence_.stop();
    if (process_.processId() > 0 && start_.input != Input::Terminal)
        ::kill(static_cast<pid_t>(-process_.processId()), SIGTERM);
    process_.terminate();
    mercy_.start(mercyTime);
}

void ExecPluginProcess::report(End end)
{
    if (reported_)
        return;
    reported_ = true;
    deadline_.stop();
    silence_.stop();
    mercy_.stop();
    if (terminal_)
        takeWords(terminal_->read());
    silence_.stop();
    reader_.reset();
    if (end == End::Exited)
        printed_ += process_.readAllStandardOutput();
    Outcome outcome;
    outcome.end = end;
    outcome.exitCode = process_.exitCode();
    outcome.printed = end == End::Exited ? printed_ : QByteArray();
    outcome.said = said();
    outcome.startFault = end == End::NotStarted ? process_.errorString() : QString();
    outcome.answers = answers_;
    Q_EMIT finished(outcome);
}

} // namespace loadline
