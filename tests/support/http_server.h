// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/test_ca.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace loadline::test {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method;
    std::string target;
    HeaderList headers; // names in lower case
    std::string body;
    std::string clientName; // common name of the client's certificate
    std::string sni;
    int connection = 0; // counted from 1
    [[nodiscard]] std::string header(std::string_view lowerCaseName) const; // "" when absent
    [[nodiscard]] std::string path() const { return target.substr(0, target.find('?')); }
    [[nodiscard]] std::string query(std::string_view name) const; // as sent, not decoded; "" when absent
};

// What a handler answers with, well or badly. All writes return false once the client is gone.
class HttpReply {
public:
    virtual ~HttpReply() = default;
    virtual bool raw(std::string_view bytes) = 0;
    virtual void drop() = 0; // resets the connection
    virtual bool gone(std::chrono::milliseconds wait) = 0; // waits; true once the client or the server went away
    bool send(int status, std::string_view body, const HeaderList& headers = {}); // whole, as JSON unless told
    bool begin(int status, const HeaderList& headers = {}); // chunked
    bool write(std::string_view bytes); // one chunk
    bool end();
};

// An HTTP/1.1 server on loopback, with or without TLS, one thread per connection, that misbehaves as told.
class HttpServer {
public:
    using Handler = std::function<void(const HttpRequest&, HttpReply&)>;
    struct Tls {
        Identity identity;
        std::string clientCaPem; // "": clients are not asked for a certificate
        bool clientRequired = true;
    };
    explicit HttpServer(Handler handler, std::optional<Tls> tls = std::nullopt);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const;
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] std::vector<HttpRequest> requests() const;
    void mute() { mute_ = true; } // accepts from now on, and says nothing

private:
    struct Wire;
    void accept();
    void serve(int socket, int connection);
    void converse(Wire& wire, int connection);
    Handler handler_;
    std::optional<Tls> tls_;
    void* context_ = nullptr; // SSL_CTX
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> connections_ {0};
    std::atomic<bool> stopping_ {false};
    std::atomic<bool> mute_ {false};
    mutable std::mutex mutex_;
    std::vector<HttpRequest> requests_;
    std::vector<int> open_;
    std::vector<std::jthread> threads_;
    std::jthread acceptor_;
};

// Loopback sockets, for servers of other kinds.
int listenOnLoopback(int& port);
std::string gzipped(std::string_view text);

} // namespace loadline::test
