// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/oidc.h"

#include "kube/credentials_parts.h"
#include "kube/exec_plugin_mask.h"
#include "kube/kubeconfig_text.h"
#include "json/json.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr Seconds skew {10}; // client-go's
constexpr Seconds firstWait {30};
constexpr Seconds longestWait {600};
constexpr std::size_t largestReply = 1u << 20;

std::string formEncoded(std::string_view text)
{
    constexpr std::string_view plain = "-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (plain.find(c) != std::string_view::npos)
            out += c;
        else
            ((out += '%') += digits[byte >> 4]) += digits[byte & 15];
    }
    return out;
}

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

Request requestTo(EndpointPtr endpoint, std::string path)
{
    Request request;
    request.endpoint = std::move(endpoint);
    request.path = std::move(path);
    request.timeout = Seconds {30};
    request.maxBytes = largestReply;
    request.headers = {{"Accept", "application/json"}};
    return request;
}

} // namespace

std::optional<TimePoint> expiryOfJwt(std::string_view token)
{
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    std::string claims(token.substr(first + 1, second - first - 1));
    std::ranges::replace(claims, '-', '+');
    std::ranges::replace(claims, '_', '/');
    claims.append((4 - claims.size() % 4) % 4, '=');
    auto text = decodeBase64(claims);
    JsonDocument document;
    const auto json = text ? document.parse(*text) : Result<Json>(Error {});
    const auto exp = json ? (*json)["exp"].number() : std::nullopt;
    if (!exp || *exp < 0 || *exp > 253402300799.0) // the year 9999
        return std::nullopt;
    return fromUnixSeconds(*exp);
}

OidcSession::OidcSession(OidcProvider provider, Transport& transport)
    : provider_(std::move(provider))
    , transport_(transport)
{
    if (!provider_.idToken.empty())
        token_ = Token {provider_.idToken, expiryOfJwt(provider_.idToken.reveal())};
}

void OidcSession::get(const Secret& rejected, Ready ready)
{
    if (!waiting_.empty()) {
        waiting_.push_back(std::move(ready));
        return;
    }
    const TimePoint now = transport_.now();
    const bool refused = !rejected.empty() && token_ && rejected == token_->idToken;
    // Like client-go: a token whose end cannot be read counts as expired.
    if (token_ && token_->expires && now < *token_->expires - skew && !refused) {
        ready(*token_);
        return;
    }
    if (now < notBefore_) {
        ready(error_ ? *error_
                     : fault(LOADLINE_TR("Error", "The server does not accept the tokens of the identity provider %1."),
                         LOADLINE_TR("Error", "Check client-id and the server's OIDC settings, and sign in again.")));
        return;
    }
    if (provider_.refreshToken.empty()) {
        ready(
            fault(refused ? LOADLINE_TR("Error", "The server does not accept the ID token of the identity provider %1.")
                          : LOADLINE_TR("Error", "The ID token of the identity provider %1 has expired."),
                LOADLINE_TR(
                    "Error", "There is no refresh-token in the kubeconfig: sign in again with your provider's tool.")));
        return;
    }
    waiting_.push_back(std::move(ready));
    afterRejection_ = refused;
    if (tokenEndpoint_.empty())
        discover();
    else
        refresh();
}

void OidcSession::retry()
{
    failures_ = 0;
    notBefore_ = TimePoint::min();
    error_.reset();
}

// The provider is no cluster: read-only is about changing those.
Result<EndpointPtr> OidcSession::endpointFor(const std::string& url, std::string& path) const
{
    const auto scheme = url.find("://");
    const auto slash = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
    const bool secure = url.starts_with("https://");
    if (scheme == std::string::npos || (!secure && !url.starts_with("http://"))
        || (!secure && provider_.issuer.starts_with("https://")))
        return fault(LOADLINE_TR("Error", "The identity provider %1 names an address that is not https."),
            LOADLINE_TR("Error", "Check idp-issuer-url in the kubeconfig."));
    Endpoint endpoint;
    endpoint.server = url.substr(0, slash);
    endpoint.caPem = provider_.caPem;
    endpoint.readOnly = false;
    endpoint.label = provider_.issuer;
    path = slash == std::string::npos ? "/" : url.substr(slash);
    return std::make_shared<const Endpoint>(std::move(endpoint));
}

void OidcSession::discover()
{
    std::string path;
    auto endpoint = endpointFor(withoutSlash(provider_.issuer) + "/.well-known/openid-configuration", path);
    if (!endpoint) {
        fail(endpoint.error());
        return;
    }
    transport_.start(requestTo(std::move(*endpoint), std::move(path)),
        collect(largestReply, [self = weak_from_this()](Result<WholeReply> reply) {
            if (const auto session = self.lock())
                session->takeDocument(reply);
        }));
}

void OidcSession::takeDocument(const Result<WholeReply>& reply)
{
    if (!reply) {
        fail(reply.error());
        return;
    }
    JsonDocument document;
    std::string body = reply->body;
    const auto json = document.parse(body);
    tokenEndpoint_ = reply->head.status == 200 && json ? (*json)["token_endpoint"].str() : std::string();
    if (tokenEndpoint_.empty())
        fail(fault(LOADLINE_TR("Error", "The identity provider %1 has no usable discovery document (HTTP %2)."),
            LOADLINE_TR("Error", "Check idp-issuer-url in the kubeconfig."), {std::to_string(reply->head.status)}));
    else
        refresh();
}

