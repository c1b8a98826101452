// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/server_address.h"

#include <curl/curl.h>

namespace loadline {

// What curl knows of a request that failed.
struct CurlFailure {
    CURLcode code = CURLE_OK;
    std::string detail; // curl's error buffer; holds no credentials
    long verifyResult = 0; // X509_V_ERR_... of the server's certificate
    long systemError = 0; // errno of a connect that failed
    bool connected = false; // TCP (to the server or the proxy) was up
    bool handshaken = false; // TLS was up, or there is none
    bool answered = false; // the head of an answer came
    bool proxied = false;
    Millis waited {}; // the limit that ran out, for timeouts
};

// The sentence a person can act on. `where` is that of whereOf().
Error errorOf(const CurlFailure& failure, const ServerAddress& server, const Endpoint& endpoint, std::string where);
// A watch that said nothing for so long.
Error silenceError(const ServerAddress& server, Millis silence, std::string where);

} // namespace loadline
