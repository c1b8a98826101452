// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/alarm.h"
#include "kube/feed_context.h"

#include <map>

namespace loadline {

// The external metrics that somebody looks at, as KEDA serves them. Every read asks the real source (a queue, a cloud
// API), so each is read at most every 15 s, and only while it is wanted.
class LiveMetrics {
public:
    using Values = std::vector<std::pair<LiveMetricKey, LiveValue>>;
    explicit LiveMetrics(FeedContext& context);
    LiveMetrics(const LiveMetrics&) = delete;
    LiveMetrics& operator=(const LiveMetrics&) = delete;
    ~LiveMetrics();
    void want(const std::vector<LiveMetricKey>& keys);
    // Sorted by key; null when nothing changed since the last call.
    std::shared_ptr<const Values> takeValues();

private:
    struct Entry {
        LiveValue value;
        bool wanted = false;
        bool known = false; // value holds something
        TimePoint asked {}; // when it was last asked for
        TimePoint wantedUntil {};
        RequestToken request = 0;
    };
    void tick();
    void read(const LiveMetricKey& key, Entry& entry);
    FeedContext& context_;
    Alarm alarm_;
    std::map<LiveMetricKey, Entry> entries_;
    bool changed_ = false;
};

// ExternalMetricValueList: the sum of its items, as the HPA controller adds them. Errors: Malformed, NotFound.
Result<Quantity> parseExternalMetric(JsonDocument& document, std::string& body);

} // namespace loadline
