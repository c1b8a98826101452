// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

// A resource that the demo's API server serves.
struct ApiResource {
    std::string group, version; // "" core
    std::string plural, kind;
    bool namespaced = true;
    bool watchable = true; // the metrics APIs are not
    [[nodiscard]] std::string groupVersion() const { return group.empty() ? version : group + "/" + version; }
};

struct ApiAnswer {
    int status = 200;
    std::string body;
};

// One document and where it belongs.
struct ApiDocument {
    std::string ns, name, json;
};

// A request's path, taken apart: "/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers/x?watch=1".
struct ApiPath {
    std::vector<std::string> parts; // without "?...", decoded
    std::map<std::string, std::string, std::less<>> query; // decoded
    [[nodiscard]] std::string get(std::string_view key) const; // "" absent
};
ApiPath parseApiPath(std::string_view path);

// A Status document as an API server writes it.
ApiAnswer apiStatus(int code, const std::string& reason, const std::string& message);

// The documents of a simulated API server, and its list and watch protocol: pages with continue tokens, watches with
// initial events, bookmarks and 410, label and field selectors, discovery. One thread uses it.
class ApiStore {
public:
    explicit ApiStore(std::string gitVersion);
    ~ApiStore();
    ApiStore(ApiStore&&) noexcept;
    ApiStore& operator=(ApiStore&&) noexcept;
    void serve(ApiResource resource); // makes it known, empty
    // Stores a document (JSON text of an object with metadata); its resourceVersion is written here. What did not change
    // keeps its version and tells nobody. Unknown resources and texts that are no object are ignored.
    void put(std::string_view groupVersion, std::string_view plural, const std::string& json);
    void put(std::string_view groupVersion, std::string_view plural, const ApiDocument& document);
    void remove(std::string_view groupVersion, std::string_view plural, const std::string& ns, const std::string& name);
    // Every document of a resource at once: what is not among them goes.
    void replace(std::string_view groupVersion, std::string_view plural, const std::vector<ApiDocument>& documents);
    void forbid(std::string_view groupVersion, std::string_view plural, std::string user); // 403 from now on

    // Which resource and object a path is about; none: not served.
    struct Place {
        ApiResource resource;
        std::string ns, name;
        bool forbidden = false;
    };
    [[nodiscard]] std::optional<Place> place(const ApiPath& path) const;
    // A list, one document, discovery, or a Status for what is not there.
    [[nodiscard]] ApiAnswer get(const ApiPath& path) const;

    // A watch: `line` gets each event with its newline. Refused with an answer that is no 200.
    using WatchId = std::uint64_t;
    struct Watching {
        ApiAnswer refused; // status 200: it runs
        WatchId id = 0;
    };
    Watching watch(const ApiPath& path, std::function<void(const std::string& line)> line);
    void unwatch(WatchId id);
    void bookmarkAll(); // as a server does about once a minute
    [[nodiscard]] static bool isWatch(const ApiPath& path);

private:
    struct Document;
    struct Table;
    struct Watcher;
    struct Target;
    [[nodiscard]] std::optional<Target> find(const ApiPath& path) const;
    [[nodiscard]] ApiAnswer list(const Target& target, const ApiPath& path) const;
    [[nodiscard]] ApiAnswer discovery(const ApiPath& path) const;
    Table* table(std::string_view groupVersion, std::string_view plural) const;
    void tell(Table& table, const char* type, const Document& document);
    std::string gitVersion_;
    std::vector<std::unique_ptr<Table>> tables_;
    std::map<WatchId, std::unique_ptr<Watcher>> watchers_;
    std::uint64_t version_ = 1000;
    WatchId nextWatch_ = 1;
};

} // namespace loadline
