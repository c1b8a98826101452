// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/curl_flight.h"

#include <algorithm>
#include <cctype>

namespace loadline {

namespace {

// A connection that carried any answer within this time is alive, and a slow request on it is only slow. The feed's
// heartbeat comes every 15 s.
constexpr Seconds alive {20};

std::string trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n'))
        text.remove_suffix(1);
    return std::string(text);
}

std::string lowered(std::string text)
{
    std::transform(
        text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool breaksLine(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

} // namespace

CurlFlight::CurlFlight(RequestToken token, Request request, Ears ears, OpenSockets& sockets)
    : token_(token)
    , request_(std::move(request))
    , ears_(std::move(ears))
    , sockets_(sockets)
    , easy_(curl_easy_init())
    , where_(whereOf(request_))
{
}

CurlFlight::~CurlFlight()
{
    curl_easy_cleanup(easy_);
}

void CurlFlight::hear()
{
    heard_ = Clock::now();
    if (socket_ == CURL_SOCKET_BAD)
        socket_ = sockets_.of(easy_);
    sockets_.heard(socket_, heard_);
}

std::size_t CurlFlight::onHeader(char* text, std::size_t size, std::size_t count, void* self)
{
    return static_cast<CurlFlight*>(self)->headerLine({text, size * count}) ? size * count : 0;
}

std::size_t CurlFlight::onBody(char* text, std::size_t size, std::size_t count, void* self)
{
    return static_cast<CurlFlight*>(self)->bodyBytes({text, size * count}) ? size * count : 0;
}

bool CurlFlight::headerLine(std::string_view line)
{
    hear();
    if (headDone_)
        return true; // a trailer
    if (line.starts_with("HTTP/")) {
        head_ = {};
        const auto space = line.find(' ');
        for (std::size_t i = space + 1; space != std::string_view::npos && i < line.size() && i < space + 4; ++i) {
            if (line[i] >= '0' && line[i] <= '9')
                head_.status = head_.status * 10 + (line[i] - '0');
        }
        return true;
    }
    const std::string text = trimmed(line);
    if (!text.empty()) {
        const auto colon = text.find(':');
        if (colon != std::string::npos && head_.headers.size() < 200)
            head_.headers.emplace_back(
                lowered(text.substr(0, colon)), trimmed(std::string_view(text).substr(colon + 1)));
        return true;
    }
    if (head_.status < 200)
        return true; // 100 Continue, 103 Early Hints: the real head follows
    headDone_ = true;
    return ears_.head(head_);
}

bool CurlFlight::bodyBytes(std::string_view bytes)
{
    hear();
    received_ += bytes.size();
    if (!request_.stream && received_ > request_.maxBytes) {
        tooLong_ = true;
        return false;
    }
    return ears_.bytes(bytes);
}

CurlFlight::Clock::time_point CurlFlight::deadline() const
{
    return request_.stream && request_.silence > Millis(0) ? heard_ + request_.silence : Clock::time_point::max();
}

void CurlFlight::retireIfSilent()
{
    if (socket_ == CURL_SOCKET_BAD)
        socket_ = sockets_.of(easy_);
    sockets_.retire(socket_, Clock::now() - alive);
}

Error CurlFlight::silent()
{
    retireIfSilent();
    return silenceError(server_, request_.silence, where_);
}

std::optional<Error> CurlFlight::ended(CURLcode code)
{
    if (code == CURLE_OK && headDone_)
        return std::nullopt;
    if (tooLong_)
        return tooLongError(request_.maxBytes, where_);
    curl_off_t connected = 0;
    curl_off_t handshaken = 0;
    CurlFailure failure {code, detail_, 0, 0, false, false, headDone_, proxied_, {}};
    curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &failure.verifyResult);
    curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &failure.systemError);
    curl_easy_getinfo(easy_, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(easy_, CURLINFO_APPCONNECT_TIME_T, &handshaken);
    // Nor does it note any time of a connection that was there already: that one stood if it took the request.
    long sent = 0;
    curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &sent);
    const bool asked = sent > 0 && !proxied_;
    // curl notes the time of a connection only once TLS stands; its words tell the two apart.
    failure.connected = connected > 0 || asked || failure.detail.find("SSL connection") != std::string::npos;
    failure.handshaken = handshaken > 0 || asked || headDone_ || !server_.tls();
    failure.waited = failure.connected && failure.handshaken ? request_.timeout
                                                             : std::min(request_.timeout, request_.connectTimeout);
    if (failure.detail.empty())
        failure.detail = curl_easy_strerror(code);
    if (code == CURLE_OPERATION_TIMEDOUT)
        retireIfSilent();
    return errorOf(failure, server_, *request_.endpoint, where_);
}

std::string CurlFlight::summary() const
{
    long version = 0;
    curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
    const auto took = std::chrono::duration_cast<Millis>(Clock::now() - started_);
    return std::to_string(head_.status) + ", " + std::to_string(received_) + " bytes, " + std::to_string(took.count())
        + " ms" + (version == CURL_HTTP_VERSION_2_0 ? ", HTTP/2" : "");
}

std::optional<Error> CurlFlight::setHeaders()
{
    const auto refuse = [&](const char* what, std::string name) {
        return Error {Error::Kind::Malformed, what, where_, {}, {std::move(name)}};
    };
    const auto add
        = [&](const std::string& line) { headers_.reset(curl_slist_append(headers_.release(), line.c_str())); };
    for (const auto& [name, value] : request_.headers) {
        if (breaksLine(name) || breaksLine(value) || name.find(':') != std::string::npos)
            return refuse(
                LOADLINE_TR("Error", "The header %1 holds a line break."), name.substr(0, name.find_first_of(":\r\n")));
        // curl sends a header without a value only when it ends in a semicolon.
        add(value.empty() ? name + ';' : name + ": " + value);
    }
    if (breaksLine(request_.authorization.reveal()))
        return refuse(LOADLINE_TR("Error", "The token or password holds a line break."), {});
    if (!request_.authorization.empty())
        add("Authorization: " + request_.authorization.reveal());
    if (!request_.contentType.empty())
        add("Content-Type: " + request_.contentType);
    add("Expect:");
    if (server_.tls() && !request_.endpoint->tlsServerName.empty())
        add("Host: " + server_.authority());
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_.get());
    setLong(CURLOPT_HEADEROPT, CURLHEADER_SEPARATE); // no proxy sees them
    return std::nullopt;
}

} // namespace loadline
