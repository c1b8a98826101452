// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/alarm.h"
#include "kube/feed_context.h"

#include <map>
#include <set>

namespace loadline {

// "KEDA is not installed in this cluster.", or that it is installed in other versions only.
Error notInstalled(const Kind& kind, const std::vector<std::string>& otherVersions);

// What APIs a server has, read from /apis: aggregated where the server can, else the plain list of groups.
struct ApiCatalog {
    std::vector<std::string> groupVersions; // sorted, with "v1"
    std::map<std::string, std::set<std::string>, std::less<>> resources; // of a group/version; absent: not told
    // Why a kind cannot be read here; null when it can.
    [[nodiscard]] std::optional<Error> missing(const Kind& kind) const;
    [[nodiscard]] bool lacksAnyOf(const ApiCatalog& other) const;
    bool operator==(const ApiCatalog&) const = default;
};
// Errors: Malformed.
Result<ApiCatalog> parseApis(JsonDocument& document, std::string& body);

// Keeps the catalogue: asks again every minute, so that what is installed later shows up by itself. An unchanged
// answer costs the server nothing (ETag). What is gone is believed when it is gone twice: a server that starts lists
// its own APIs some seconds before those of custom resources and of the servers behind it.
class Discovery {
public:
    Discovery(FeedContext& context, std::function<void()> changed);
    Discovery(const Discovery&) = delete;
    Discovery& operator=(const Discovery&) = delete;
    ~Discovery();
    void ask();
    [[nodiscard]] bool answered() const { return catalog_ || error_; } // if only that it cannot be told
    [[nodiscard]] const std::optional<ApiCatalog>& catalog() const { return catalog_; }

private:
    void came(const Result<WholeReply>& reply);
    FeedContext& context_;
    std::function<void()> changed_;
    Alarm alarm_;
    RequestToken request_ = 0;
    std::string etag_;
    std::optional<ApiCatalog> catalog_;
    bool doubted_ = false; // the newest answer lacked what was there, and is not believed yet
    std::optional<Error> error_;
};

} // namespace loadline
