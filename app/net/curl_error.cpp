// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/curl_error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

namespace loadline {

namespace {

// X509_V_ERR_* (openssl/x509_vfy.h), which curl passes on as CURLINFO_SSL_VERIFYRESULT.
enum VerifyResult : long {
    notYetValid = 9,
    expired = 10,
    selfSignedLeaf = 18,
    selfSignedInChain = 19,
    noLocalIssuer = 20,
    unverifiedLeaf = 21,
    hostnameMismatch = 62,
    ipAddressMismatch = 64,
};

std::string seconds(Millis time)
{
    return std::to_string(std::max<Millis::rep>(1, (time.count() + 999) / 1000));
}

// Cuts OpenSSL's "error:0A000086:SSL routines::" prefixes out, which tell a person nothing.
std::string tidy(std::string text)
{
    for (auto at = text.find("error:"); at != std::string::npos; at = text.find("error:", at)) {
        const auto end = text.find("::", at);
        if (end == std::string::npos)
            break;
        text.erase(at, end + 2 - at);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '.'))
        text.pop_back();
    return text;
}

bool mentions(const std::string& text, std::string_view word)
{
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

std::string bareHost(const ServerAddress& server)
{
    return server.host.starts_with('[') ? server.host.substr(1, server.host.size() - 2) : server.host;
}

struct Context {
    const CurlFailure& failure;
    const ServerAddress& server;
    const Endpoint& endpoint;
    std::string where;
    [[nodiscard]] Error error(
        Error::Kind kind, const char* what, const char* hint, std::vector<std::string> args = {}) const
    {
        args.insert(args.begin(), server.hostPort());
        return {kind, what, where, hint, std::move(args)};
    }
    // The same with curl's own words as the last resort of who has to search.
    [[nodiscard]] Error detailed(Error::Kind kind, const char* what, const char* hint) const
    {
        return error(kind, what, hint, {tidy(failure.detail)});
    }
};

Error wrongName(const Context& context)
{
    const std::string& asked
        = context.endpoint.tlsServerName.empty() ? context.server.host : context.endpoint.tlsServerName;
    return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "The certificate of %1 is not made out to \"%2\"."),
        LOADLINE_TR("Error",
            "Use a name that the certificate carries in \"server\", or give that name as "
            "\"tls-server-name\" in the kubeconfig."),
        {asked});
}

Error unknownAuthority(const Context& context)
{
    if (context.endpoint.caPem.empty())
        return context.error(Error::Kind::Tls,
            LOADLINE_TR("Error", "The certificate of %1 was issued by an authority this computer does not know."),
            LOADLINE_TR("Error", "Give the cluster's CA as \"certificate-authority-data\" in the kubeconfig."));
    return context.error(Error::Kind::Tls,
        LOADLINE_TR("Error", "The certificate of %1 was not issued by the CA the kubeconfig gives for it."),
        LOADLINE_TR("Error",
            "Check \"certificate-authority-data\": the cluster may have been made anew, or the "
            "address may now belong to another one."));
}

Error verification(const Context& context)
{
    switch (context.failure.verifyResult) {
    case expired:
        return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "The certificate of %1 has expired."),
            LOADLINE_TR("Error", "The cluster's certificates must be renewed; check this computer's clock too."));
    case notYetValid:
        return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "The certificate of %1 is not valid yet."),
            LOADLINE_TR("Error", "Check this computer's clock."));
    case hostnameMismatch:
    case ipAddressMismatch:
        return wrongName(context);
    case selfSignedLeaf:
    case selfSignedInChain:
    case noLocalIssuer:
    case unverifiedLeaf:
        return unknownAuthority(context);
    default:
        break;
    }
    if (mentions(context.failure.detail, "subject name") || mentions(context.failure.detail, "match"))
        return wrongName(context);
    return context.detailed(Error::Kind::Tls, LOADLINE_TR("Error", "The certificate of %1 was not accepted: %2."),
        LOADLINE_TR("Error", "Check \"certificate-authority-data\" in the kubeconfig."));
}

// What a server says by a TLS alert, during the handshake or (TLS 1.3) at the first read after it.
std::optional<Error> alert(const Context& context)
{
    const std::string& detail = context.failure.detail;
    constexpr auto hint
        = LOADLINE_TR("Error", "Check \"client-certificate-data\" and \"client-key-data\" in the kubeconfig.");
    if (mentions(detail, "certificate required")
        || (mentions(detail, "alert handshake failure") && context.endpoint.clientCertPem.empty()))
        return context.error(Error::Kind::Tls,
            LOADLINE_TR("Error", "%1 asks for a client certificate and none is configured, or it refused ours."), hint);
    if (mentions(detail, "alert certificate expired"))
        return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "%1 says that our client certificate has expired."),
            LOADLINE_TR("Error", "Get a new client certificate or kubeconfig from whoever runs the cluster."));
    constexpr std::array refusals {"alert bad certificate", "alert unknown ca", "alert certificate unknown",
        "alert certificate revoked", "alert unsupported certificate", "alert access denied"};
    if (std::any_of(refusals.begin(), refusals.end(), [&](const char* word) { return mentions(detail, word); }))
        return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "%1 did not accept our client certificate."), hint);
    return std::nullopt;
}

