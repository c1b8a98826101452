// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/cost_history.h"

#include "costs/day_store.h"
#include "costs/run_then.h"

namespace loadline {
namespace {

constexpr Millis todayEvery {Seconds {300}};
// A day is closed for good some time after its midnight: late scrapes and remote writes have arrived by then.
constexpr Millis settledAfter {Seconds {1800}};
constexpr int standInTries = 3;

constexpr std::array<DayPart, dayPartCount> allParts {DayPart::Machines, DayPart::Deployments, DayPart::StatefulSets,
    DayPart::Waiting, DayPart::Sizes, DayPart::MachinePrices, DayPart::Offerings};

} // namespace

CostHistory::CostHistory(const QString& file, Wish wish, QObject* parent)
    : QObject(parent)
    , wish_(std::move(wish))
    , store_(std::make_shared<std::unique_ptr<DayStore>>())
    , file_(file)
{
    files_.setMaxThreadCount(1);
    files_.setExpiryTimeout(-1); // a database belongs to the thread that opened it
    wishing_.setSingleShot(true);
    wishing_.setInterval(0);
    connect(&wishing_, &QTimer::timeout, this, &CostHistory::wishNow);
}

CostHistory::~CostHistory()
{
    files_.clear();
    files_.start([store = store_] { store->reset(); });
    files_.waitForDone();
}

void CostHistory::want(const std::string& name, const std::string& source, const TimeRange& window)
{
    Cluster& cluster = clusters_[name];
    if (cluster.round == 0 || cluster.source != source) {
        cluster = {};
        cluster.source = source;
        cluster.round = ++rounds_;
        cluster.window = window;
        show(name, cluster);
        readFile(name);
        return;
    }
    if (midnight(cluster.window.from) == midnight(window.from) && midnight(cluster.window.to) == midnight(window.to)) {
        cluster.window = window;
        return;
    }
    cluster.window = window;
    readFile(name);
}

void CostHistory::forget(const std::string& name)
{
    clusters_.erase(name);
    std::erase_if(asked_, [&](const auto& pair) { return pair.second.cluster == name; });
    wishSoon();
}

void CostHistory::readFile(const std::string& name)
{
    Cluster& cluster = clusters_[name];
    if (cluster.source.empty()) { // what was recorded is in a file already
        begin(cluster);
        return;
    }
    struct Read {
        std::vector<UsageDay> days;
        std::vector<Error> problems;
    };
    const TimePoint oldest = midnight(cluster.window.to) - 400 * dayLength;
    runThen(
        &files_, this,
        [store = store_, file = file_, name, source = cluster.source, window = cluster.window, oldest] {
            if (!*store) {
                *store = std::make_unique<DayStore>(file);
                (*store)->dropBefore(oldest);
            }
            return std::make_shared<Read>(Read {(*store)->read(name, source, window), (*store)->takeProblems()});
        },
        [this, name, round = cluster.round](const std::shared_ptr<Read>& read) {
            for (const Error& error : read->problems)
                Q_EMIT problem(error);
            const auto at = clusters_.find(name);
            if (at == clusters_.end() || at->second.round != round)
                return;
            for (UsageDay& day : read->days) {
                const TimePoint date = day.day;
                at->second.days[date].whole = true;
                at->second.known[date] = std::make_shared<UsageDay>(std::move(day));
            }
            begin(at->second);
            show(name, at->second);
        });
}

void CostHistory::begin(Cluster& cluster)
{
    cluster.read = true;
    for (TimePoint day = midnight(cluster.window.from); day <= cluster.window.to; day += dayLength) {
        Day& one = cluster.days[day];
        if (one.until == TimePoint {})
            one.until = std::min(cluster.window.to, day + dayLength);
    }
    wishSoon();
}

void CostHistory::setNow(const std::string& name, TimePoint now)
{
    const auto at = clusters_.find(name);
    if (at == clusters_.end() || !at->second.read || now <= at->second.window.to)
        return;
    Cluster& cluster = at->second;
    if (now - cluster.window.to < todayEvery)
        return;
    const Millis length = cluster.window.length();
    cluster.window = {now - length, now};
    for (auto& [day, one] : cluster.days) {
        if (one.whole || one.making || (!one.failed && one.until >= day + dayLength + settledAfter))
            continue;
        const int attempt = one.attempt + 1;
        const bool told = one.told;
        one = {};
        one.told = told;
        one.attempt = attempt;
        one.until = now;
    }
    begin(cluster);
}

void CostHistory::wishSoon()
{
    if (!wishing_.isActive())
        wishing_.start();
}

void CostHistory::wishNow()
{
    std::vector<SeriesWish> wishes;
    asked_.clear();
    for (auto& [name, cluster] : clusters_)
        if (cluster.read)
            addWishes(name, cluster, wishes);
    wish_(wishes);
}

void CostHistory::addWishes(const std::string& name, Cluster& cluster, std::vector<SeriesWish>& wishes)
{
    const TimePoint first = midnight(cluster.window.from);
    for (auto at = cluster.days.rbegin(); at != cluster.days.rend(); ++at) {
        const TimePoint date = at->first;
        Day& day = at->second;
        if (day.whole || date < first)
            continue;
        for (const DayPart part : allParts) {
            const auto types = part == DayPart::Offerings ? day.answers.types() : std::vector<std::string>();
            if (part == DayPart::Offerings && types.empty())
                continue;
            // Round and attempt make it another question: one that is known to the broker is not answered twice.
            const QString key = QStringLiteral("costs/%1/%2/%3/%4/%5")
                                    .arg(QString::fromStdString(name))
                                    .arg(cluster.round)
                                    .arg(date.time_since_epoch().count())
                                    .arg(day.attempt)
                                    .arg(int(part));
            asked_[key] = {name, date, part};
            wishes.push_back({key, name, dayRequest(part, date, day.until, types)});
            day.asked[std::size_t(part)] = true;
        }
    }
}

void CostHistory::take(const QString& key, const SeriesAnswer& answer)
{
    const auto asked = asked_.find(key);
    if (asked == asked_.end() || !answer.complete)
        return;
    const auto [name, date, part] = asked->second;
    const auto at = clusters_.find(name);
    if (at == clusters_.end())
        return;
    Cluster& cluster = at->second;
    Day& day = cluster.days[date];
    const bool noSeries = answer.error && (answer.error->kind == Error::Kind::NotFound || answer.error->kind == Error::Kind::Unsupported);
    if (answer.error && !noSeries) {
        cluster.error = answer.error;
        day.failed = true;
        if (part != DayPart::MachinePrices && part != DayPart::Offerings) {
            show(name, cluster);
            return; // an unknown day, not an empty one
        }
    }
    if (part == DayPart::Machines) {
        if (noSeries)
            cluster.error = answer.error;
        day.answers.origin = answer.origin;
    }
    day.answers.parts[std::size_t(part)] = answer.series;
    if (part == DayPart::Machines && !day.answers.types().empty() && !day.asked[std::size_t(DayPart::Offerings)])
        wishSoon();
    look(name, cluster, date);
}

// Makes the day when its last answer is in.
void CostHistory::look(const std::string& name, Cluster& cluster, TimePoint date)
{
    Day& day = cluster.days[date];
    for (const DayPart part : allParts) {
        const bool needed = part != DayPart::Offerings || !day.answers.types().empty();
        if (needed && !day.answers.of(part))
            return;
    }
    day.making = true;
    runThen(
        QThreadPool::globalInstance(), this,
        [date, answers = day.answers] { return std::make_shared<const UsageDay>(makeDay(date, answers)); },
        [this, name, round = cluster.round, date](const std::shared_ptr<const UsageDay>& usage) {
            made(name, round, date, usage);
        });
}

void CostHistory::made(const std::string& name, std::uint64_t round, TimePoint date, std::shared_ptr<const UsageDay> usage)
{
    const auto at = clusters_.find(name);
    if (at == clusters_.end() || at->second.round != round)
        return;
    Cluster& cluster = at->second;
    Day& day = cluster.days[date];
    day.making = false;
    day.told = true;
    day.answers = {};
    const bool closed = day.until >= date + dayLength && cluster.window.to >= date + dayLength + settledAfter;
    const bool answered = !usage->covered.empty();
    // A past day of which nothing is known may still be told by another source: it is not kept. Nor is one for which the
    // recordings stood in while a Prometheus did not answer: that is asked a few times more.
    const bool standIn = !cluster.source.empty() && usage->origin == SeriesOrigin::Recorded;
    day.failed = day.failed || (standIn && day.attempt < standInTries);
    day.whole = closed && !day.failed;
    if (day.whole && answered && !cluster.source.empty() && usage->origin == SeriesOrigin::Prometheus) {
        runThen(
            &files_, this,
            [store = store_, name, source = cluster.source, usage] {
                if (!*store)
                    return std::make_shared<std::vector<Error>>();
                (*store)->write(name, source, *usage);
                return std::make_shared<std::vector<Error>>((*store)->takeProblems());
            },
            [this](const std::shared_ptr<std::vector<Error>>& problems) {
                for (const Error& error : *problems)
                    Q_EMIT problem(error);
            });
    }
    if (answered)
        cluster.known[date] = std::move(usage);
    show(name, cluster);
}

void CostHistory::show(const std::string& name, Cluster& cluster)
{
    auto days = std::make_shared<UsageDays>();
    for (const auto& [date, usage] : cluster.known)
        days->push_back(*usage);
    cluster.shown = std::move(days);
    Q_EMIT changed(name);
}

UsageDaysPtr CostHistory::days(const std::string& name) const
{
    static const auto none = std::make_shared<UsageDays>();
    const auto at = clusters_.find(name);
    return at == clusters_.end() ? none : at->second.shown;
}

CostHistory::Progress CostHistory::progress(const std::string& name) const
{
    Progress progress;
    const auto at = clusters_.find(name);
    if (at == clusters_.end())
        return progress;
    for (TimePoint day = midnight(at->second.window.from); day <= at->second.window.to; day += dayLength) {
        ++progress.all;
        const auto one = at->second.days.find(day);
        const bool open = one == at->second.days.end()
            || (!one->second.whole && !one->second.failed && !one->second.told && !at->second.known.contains(day));
        progress.missing += open ? 1 : 0;
    }
    return progress;
}

std::optional<Error> CostHistory::error(const std::string& name) const
{
    const auto at = clusters_.find(name);
    return at == clusters_.end() ? std::nullopt : at->second.error;
}

} // namespace loadline
