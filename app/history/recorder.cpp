// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/recorder.h"

#include "history/sample_store.h"

#include <QElapsedTimer>
#include <QThread>
#include <QTimer>

#include <map>
#include <mutex>

namespace loadline {

// Lives on the recording thread.
class Recorder::Worker : public QObject {
public:
    Worker(Recorder& owner, Options options)
        : owner_(owner)
        , options_(std::move(options))
    {
    }
    // From the GUI thread: the newest World of each cluster waits here.
    void leave(const WorldPtr& world)
    {
        const std::lock_guard lock(mutex_);
        waiting_[world->cluster] = world;
        if (!std::exchange(called_, true))
            QMetaObject::invokeMethod(
                this, [this] { drain(); }, Qt::QueuedConnection);
    }
    void begin()
    {
        store_ = std::make_unique<SampleStore>(
            SampleStore::Options {options_.file, options_.maxBytes, options_.sampleEvery, options_.fineFor});
        tell();
        auto* pulse = new QTimer(this);
        connect(pulse, &QTimer::timeout, this, [this] { repeat(); });
        pulse->start(static_cast<int>(options_.sampleEvery.count()));
        auto* tidy = new QTimer(this);
        connect(tidy, &QTimer::timeout, this, [this] { clean(); });
        constexpr int tenMinutes = 600'000;
        tidy->start(tenMinutes);
    }
    void end()
    {
        drain();
        store_.reset();
    }
    void forget(const std::string& cluster)
    {
        {
            const std::lock_guard lock(mutex_);
            waiting_.erase(cluster);
        }
        latest_.erase(cluster);
        store_->endSpan(cluster);
    }
    SeriesAnswerPtr read(const std::string& cluster, const SeriesRequest& request)
    {
        drain();
        auto answer = std::make_shared<const SeriesAnswer>(store_->read(cluster, request));
        tell();
        return answer;
    }

private:
    struct Last {
        WorldPtr world;
        QElapsedTimer since;
        TimePoint sampled {};
    };
    void drain()
    {
        std::map<std::string, WorldPtr> worlds;
        {
            const std::lock_guard lock(mutex_);
            called_ = false;
            worlds.swap(waiting_);
        }
        for (auto& [cluster, world] : worlds) {
            auto& last = latest_[cluster];
            last.world = std::move(world);
            last.since.start();
            sample(last, last.world->now);
        }
    }
    // Nothing new came: what was true still is, as long as its watches live.
    void repeat()
    {
        for (auto& [cluster, last] : latest_)
            sample(last, last.world->now + Millis {last.since.elapsed()});
    }
    void sample(Last& last, TimePoint now)
    {
        if (last.world->trouble || now - last.sampled < options_.sampleEvery)
            return;
        // Where nothing is live nothing is told: no span either.
        if (store_->write(last.world->cluster, now, [&](const Observe& tell) { observe(*last.world, tell); }))
            last.sampled = now;
        tell();
    }
    void clean()
    {
        TimePoint now {};
        for (const auto& [cluster, last] : latest_)
            now = std::max(now, last.sampled);
        if (now != TimePoint {})
            store_->tidy(now);
        tell();
    }
    void tell()
    {
        for (const auto& error : store_->takeProblems())
            QMetaObject::invokeMethod(
                &owner_, [&owner = owner_, error] { Q_EMIT owner.problem(error); }, Qt::QueuedConnection);
    }

    Recorder& owner_;
    Options options_;
    std::unique_ptr<SampleStore> store_;
    std::map<std::string, Last> latest_;
    std::mutex mutex_;
    std::map<std::string, WorldPtr> waiting_;
    bool called_ = false;
};

struct Recorder::Thread {
    QThread thread;
    Worker* worker = nullptr;
};

Recorder::Recorder(Options options, QObject* parent)
    : QObject(parent)
    , thread_(std::make_unique<Thread>())
{
    thread_->worker = new Worker(*this, std::move(options));
    thread_->worker->moveToThread(&thread_->thread);
    thread_->thread.setObjectName(QStringLiteral("recorder"));
    connect(&thread_->thread, &QThread::finished, thread_->worker, &QObject::deleteLater);
    thread_->thread.start();
    QMetaObject::invokeMethod(
        thread_->worker, [worker = thread_->worker] { worker->begin(); }, Qt::QueuedConnection);
}

Recorder::~Recorder()
{
    QMetaObject::invokeMethod(
        thread_->worker,
        [worker = thread_->worker] {
            worker->end();
            QThread::currentThread()->quit();
        },
        Qt::QueuedConnection);
    thread_->thread.wait();
}

void Recorder::record(const Worlds& worlds)
{
    for (const auto& world : worlds) {
        if (world)
            thread_->worker->leave(world);
    }
}

void Recorder::forget(const std::string& cluster)
{
    QMetaObject::invokeMethod(
        thread_->worker, [worker = thread_->worker, cluster] { worker->forget(cluster); }, Qt::QueuedConnection);
}

void Recorder::answer(const std::string& cluster, SeriesRequest request, std::function<void(SeriesAnswerPtr)> answered)
{
    QMetaObject::invokeMethod(
        thread_->worker,
        [this, worker = thread_->worker, cluster, request = std::move(request), answered = std::move(answered)] {
            auto answer = worker->read(cluster, request);
            QMetaObject::invokeMethod(
                this, [answered, answer = std::move(answer)] { answered(answer); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

} // namespace loadline
