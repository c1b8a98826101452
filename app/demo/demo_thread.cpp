// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_thread.h"

#include <algorithm>
#include <utility>

namespace loadline {

DemoThread::DemoThread(TimePoint epoch, double speed)
    : base_(epoch)
    , speed_(std::max(0.0, speed))
    , thread_([this] { run(); })
{
}

DemoThread::~DemoThread()
{
    stop();
}

void DemoThread::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

void DemoThread::post(std::function<void()> task)
{
    {
        const std::lock_guard lock(mutex_);
        if (stopping_)
            return;
        tasks_.push_back(std::move(task));
    }
    wake_.notify_all();
}

void DemoThread::after(Millis delay, std::function<void()> task)
{
    {
        const std::lock_guard lock(mutex_);
        if (speed_ > 0)
            timers_.emplace(nowLocked() + delay, std::move(task));
        else
            realTimers_.emplace(Wall::now() + delay, std::move(task));
    }
    wake_.notify_all();
}

void DemoThread::afterReal(Millis delay, std::function<void()> task)
{
    {
        const std::lock_guard lock(mutex_);
        realTimers_.emplace(Wall::now() + delay, std::move(task));
    }
    wake_.notify_all();
}

TimePoint DemoThread::nowLocked() const
{
    const std::chrono::duration<double, std::milli> passed = Wall::now() - since_;
    return base_ + Millis(static_cast<Millis::rep>(passed.count() * speed_));
}

TimePoint DemoThread::now() const
{
    const std::lock_guard lock(mutex_);
    return nowLocked();
}

double DemoThread::speed() const
{
    const std::lock_guard lock(mutex_);
    return speed_;
}

void DemoThread::setSpeed(double speed)
{
    {
        const std::lock_guard lock(mutex_);
        base_ = nowLocked();
        since_ = Wall::now();
        speed_ = std::max(0.0, speed);
        if (speed_ <= 0)
            for (auto& [at, task] : std::exchange(timers_, {}))
                realTimers_.emplace(since_ + std::max<Millis>(at - base_, Millis(0)), std::move(task));
    }
    wake_.notify_all();
}

DemoThread::Wall::time_point DemoThread::wakeLocked() const
{
    Wall::time_point next = Wall::now() + std::chrono::hours(1);
    if (!realTimers_.empty())
        next = std::min(next, realTimers_.begin()->first);
    if (!timers_.empty() && speed_ > 0) {
        const auto left = std::chrono::duration<double, std::milli>(timers_.begin()->first - nowLocked()) / speed_;
        const auto bounded = std::clamp(left, std::chrono::duration<double, std::milli>(0), std::chrono::duration<double, std::milli>(3.6e6));
        next = std::min(next, Wall::now() + std::chrono::ceil<std::chrono::milliseconds>(bounded));
    }
    return next;
}

void DemoThread::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        std::function<void()> task;
        if (!tasks_.empty()) {
            task = std::move(tasks_.front());
            tasks_.pop_front();
        } else if (stopping_) {
            return;
        } else if (!realTimers_.empty() && realTimers_.begin()->first <= Wall::now()) {
            task = std::move(realTimers_.begin()->second);
            realTimers_.erase(realTimers_.begin());
        } else if (!timers_.empty() && timers_.begin()->first <= nowLocked()) {
            task = std::move(timers_.begin()->second);
            timers_.erase(timers_.begin());
        } else {
            wake_.wait_until(lock, wakeLocked());
            continue;
        }
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
}

} // namespace loadline
