// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace loadline {

// One thread with tasks and timers, and a clock of its own that runs `speed` times as fast as the wall's. Timers go by
// that clock; while it stands still (speed 0), by the wall's, or what paces the feed would wait for ever.
class DemoThread {
public:
    DemoThread(TimePoint epoch, double speed);
    ~DemoThread(); // stop()
    DemoThread(const DemoThread&) = delete;
    DemoThread& operator=(const DemoThread&) = delete;

    void post(std::function<void()> task);
    void after(Millis delay, std::function<void()> task);
    // By the wall's clock whatever the speed: for network-like delays and for heartbeats while time stands still.
    void afterReal(Millis delay, std::function<void()> task);
    [[nodiscard]] TimePoint now() const;
    void setSpeed(double speed);
    [[nodiscard]] double speed() const;
    void stop(); // runs what is posted, then ends; callable from any thread but its own

private:
    using Wall = std::chrono::steady_clock;
    void run();
    [[nodiscard]] TimePoint nowLocked() const;
    [[nodiscard]] Wall::time_point wakeLocked() const;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    std::multimap<TimePoint, std::function<void()>> timers_;
    std::multimap<Wall::time_point, std::function<void()>> realTimers_;
    TimePoint base_; // the clock at `since_`
    Wall::time_point since_ = Wall::now();
    double speed_;
    bool stopping_ = false;
    std::jthread thread_;
};

} // namespace loadline
