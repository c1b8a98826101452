// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/served_resource.h"
#include "apply/trial.h"
#include "kube/access.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// One request at a time to one object of one cluster, on the transport's thread: read, review, write. Nothing is called
// after its destruction.
class ObjectClient {
public:
    // Calls back with the cluster's Access while it is there; not at all once the cluster was closed.
    using WithAccess = std::function<void(const std::function<void(Access&)>&)>;
    ObjectClient(WithAccess withAccess, Transport& transport, std::string defaultNamespace);
    ~ObjectClient();

    // Where the kind is served; `ref` gets the default namespace where it needs one and has none, and loses one that it
    // may not have. Errors: Unsupported when the server has no such kind.
    void find(ManifestRef ref, std::function<void(Result<ServedResource>, ManifestRef)> done);
    // Null: not there.
    void get(const ManifestRef& ref, std::function<void(Result<Value>)> done);
    // Whether the user may; allowed where the server will not say, since the write itself will.
    struct Question {
        ManifestRef ref;
        std::string verb;
        std::string subresource;
    };
    void review(Question question, std::function<void(Permission)> done);

    struct Order {
        Change change;
        bool dryRun = false;
        bool force = false; // take over every conflict
    };
    struct Answer {
        std::optional<Value> object; // as it is stored now; null Value for a delete
        bool created = false;
        std::vector<std::string> warnings;
        std::optional<Refusal> refusal;
        bool lost = false; // with a refusal: perhaps it was stored nevertheless
    };
    void write(Order order, std::function<void(Answer)> done);
    // What stands in a namespace, as lookInto (namespace_contents.h).
    void contents(const std::string& ns, std::function<void(Result<std::vector<ManifestRef>>)> done);
    void later(Millis delay, std::function<void()> task);
    // How long one request may take: 30 s unless told; the API server itself gives up after 34 s, webhooks included.
    void setPatience(Seconds patience) { patience_ = patience; }


private:
    struct Life;
    void send(Request request, std::function<void(Result<WholeReply>)> done);
    void ask(const std::string& apiVersion, std::function<void(Result<std::map<std::string, ServedResource>>)> done);
    WithAccess withAccess_;
    Transport& transport_;
    std::string defaultNamespace_;
    Seconds patience_ {30};
    std::map<std::string, std::map<std::string, ServedResource>> served_; // by apiVersion and kind
    std::shared_ptr<Life> life_;
};

// How a change goes out, but for its path.
struct WireChange {
    Method method = Method::Patch;
    std::string subresource; // "scale" or ""
    std::string query, contentType, body;
};
WireChange wireOf(const ObjectClient::Order& order);
// What an answer says; `where` as in "PATCH /apis/...".
ObjectClient::Answer answerOf(const WholeReply& reply, const ObjectClient::Order& order, const std::string& where);
// The texts of the Warning headers (RFC 7234: 299 - "text").
std::vector<std::string> warningsOf(const ResponseHead& head);

} // namespace loadline
