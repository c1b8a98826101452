// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/series_broker.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>

#include <algorithm>

namespace loadline {
namespace {
constexpr qint64 momentMs = 400; // shorter waits are not worth a progress bar
}

struct SeriesBroker::Flight {
    QString owner;
    SeriesWish wish;
    PromClient* client = nullptr;
    std::optional<PromClient::RequestId> id;
    double progress = 0;
    bool done = false;
    bool stopped = false; // nobody wants what still comes
    QElapsedTimer since;
};

SeriesBroker::SeriesBroker(Recorded recorded, QObject* parent)
    : QObject(parent)
    , recorded_(std::move(recorded))
{
}

SeriesBroker::~SeriesBroker()
{
    for (const FlightPtr& flight : flights_)
        stop(flight);
}

void SeriesBroker::addCluster(const std::string& cluster, PromClient* prometheus)
{
    clients_[cluster] = prometheus;
}

void SeriesBroker::removeCluster(const std::string& cluster)
{
    std::erase_if(flights_, [&](const FlightPtr& flight) {
        if (flight->wish.cluster != cluster)
            return false;
        stop(flight);
        return true;
    });
    clients_.erase(cluster);
}

void SeriesBroker::sourceChanged(const std::string& cluster)
{
    for (FlightPtr& flight : flights_) {
        if (flight->wish.cluster != cluster)
            continue;
        stop(flight);
        auto anew = std::make_shared<Flight>();
        anew->owner = flight->owner;
        anew->wish = flight->wish;
        flight = std::move(anew);
        begin(flight);
    }
    Q_EMIT progressed();
}

void SeriesBroker::want(const QString& owner, const std::vector<SeriesWish>& wishes)
{
    std::vector<FlightPtr> kept, fresh;
    for (const SeriesWish& wish : wishes) {
        const auto known = std::find_if(flights_.begin(), flights_.end(),
            [&](const FlightPtr& flight) { return flight->owner == owner && flight->wish == wish; });
        if (known != flights_.end()) {
            kept.push_back(*known);
            continue;
        }
        auto flight = std::make_shared<Flight>();
        flight->owner = owner;
        flight->wish = wish;
        fresh.push_back(flight);
    }
    std::erase_if(flights_, [&](const FlightPtr& flight) {
        if (flight->owner != owner || std::find(kept.begin(), kept.end(), flight) != kept.end())
            return false;
        stop(flight);
        return true;
    });
    flights_.insert(flights_.end(), fresh.begin(), fresh.end());
    for (const FlightPtr& flight : fresh)
        begin(flight);
    Q_EMIT progressed();
}

void SeriesBroker::begin(const FlightPtr& flight)
{
    flight->since.start();
    const auto client = clients_.find(flight->wish.cluster);
    if (client == clients_.end())
        return askRecorder(flight, nullptr);
    flight->client = client->second;
    const QPointer<SeriesBroker> self(this);
    flight->id = flight->client->ask(flight->wish.request, [self, flight](SeriesAnswerPtr answer) {
        // On the transport's thread: carried to ours, where the broker may be gone and the flight stopped.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, flight, answer] {
                if (self && !flight->stopped)
                    self->fromPrometheus(flight, answer);
            },
            Qt::QueuedConnection);
    });
}

void SeriesBroker::stop(const FlightPtr& flight)
{
    flight->stopped = true;
    if (flight->client && flight->id && !flight->done)
        flight->client->cancel(*flight->id);
}

void SeriesBroker::fromPrometheus(const FlightPtr& flight, const SeriesAnswerPtr& answer)
{
    if (answer->complete && answer->series.empty())
        return askRecorder(flight, answer);
    deliver(flight, answer);
}

void SeriesBroker::askRecorder(const FlightPtr& flight, const SeriesAnswerPtr& instead)
{
    const QPointer<SeriesBroker> self(this);
    recorded_(flight->wish.cluster, flight->wish.request, [self, flight, instead](const SeriesAnswerPtr& answer) {
        if (!self || flight->stopped)
            return;
        // Where neither has anything, what Prometheus said of it says more than that nothing was recorded.
        const bool nothing = !answer || answer->series.empty();
        self->deliver(flight, nothing && instead ? instead : answer ? answer : std::make_shared<const SeriesAnswer>(SeriesAnswer {
                                  {}, SeriesOrigin::None, "", true, 1, std::nullopt, {}}));
    });
}

void SeriesBroker::deliver(const FlightPtr& flight, const SeriesAnswerPtr& answer)
{
    flight->progress = answer->complete ? 1 : answer->progress;
    flight->done = answer->complete;
    Q_EMIT answered(flight->owner, flight->wish.key, *answer);
    Q_EMIT progressed();
}

void SeriesBroker::cancelAll()
{
    for (const FlightPtr& flight : flights_) {
        if (flight->done)
            continue;
        stop(flight);
        flight->done = true;
    }
    Q_EMIT progressed();
}

bool SeriesBroker::busy() const
{
    return std::any_of(flights_.begin(), flights_.end(), [](const FlightPtr& flight) { return !flight->done; });
}

std::optional<double> SeriesBroker::progress() const
{
    double sum = 0;
    int count = 0;
    bool worthIt = false;
    for (const FlightPtr& flight : flights_) {
        if (flight->done)
            continue;
        sum += flight->progress;
        ++count;
        worthIt = worthIt || flight->since.hasExpired(momentMs);
    }
    return count && worthIt ? std::optional(sum / count) : std::nullopt;
}

} // namespace loadline
