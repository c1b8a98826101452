// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/api_store.h"

#include "demo/api_selector.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace loadline {

using Tree = nlohmann::ordered_json;

struct ApiStore::Document {
    std::string ns, name;
    std::string json; // with resourceVersion
    std::string unversioned; // without: to see whether it changed
    Tree tree;
    std::uint64_t version = 0;
};

struct ApiStore::Table {
    ApiResource resource;
    std::map<std::pair<std::string, std::string>, Document> documents;
    struct Past {
        const char* type;
        Document document;
    };
    std::deque<Past> past; // of the last changes, for watches that come back
    std::uint64_t forgotten = 0; // versions up to here can no longer be watched from
    std::string forbiddenFor;
};

struct ApiStore::Watcher {
    Table* table;
    std::string ns; // "" all
    ApiSelector selector;
    std::function<void(const std::string&)> line;
};

struct ApiStore::Target {
    Table* table;
    std::string ns, name; // "" all, "" a list
};

namespace {

constexpr std::size_t keptChanges = 2000;

std::string eventLine(const char* type, const std::string& object)
{
    return std::string("{\"type\":\"") + type + "\",\"object\":" + object + "}\n";
}

std::string bookmark(const ApiResource& resource, std::uint64_t version, bool initialEnd)
{
    Tree object {{"kind", resource.kind}, {"apiVersion", resource.groupVersion()},
        {"metadata", {{"resourceVersion", std::to_string(version)}, {"creationTimestamp", nullptr}}}};
    if (initialEnd)
        object["metadata"]["annotations"] = {{"k8s.io/initial-events-end", "true"}};
    return eventLine("BOOKMARK", object.dump());
}

std::uint64_t number(const std::string& text)
{
    return text.empty() || text.find_first_not_of("0123456789") != std::string::npos || text.size() > 18 ? 0 : std::stoull(text);
}

} // namespace

ApiAnswer apiStatus(int code, const std::string& reason, const std::string& message)
{
    const Tree status {{"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", Tree::object()}, {"status", "Failure"},
        {"message", message}, {"reason", reason}, {"code", code}};
    return {code, status.dump()};
}

ApiStore::ApiStore(std::string gitVersion)
    : gitVersion_(std::move(gitVersion))
{
}
ApiStore::~ApiStore() = default;
ApiStore::ApiStore(ApiStore&&) noexcept = default;
ApiStore& ApiStore::operator=(ApiStore&&) noexcept = default;

void ApiStore::serve(ApiResource resource)
{
    if (table(resource.groupVersion(), resource.plural))
        return;
    tables_.push_back(std::make_unique<Table>());
    tables_.back()->resource = std::move(resource);
}

ApiStore::Table* ApiStore::table(std::string_view groupVersion, std::string_view plural) const
{
    for (const auto& table : tables_)
        if (table->resource.plural == plural && table->resource.groupVersion() == groupVersion)
            return table.get();
    return nullptr;
}

void ApiStore::put(std::string_view groupVersion, std::string_view plural, const std::string& json)
{
    const Tree tree = Tree::parse(json, nullptr, false);
    if (!tree.is_object() || !tree.contains("metadata") || !tree["metadata"].is_object())
        return;
    put(groupVersion, plural, {tree["metadata"].value("namespace", ""), tree["metadata"].value("name", ""), json});
}

void ApiStore::put(std::string_view groupVersion, std::string_view plural, const ApiDocument& wanted)
{
    Table* into = table(groupVersion, plural);
    if (!into)
        return;
    auto& known = into->documents[{wanted.ns, wanted.name}];
    if (known.version != 0 && known.unversioned == wanted.json)
        return;
    const bool isNew = known.version == 0;
    known.ns = wanted.ns;
    known.name = wanted.name;
    known.unversioned = wanted.json;
    known.version = ++version_;
    known.tree = Tree::parse(wanted.json, nullptr, false);
    known.tree["metadata"]["resourceVersion"] = std::to_string(known.version);
    known.json = known.tree.dump();
    tell(*into, isNew ? "ADDED" : "MODIFIED", known);
}

void ApiStore::remove(std::string_view groupVersion, std::string_view plural, const std::string& ns, const std::string& name)
{
    Table* from = table(groupVersion, plural);
    if (!from)
        return;
    const auto known = from->documents.find({ns, name});
    if (known == from->documents.end())
        return;
    Document last = std::move(known->second);
    from->documents.erase(known);
    last.version = ++version_;
    last.tree["metadata"]["resourceVersion"] = std::to_string(last.version);
    last.json = last.tree.dump();
    tell(*from, "DELETED", last);
}

