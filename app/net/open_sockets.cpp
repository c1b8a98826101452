// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/open_sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace loadline {

namespace {

void setOption(int socket, int level, int name, int value)
{
    // Not every kind of socket has every option; what it lacks, the heartbeat of the feed still covers.
    static_cast<void>(::setsockopt(socket, level, name, &value, sizeof value));
}

using AddressOf = int (*)(int, sockaddr*, socklen_t*);

// The port of this end (getsockname) or of the other (getpeername); 0 when there is none.
long portOf(int socket, AddressOf addressOf)
{
    sockaddr_storage address {};
    socklen_t length = sizeof address;
    if (addressOf(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        return 0;
    if (address.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
    if (address.ss_family == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
    return 0;
}

} // namespace

void OpenSockets::watch(CURL* easy)
{
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &OpenSockets::open);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &OpenSockets::close);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

curl_socket_t OpenSockets::open(void* self, curlsocktype, curl_sockaddr* address)
{
    const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket < 0)
        return CURL_SOCKET_BAD;
    setOption(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    setOption(socket, IPPROTO_TCP, TCP_KEEPIDLE, 15);
    setOption(socket, IPPROTO_TCP, TCP_KEEPINTVL, 5);
    setOption(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
    setOption(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 30'000);
    static_cast<OpenSockets*>(self)->heard_[socket] = {};
    return socket;
}

int OpenSockets::close(void* self, curl_socket_t socket)
{
    static_cast<OpenSockets*>(self)->heard_.erase(socket);
    return ::close(socket);
}

curl_socket_t OpenSockets::of(CURL* easy) const
{
    // CURLINFO_ACTIVESOCKET does not tell for a request that shares its connection; its ports do.
    long here = 0;
    long there = 0;
    curl_easy_getinfo(easy, CURLINFO_LOCAL_PORT, &here);
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &there);
    if (here == 0)
        return CURL_SOCKET_BAD;
    for (const auto& [socket, when] : heard_) {
        if (portOf(socket, ::getsockname) == here && portOf(socket, ::getpeername) == there)
            return socket;
    }
    return CURL_SOCKET_BAD;
}

void OpenSockets::heard(curl_socket_t socket, Clock::time_point now)
{
    if (const auto at = heard_.find(socket); at != heard_.end())
        at->second = now;
}

bool OpenSockets::retire(curl_socket_t socket, Clock::time_point quietSince)
{
    const auto at = heard_.find(socket);
    if (at == heard_.end() || at->second > quietSince)
        return false;
    ::shutdown(socket, SHUT_RDWR);
    return true;
}

} // namespace loadline
