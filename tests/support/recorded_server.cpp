// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recorded_server.h"

#include "json/json.h"
#include "support/recorded_cluster.h"

#include <algorithm>

namespace loadline::test {

RecordedServer::RecordedServer(std::optional<HttpServer::Tls> tls)
    : server_([this](const HttpRequest& request, HttpReply& reply) { answer(request, reply); }, std::move(tls))
{
}

void RecordedServer::instead(const std::string& path, HttpServer::Handler answer)
{
    const std::lock_guard lock(mutex_);
    instead_[path] = std::move(answer);
}

void RecordedServer::insteadOfAll(HttpServer::Handler answer)
{
    const std::lock_guard lock(mutex_);
    insteadOfAll_ = std::move(answer);
}

int RecordedServer::tell(const std::string& path, const std::string& line)
{
    const std::lock_guard lock(mutex_);
    int told = 0;
    for (auto& [number, watching] : watching_) {
        if (watching.path == path && number > ended_) {
            watching.lines += line;
            ++told;
        }
    }
    return told;
}

void RecordedServer::endWatches()
{
    const std::lock_guard lock(mutex_);
    ended_ = opened_;
}

int RecordedServer::watches(const std::string& path) const
{
    const std::lock_guard lock(mutex_);
    return int(std::count_if(watching_.begin(), watching_.end(),
        [&](const auto& pair) { return pair.second.path == path && pair.first > ended_; }));
}

void RecordedServer::answer(const HttpRequest& request, HttpReply& reply)
{
    HttpServer::Handler handler;
    {
        const std::lock_guard lock(mutex_);
        const auto at = instead_.find(request.path());
        handler = insteadOfAll_ ? insteadOfAll_ : at != instead_.end() ? at->second : nullptr;
    }
    if (handler)
        handler(request, reply);
    else
        usual(request, reply);
}

void RecordedServer::usual(const HttpRequest& request, HttpReply& reply)
{
    if (request.query("watch") == "1")
        watch(request, reply);
    else if (request.path() == "/version")
        reply.send(200, R"({"major":"1","minor":"36","gitVersion":"v1.36.0"})");
    else if (request.path() == "/apis")
        reply.send(200, fixtureText("apis-aggregated.json"));
    else
        reply.send(200, RecordedCluster::listOf(request.query("fieldSelector").empty() ? request.path() : ""));
}

void RecordedServer::watch(const HttpRequest& request, HttpReply& reply)
{
    const std::string path = request.query("fieldSelector").empty() ? request.path() : request.target;
    reply.begin(200, {{"Content-Type", "application/json"}});
    if (request.query("sendInitialEvents") == "true") {
        const std::string text = RecordedCluster::listOf(path);
        JsonDocument document;
        const auto root = document.parse(std::string_view(text));
        std::string events;
        (*root)["items"].eachItem([&](Json item) { events += RecordedCluster::event("ADDED", item.dump()); });
        reply.write(events + RecordedCluster::endOfInitialEvents((*root)["metadata"]["resourceVersion"].str()));
    }
    int number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = ++opened_;
        watching_[number].path = path;
    }
    for (bool going = true; going;) {
        std::string lines;
        {
            const std::lock_guard lock(mutex_);
            lines = std::exchange(watching_[number].lines, {});
            going = number > ended_;
        }
        if (!lines.empty())
            going = reply.write(lines) && going;
        going = going && !reply.gone(std::chrono::milliseconds(20));
    }
    {
        const std::lock_guard lock(mutex_);
        watching_.erase(number);
    }
    reply.end();
}

std::string kubeconfigFor(const std::string& server, const std::string& cluster, const std::string& user)
{
    return "apiVersion: v1\nkind: Config\ncurrent-context: recorded\nclusters: [{name: c, cluster: {server: '" + server + "'"
        + (cluster.empty() ? "" : ", " + cluster) + "}}]\nusers: [{name: u, user: {" + user
        + "}}]\ncontexts: [{name: recorded, context: {cluster: c, user: u}}]\n";
}

} // namespace loadline::test