void ApiStore::replace(std::string_view groupVersion, std::string_view plural, const std::vector<ApiDocument>& documents)
{
    Table* into = table(groupVersion, plural);
    if (!into)
        return;
    std::set<std::pair<std::string, std::string>> wanted;
    for (const ApiDocument& document : documents) {
        put(groupVersion, plural, document);
        wanted.emplace(document.ns, document.name);
    }
    std::vector<std::pair<std::string, std::string>> gone;
    for (const auto& [key, document] : into->documents)
        if (!wanted.contains(key))
            gone.push_back(key);
    for (const auto& [ns, name] : gone)
        remove(groupVersion, plural, ns, name);
}

void ApiStore::forbid(std::string_view groupVersion, std::string_view plural, std::string user)
{
    if (Table* forbidden = table(groupVersion, plural))
        forbidden->forbiddenFor = std::move(user);
}

void ApiStore::tell(Table& table, const char* type, const Document& document)
{
    if (table.resource.watchable) {
        table.past.push_back({type, document});
        if (table.past.size() > keptChanges) {
            table.forgotten = table.past.front().document.version;
            table.past.pop_front();
        }
    }
    const std::string line = eventLine(type, document.json);
    for (const auto& [id, watcher] : watchers_)
        if (watcher->table == &table && (watcher->ns.empty() || watcher->ns == document.ns) && matches(watcher->selector, document.tree))
            watcher->line(line);
}

std::optional<ApiStore::Target> ApiStore::find(const ApiPath& path) const
{
    const auto& parts = path.parts;
    std::size_t at = 0;
    std::string groupVersion;
    if (parts.size() >= 3 && parts[0] == "api") {
        groupVersion = parts[1];
        at = 2;
    } else if (parts.size() >= 4 && parts[0] == "apis") {
        groupVersion = parts[1] + "/" + parts[2];
        at = 3;
    } else {
        return std::nullopt;
    }
    Target target {nullptr, "", ""};
    if (parts[at] == "namespaces" && parts.size() >= at + 3) {
        target.ns = parts[at + 1];
        at += 2;
    }
    target.table = table(groupVersion, parts[at]);
    if (!target.table || parts.size() > at + 2)
        return std::nullopt;
    if (parts.size() == at + 2)
        target.name = parts[at + 1];
    return target;
}

std::optional<ApiStore::Place> ApiStore::place(const ApiPath& path) const
{
    const auto target = find(path);
    if (!target)
        return std::nullopt;
    return Place {target->table->resource, target->ns, target->name, !target->table->forbiddenFor.empty()};
}

ApiAnswer ApiStore::get(const ApiPath& path) const
{
    const auto target = find(path);
    if (!target)
        return discovery(path);
    const ApiResource& resource = target->table->resource;
    if (!target->table->forbiddenFor.empty())
        return apiStatus(403, "Forbidden",
            resource.plural + (resource.group.empty() ? "" : "." + resource.group) + " is forbidden: User \"" + target->table->forbiddenFor
                + "\" cannot " + (target->name.empty() ? "list" : "get") + " resource \"" + resource.plural + "\" in API group \""
                + resource.group + "\"" + (target->ns.empty() ? " at the cluster scope" : " in the namespace \"" + target->ns + "\""));
    if (target->name.empty())
        return list(*target, path);
    const auto known = target->table->documents.find({target->ns, target->name});
    if (known == target->table->documents.end())
        return apiStatus(404, "NotFound",
            resource.plural + (resource.group.empty() ? "" : "." + resource.group) + " \"" + target->name + "\" not found");
    return {200, known->second.json};
}

ApiAnswer ApiStore::list(const Target& target, const ApiPath& path) const
{
    const ApiSelector selector = parseApiSelector(path.get("labelSelector"), path.get("fieldSelector"));
    const std::uint64_t limit = number(path.get("limit"));
    const std::string after = path.get("continue");
    const ApiResource& resource = target.table->resource;
    std::string items, last;
    std::uint64_t count = 0;
    bool more = false;
    for (const auto& [key, document] : target.table->documents) {
        if ((!target.ns.empty() && key.first != target.ns) || !matches(selector, document.tree))
            continue;
        const std::string token = key.first + "/" + key.second;
        if (!after.empty() && token <= after)
            continue;
        if (limit && count == limit) {
            more = true;
            break;
        }
        items += (count++ ? "," : "") + document.json;
        last = token;
    }
    Tree meta {{"resourceVersion", std::to_string(version_)}};
    if (more)
        meta["continue"] = last;
    return {200,
        "{\"kind\":\"" + resource.kind + "List\",\"apiVersion\":\"" + resource.groupVersion() + "\",\"metadata\":" + meta.dump()
            + ",\"items\":[" + items + "]}"};
}

