// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace loadline::test {

// A relay on loopback: a plain one to a fixed port, an HTTP CONNECT proxy or a SOCKS5 proxy. Frozen, it holds every
// connection open and passes nothing on, as a VPN that died or a laptop that slept does.
class Relay {
public:
    enum class Kind { Plain, HttpConnect, Socks5 };
    explicit Relay(Kind kind, int targetPort = 0, std::string credentials = {}); // "user:password" a proxy asks for
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const;
    void freeze() { frozen_ = true; } // what is open and what is opened meanwhile stays dead after thaw()
    void thaw() { frozen_ = false; }
    void dropAll();
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] std::vector<std::string> targets() const; // what the proxies were asked for, "host:port"
    [[nodiscard]] std::string seen() const; // what was sent in the clear to the proxy itself

private:
    void accept();
    void serve(int client);
    int greetHttp(int client);
    int greetSocks(int client);
    int connectTo(const std::string& target, int port);
    Kind kind_;
    int targetPort_;
    std::string credentials_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> frozen_ {false};
    std::atomic<bool> stopping_ {false};
    std::atomic<int> generation_ {0};
    std::atomic<int> connections_ {0};
    mutable std::mutex mutex_;
    std::vector<std::string> targets_;
    std::string seen_;
    std::vector<std::jthread> threads_;
    std::jthread acceptor_;
};

} // namespace loadline::test
