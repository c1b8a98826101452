// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

namespace loadline {

// Pure work off the GUI thread, one at a time; of what is asked for meanwhile only the newest runs. However fast worlds
// come, at most one derivation is under way and one waits.
class LatestJob : public QObject {
    Q_OBJECT
public:
    using Finish = std::function<void()>; // what to do with the result, on the GUI thread
    using Work = std::function<Finish()>; // runs on the pool: captures values only

    using QObject::QObject;
    void run(Work work);
    void forget(); // what waits is dropped and what runs will not be heard
    [[nodiscard]] bool busy() const { return running_ || waiting_; }

Q_SIGNALS:
    void idle();

private:
    void start(Work work);
    void done(quint64 generation, const Finish& finish);
    Work waiting_;
    quint64 generation_ = 0;
    bool running_ = false;
};

} // namespace loadline
