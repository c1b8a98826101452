// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/access.h"
#include "prom/source.h"

#include <functional>
#include <string>
#include <string_view>

namespace loadline {

// The way to one Prometheus: through a cluster's service proxy with the cluster's credentials, or straight to an
// address set by hand with the credentials set for it. The two never mix. Used on the transport's thread, while the
// Access or Transport it was made from lives.
class PromRoute {
public:
    PromRoute(Access& access, const PromService& service);
    PromRoute(Transport& transport, PromByHand byHand);
    // A GET of "/api/v1/..." . Errors are the transport's: any HTTP status is a reply.
    RequestToken get(
        const std::string& pathAndQuery, Millis timeout, std::function<void(Result<WholeReply>)> done) const;
    void cancel(RequestToken token) const;

private:
    Access* access_ = nullptr;
    Transport* transport_ = nullptr;
    std::string path_;
    PromByHand byHand_;
    std::vector<std::pair<std::string, std::string>> headers_;
};

// For a query parameter: everything but letters, digits and -._~ as %XX.
std::string urlEncoded(std::string_view text);
std::string instantPath(const std::string& text, TimePoint at); // "/api/v1/query?..."
std::string rangePath(const std::string& text, const TimeRange& range, Millis step); // "/api/v1/query_range?..."

} // namespace loadline
