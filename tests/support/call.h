// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <condition_variable>
#include <future>
#include <mutex>

namespace loadline::test {

// What a sink was told, for a test's own thread to wait for and read.
class Heard {
public:
    Sink sink()
    {
        Sink sink;
        sink.head = [this](const ResponseHead& head) { note([&] { head_ = head; }); };
        sink.bytes = [this](std::string_view bytes) { note([&] { body_.append(bytes); }); };
        sink.end = [this](const std::optional<Error>& error) {
            note([&] {
                error_ = error;
                ++ends_;
            });
        };
        return sink;
    }
    template <class Condition> bool wait(Condition condition, Millis limit = Seconds(20))
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return condition(*this); });
    }
    bool waitForEnd(Millis limit = Seconds(20))
    {
        return wait([](const Heard& heard) { return heard.ends_ > 0; }, limit);
    }
    bool waitForHead(Millis limit = Seconds(20))
    {
        return wait([](const Heard& heard) { return heard.head_.status != 0; }, limit);
    }
    bool waitForBytes(std::size_t count, Millis limit = Seconds(20))
    {
        return wait([count](const Heard& heard) { return heard.body_.size() >= count; }, limit);
    }
    // Read these after a wait that succeeded.
    ResponseHead head_;
    std::string body_;
    std::optional<Error> error_;
    int ends_ = 0;

private:
    template <class Change> void note(Change change)
    {
        const std::lock_guard lock(mutex_);
        change();
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
};

// The sentence alone, without where and hint.
inline std::string said(const Error& error)
{
    return fillIn(error.what, error.args);
}

// Asks and waits for the whole answer.
inline Result<WholeReply> call(Transport& transport, Request request)
{
    std::promise<Result<WholeReply>> promise;
    auto future = promise.get_future();
    const std::size_t limit = request.maxBytes;
    const auto token = transport.start(
        std::move(request), collect(limit, [&](Result<WholeReply> reply) { promise.set_value(std::move(reply)); }));
    if (future.wait_for(Seconds(60)) == std::future_status::ready)
        return future.get();
    transport.cancel(token);
    return Error {Error::Kind::Cancelled, "the test waited for 60 s", {}, {}, {}};
}

} // namespace loadline::test