void OidcSession::refresh()
{
    std::string path;
    auto endpoint = endpointFor(tokenEndpoint_, path);
    if (!endpoint) {
        tokenEndpoint_.clear();
        fail(endpoint.error());
        return;
    }
    Request request = requestTo(std::move(*endpoint), std::move(path));
    request.method = Method::Post;
    request.contentType = "application/x-www-form-urlencoded";
    request.body = "grant_type=refresh_token&refresh_token=" + formEncoded(provider_.refreshToken.reveal())
        + "&client_id=" + formEncoded(provider_.clientId);
    if (!provider_.clientSecret.empty())
        request.body += "&client_secret=" + formEncoded(provider_.clientSecret.reveal());
    transport_.start(std::move(request), collect(largestReply, [self = weak_from_this()](Result<WholeReply> reply) {
        if (const auto session = self.lock())
            session->takeTokens(reply);
    }));
}

void OidcSession::takeTokens(const Result<WholeReply>& reply)
{
    if (!reply) {
        fail(reply.error());
        return;
    }
    JsonDocument document;
    std::string body = reply->body;
    const auto json = document.parse(body);
    const Json answer = json ? *json : Json();
    if (reply->head.status != 200) {
        std::string why = answer["error"].str();
        if (!answer["error_description"].text().empty())
            why += ": " + answer["error_description"].str();
        fail(fault(LOADLINE_TR("Error", "The identity provider %1 does not renew the token (HTTP %2): %3"),
            LOADLINE_TR(
                "Error", "Sign in again with your provider's tool, so that the kubeconfig gets a new refresh-token."),
            {std::to_string(reply->head.status),
                shown(masked(why, {provider_.refreshToken, provider_.clientSecret, provider_.idToken}))}));
        return;
    }
    // Some providers give a new refresh token each time and take the old one back.
    if (const auto next = answer["refresh_token"].text(); !next.empty())
        provider_.refreshToken = Secret(std::string(next));
    succeed(Secret(answer["id_token"].str()));
}

void OidcSession::succeed(Secret idToken)
{
    const TimePoint now = transport_.now();
    const auto expires = expiryOfJwt(idToken.reveal());
    if (idToken.empty() || !expires || !fitsHeader(idToken.reveal())) {
        fail(fault(LOADLINE_TR("Error", "The identity provider %1 answered without a usable ID token."),
            LOADLINE_TR("Error", "Add openid to the client's scopes at the provider, and sign in again.")));
        return;
    }
    if (*expires <= now) {
        fail(fault(LOADLINE_TR("Error", "The identity provider %1 gave a token that expired at %2."),
            LOADLINE_TR("Error", "Check this computer's clock."), {formatRfc3339(*expires)}));
        return;
    }
    token_ = Token {std::move(idToken), expires};
    error_.reset();
    if (afterRejection_)
        waitLonger();
    else {
        failures_ = 0;
        notBefore_ = TimePoint::min();
    }
    deliver(*token_);
}

void OidcSession::fail(Error error)
{
    waitLonger();
    error_ = std::move(error);
    deliver(*error_);
}

void OidcSession::waitLonger()
{
    Seconds length = firstWait;
    for (int i = 0; i < failures_ && length < longestWait; ++i)
        length *= 2;
    ++failures_;
    notBefore_ = transport_.now() + std::min(length, longestWait);
}

void OidcSession::deliver(const Result<Token>& result)
{
    const auto waiting = std::move(waiting_);
    waiting_.clear();
    for (const Ready& ready : waiting)
        ready(result);
}

Error OidcSession::fault(std::string what, std::string hint, std::vector<std::string> more) const
{
    more.insert(more.begin(), shown(provider_.issuer));
    return {Error::Kind::Unauthorized, std::move(what), provider_.issuer, std::move(hint), std::move(more)};
}

namespace {

class OidcSource : public CredentialSource, public std::enable_shared_from_this<OidcSource> {
public:
    OidcSource(CredentialFrame frame, std::shared_ptr<OidcSession> session)
        : endpoint_(std::make_shared<const Endpoint>(std::move(frame.endpoint)))
        , headers_(std::move(frame.headers))
        , session_(std::move(session))
    {
    }

    void get(bool rejected, std::function<void(Result<Credentials>)> ready) override
    {
        session_->get(rejected ? last_ : Secret(),
            [self = weak_from_this(), ready = std::move(ready)](Result<OidcSession::Token> token) {
                const auto source = self.lock();
                if (!source)
                    return;
                if (!token) {
                    ready(token.error());
                    return;
                }
                source->last_ = token->idToken;
                ready(Credentials {source->endpoint_, bearer(token->idToken), source->headers_, token->expires});
            });
    }

private:
    EndpointPtr endpoint_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::shared_ptr<OidcSession> session_;
    Secret last_; // what was given last
};

} // namespace

std::shared_ptr<CredentialSource> oidcSource(CredentialFrame frame, std::shared_ptr<OidcSession> session)
{
    return std::make_shared<OidcSource>(std::move(frame), std::move(session));
}

} // namespace loadline
