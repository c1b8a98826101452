// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prom/route.h"
#include "prom/slice_cache.h"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>

namespace loadline {

using SeriesAnswerPtr = std::shared_ptr<const SeriesAnswer>;

// Runs the requests of one client against one Prometheus, slice by slice. Lives on the transport's thread.
class PromQueries : public std::enable_shared_from_this<PromQueries> {
public:
    using Id = std::uint64_t;
    using Answered = std::function<void(SeriesAnswerPtr)>;
    explicit PromQueries(Transport& transport)
        : transport_(transport)
    {
    }
    // Requests wait while nothing is decided; without a route they are answered with `why`.
    void decide(std::optional<PromRoute> route, std::optional<PromSource> source, std::optional<Error> why);
    void undecide() { decided_ = false; }
    // What is known of the same Prometheus has changed.
    void setSource(PromSource source) { source_ = std::move(source); }
    [[nodiscard]] const std::optional<PromSource>& source() const { return source_; }
    void ask(Id id, SeriesRequest request, Answered answered);
    void cancel(Id id);
    void cancelAll();

private:
    struct Slice {
        TimeRange range;
        int attempt = 0;
    };
    struct Job {
        SeriesRequest request;
        std::vector<std::size_t> variants; // to try, in order
        std::size_t variant = 0; // index into these
        std::string text, question; // rendered; with its step
        std::vector<Slice> todo; // newest last
        std::map<std::uint64_t, RequestToken> flying;
        std::size_t total = 0, finished = 0;
        SeriesAnswer answer;
        std::vector<Series> lastResort; // of a variant that told little, if no other tells more
        int generation = 0; // counts the variants begun
        std::vector<std::pair<Id, Answered>> listeners;
        bool deliveryDue = false;
    };
    using JobPtr = std::shared_ptr<Job>;

    void begin(const JobPtr& job);
    void startVariant(Job& job);
    void pump();
    void fly(const JobPtr& job, Slice slice);
    void landed(const JobPtr& job, const Slice& slice, const Result<WholeReply>& reply);
    bool again(const JobPtr& job, Slice slice, const Error& error, const Result<WholeReply>& reply);
    bool split(Job& job, const Slice& slice, const Error& error);
    void take(Job& job, std::vector<Series> series);
    void fail(Job& job, const Error& error, bool all);
    void progress(const JobPtr& job);
    void deliver(const JobPtr& job);
    void finishAtOnce(const JobPtr& job, Error error);
    void drop(const JobPtr& job);

    Transport& transport_;
    bool decided_ = false;
    std::optional<PromRoute> route_;
    std::optional<PromSource> source_;
    std::optional<Error> why_;
    std::list<JobPtr> jobs_; // the next to be served in front
    std::size_t flying_ = 0;
    std::uint64_t lastFlight_ = 0;
    SliceCache cache_;
};

} // namespace loadline
