// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/queries.h"

#include "metrics/reply.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace loadline {

namespace {

using Kind = Error::Kind;

constexpr std::size_t atOnce = 4;
constexpr int mostAttempts = 4;
constexpr Millis patience {Seconds {90}};
constexpr Millis deliveryPause {80}; // growing answers are not sent on more often
constexpr Millis settled {Seconds {600}}; // older than this, the past no longer changes
constexpr Millis rateWindow {Seconds {300}};

// What the next slice would run into as well.
bool concernsAllSlices(Kind kind)
{
    switch (kind) {
    case Kind::Unauthorized:
    case Kind::Forbidden:
    case Kind::NotFound:
    case Kind::Malformed:
    case Kind::Unreachable:
    case Kind::Tls:
    case Kind::Plugin:
        return true;
    default:
        return false;
    }
}

Millis delayBefore(int attempt, const ResponseHead& head)
{
    constexpr int longest = 60;
    if (const auto* text = head.header("retry-after")) {
        int seconds = 0;
        const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), seconds);
        if (fault == std::errc() && end == text->data() + text->size())
            return Seconds {std::clamp(seconds, 1, longest)};
    }
    return Seconds {1LL << std::min(attempt, 5)};
}

Error missingSeries(const PromSource& source, QueryId query)
{
    const auto names = source.missing(query);
    Error error {Kind::NotFound, LOADLINE_TR("Error", "This Prometheus has no series %1."), describe(source), {},
        {names.empty() ? queryOf(query).name : names.front()}};
    const auto& name = error.args.front();
    if (name == "kube_node_labels") // scraped all the same: it tells no labels unless it is asked to
        error.hint = LOADLINE_TR("Error", "kube-state-metrics tells the labels of nodes once it runs with --metric-labels-allowlist=nodes=[*] (metricLabelsAllowlist of its Helm chart).");
    else if (name.starts_with("kube_"))
        error.hint = LOADLINE_TR("Error", "They come from kube-state-metrics; have Prometheus scrape it.");
    else if (name.starts_with("container_"))
        error.hint = LOADLINE_TR("Error", "They come from the kubelets (cAdvisor); have Prometheus scrape them.");
    else if (name.starts_with("keda_"))
        error.hint = LOADLINE_TR("Error", "They come from KEDA's operator; have Prometheus scrape it.");
    else if (name.starts_with("karpenter_"))
        error.hint = LOADLINE_TR("Error", "They come from Karpenter; have Prometheus scrape it.");
    return error;
}

Error notForThisKind(const SeriesRequest& request)
{
    const auto kind = request.params.find("kind");
    return {Kind::Unsupported, LOADLINE_TR("Error", "There are no series for workloads of kind %1."), {}, {},
        {kind == request.params.end() ? std::string("?") : kind->second}};
}

} // namespace

void PromQueries::decide(std::optional<PromRoute> route, std::optional<PromSource> source, std::optional<Error> why)
{
    decided_ = true;
    for (const auto& job : jobs_) {
        for (const auto& [flight, token] : std::exchange(job->flying, {})) {
            route_->cancel(token);
            --flying_;
        }
    }
    cache_.clear();
    route_ = std::move(route);
    source_ = std::move(source);
    why_ = std::move(why);
    const auto waiting = jobs_;
    for (const auto& job : waiting)
        begin(job);
    pump();
}

void PromQueries::ask(Id id, SeriesRequest request, Answered answered)
{
    for (const auto& job : jobs_) {
        if (job->request == request) {
            job->listeners.emplace_back(id, answered);
            if (!job->answer.series.empty())
                answered(std::make_shared<const SeriesAnswer>(job->answer));
            return;
        }
    }
    auto job = std::make_shared<Job>();
    job->request = std::move(request);
    job->listeners.emplace_back(id, std::move(answered));
    jobs_.push_back(job);
    if (decided_) {
        begin(job);
        pump();
    }
}

void PromQueries::cancel(Id id)
{
    const auto all = jobs_;
    for (const auto& job : all) {
        std::erase_if(job->listeners, [&](const auto& listener) { return listener.first == id; });
        if (job->listeners.empty())
            drop(job);
    }
    pump();
}

