// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

namespace loadline {

// The real Transport: libcurl's multi interface on one thread of its own, which alone touches it. HTTP/2 where TLS
// offers it, so that all watches of a cluster share one connection; one that died is dropped, not reused.
class CurlTransport final : public Transport {
public:
    CurlTransport();
    ~CurlTransport() override; // stop()
    RequestToken start(Request request, Sink sink) override;
    void cancel(RequestToken token) override;
    void post(std::function<void()> task) override;
    void after(Millis delay, std::function<void()> task) override;
    [[nodiscard]] TimePoint now() const override;
    void stop() override; // not from the transport's own thread

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace loadline
