// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <map>
#include <string>

namespace loadline {

// The sockets that curl holds open, and when each was last heard. curl shares one HTTP/2 connection among many
// requests and would give a dead one to the retry as well; shutting its socket down makes every request on it fail at
// once and the next one connect afresh.
class OpenSockets {
public:
    using Clock = std::chrono::steady_clock;
    // Makes curl open and close the sockets of this handle here, with keepalive probes that give up after 30 s.
    void watch(CURL* easy);
    // The socket the handle's request goes over, or CURL_SOCKET_BAD.
    [[nodiscard]] curl_socket_t of(CURL* easy) const;
    void heard(curl_socket_t socket, Clock::time_point now);
    // Shuts the socket down unless it was heard since `quietSince`, because then only this one request is slow.
    // True when it was shut down.
    bool retire(curl_socket_t socket, Clock::time_point quietSince);

private:
    static curl_socket_t open(void* self, curlsocktype purpose, curl_sockaddr* address);
    static int close(void* self, curl_socket_t socket);
    std::map<curl_socket_t, Clock::time_point> heard_;
};

} // namespace loadline
