// SPDX-License-Identifier: GPL-3.0-or-later
#include "api_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace loadline::test {

namespace {

std::string status(int code, const std::string& message)
{
    return R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":")" + message + R"(","code":)"
        + std::to_string(code) + "}";
}

// "app in (a,b)", "app=a" and several of them with commas, against `"app":"a"` in a text of labels.
bool matchesSelector(std::string selector, const std::string& labels)
{
    while (!selector.empty()) {
        const auto open = selector.find('(');
        const auto comma = selector.find(',');
        const bool isSet = open != std::string::npos && open < comma;
        const auto end = isSet ? selector.find(')') + 1 : std::min(comma, selector.size());
        const auto one = selector.substr(0, end);
        selector.erase(0, std::min(end + 1, selector.size()));
        const auto key = one.substr(0, one.find_first_of(" ="));
        auto values = isSet ? one.substr(open + 1, one.size() - open - 2) : one.substr(one.find('=') + 1);
        bool any = false;
        while (!values.empty()) {
            const auto stop = std::min(values.find(','), values.size());
            any = any || labels.find("\"" + key + "\":\"" + values.substr(0, stop) + "\"") != std::string::npos;
            values.erase(0, std::min(stop + 1, values.size()));
        }
        if (!any)
            return false;
    }
    return true;
}

} // namespace

std::string urlDecoded(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

ApiServer::ApiServer()
    : server_([this](const HttpRequest& request, HttpReply& reply) { answer(request, reply); })
{
}

void ApiServer::add(const std::string& ns, const std::string& name, const std::string& labels, const std::string& ports)
{
    services_.push_back({ns, name, labels,
        R"({"metadata":{"namespace":")" + ns + R"(","name":")" + name + R"(","labels":{)" + labels
            + R"(}},"spec":{"type":"ClusterIP","ports":[)" + ports + "]}}"});
}

void ApiServer::serve(const std::string& ns, const std::string& nameAndPort, Backend backend)
{
    backends_[ns + "/" + nameAndPort] = std::move(backend);
}

void ApiServer::answer(const HttpRequest& request, HttpReply& reply)
{
    const auto path = request.path();
    if (request.method != "GET") {
        reply.send(403, status(403, "only GET is allowed"));
    } else if (path == "/api/v1/services") {
        list("", request, reply);
    } else if (const std::string start = "/api/v1/namespaces/"; path.starts_with(start)) {
        proxy(path.substr(start.size()), request, reply);
    } else {
        reply.send(404, status(404, "the server could not find the requested resource"));
    }
}

void ApiServer::proxy(const std::string& path, const HttpRequest& request, HttpReply& reply)
{
    const auto ns = path.substr(0, path.find('/'));
    const std::string middle = "/services";
    auto rest = path.substr(ns.size());
    if (rest == middle)
        return list(ns, request, reply);
    rest.erase(0, middle.size() + 1);
    const auto name = rest.substr(0, rest.find('/'));
    const auto after = rest.substr(name.size());
    if (after.empty()) {
        if (!mayGet) {
            reply.send(403, status(403, "services \\\"" + name + "\\\" is forbidden"));
            return;
        }
        for (const auto& service : services_) {
            if (service.ns == ns && service.name == name) {
                reply.send(200, service.json);
                return;
            }
        }
        reply.send(404, status(404, "services \\\"" + name + "\\\" not found"));
        return;
    }
    const auto backend = backends_.find(ns + "/" + name);
    if (backend == backends_.end()) {
        reply.send(503, status(503, "no endpoints available for service \\\"" + name + "\\\""));
        return;
    }
    const auto query = request.target.find('?');
    backend->second(
        after.substr(std::string("/proxy").size()) + (query == std::string::npos ? "" : request.target.substr(query)),
        request, reply);
}

void ApiServer::list(const std::string& ns, const HttpRequest& request, HttpReply& reply)
{
    if (ns.empty() ? !mayList : !mayListIn.contains(ns)) {
        reply.send(403, status(403, "services is forbidden: cannot list resource services"));
        return;
    }
    const auto selector = urlDecoded(request.query("labelSelector"));
    // One per page, so that paging is walked.
    const auto from = request.query("continue").empty() ? 0u : std::stoul(request.query("continue"));
    for (std::size_t i = from; i < services_.size(); ++i) {
        if ((!ns.empty() && services_[i].ns != ns) || !matchesSelector(selector, services_[i].labels))
            continue;
        reply.send(200,
            R"({"kind":"ServiceList","metadata":{"continue":")" + std::to_string(i + 1) + R"("},"items":[)"
                + services_[i].json + "]}");
        return;
    }
    reply.send(200, R"({"kind":"ServiceList","metadata":{},"items":[]})");
}

ApiServer::Backend passTo(int port)
{
    return [port](const std::string& target, const HttpRequest&, HttpReply& reply) {
        const int wire = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        std::string answer;
        if (::connect(wire, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
            const auto ask = "GET " + target + " HTTP/1.0\r\nHost: prometheus\r\n\r\n";
            ::send(wire, ask.data(), ask.size(), MSG_NOSIGNAL);
            char piece[16 * 1024];
            for (long got = 0; (got = ::recv(wire, piece, sizeof piece, 0)) > 0;)
                answer.append(piece, static_cast<std::size_t>(got));
        }
        ::close(wire);
        const auto body = answer.find("\r\n\r\n");
        if (body == std::string::npos) {
            reply.send(503, R"({"kind":"Status","message":"dial tcp: connection refused","code":503})");
            return;
        }
        reply.send(std::stoi(answer.substr(9, 3)), std::string_view(answer).substr(body + 4));
    };
}

ApiServer::Backend always(int code, std::string body, HeaderList headers)
{
    return [code, body = std::move(body), headers = std::move(headers)](
               const std::string&, const HttpRequest&, HttpReply& reply) { reply.send(code, body, headers); };
}

ProxyCredentials::ProxyCredentials(const std::string& url)
{
    Endpoint endpoint;
    endpoint.server = url;
    endpoint.label = "test";
    credentials_.endpoint = std::make_shared<const Endpoint>(std::move(endpoint));
    credentials_.authorization = Secret("Bearer of-the-cluster");
}

void ProxyCredentials::get(bool, std::function<void(Result<Credentials>)> ready)
{
    ready(credentials_);
}

} // namespace loadline::test
