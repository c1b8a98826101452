// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/latest_job.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <utility>

namespace loadline {

LatestJob::LatestJob(QObject* parent)
    : QObject(parent)
{
    resting_.setSingleShot(true);
    connect(&resting_, &QTimer::timeout, this, &LatestJob::next);
}

void LatestJob::run(Work work)
{
    calm_ = false;
    waiting_ = std::move(work);
    next();
}

void LatestJob::runCalmly(Work work)
{
    calm_ = calm_ || !waiting_; // what a user waits for stays in haste, if with newer data
    waiting_ = std::move(work);
    next();
}

void LatestJob::next()
{
    if (running_ || !waiting_)
        return;
    const qint64 rest = calm_ && ended_.isValid() ? 2 * took_ - ended_.elapsed() : 0;
    if (rest > 0) {
        resting_.start(int(rest));
        return;
    }
    resting_.stop();
    calm_ = false;
    start(std::exchange(waiting_, nullptr));
}

void LatestJob::start(Work work)
{
    running_ = true;
    began_.start();
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
    took_ = began_.elapsed();
    ended_.start();
    next();
    if (!busy())
        Q_EMIT idle();
}

void LatestJob::forget()
{
    ++generation_;
    waiting_ = nullptr;
    resting_.stop();
}

} // namespace loadline
