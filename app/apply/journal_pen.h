// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/applier.h"
#include "apply/journal.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace loadline {

// Writes a journal on a thread of its own, one entry after the other: a disk may take longer than a frame has time for
// until an entry is safe, and no request leaves before it is. What comes of it is told through `carry`.
class JournalPen {
public:
    JournalPen(Journal& journal, Carry carry); // which outlives it
    ~JournalPen(); // what was handed over is on the disk then
    JournalPen(const JournalPen&) = delete;
    JournalPen& operator=(const JournalPen&) = delete;

    // As Journal::begin and Journal::complete do.
    void begin(JournalEntry entry, std::function<void(Result<std::int64_t>)> done);
    void complete(std::int64_t id, TimePoint ended, Applied applied, std::function<void()> done);

private:
    void post(std::function<void(Journal&)> task);
    void run();
    Journal& journal_;
    Carry carry_;
    std::shared_ptr<bool> gone_ = std::make_shared<bool>(false);
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void(Journal&)>> tasks_;
    bool stopping_ = false;
    int begins_ = 0; // not told of yet
    std::jthread thread_;
};

} // namespace loadline
