// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/journal_watch.h"

#include <QTimer>

#include <functional>

namespace loadline {
namespace {

constexpr std::chrono::milliseconds lookEvery {500};

} // namespace

class JournalWatch::Reader : public QObject {
public:
    Reader(QString source, std::function<void(JournalStatePtr)> read)
        : source_(std::move(source))
        , read_(std::move(read))
    {
    }
    void begin()
    {
        timer_ = new QTimer(this);
        QObject::connect(timer_, &QTimer::timeout, this, &Reader::look);
        timer_->start(lookEvery);
        look();
    }
    void look()
    {
        if (!journal_)
            journal_ = std::make_unique<Journal>(source_);
        // Asked before reading: what is written meanwhile is read the next time.
        const std::int64_t version = journal_->version();
        if (state_ && version == version_)
            return;
        version_ = version;
        state_ = std::make_shared<const JournalState>(journal_->state(state_ ? *state_ : JournalState {}));
        read_(state_);
    }

private:
    QString source_;
    std::function<void(JournalStatePtr)> read_;
    std::unique_ptr<Journal> journal_; // opened where it is used
    QTimer* timer_ = nullptr;
    JournalStatePtr state_;
    std::int64_t version_ = -1;
};

JournalWatch::JournalWatch(const Journal& journal, QObject* parent)
    : QObject(parent)
    , reader_(new Reader(journal.source(), [this](const JournalStatePtr& state) {
        // `this` lives: its destructor waits for the thread, and takes what is still queued with it.
        QMetaObject::invokeMethod(this, [this, state] {
            state_ = state;
            Q_EMIT changed();
        }, Qt::QueuedConnection);
    }))
{
    reader_->moveToThread(&thread_);
    connect(&thread_, &QThread::started, reader_, &Reader::begin);
    connect(&thread_, &QThread::finished, reader_, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("journal"));
    thread_.start(QThread::LowPriority);
}

JournalWatch::~JournalWatch()
{
    thread_.quit();
    thread_.wait();
}

void JournalWatch::look()
{
    QMetaObject::invokeMethod(reader_, [reader = reader_] { reader->look(); }, Qt::QueuedConnection);
}

} // namespace loadline
