// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "kube/kubeconfig.h"
#include "net/transport.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// The time after which an ID token is not valid, from its claim exp; nothing is verified, that is the server's part.
std::optional<TimePoint> expiryOfJwt(std::string_view token);

// One login at an OpenID Connect provider, shared by the contexts that name it: the ID token from the kubeconfig as
// long as it is valid, then new ones for the refresh token. Both stay in memory. After a failure, or when the server
// rejects a new token as well, the provider is left alone for 30 s, doubled up to 10 min.
// Used on the transport's thread.
class OidcSession : public std::enable_shared_from_this<OidcSession> {
public:
    struct Token {
        Secret idToken;
        std::optional<TimePoint> expires;
    };
    using Ready = std::function<void(Result<Token>)>;

    OidcSession(OidcProvider provider, Transport& transport);
    // `rejected`: the token the server answered 401 to; empty: none.
    void get(const Secret& rejected, Ready ready);
    void retry(); // forgets failures and waits

private:
    void discover();
    void takeDocument(const Result<WholeReply>& reply);
    void refresh();
    void takeTokens(const Result<WholeReply>& reply);
    void succeed(Secret idToken);
    void fail(Error error);
    void waitLonger();
    void deliver(const Result<Token>& result);
    [[nodiscard]] Result<EndpointPtr> endpointFor(const std::string& url, std::string& path) const;
    [[nodiscard]] Error fault(std::string what, std::string hint, std::vector<std::string> more = {}) const;

    OidcProvider provider_;
    Transport& transport_;
    std::string tokenEndpoint_; // once discovered
    std::optional<Token> token_;
    bool afterRejection_ = false;
    int failures_ = 0;
    TimePoint notBefore_ = TimePoint::min();
    std::optional<Error> error_;
    std::vector<Ready> waiting_;
};

} // namespace loadline
