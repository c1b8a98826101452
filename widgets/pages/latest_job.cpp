// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/latest_job.h"

#include <QFuture>
#include <QtConcurrentRun>

#include <utility>

namespace loadline {

void LatestJob::run(Work work)
{
    if (running_)
        waiting_ = std::move(work);
    else
        start(std::move(work));
}

void LatestJob::start(Work work)
{
    running_ = true;
    QtConcurrent::run(std::move(work)).then(this, [this, generation = generation_](const Finish& finish) {
        done(generation, finish);
    });
}

void LatestJob::done(quint64 generation, const Finish& finish)
{
    running_ = false;
    // Older rows than those that wait are still worth showing: under a flood of worlds they are all there is.
    if (generation == generation_ && finish)
        finish();
    if (running_)
        return; // finishing asked for more
    if (auto next = std::exchange(waiting_, nullptr))
        start(std::move(next));
    else
        Q_EMIT idle();
}

void LatestJob::forget()
{
    ++generation_;
    waiting_ = nullptr;
}

} // namespace loadline
