// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/removal.h"

namespace loadline {

// What pods are taken to request when it is asked which nodes could go.
enum class RequestsTaken : unsigned char {
    AsNow,
    VpaTargets, // what VerticalPodAutoscalers recommend, within their policies, whatever their update mode
    Smaller, // CPU and memory of every pod brought down by one right-sizing percentage
};
struct RequestsAsked {
    RequestsTaken taken = RequestsTaken::AsNow;
    // Of Smaller: how much too high requests are taken to be; at 50, 1.5 is asked for where 1 is needed.
    Quantity tooHighPercent = Quantity::fromWhole(50);
    bool operator==(const RequestsAsked&) const = default;
};
constexpr std::int64_t mostTooHighPercent = 500;

// RemovalQuestion::requests for what is asked; null for AsNow. Keeps what it worked out per shape of pods, so that it is
// for one World and one thread, and no longer than the World lives.
std::function<std::optional<Resources>(const Pod&)> requestsAfter(const World& world, const RequestsAsked& asked);
// "now", "vpa" or "50%": as options and settings write it. Errors of parseRequestsAsked: Malformed.
std::string requestsAskedText(const RequestsAsked& asked);
Result<RequestsAsked> parseRequestsAsked(std::string_view text);
// "Requests are taken as the VPAs' targets." and what that leaves out; nothing for AsNow.
std::vector<Phrase> describe(const RequestsAsked& asked, const World& world);

} // namespace loadline