bool ApiStore::isWatch(const ApiPath& path)
{
    const std::string watch = path.get("watch");
    return watch == "1" || watch == "true";
}

ApiStore::Watching ApiStore::watch(const ApiPath& path, std::function<void(const std::string&)> line)
{
    const auto target = find(path);
    if (!target || !target->name.empty() || !target->table->forbiddenFor.empty())
        return {get(path), 0};
    if (!target->table->resource.watchable)
        return {apiStatus(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"), 0};
    auto watcher = std::make_unique<Watcher>();
    watcher->table = target->table;
    watcher->ns = target->ns;
    watcher->selector = parseApiSelector(path.get("labelSelector"), path.get("fieldSelector"));
    watcher->line = std::move(line);
    const auto wanted = [&](const Document& document) {
        return (watcher->ns.empty() || watcher->ns == document.ns) && matches(watcher->selector, document.tree);
    };
    const bool initial = path.get("sendInitialEvents") == "true";
    const std::uint64_t from = number(path.get("resourceVersion"));
    if (initial || from == 0) {
        for (const auto& [key, document] : target->table->documents)
            if (wanted(document))
                watcher->line(eventLine("ADDED", document.json));
        if (initial)
            watcher->line(bookmark(target->table->resource, version_, true));
    } else if (from < target->table->forgotten) {
        const ApiAnswer gone = apiStatus(410, "Expired",
            "too old resource version: " + std::to_string(from) + " (" + std::to_string(target->table->forgotten) + ")");
        watcher->line(eventLine("ERROR", gone.body));
    } else {
        for (const auto& past : target->table->past)
            if (past.document.version > from && wanted(past.document))
                watcher->line(eventLine(past.type, past.document.json));
    }
    const WatchId id = nextWatch_++;
    watchers_.emplace(id, std::move(watcher));
    return {{200, ""}, id};
}

void ApiStore::unwatch(WatchId id)
{
    watchers_.erase(id);
}

void ApiStore::bookmarkAll()
{
    for (const auto& [id, watcher] : watchers_)
        watcher->line(bookmark(watcher->table->resource, version_, false));
}

ApiAnswer ApiStore::discovery(const ApiPath& path) const
{
    const auto& parts = path.parts;
    if (parts.size() == 1 && parts[0] == "version")
        return {200, Tree({{"major", "1"}, {"minor", "36"}, {"gitVersion", gitVersion_}, {"platform", "linux/amd64"}}).dump()};
    if (parts.size() == 1 && (parts[0] == "readyz" || parts[0] == "livez" || parts[0] == "healthz"))
        return {200, "ok"};
    if (parts.size() == 1 && parts[0] == "api")
        return {200, Tree({{"kind", "APIVersions"}, {"versions", {"v1"}}}).dump()};
    if (parts.size() == 1 && parts[0] == "apis") {
        std::map<std::string, std::string> groups;
        for (const auto& table : tables_)
            if (!table->resource.group.empty())
                groups[table->resource.group] = table->resource.version;
        Tree list {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", Tree::array()}};
        for (const auto& [group, version] : groups) {
            const Tree one {{"groupVersion", group + "/" + version}, {"version", version}};
            list["groups"].push_back({{"name", group}, {"versions", Tree::array({one})}, {"preferredVersion", one}});
        }
        return {200, list.dump()};
    }
    const std::string groupVersion = parts.size() == 2 && parts[0] == "api" ? parts[1]
        : parts.size() == 3 && parts[0] == "apis"                            ? parts[1] + "/" + parts[2]
                                                                             : "";
    Tree resources = Tree::array();
    for (const auto& table : tables_)
        if (!groupVersion.empty() && table->resource.groupVersion() == groupVersion)
            resources.push_back({{"name", table->resource.plural}, {"singularName", ""}, {"namespaced", table->resource.namespaced},
                {"kind", table->resource.kind}, {"verbs", {"create", "delete", "get", "list", "patch", "watch"}}});
    if (resources.empty())
        return apiStatus(404, "NotFound", "the server could not find the requested resource");
    return {200,
        Tree({{"kind", "APIResourceList"}, {"apiVersion", "v1"}, {"groupVersion", groupVersion}, {"resources", resources}}).dump()};
}

} // namespace loadline
