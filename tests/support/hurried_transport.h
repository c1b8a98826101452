// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

namespace loadline::test {

// Another transport with a clock that runs so many times as fast: limits, waits and silences of minutes pass in
// seconds, and everything above keeps the figures it ships with.
class HurriedTransport final : public Transport {
public:
    HurriedTransport(Transport& inner, int times)
        : inner_(inner)
        , times_(times)
        , begun_(inner.now())
    {
    }
    RequestToken start(Request request, Sink sink) override
    {
        request.timeout /= times_;
        request.connectTimeout /= times_;
        request.silence /= times_;
        return inner_.start(std::move(request), std::move(sink));
    }
    void cancel(RequestToken token) override { inner_.cancel(token); }
    void post(std::function<void()> task) override { inner_.post(std::move(task)); }
    void after(Millis delay, std::function<void()> task) override { inner_.after(delay / times_, std::move(task)); }
    [[nodiscard]] TimePoint now() const override { return begun_ + (inner_.now() - begun_) * times_; }
    void stop() override { inner_.stop(); }

private:
    Transport& inner_;
    const int times_;
    const TimePoint begun_;
};

} // namespace loadline::test
