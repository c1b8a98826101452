// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/access.h"
#include "support/http_server.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace loadline::test {

// The part of an API server that looking for a Prometheus touches: services, and the proxy in front of them.
class ApiServer {
public:
    using Backend = std::function<void(const std::string& target, const HttpRequest& request, HttpReply& reply)>;
    ApiServer();
    // `service` is the JSON of a v1 Service without its kind; `backends` answer by port.
    void add(const std::string& ns, const std::string& name, const std::string& labels, const std::string& ports);
    void serve(const std::string& ns, const std::string& nameAndPort, Backend backend);
    bool mayGet = true; // services one by one
    bool mayList = true; // services of all namespaces
    std::set<std::string> mayListIn; // namespaces
    [[nodiscard]] std::vector<HttpRequest> requests() const { return server_.requests(); }
    [[nodiscard]] std::string url() const { return server_.url(); }

private:
    void answer(const HttpRequest& request, HttpReply& reply);
    void proxy(const std::string& path, const HttpRequest& request, HttpReply& reply);
    void list(const std::string& ns, const HttpRequest& request, HttpReply& reply);
    struct Service {
        std::string ns, name, labels, json;
    };
    std::vector<Service> services_;
    std::map<std::string, Backend> backends_; // by "ns/[https:]name:port"
    HttpServer server_; // last: answers as soon as it is there
};

// Passes everything on to a real server on a loopback port.
ApiServer::Backend passTo(int port);
// Answers every request alike.
ApiServer::Backend always(int status, std::string body, HeaderList headers = {});

// An endpoint and a token that must reach nobody but the API server.
class ProxyCredentials final : public CredentialSource {
public:
    explicit ProxyCredentials(const std::string& url);
    void get(bool rejected, std::function<void(Result<Credentials>)> ready) override;

private:
    Credentials credentials_;
};

std::string urlDecoded(const std::string& text);

} // namespace loadline::test
