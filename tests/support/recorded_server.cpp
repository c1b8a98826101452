// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recorded_server.h"

#include "json/json.h"
#include "support/recorded_cluster.h"

#include <algorithm>
#include <vector>

namespace loadline::test {

namespace {

// The recorded resources of a group and version, or null.
const char* resourcesOf(const std::string& path)
{
    static const std::map<std::string, const char*> files {{"/api/v1", "api-v1-resources.json"},
        {"/apis/autoscaling/v2", "autoscaling-v2-resources.json"}, {"/apis/keda.sh/v1alpha1", "keda-resources.json"}};
    const auto at = files.find(path);
    return at == files.end() ? nullptr : at->second;
}

std::string withItems(const std::string& list, const std::function<bool(Json)>& wanted)
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(list));
    std::string items;
    (*root)["items"].eachItem([&](Json item) {
        if (wanted(item))
            items += (items.empty() ? "" : ",") + item.dump();
    });
    return R"({"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":")" + (*root)["metadata"]["resourceVersion"].str()
        + R"("},"items":[)" + items + "]}";
}

// A list as it was recorded; of events those of one source, as a server picks them.
std::string listOf(const HttpRequest& request)
{
    const std::string selector = request.query("fieldSelector");
    if (selector.empty())
        return RecordedCluster::listOf(request.path());
    constexpr std::string_view lead = "source%3D";
    if (request.path() != "/api/v1/events" || !selector.starts_with(lead))
        return RecordedCluster::listOf("");
    return withItems(fixtureText("events-list.json"), [&](Json event) {
        const auto source = event["source"]["component"].str();
        return (source.empty() ? event["reportingComponent"].str() : source) == selector.substr(lead.size());
    });
}

// One object of a recorded list, by ".../namespaces/NS/RESOURCE/NAME"; "" where there is none.
std::string objectAt(const std::string& path)
{
    const auto ns = path.find("/namespaces/");
    if (ns == std::string::npos)
        return {};
    std::vector<std::string> parts;
    for (std::size_t from = ns + 12; from <= path.size();) {
        const auto end = std::min(path.find('/', from), path.size());
        parts.push_back(path.substr(from, end - from));
        from = end + 1;
    }
    if (parts.size() != 3)
        return {};
    JsonDocument document;
    const std::string list = RecordedCluster::listOf(path.substr(0, ns) + "/" + parts[1]);
    const auto root = document.parse(std::string_view(list));
    std::string kind = (*root)["kind"].str();
    kind.resize(kind.size() - std::min<std::size_t>(kind.size(), 4)); // "...List", whose items do not repeat it
    std::string found;
    (*root)["items"].eachItem([&](Json item) {
        if (item["metadata"]["namespace"].str() == parts[0] && item["metadata"]["name"].str() == parts[2])
            found = R"({"kind":")" + kind + R"(","apiVersion":")" + (*root)["apiVersion"].str() + "\"," + item.dump().substr(1);
    });
    return found;
}

} // namespace

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
    else if (const auto* resources = resourcesOf(request.path()))
        reply.send(200, fixtureText(resources));
    else if (request.path() == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        reply.send(201, fixtureText("ssar.json"));
    else if (const auto one = objectAt(request.path()); !one.empty())
        reply.send(200, one);
    else if (request.path().find("/namespaces/") != std::string::npos)
        reply.send(404, fixtureText("hpa-404.json"));
    else
        reply.send(200, listOf(request));
}

void RecordedServer::watch(const HttpRequest& request, HttpReply& reply)
{
    const std::string path = request.query("fieldSelector").empty() ? request.path() : request.target;
    reply.begin(200, {{"Content-Type", "application/json"}});
    if (request.query("sendInitialEvents") == "true") {
        const std::string text = listOf(request);
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
