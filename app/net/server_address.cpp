// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/server_address.h"

#include <curl/curl.h>

#include <memory>

namespace loadline {

namespace {

struct UrlDeleter {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart what, unsigned flags)
{
    char* text = nullptr;
    if (curl_url_get(url, what, &text, flags) != CURLUE_OK || text == nullptr)
        return {};
    std::string copy = text;
    curl_free(text);
    return copy;
}

Error malformedServer(const Endpoint& endpoint)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The server address of %1 is not a web address."),
        endpoint.label, LOADLINE_TR("Error", "It should look like https://host:6443."), {endpoint.label}};
}

std::string withoutCredentials(std::string_view server)
{
    const auto scheme = server.find("://");
    const auto from = scheme == std::string_view::npos ? 0 : scheme + 3;
    const auto slash = server.find('/', from);
    const auto at = server.substr(0, slash).rfind('@');
    if (at != std::string_view::npos && at >= from)
        return std::string(server.substr(at + 1));
    return std::string(server.substr(from));
}

} // namespace

std::string ServerAddress::authority() const
{
    const bool usual = port == (tls() ? "443" : "80");
    return usual ? host : hostPort();
}

bool ServerAddress::loopback() const
{
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

Result<ServerAddress> parseServer(const Endpoint& endpoint)
{
    std::string text = endpoint.server;
    if (text.empty())
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "No server address is given for %1."),
            endpoint.label, LOADLINE_TR("Error", "Check the cluster's \"server\" in the kubeconfig."),
            {endpoint.label}};
    if (text.find("://") == std::string::npos) {
        const bool tls = endpoint.insecure || !endpoint.caPem.empty() || !endpoint.clientCertPem.empty();
        text.insert(0, tls ? "https://" : "http://");
    }
    const std::unique_ptr<CURLU, UrlDeleter> url(curl_url());
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return malformedServer(endpoint);
    ServerAddress address;
    address.scheme = part(url.get(), CURLUPART_SCHEME, 0);
    if (address.scheme != "https" && address.scheme != "http")
        return malformedServer(endpoint);
    address.host = part(url.get(), CURLUPART_HOST, 0);
    address.port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    address.prefix = part(url.get(), CURLUPART_PATH, 0);
    while (address.prefix.ends_with('/'))
        address.prefix.pop_back();
    if (address.host.empty())
        return malformedServer(endpoint);
    return address;
}

std::string_view nameOf(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    }
    return "GET";
}

std::string whereOf(const Request& request)
{
    std::string where(nameOf(request.method));
    where += ' ';
    if (request.endpoint)
        where += withoutCredentials(request.endpoint->server);
    where += std::string_view(request.path).substr(0, request.path.find('?'));
    return where;
}

} // namespace loadline
