// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/curl_flight.h"
#include "net/curl_transport.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace loadline {

// What runs on the transport's thread: perform, collect what ended, sleep until something happens.
class CurlTransport::Loop {
public:
    using Clock = std::chrono::steady_clock;
    Loop();
    ~Loop();
    // From any thread.
    RequestToken start(Request request, Sink sink);
    void cancel(RequestToken token);
    void post(std::function<void()> task);
    void after(Millis delay, std::function<void()> task);
    void stop();

private:
    struct Timer {
        Clock::time_point due;
        std::uint64_t order; // of two that are due at once, the one asked for first
        std::function<void()> task;
        bool operator<(const Timer& other) const { return std::pair(other.due, other.order) < std::pair(due, order); }
    };
    struct Entry {
        std::unique_ptr<CurlFlight> flight;
        Sink sink;
    };
    void run();
    void runPosted();
    void runTimers();
    void collectEnded();
    void endSilent();
    [[nodiscard]] int pause() const; // ms that poll may sleep
    void launch(RequestToken token, Request request, Sink sink);
    void land(RequestToken token);
    void finish(RequestToken token, const std::function<void(const std::optional<Error>&)>& end,
        const std::optional<Error>& error);
    // Runs a call of this token's sink, unless it was cancelled; cancel() waits for one under way.
    bool tell(RequestToken token, bool last, const std::function<void()>& call);

    CURLM* multi_;
    OpenSockets sockets_; // before flights_: closing handles closes sockets
    std::unordered_map<RequestToken, Entry> flights_;
    std::priority_queue<Timer> timers_;
    std::uint64_t timerOrder_ = 0;
    bool moving_ = false; // something came since libcurl was last asked

    mutable std::mutex mutex_; // guards what follows
    std::condition_variable told_;
    std::vector<std::function<void()>> posted_;
    std::unordered_set<RequestToken> live_; // started, and neither ended nor cancelled
    RequestToken telling_ = 0;
    RequestToken next_ = 1;
    bool closed_ = false;
    std::mutex stopMutex_;
    std::jthread thread_;
};

} // namespace loadline
