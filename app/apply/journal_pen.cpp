// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/journal_pen.h"

namespace loadline {

JournalPen::JournalPen(Journal& journal, Carry carry)
    : journal_(journal)
    , carry_(std::move(carry))
    , thread_([this] { run(); })
{
}

JournalPen::~JournalPen()
{
    *gone_ = true;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
    journal_.hold(-begins_);
}

void JournalPen::post(std::function<void(Journal&)> task)
{
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
}

void JournalPen::run()
{
    std::unique_ptr<Journal> journal; // opened where it is used
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty())
            return;
        const auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        if (!journal)
            journal = std::make_unique<Journal>(journal_.source(), Journal::Check::Elsewhere);
        task(*journal);
        lock.lock();
    }
}

void JournalPen::begin(JournalEntry entry, std::function<void(Result<std::int64_t>)> done)
{
    journal_.hold(1);
    ++begins_; // until its number is known it is no crash's
    post([this, gone = gone_, carry = carry_, entry = std::move(entry), done = std::move(done)](Journal& journal) {
        const auto id = journal.begin(entry);
        carry([this, gone, id, done] {
            if (*gone)
                return;
            journal_.hold(-1);
            --begins_;
            if (id)
                journal_.adopt(*id);
            done(id);
        });
    });
}

void JournalPen::complete(std::int64_t id, TimePoint ended, Applied applied, std::function<void()> done)
{
    post([this, gone = gone_, carry = carry_, id, ended, applied = std::move(applied), done = std::move(done)](Journal& journal) {
        static_cast<void>(journal.complete(id, ended, applied));
        carry([this, gone, id, done] {
            if (*gone)
                return;
            journal_.abandon(id); // it is complete
            done();
        });
    });
}

} // namespace loadline
