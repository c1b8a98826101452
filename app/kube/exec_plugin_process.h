// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"
#include "base/time.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QSocketNotifier;

namespace loadline {

class PseudoTerminal;

// One run of a program that may ask: its output, its words to the user, a terminal to ask on, a limit in time. It is a
// process group of its own and is ended as a whole.
class ExecPluginProcess : public QObject {
    Q_OBJECT
public:
    enum class Input { None, Window, Terminal }; // nothing; a terminal made for it; the terminal Loadline runs in
    struct Start {
        QString program; // absolute
        QStringList arguments;
        QProcessEnvironment environment;
        Input input = Input::None;
        Millis patience {Seconds {60}}; // while it is not waiting for the user
        Millis answerPatience {std::chrono::minutes {10}}; // while it is
    };
    enum class End { Exited, Crashed, NotStarted, TimedOut, AnswerTimedOut, Cancelled, TooMuchOutput };
    struct Outcome {
        End end = End::Exited;
        int exitCode = 0;
        QByteArray printed; // standard output
        std::string said; // standard error and terminal: the end of it, as plain text
        QString startFault;
        std::vector<Secret> answers; // that must not be repeated
    };

    explicit ExecPluginProcess(Start start, QObject* parent = nullptr);
    ~ExecPluginProcess() override; // ends the program

    void begin(); // then exactly one finished()
    void answer(const Secret& text);
    void cancel();
    // While its prompt is shown, or waits to be shown, the longer patience counts.
    void setWaitsForUser(bool waits);
    [[nodiscard]] std::string said() const;
    [[nodiscard]] bool echoOff() const;
    [[nodiscard]] const std::vector<Secret>& answers() const { return answers_; }

Q_SIGNALS:
    void waiting(); // it wrote something and now is silent
    void finished(const loadline::ExecPluginProcess::Outcome& outcome);

private:
    void takeOutput();
    void takeWords(const QByteArray& words);
    void takeTerminal();
    void stop(End end);
    void report(End end);
    void prepare();

    Start start_;
    QProcess process_;
    std::unique_ptr<PseudoTerminal> terminal_;
    std::unique_ptr<QSocketNotifier> reader_;
    QTimer deadline_;
    QTimer silence_;
    QTimer mercy_; // between asking it to end and ending it
    QByteArray printed_;
    QByteArray words_;
    std::vector<Secret> answers_;
    std::optional<End> stopped_;
    bool waitsForUser_ = false;
    bool reported_ = false;
};

} // namespace loadline
