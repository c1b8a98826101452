// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/curl_error.h"
#include "net/open_sockets.h"

#include <memory>

namespace loadline {

// One request on its way: an easy handle, the options that the endpoint asks for, and what curl calls back. Lives on
// the transport's thread. What it hears goes out through Ears, which the transport provides.
class CurlFlight {
public:
    using Clock = std::chrono::steady_clock;
    // Each returns false when nobody listens any more (cancelled): the transfer is then broken off.
    struct Ears {
        std::function<bool(const ResponseHead&)> head;
        std::function<bool(std::string_view)> bytes;
    };
    CurlFlight(RequestToken token, Request request, Ears ears, OpenSockets& sockets);
    CurlFlight(const CurlFlight&) = delete;
    CurlFlight& operator=(const CurlFlight&) = delete;
    ~CurlFlight();

    // Sets every option; an Error when the request cannot leave as it is. Once, before the handle is used.
    std::optional<Error> prepare();
    // Why it ended with this code; null for a whole answer. After a timeout, retires the connection if that is silent.
    std::optional<Error> ended(CURLcode code);
    // When a stream must have said something by; max() when it need not.
    [[nodiscard]] Clock::time_point deadline() const;
    // It ran out: retires the connection unless something else was heard on it, and says so.
    Error silent();

    [[nodiscard]] CURL* easy() const { return easy_; }
    [[nodiscard]] bool streams() const { return request_.stream; }
    [[nodiscard]] RequestToken token() const { return token_; }
    [[nodiscard]] const std::string& where() const { return where_; }
    [[nodiscard]] std::string summary() const; // for the log: status, bytes, time, protocol

private:
    struct ListDeleter {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    using List = std::unique_ptr<curl_slist, ListDeleter>;
    std::optional<Error> setAddress();
    std::optional<Error> setTrust();
    void setProxy();
    std::optional<Error> setHeaders();
    void setMethod();
    void setTimes();
    void setLong(CURLoption option, long value) { curl_easy_setopt(easy_, option, value); }
    void setText(CURLoption option, const std::string& value) { curl_easy_setopt(easy_, option, value.c_str()); }
    void setBlob(CURLoption option, const std::string& pem);
    void hear();
    void retireIfSilent();
    bool headerLine(std::string_view line);
    bool bodyBytes(std::string_view bytes);
    static std::size_t onHeader(char* text, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* text, std::size_t size, std::size_t count, void* self);

    RequestToken token_;
    Request request_;
    Ears ears_;
    OpenSockets& sockets_;
    CURL* easy_;
    std::string where_;
    ServerAddress server_;
    List headers_;
    List connectTo_;
    ResponseHead head_;
    bool headDone_ = false;
    bool tooLong_ = false;
    bool proxied_ = false;
    std::size_t received_ = 0;
    curl_socket_t socket_ = CURL_SOCKET_BAD;
    Clock::time_point started_ = Clock::now();
    Clock::time_point heard_ = started_;
    char detail_[CURL_ERROR_SIZE] = {};
};

} // namespace loadline