void PromQueries::cancelAll()
{
    const auto all = jobs_;
    for (const auto& job : all)
        drop(job);
}

void PromQueries::begin(const JobPtr& job)
{
    auto& request = job->request;
    if (!route_)
        return finishAtOnce(job,
            why_.value_or(
                Error {Kind::NotFound, LOADLINE_TR("Error", "No Prometheus is set for this cluster."), {}, {}, {}}));
    const auto& query = queryOf(request.query);
    if (variantsFor(query, request.params).empty())
        return finishAtOnce(job, notForThisKind(request));
    job->variants = source_->variants(query, request.params);
    if (job->variants.empty())
        return finishAtOnce(job, missingSeries(*source_, request.query));
    job->variant = 0;
    job->answer = {};
    job->lastResort.clear();
    job->answer.origin = SeriesOrigin::Prometheus;
    job->answer.source = describe(*source_);
    startVariant(*job);
}

void PromQueries::startVariant(Job& job)
{
    const auto& query = queryOf(job.request.query);
    auto params = job.request.params;
    if (!source_->matcher.empty())
        params["matcher"] = source_->matcher;
    if (query.rate && !params.contains("window"))
        params["window"] = durationText(std::max(rateWindow, job.request.step));
    job.text = render(query, job.variants[job.variant], params);
    job.question = job.text + " " + std::to_string(job.request.step.count());
    job.todo.clear();
    const auto& range = job.request.range;
    if (range.length().count() == 0) {
        job.todo.push_back({range, 0});
    } else {
        for (const auto& slice : slices(range, job.request.step))
            job.todo.push_back({slice, 0});
    }
    job.total = job.todo.size();
    job.finished = 0;
    ++job.generation;
}

void PromQueries::pump()
{
    // Every request gets its turn, so that all charts of a page begin to draw.
    std::size_t idle = 0;
    while (flying_ < atOnce && idle < jobs_.size()) {
        const auto job = jobs_.front();
        jobs_.splice(jobs_.end(), jobs_, jobs_.begin());
        if (job->todo.empty() || !route_) {
            ++idle;
            continue;
        }
        idle = 0;
        const auto slice = job->todo.back();
        job->todo.pop_back();
        if (auto known = cache_.find(job->question, slice.range)) {
            take(*job, std::move(*known));
            progress(job);
        } else {
            fly(job, slice);
        }
    }
}

void PromQueries::fly(const JobPtr& job, Slice slice)
{
    const auto flight = ++lastFlight_;
    ++slice.attempt;
    ++flying_;
    job->flying[flight] = 0;
    const bool once = job->request.range.length().count() == 0;
    const auto path
        = once ? instantPath(job->text, slice.range.to) : rangePath(job->text, slice.range, job->request.step);
    const auto token = route_->get(path, patience,
        [weak = weak_from_this(), weakJob = std::weak_ptr(job), flight, slice](const Result<WholeReply>& reply) {
            const auto self = weak.lock();
            const auto flown = weakJob.lock();
            if (!self || !flown || flown->flying.erase(flight) == 0)
                return;
            --self->flying_;
            self->landed(flown, slice, reply);
            self->pump();
        });
    if (const auto at = job->flying.find(flight); at != job->flying.end())
        at->second = token;
}

void PromQueries::landed(const JobPtr& job, const Slice& slice, const Result<WholeReply>& reply)
{
    auto read = reply ? parsePromReply(reply->body, reply->head.status, job->request.step) : reply.error();
    if (read) {
        for (auto& warning : read->warnings) {
            auto& known = job->answer.warnings;
            if (std::find(known.begin(), known.end(), warning) == known.end())
                known.push_back(std::move(warning));
        }
        auto shaped = shapeAnswer(job->request.query, std::move(read->series));
        if (transport_.now() - slice.range.to > settled && job->request.range.length().count() > 0)
            cache_.keep(job->question, slice.range, shaped);
        take(*job, std::move(shaped));
        return progress(job);
    }
    if (again(job, slice, read.error(), reply))
        return;
    if (!split(*job, slice, read.error()))
        fail(*job, read.error(), !reply || concernsAllSlices(read.error().kind));
    progress(job);
}