Error handshake(const Context& context)
{
    const std::string& detail = context.failure.detail;
    if (mentions(detail, "wrong version number") || mentions(detail, "packet length too long")
        || mentions(detail, "http request") || mentions(detail, "unknown protocol")
        || mentions(detail, "record layer failure"))
        return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "%1 answers without TLS."),
            LOADLINE_TR("Error", "Something else listens there, or \"server\" must begin with http://."));
    if (auto said = alert(context))
        return *said;
    return context.detailed(Error::Kind::Tls, LOADLINE_TR("Error", "The TLS handshake with %1 failed: %2."),
        LOADLINE_TR("Error",
            "Check that the address is that of the API server and that nothing on the way "
            "intercepts TLS."));
}

Error ranOut(const Context& context)
{
    const std::vector<std::string> args {seconds(context.failure.waited)};
    if (!context.failure.connected)
        return context.error(Error::Kind::Unreachable,
            LOADLINE_TR("Error", "%1 could not be reached within %2 seconds."),
            LOADLINE_TR("Error", "Check the network, the VPN and firewalls on the way."), args);
    if (!context.failure.handshaken)
        return context.error(Error::Kind::Timeout,
            LOADLINE_TR("Error", "%1 accepted the connection but did not speak TLS within %2 seconds."),
            LOADLINE_TR("Error", "Something else may listen there, or a firewall holds the connection."), args);
    return context.error(Error::Kind::Timeout, LOADLINE_TR("Error", "%1 did not answer within %2 seconds."),
        LOADLINE_TR("Error", "The server may be overloaded, or the connection may have died."), args);
}

Error proxyFailed(const Context& context)
{
    return context.detailed(Error::Kind::Unreachable, LOADLINE_TR("Error", "The proxy on the way to %1 failed: %2."),
        LOADLINE_TR("Error", "Check \"proxy-url\" in the kubeconfig or HTTPS_PROXY in the environment."));
}

Error connectFailed(const Context& context)
{
    // curl names whom it could not connect to: when that is not the server, it was a proxy (perhaps of HTTPS_PROXY).
    if (context.failure.proxied || !mentions(context.failure.detail, bareHost(context.server)))
        return proxyFailed(context);
    if (context.failure.systemError == ECONNREFUSED)
        return context.error(Error::Kind::Unreachable, LOADLINE_TR("Error", "%1 refused the connection."),
            LOADLINE_TR("Error", "Check that the cluster runs and that the address and port are right."));
    return context.detailed(Error::Kind::Unreachable, LOADLINE_TR("Error", "%1 cannot be reached: %2."),
        LOADLINE_TR("Error", "Check the network, the VPN and firewalls on the way."));
}

Error ownCertificate(const Context& context)
{
    return context.detailed(Error::Kind::Tls,
        LOADLINE_TR("Error", "The client certificate and key for %1 cannot be used: %2."),
        LOADLINE_TR("Error", "Both must be PEM and belong together; an encrypted key is not supported."));
}

Error ownAuthority(const Context& context)
{
    return context.error(Error::Kind::Tls, LOADLINE_TR("Error", "The CA given for %1 is not a PEM certificate."),
        LOADLINE_TR("Error", "Check \"certificate-authority-data\" in the kubeconfig."));
}

Error lost(const Context& context)
{
    if (auto said = alert(context))
        return *said;
    if (context.failure.proxied && !context.failure.answered && mentions(context.failure.detail, "CONNECT"))
        return proxyFailed(context);
    if (context.failure.answered)
        return context.error(Error::Kind::Unreachable,
            LOADLINE_TR("Error", "The connection to %1 broke off in the middle of an answer."),
            LOADLINE_TR("Error", "Try again; if it keeps breaking, look at the VPN, the proxy and the load balancer between."));
    return context.error(
        Error::Kind::Unreachable, LOADLINE_TR("Error", "%1 closed the connection without an answer."),
        LOADLINE_TR("Error", "Check that an API server listens there and not something else; it may also be starting."));
}

} // namespace

Error errorOf(const CurlFailure& failure, const ServerAddress& server, const Endpoint& endpoint, std::string where)
{
    const Context context {failure, server, endpoint, std::move(where)};
    switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return context.error(Error::Kind::Unreachable, LOADLINE_TR("Error", "No address is known for the name %2."),
            LOADLINE_TR("Error", "Check the spelling of \"server\", the DNS and the VPN."), {server.host});
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return proxyFailed(context);
    case CURLE_COULDNT_CONNECT:
        return connectFailed(context);
    case CURLE_PEER_FAILED_VERIFICATION:
        return verification(context);
    case CURLE_SSL_CONNECT_ERROR:
        return handshake(context);
    case CURLE_SSL_CERTPROBLEM:
        return ownCertificate(context);
    case CURLE_SSL_CACERT_BADFILE:
        return ownAuthority(context);
    case CURLE_OPERATION_TIMEDOUT:
        return ranOut(context);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
        return context.error(Error::Kind::Malformed, LOADLINE_TR("Error", "%1 does not speak HTTP."),
            LOADLINE_TR("Error", "Something else listens there, or \"server\" must begin with https://."));
    case CURLE_BAD_CONTENT_ENCODING:
        return context.error(
            Error::Kind::Malformed, LOADLINE_TR("Error", "The compressed answer of %1 is damaged."), "");
    default:
        return lost(context);
    }
}

Error silenceError(const ServerAddress& server, Millis silence, std::string where)
{
    return {Error::Kind::Timeout, LOADLINE_TR("Error", "Nothing was heard from %1 for %2 seconds."), std::move(where),
        LOADLINE_TR("Error", "The connection was given up and is made anew."), {server.hostPort(), seconds(silence)}};
}

} // namespace loadline
