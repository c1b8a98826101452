// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prom/discovery.h"
#include "prom/source.h"
#include "settings/store.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace loadline {

using SeriesAnswerPtr = std::shared_ptr<const SeriesAnswer>;

// One cluster's Prometheus: finds it or takes the one set by hand, and answers requests with it. Long ranges go out in
// slices, newest first, at most four at a time over all requests; answers come as they grow. Requests that are alike
// share one flight, closed slices are remembered, 429 and 503 are retried as they ask. Every member may be called from
// any thread; all callbacks come on the transport's thread, none after stop().
class PromClient {
public:
    // `access` is called on the transport's thread, for what goes through the API server, until stop().
    PromClient(Transport& transport, std::function<Access&()> access);
    ~PromClient(); // stop()
    PromClient(const PromClient&) = delete;
    PromClient& operator=(const PromClient&) = delete;

    // Each of these replaces the source before; `done` tells what came of it. Requests wait until then.
    using Found = std::function<void(const PromDiscovery&)>;
    void find(PromFinder::Options options, Found done);
    // As set: a URL with what `secret` (from the keyring) adds, or "NAMESPACE/SERVICE:PORT" for one inside the cluster.
    void use(const PrometheusSetting& setting, const Secret& secret, Found done);
    void useNone();
    // Looks again at what series there are (a product was installed); keeps the source when it does not answer now.
    void refresh(Found done);

    using Answered = std::function<void(SeriesAnswerPtr)>;
    using RequestId = std::uint64_t;
    // Without a source, or where it lacks the series: one complete answer with an Error NotFound.
    RequestId ask(SeriesRequest request, Answered answered);
    void cancel(RequestId id);
    void stop();

    [[nodiscard]] Transport& transport() const { return transport_; }

private:
    struct State;
    Transport& transport_;
    std::shared_ptr<State> state_;
};

// "monitoring/prometheus-server:80/prefix" as a service; nothing when the text is something else.
std::optional<PromService> serviceByHand(const std::string& text);

} // namespace loadline
