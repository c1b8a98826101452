// SPDX-License-Identifier: GPL-3.0-or-later
// The options of a CurlFlight: how an Endpoint is reached and trusted.
#include "net/curl_flight.h"

namespace loadline {

std::optional<Error> CurlFlight::prepare()
{
    if (easy_ == nullptr || !request_.endpoint)
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "The request could not be made."), where_, {}, {}};
    if (auto error = setAddress())
        return error;
    if (auto error = setTrust())
        return error;
    if (auto error = setHeaders())
        return error;
    setProxy();
    setMethod();
    setTimes();
    sockets_.watch(easy_);
    curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, detail_);
    curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlFlight::onHeader);
    curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlFlight::onBody);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    setLong(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
    setLong(CURLOPT_NOSIGNAL, 1);
    setLong(CURLOPT_QUICK_EXIT, 1); // do not wait for a name server that is silent
    setLong(CURLOPT_FOLLOWLOCATION, 0); // credentials go to the named server and nowhere else
    setLong(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
    setLong(CURLOPT_PIPEWAIT, 1); // wait for the one HTTP/2 connection rather than open another
    setLong(CURLOPT_BUFFERSIZE, 256 * 1024);
    if (request_.endpoint->compressed)
        curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "");
    return std::nullopt;
}

std::optional<Error> CurlFlight::setAddress()
{
    auto server = parseServer(*request_.endpoint);
    if (!server) {
        Error error = server.error();
        error.where = where_;
        return error;
    }
    server_ = *std::move(server);
    if (!request_.path.starts_with('/')
        || request_.path.find_first_of(std::string_view(" \r\n\t\0", 5)) != std::string::npos)
        return Error {
            Error::Kind::Malformed, LOADLINE_TR("Error", "The path is not one that can be asked for."), where_, {}, {}};
    std::string host = server_.host;
    const std::string& name = request_.endpoint->tlsServerName;
    if (server_.tls() && !name.empty()) {
        // The URL names what TLS is to verify and to send as SNI; CONNECT_TO says where that really is.
        host = name.find(':') == std::string::npos || name.starts_with('[') ? name : '[' + name + ']';
        const std::string way = host + ':' + server_.port + ':' + server_.hostPort();
        connectTo_.reset(curl_slist_append(nullptr, way.c_str()));
        curl_easy_setopt(easy_, CURLOPT_CONNECT_TO, connectTo_.get());
    }
    const std::string url = server_.scheme + "://" + host + ':' + server_.port + server_.prefix + request_.path;
    if (curl_easy_setopt(easy_, CURLOPT_URL, url.c_str()) != CURLE_OK)
        return Error {
            Error::Kind::Malformed, LOADLINE_TR("Error", "The path is not one that can be asked for."), where_, {}, {}};
    setText(CURLOPT_PROTOCOLS_STR, "http,https");
    setLong(CURLOPT_PATH_AS_IS, 1);
    return std::nullopt;
}

void CurlFlight::setBlob(CURLoption option, const std::string& pem)
{
    // CURL_BLOB_NOCOPY: the endpoint is held by the request, which lives as long as the handle.
    curl_blob blob {const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
    curl_easy_setopt(easy_, option, &blob);
}

std::optional<Error> CurlFlight::setTrust()
{
    const Endpoint& endpoint = *request_.endpoint;
    setLong(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (endpoint.insecure) {
        setLong(CURLOPT_SSL_VERIFYPEER, 0);
        setLong(CURLOPT_SSL_VERIFYHOST, 0);
        setLong(CURLOPT_PROXY_SSL_VERIFYPEER, 0);
        setLong(CURLOPT_PROXY_SSL_VERIFYHOST, 0);
    } else if (!endpoint.caPem.empty()) {
        setBlob(CURLOPT_CAINFO_BLOB, endpoint.caPem);
        curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr); // this CA alone, not the system's beside it
        // As in Go, one pool of CAs serves the server and an https proxy; the proxy's may be public as well.
        setBlob(CURLOPT_PROXY_CAINFO_BLOB, endpoint.caPem);
    }
    const std::string& cert = endpoint.clientCertPem.reveal();
    const std::string& key = endpoint.clientKeyPem.reveal();
    if (cert.empty() != key.empty())
        return Error {Error::Kind::Tls,
            LOADLINE_TR("Error", "The client certificate for %1 comes without its key, or the key without it."), where_,
            LOADLINE_TR("Error", "Give both \"client-certificate-data\" and \"client-key-data\"."),
            {server_.hostPort()}};
    if (cert.empty())
        return std::nullopt;
    if (key.find("ENCRYPTED") != std::string::npos)
        return Error {Error::Kind::Tls, LOADLINE_TR("Error", "The client key for %1 is encrypted with a password."),
            where_, LOADLINE_TR("Error", "Store it unencrypted, or use an exec plugin."), {server_.hostPort()}};
    setText(CURLOPT_SSLCERTTYPE, "PEM");
    setText(CURLOPT_SSLKEYTYPE, "PEM");
    setText(CURLOPT_KEYPASSWD, {}); // OpenSSL would else ask on the terminal
    setBlob(CURLOPT_SSLCERT_BLOB, cert);
    setBlob(CURLOPT_SSLKEY_BLOB, key);
    return std::nullopt;
}

void CurlFlight::setProxy()
{
    std::string proxy = request_.endpoint->proxyUrl;
    if (proxy.empty()) {
        // curl reads HTTPS_PROXY and NO_PROXY as kubectl does, but would send this computer's own services through it.
        if (server_.loopback())
            setText(CURLOPT_PROXY, {});
        return;
    }
    // Go's socks5 lets the proxy resolve the name, which curl calls socks5h.
    if (proxy.starts_with("socks5://"))
        proxy.replace(0, 9, "socks5h://");
    setText(CURLOPT_PROXY, proxy);
    setText(CURLOPT_NOPROXY, {}); // proxy-url holds whatever NO_PROXY says
    proxied_ = true;
}

void CurlFlight::setMethod()
{
    if (request_.method == Method::Get)
        return;
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, std::string(nameOf(request_.method)).c_str());
    if (request_.method == Method::Delete && request_.body.empty())
        return;
    setLong(CURLOPT_POST, 1);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.data());
}

void CurlFlight::setTimes()
{
    setLong(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connectTimeout.count()));
    if (!request_.stream)
        setLong(CURLOPT_TIMEOUT_MS, static_cast<long>(request_.timeout.count()));
}

} // namespace loadline
