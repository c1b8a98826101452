// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/route.h"

namespace loadline {

namespace {

// A slice is at most 11,000 points per series; 5,000 series of them are refused when read, not when sent.
constexpr std::size_t maxAnswer = 256u << 20;

// Seconds with milliseconds, without an exponent.
std::string secondsText(Millis time)
{
    const auto count = time.count();
    std::string text = std::to_string(count / 1000);
    if (const auto rest = count % 1000; rest > 0) {
        auto digits = std::to_string(1000 + rest);
        text += "." + digits.substr(1);
    }
    return text;
}

} // namespace

PromRoute::PromRoute(Access& access, const PromService& service)
    : access_(&access)
    , path_(proxyPath(service))
    , headers_(service.headers)
{
}

PromRoute::PromRoute(Transport& transport, PromByHand byHand)
    : transport_(&transport)
    , byHand_(std::move(byHand))
{
}

RequestToken PromRoute::get(
    const std::string& pathAndQuery, Millis timeout, std::function<void(Result<WholeReply>)> done) const
{
    Request request;
    request.path = path_ + pathAndQuery;
    request.headers = headers_;
    request.timeout = timeout;
    request.maxBytes = maxAnswer;
    auto sink = collect(maxAnswer, std::move(done));
    if (access_)
        return access_->start(std::move(request), std::move(sink));
    request.endpoint = byHand_.endpoint;
    request.authorization = byHand_.authorization;
    for (const auto& [name, value] : byHand_.headers)
        request.headers.emplace_back(name, value.reveal());
    return transport_->start(std::move(request), std::move(sink));
}

void PromRoute::cancel(RequestToken token) const
{
    if (access_)
        access_->cancel(token);
    else
        transport_->cancel(token);
}

std::string urlEncoded(std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view plain = "-._~";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

std::string instantPath(const std::string& text, TimePoint at)
{
    return "/api/v1/query?query=" + urlEncoded(text) + "&time=" + secondsText(at.time_since_epoch());
}

std::string rangePath(const std::string& text, const TimeRange& range, Millis step)
{
    return "/api/v1/query_range?query=" + urlEncoded(text) + "&start=" + secondsText(range.from.time_since_epoch())
        + "&end=" + secondsText(range.to.time_since_epoch()) + "&step=" + secondsText(step);
}

} // namespace loadline
