// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/relay.h"

#include "support/http_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace loadline::test {

namespace {

// Exactly `size` bytes, or fewer when the other end closed.
std::string readExactly(int socket, std::size_t size)
{
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const auto got = ::recv(socket, bytes.data() + have, size - have, 0);
        if (got <= 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

bool sendAll(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string base64(std::string_view text)
{
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = bits << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j)
            out += i + j <= text.size() ? digits[bits >> (18 - 6 * j) & 63] : '=';
    }
    return out;
}

} // namespace

Relay::Relay(Kind kind, int targetPort, std::string credentials)
    : kind_(kind)
    , targetPort_(targetPort)
    , credentials_(std::move(credentials))
{
    std::signal(SIGPIPE, SIG_IGN);
    listener_ = listenOnLoopback(port_);
    acceptor_ = std::jthread([this] { accept(); });
}

Relay::~Relay()
{
    stopping_ = true;
    acceptor_.join();
    threads_.clear();
    ::close(listener_);
}

std::string Relay::url() const
{
    const std::string scheme = kind_ == Kind::Socks5 ? "socks5://" : "http://";
    return scheme + (credentials_.empty() ? "" : credentials_ + '@') + "127.0.0.1:" + std::to_string(port_);
}

void Relay::dropAll()
{
    ++generation_;
}

std::vector<std::string> Relay::targets() const
{
    const std::lock_guard lock(mutex_);
    return targets_;
}

std::string Relay::seen() const
{
    const std::lock_guard lock(mutex_);
    return seen_;
}

void Relay::accept()
{
    while (!stopping_) {
        pollfd poll {listener_, POLLIN, 0};
        if (::poll(&poll, 1, 20) <= 0)
            continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        ++connections_;
        const timeval limit {2, 0}; // a greeting that stalls does not hold the test's end up
        ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        threads_.emplace_back([this, client] { serve(client); });
    }
}

int Relay::connectTo(const std::string& target, int port)
{
    {
        const std::lock_guard lock(mutex_);
        targets_.push_back(target + ':' + std::to_string(port));
    }
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK); // whatever name was asked for
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(server);
        return -1;
    }
    return server;
}

int Relay::greetHttp(int client)
{
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        const std::string byte = readExactly(client, 1);
        if (byte.empty())
            return -1;
        head += byte;
    }
    {
        const std::lock_guard lock(mutex_);
        seen_ += head;
    }
    if (!credentials_.empty() && head.find("Proxy-Authorization: Basic " + base64(credentials_)) == std::string::npos) {
        sendAll(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        return -1;
    }
    const auto from = head.find(' ') + 1;
    const auto colon = head.find(':', from);
    const int server = connectTo(head.substr(from, colon - from), std::stoi(head.substr(colon + 1)));
    sendAll(client, server < 0 ? "HTTP/1.1 502 Bad Gateway\r\n\r\n" : "HTTP/1.1 200 Connected\r\n\r\n");
    return server;
}

int Relay::greetSocks(int client)
{
    const std::string hello = readExactly(client, 2);
    if (hello.size() < 2 || hello[0] != 5)
        return -1;
    readExactly(client, static_cast<unsigned char>(hello[1]));
    sendAll(client, std::string_view("\5\0", 2));
    const std::string ask = readExactly(client, 4);
    if (ask.size() < 4 || ask[1] != 1)
        return -1;
    std::string host;
    if (ask[3] == 3) {
        const std::string length = readExactly(client, 1);
        host = readExactly(client, length.empty() ? 0 : static_cast<unsigned char>(length[0]));
    } else {
        for (const char byte : readExactly(client, ask[3] == 4 ? 16 : 4))
            host += (host.empty() ? "" : ".") + std::to_string(static_cast<unsigned char>(byte));
    }
    const std::string port = readExactly(client, 2);
    if (port.size() < 2)
        return -1;
    const int server = connectTo(host, static_cast<unsigned char>(port[0]) << 8 | static_cast<unsigned char>(port[1]));
    sendAll(
        client, std::string("\5", 1) + std::string(1, server < 0 ? '\5' : '\0') + std::string("\0\1\0\0\0\0\0\0", 8));
    return server;
}

void Relay::serve(int client)
{
    const int generation = generation_;
    bool dead = frozen_;
    int server = -1;
    if (!dead)
        server = kind_ == Kind::Plain    ? connectTo("127.0.0.1", targetPort_)
            : kind_ == Kind::HttpConnect ? greetHttp(client)
                                         : greetSocks(client);
    std::string piece(64 * 1024, '\0');
    while ((server >= 0 || dead) && !stopping_ && generation == generation_) {
        dead = dead || frozen_;
        pollfd both[] {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (dead) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            continue;
        }
        if (::poll(both, 2, 10) <= 0 || frozen_)
            continue;
        bool open = true;
        for (int i = 0; i < 2 && open; ++i) {
            if (both[i].revents == 0)
                continue;
            const auto got = ::recv(both[i].fd, piece.data(), piece.size(), 0);
            open = got > 0 && sendAll(both[1 - i].fd, {piece.data(), static_cast<std::size_t>(got)});
        }
        if (!open)
            break;
    }
    ::close(client);
    if (server >= 0)
        ::close(server);
}

} // namespace loadline::test