bool PromQueries::again(const JobPtr& job, Slice slice, const Error& error, const Result<WholeReply>& reply)
{
    if (error.kind != Kind::Throttled || slice.attempt >= mostAttempts)
        return false;
    const auto delay = delayBefore(slice.attempt, reply ? reply->head : ResponseHead {});
    transport_.after(
        delay, [weak = weak_from_this(), weakJob = std::weak_ptr(job), slice, generation = job->generation] {
            const auto self = weak.lock();
            const auto waiting = weakJob.lock();
            if (!self || !waiting || waiting->generation != generation || waiting->listeners.empty())
                return;
            waiting->todo.push_back(slice);
            self->pump();
        });
    return true;
}

// A slice that loads more samples than Prometheus allows is asked in halves.
bool PromQueries::split(Job& job, const Slice& slice, const Error& error)
{
    constexpr int fewest = 8;
    const auto step = job.request.step;
    const auto points = slice.range.length() / step + 1;
    const bool tooMuch = !error.args.empty() && error.args.front().find("too many samples") != std::string::npos;
    if (!tooMuch || points < fewest)
        return false;
    const auto middle = slice.range.from + step * (points / 2);
    job.todo.push_back({{slice.range.from, middle - step}, 0});
    job.todo.push_back({{middle, slice.range.to}, 0});
    ++job.total;
    return true;
}

void PromQueries::take(Job& job, std::vector<Series> series)
{
    append(job.answer.series, std::move(series));
    ++job.finished;
}

void PromQueries::fail(Job& job, const Error& error, bool all)
{
    ++job.finished;
    if (!job.answer.error || all) {
        job.answer.error = error;
        if (job.answer.error->where.empty() && source_)
            job.answer.error->where = describe(*source_);
    }
    if (all) {
        job.finished += job.todo.size();
        job.todo.clear();
    }
}

void PromQueries::progress(const JobPtr& job)
{
    auto& answer = job->answer;
    const bool all = job->finished >= job->total;
    if (all && !answer.error && !tellsSomething(job->request.query, answer.series)
        && job->variant + 1 < job->variants.size()) {
        if (!answer.series.empty())
            job->lastResort = std::exchange(answer.series, {});
        ++job->variant;
        startVariant(*job);
        return;
    }
    if (all && answer.series.empty())
        answer.series = std::move(job->lastResort);
    answer.progress = static_cast<double>(job->finished) / static_cast<double>(std::max<std::size_t>(job->total, 1));
    answer.complete = all;
    if (all) {
        deliver(job);
        return;
    }
    if (std::exchange(job->deliveryDue, true))
        return;
    transport_.after(deliveryPause, [weak = weak_from_this(), weakJob = std::weak_ptr(job)] {
        const auto self = weak.lock();
        const auto waiting = weakJob.lock();
        if (self && waiting && std::exchange(waiting->deliveryDue, false) && !waiting->answer.complete)
            self->deliver(waiting);
    });
}

void PromQueries::deliver(const JobPtr& job)
{
    std::sort(job->answer.series.begin(), job->answer.series.end(),
        [](const Series& a, const Series& b) { return a.labels < b.labels; });
    const auto listeners = job->listeners;
    const bool complete = job->answer.complete;
    if (complete)
        jobs_.remove(job);
    const auto answer = complete ? std::make_shared<const SeriesAnswer>(std::move(job->answer))
                                 : std::make_shared<const SeriesAnswer>(job->answer);
    if (complete)
        job->answer.complete = true;
    for (const auto& [id, answered] : listeners)
        answered(answer);
}

void PromQueries::finishAtOnce(const JobPtr& job, Error error)
{
    job->answer = {};
    job->answer.error = std::move(error);
    job->answer.complete = true;
    job->answer.progress = 1;
    job->todo.clear();
    deliver(job);
}

void PromQueries::drop(const JobPtr& job)
{
    for (const auto& [flight, token] : std::exchange(job->flying, {})) {
        --flying_;
        if (route_)
            route_->cancel(token);
    }
    job->listeners.clear();
    job->todo.clear();
    job->answer.complete = true;
    jobs_.remove(job);
}

} // namespace loadline
