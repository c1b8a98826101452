// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recorded_transport.h"

#include <algorithm>

namespace loadline::test {

std::string Exchange::query(std::string_view name) const
{
    auto at = request.path.find('?');
    while (at != std::string::npos) {
        const auto end = std::min(request.path.find('&', at + 1), request.path.size());
        const std::string pair = request.path.substr(at + 1, end - at - 1);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name)
            return equals == std::string::npos ? std::string() : pair.substr(equals + 1);
        at = request.path.find('&', at + 1);
    }
    return {};
}

std::string Exchange::header(std::string_view name) const
{
    for (const auto& [known, value] : request.headers) {
        if (known == name)
            return value;
    }
    return {};
}

void Exchange::head(int status, std::vector<std::pair<std::string, std::string>> headers)
{
    transport_->deliver(self_.lock(), [head = ResponseHead {status, std::move(headers)}](Exchange& to) {
        if (to.sink_.head)
            to.sink_.head(head);
    });
}

void Exchange::bytes(std::string text)
{
    transport_->deliver(self_.lock(), [text = std::move(text)](Exchange& to) {
        if (to.sink_.bytes)
            to.sink_.bytes(text);
    });
}

void Exchange::end()
{
    ended_ = true;
    transport_->deliver(self_.lock(), [](Exchange& to) {
        to.over_ = true;
        const Sink sink = std::move(to.sink_);
        if (sink.end)
            sink.end(std::nullopt);
    });
}

void Exchange::fail(Error error)
{
    ended_ = true;
    transport_->deliver(self_.lock(), [error = std::move(error)](Exchange& to) {
        to.over_ = true;
        const Sink sink = std::move(to.sink_);
        if (sink.end)
            sink.end(error);
    });
}

void Exchange::answer(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers)
{
    head(status, std::move(headers));
    bytes(std::move(body));
    end();
}

void RecordedTransport::deliver(const ExchangePtr& exchange, std::function<void(Exchange&)> what)
{
    if (!exchange)
        return;
    exchange->heard_ = TimePoint(monotonic_);
    post([exchange, what = std::move(what)] {
        if (!exchange->over_)
            what(*exchange);
    });
}

// The limits of the Transport's contract, on the virtual clock.
void RecordedTransport::limitTime(const ExchangePtr& exchange)
{
    const Request& request = exchange->request;
    const Millis limit = request.stream ? request.silence : request.timeout;
    if (limit <= Millis(0))
        return;
    const Millis quiet = monotonic_ - exchange->heard_.time_since_epoch();
    after(request.stream ? limit - quiet : limit, [this, weak = std::weak_ptr(exchange), limit] {
        const auto late = weak.lock();
        if (!late || late->over_ || late->ended_)
            return;
        if (late->request.stream && monotonic_ - late->heard_.time_since_epoch() < limit)
            limitTime(late);
        else
            late->fail({Error::Kind::Timeout, "nothing was heard", {}, {}, {}});
    });
}

RequestToken RecordedTransport::start(Request request, Sink sink)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->request = std::move(request);
    exchange->token = next_++;
    exchange->transport_ = this;
    exchange->self_ = exchange;
    exchange->sink_ = std::move(sink);
    exchange->heard_ = TimePoint(monotonic_);
    all_.push_back(exchange);
    if (exchange->request.endpoint && exchange->request.endpoint->readOnly && mutates(exchange->request)) {
        exchange->fail({Error::Kind::ReadOnly, "read-only", {}, {}, {}});
        return exchange->token;
    }
    limitTime(exchange);
    post([this, exchange] {
        if (!exchange->over_ && handler_)
            handler_(exchange);
    });
    return exchange->token;
}

void RecordedTransport::cancel(RequestToken token)
{
    for (const auto& exchange : all_) {
        if (exchange->token != token)
            continue;
        exchange->over_ = true;
        // Not now: a sink may cancel itself.
        post([exchange] { exchange->sink_ = {}; });
    }
}

void RecordedTransport::post(std::function<void()> task)
{
    if (!stopped_)
        posted_.push_back(std::move(task));
}

void RecordedTransport::after(Millis delay, std::function<void()> task)
{
    if (!stopped_)
        timers_.emplace(std::pair(monotonic_ + std::max(delay, Millis(0)), order_++), std::move(task));
}

void RecordedTransport::run()
{
    while (true) {
        if (!posted_.empty()) {
            const auto task = std::move(posted_.front());
            posted_.pop_front();
            task();
        } else if (!timers_.empty() && timers_.begin()->first.first <= monotonic_) {
            const auto task = std::move(timers_.begin()->second);
            timers_.erase(timers_.begin());
            task();
        } else {
            return;
        }
    }
}

void RecordedTransport::advance(Millis by)
{
    const Millis until = monotonic_ + by;
    run();
    while (!timers_.empty() && timers_.begin()->first.first <= until) {
        const Millis step = timers_.begin()->first.first - monotonic_;
        monotonic_ += step;
        now_ += step;
        run();
    }
    now_ += until - monotonic_;
    monotonic_ = until;
    run();
}

void RecordedTransport::stop()
{
    run();
    stopped_ = true;
    timers_.clear();
}

std::vector<ExchangePtr> RecordedTransport::open() const
{
    std::vector<ExchangePtr> open;
    std::copy_if(all_.begin(), all_.end(), std::back_inserter(open), [](const auto& e) { return !e->over_; });
    return open;
}

} // namespace loadline::test
