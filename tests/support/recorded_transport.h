// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace loadline::test {

class RecordedTransport;

// One request that was started, for the test to answer now or later. What it says reaches the sink when the transport
// runs next, in order, unless the request was cancelled.
class Exchange {
public:
    Request request;
    RequestToken token = 0;
    [[nodiscard]] std::string path() const { return request.path.substr(0, request.path.find('?')); }
    [[nodiscard]] std::string query(std::string_view name) const; // not decoded; "" when absent
    [[nodiscard]] bool has(std::string_view text) const { return request.path.find(text) != std::string::npos; }
    [[nodiscard]] std::string header(std::string_view name) const; // of the request
    [[nodiscard]] bool over() const { return over_; } // ended or cancelled
    void head(int status, std::vector<std::pair<std::string, std::string>> headers = {});
    void bytes(std::string text);
    void end();
    void fail(Error error);
    void answer(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {});

private:
    friend class RecordedTransport;
    RecordedTransport* transport_ = nullptr;
    std::weak_ptr<Exchange> self_;
    Sink sink_;
    bool over_ = false;
    bool ended_ = false; // said, perhaps not yet delivered
    TimePoint heard_ {};
};
using ExchangePtr = std::shared_ptr<Exchange>;

// A Transport without threads or network: the test is its thread, advances its clock and answers its requests.
class RecordedTransport final : public Transport {
public:
    using Handler = std::function<void(const ExchangePtr&)>;
    explicit RecordedTransport(Handler handler = {})
        : handler_(std::move(handler))
    {
    }
    void handle(Handler handler) { handler_ = std::move(handler); }
    RequestToken start(Request request, Sink sink) override;
    void cancel(RequestToken token) override;
    void post(std::function<void()> task) override;
    void after(Millis delay, std::function<void()> task) override;
    [[nodiscard]] TimePoint now() const override { return now_; }
    void stop() override;

    void run(); // everything posted, at the present moment
    void advance(Millis by); // and everything that falls due on the way
    void sleep(Millis by) { now_ += by; } // the clock goes on and no timer with it, as on a computer that sleeps
    [[nodiscard]] std::vector<ExchangePtr> open() const; // neither ended nor cancelled
    [[nodiscard]] const std::vector<ExchangePtr>& all() const { return all_; }

private:
    friend class Exchange;
    void deliver(const ExchangePtr& exchange, std::function<void(Exchange&)> what);
    void limitTime(const ExchangePtr& exchange);
    Handler handler_;
    std::deque<std::function<void()>> posted_;
    std::multimap<std::pair<Millis, std::uint64_t>, std::function<void()>> timers_; // by monotonic time
    std::uint64_t order_ = 0;
    Millis monotonic_ {0};
    TimePoint now_ {Millis(1'800'000'000'000)};
    RequestToken next_ = 1;
    std::vector<ExchangePtr> all_;
    bool stopped_ = false;
};

} // namespace loadline::test
