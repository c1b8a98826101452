// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/live_metrics.h"

#include "cluster/watch_state.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr Seconds every {15};
constexpr Seconds kept {60}; // of a value nobody looks at: turning a page back does not read it again
constexpr int atOnce = 4;

std::string pathOf(const LiveMetricKey& key)
{
    return "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + percentEncoded(key.ns) + '/'
        + percentEncoded(key.metric) + "?labelSelector=scaledobject.keda.sh%2Fname%3D"
        + percentEncoded(key.scaledObject);
}

} // namespace

LiveMetrics::LiveMetrics(FeedContext& context)
    : context_(context)
    , alarm_(context.transport())
{
}

LiveMetrics::~LiveMetrics()
{
    for (const auto& [key, entry] : entries_)
        context_.access.cancel(entry.request);
}

void LiveMetrics::want(const std::vector<LiveMetricKey>& keys)
{
    const TimePoint now = context_.now();
    for (auto& [key, entry] : entries_) {
        if (entry.wanted)
            entry.wantedUntil = now;
        entry.wanted = false;
    }
    for (const auto& key : keys)
        entries_[key].wanted = true;
    tick();
}

void LiveMetrics::tick()
{
    const TimePoint now = context_.now();
    const auto forgotten = std::erase_if(entries_, [&](const auto& item) {
        const Entry& entry = item.second;
        return !entry.wanted && entry.request == 0 && now - entry.wantedUntil >= kept;
    });
    if (forgotten > 0) {
        changed_ = true;
        context_.changed();
    }
    auto running
        = std::count_if(entries_.begin(), entries_.end(), [](const auto& item) { return item.second.request != 0; });
    Millis next = entries_.empty() ? Millis(0) : Millis(kept);
    for (auto& [key, entry] : entries_) {
        if (!entry.wanted || entry.request != 0)
            continue;
        const Millis age = now - entry.asked;
        if (age < every) {
            next = std::min<Millis>(next, every - age);
        } else if (running < atOnce) {
            ++running;
            read(key, entry);
        }
    }
    if (next > Millis(0))
        alarm_.set(next, [this] { tick(); });
}

void LiveMetrics::read(const LiveMetricKey& key, Entry& entry)
{
    entry.asked = context_.now();
    Request request;
    request.path = pathOf(key);
    request.timeout = Seconds(20);
    request.maxBytes = 1u << 20;
    const std::size_t limit = request.maxBytes;
    entry.request = context_.access.start(std::move(request), collect(limit, [this, key](Result<WholeReply> reply) {
        Entry& asked = entries_.at(key);
        asked.request = 0;
        asked.value = {std::nullopt, std::nullopt, context_.now()};
        asked.known = true;
        if (!reply) {
            asked.value.error = reply.error();
        } else if (reply->head.status != 200) {
            const std::string path = pathOf(key);
            asked.value.error = errorOfStatus(reply->head.status, reply->body, "GET " + path.substr(0, path.find('?')));
        } else if (const auto value = parseExternalMetric(context_.document, reply->body)) {
            asked.value.value = *value;
        } else {
            asked.value.error = value.error();
        }
        changed_ = true;
        context_.changed();
        tick();
    }));
}

std::shared_ptr<const LiveMetrics::Values> LiveMetrics::takeValues()
{
    if (!std::exchange(changed_, false))
        return nullptr;
    auto values = std::make_shared<Values>();
    for (const auto& [key, entry] : entries_) {
        if (entry.known)
            values->emplace_back(key, entry.value);
    }
    return values;
}

Result<Quantity> parseExternalMetric(JsonDocument& document, std::string& body)
{
    const auto root = document.parse(body);
    if (!root)
        return root.error();
    const Json items = (*root)["items"];
    if ((*root)["kind"].text() != "ExternalMetricValueList")
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The metrics API's answer is no external metric."),
            {}, {}, {}};
    if (items.size() == 0)
        return Error {
            Error::Kind::NotFound, LOADLINE_TR("Error", "The metrics API knows no value of this metric."), {}, {}, {}};
    std::optional<Quantity> sum = Quantity {};
    items.eachItem([&](Json item) {
        const auto value = item["value"].quantity();
        if (value && sum)
            *sum += *value;
        else
            sum.reset();
    });
    if (!sum)
        return Error {
            Error::Kind::Malformed, LOADLINE_TR("Error", "The metrics API's value is not a number."), {}, {}, {}};
    return *sum;
}

} // namespace loadline
