// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace loadline {

// A one-slot mailbox between two threads in which the newest value wins: the writer never waits for the reader and
// what is kept is bounded by one value, never by the rate of writing.
template <class T>
class Latest {
public:
    // True when the slot was empty, so that the reader must be woken; false when a wake is already under way.
    bool put(std::shared_ptr<const T> value)
    {
        const std::lock_guard lock(mutex_);
        const bool wasEmpty = !slot_;
        slot_ = std::move(value);
        return wasEmpty;
    }
    // The newest value, or null when it was taken already.
    std::shared_ptr<const T> take()
    {
        const std::lock_guard lock(mutex_);
        return std::exchange(slot_, nullptr);
    }

private:
    std::mutex mutex_;
    std::shared_ptr<const T> slot_;
};

} // namespace loadline
