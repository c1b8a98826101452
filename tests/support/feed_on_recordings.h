// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/feed.h"
#include "support/recorded_cluster.h"

#include <map>

namespace loadline::test {

// A Feed on a recorded cluster, with the newest World at hand.
class FeedOnRecordings {
public:
    explicit FeedOnRecordings(Feed::Scope scope = {"test", "https://recorded.example:6443", {}, {}})
        : feed(std::make_unique<Feed>(cluster.transport, credentials, std::move(scope), [this] { took(); }))
    {
    }
    ~FeedOnRecordings()
    {
        feed.reset();
        cluster.transport.run();
    }
    FeedOnRecordings(const FeedOnRecordings&) = delete;
    FeedOnRecordings& operator=(const FeedOnRecordings&) = delete;

    RecordedCluster cluster;
    std::shared_ptr<FixedCredentials> credentials = std::make_shared<FixedCredentials>();
    WorldPtr world;
    int publications = 0;
    std::function<void(const World&)> onWorld; // sees each
    std::unique_ptr<Feed> feed;

    void start(Millis settle = Seconds(3))
    {
        feed->start();
        cluster.transport.advance(settle);
    }
    void advance(Millis by) { cluster.transport.advance(by); }
    [[nodiscard]] const KindState& state(KindId kind) const { return world->state(kind); }
    [[nodiscard]] Presence presence(KindId kind) const { return state(kind).presence; }
    // "ns/name" of a kind's table, in its order.
    template <class T> [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> names;
        for (const T& object : world->all<T>())
            names.push_back(object.meta.ns.str() + '/' + object.meta.name);
        return names;
    }

private:
    void took()
    {
        if (auto next = feed->take())
            world = std::move(next);
        ++publications;
        if (onWorld)
            onWorld(*world);
    }
};

} // namespace loadline::test
