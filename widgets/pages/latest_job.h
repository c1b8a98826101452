// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace loadline {

// Pure work off the GUI thread, one at a time; of what is asked for meanwhile only the newest runs. However fast worlds
// come, at most one derivation is under way and one waits.
class LatestJob : public QObject {
    Q_OBJECT
public:
    using Finish = std::function<void()>; // what to do with the result, on the GUI thread
    using Work = std::function<Finish()>; // runs on the pool: captures values only

    explicit LatestJob(QObject* parent = nullptr);
    void run(Work work);
    // For what comes by itself, again and again: after work that took long it waits twice as long, so that news of a
    // large cluster take a third of a core at the most. What run() asks for never waits.
    void runCalmly(Work work);
    void forget(); // what waits is dropped and what runs will not be heard
    [[nodiscard]] bool busy() const { return running_ || waiting_; }

Q_SIGNALS:
    void idle();

private:
    void next();
    void start(Work work);
    void done(quint64 generation, const Finish& finish);
    Work waiting_;
    bool calm_ = false; // what waits may rest
    QTimer resting_;
    QElapsedTimer began_, ended_;
    qint64 took_ = 0; // ms, the last work
    quint64 generation_ = 0;
    bool running_ = false;
};

} // namespace loadline
