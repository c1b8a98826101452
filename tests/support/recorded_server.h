// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/http_server.h"

#include <map>
#include <mutex>

namespace loadline::test {

// The recorded API server on a real socket, so that the real transport is in a test. A test puts its own answer in the
// place of a path's, at any time and from any thread.
class RecordedServer {
public:
    explicit RecordedServer(std::optional<HttpServer::Tls> tls = std::nullopt);
    // The answer to a path without its query; {} is the usual one again.
    void instead(const std::string& path, HttpServer::Handler answer);
    void insteadOfAll(HttpServer::Handler answer);
    // Whoever has a watch of this path open hears the line; how many did.
    int tell(const std::string& path, const std::string& line);
    void endWatches(); // as a server does that restarts: all streams end
    [[nodiscard]] int watches(const std::string& path) const; // open now
    [[nodiscard]] HttpServer& http() { return server_; }
    // Recordings: lists whole, streamed or in watches that stay open.
    void usual(const HttpRequest& request, HttpReply& reply);

private:
    struct Watching {
        std::string path;
        std::string lines; // yet to be sent
    };
    void answer(const HttpRequest& request, HttpReply& reply);
    void watch(const HttpRequest& request, HttpReply& reply);
    mutable std::mutex mutex_;
    std::map<std::string, HttpServer::Handler> instead_;
    HttpServer::Handler insteadOfAll_;
    std::map<int, Watching> watching_; // by a number of its own
    int opened_ = 0, ended_ = 0; // watches up to number ended_ are to end
    HttpServer server_; // last: answers as soon as it is there
};

// A kubeconfig with one context "recorded" for a server: `cluster` and `user` are more fields of theirs in flow style.
std::string kubeconfigFor(const std::string& server, const std::string& cluster = {}, const std::string& user = "token: t");

} // namespace loadline::test
