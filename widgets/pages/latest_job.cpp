// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/latest_job.h"

#include <QFutureWatcher>
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
    // A watcher, not QFuture::then(this, ...): that one may not outlive its context, and work outlives a closed page.
    auto* watcher = new QFutureWatcher<Finish>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation = generation_] {
        const Finish finish = watcher->result();
        watcher->deleteLater();
        done(generation, finish);
    });
    watcher->setFuture(QtConcurrent::run(std::move(work)));
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
