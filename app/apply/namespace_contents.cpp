// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/namespace_contents.h"

#include "apply/served_resource.h"
#include "cluster/watch_state.h"
#include "json/json.h"
#include "kube/feed_context.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <memory>
#include <set>

namespace loadline {
namespace {

constexpr std::size_t atOnce = 8; // requests
constexpr std::size_t named = 5; // objects in a sentence

template <class Names>
bool isOneOf(const Names& names, std::string_view name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// Made with every namespace, by Kubernetes, OpenShift and Istio.
bool comesByItself(std::string_view plural, std::string_view name)
{
    static constexpr std::string_view maps[] = {"kube-root-ca.crt", "openshift-service-ca.crt", "istio-ca-root-cert"};
    static constexpr std::string_view accounts[] = {"default", "builder", "deployer"};
    return (plural == "configmaps" && isOneOf(maps, name)) || (plural == "serviceaccounts" && isOneOf(accounts, name));
}

struct Look : std::enable_shared_from_this<Look> {
    struct Question {
        std::string path;
        std::function<void(Json)> read;
    };
    std::string ns;
    SendRequest send;
    std::function<void(Result<std::vector<ManifestRef>>)> done;
    std::deque<Question> waiting;
    std::size_t open = 0;
    bool ended = false;
    std::set<std::string> seen; // "deployments.apps", in whichever of its versions
    std::vector<ManifestRef> found;
    std::optional<Error> trouble;

    void begin()
    {
        askKinds("v1");
        waiting.push_back({"/apis", [this](Json groups) { readGroups(groups); }});
        goOn();
    }

private:
    void readGroups(Json answer)
    {
        answer["groups"].eachItem([this](Json group) {
            if (group["name"].text().ends_with("metrics.k8s.io"))
                return; // figures, of which nothing is lost
            group["versions"].eachItem([this](Json version) { askKinds(version["groupVersion"].str()); });
        });
    }
    void askKinds(const std::string& groupVersion)
    {
        waiting.push_back({groupPath(groupVersion), [this, groupVersion](Json list) { readKinds(list, groupVersion); }});
    }
    void readKinds(Json list, const std::string& groupVersion)
    {
        static constexpr std::string_view passedOver[] = {"events", "secrets", "endpoints", "endpointslices"};
        const std::string group = groupVersion.substr(0, groupVersion.rfind('/') == std::string::npos ? 0 : groupVersion.rfind('/'));
        list["resources"].eachItem([&](Json resource) {
            const std::string plural = resource["name"].str();
            bool lists = false, deletes = false;
            resource["verbs"].eachItem([&](Json verb) {
                lists = lists || verb.text() == "list";
                deletes = deletes || verb.text() == "delete";
            });
            const bool counts = resource["namespaced"].isTrue() && lists && deletes && !isOneOf(passedOver, plural);
            if (counts && seen.insert(plural + "." + group).second)
                waiting.push_back({groupPath(groupVersion) + "/namespaces/" + percentEncoded(ns) + "/" + plural + "?limit=500",
                    [this, plural, ref = ManifestRef {groupVersion, resource["kind"].str(), ns, ""}](Json items) { readItems(items, plural, ref); }});
        });
    }
    void readItems(Json list, const std::string& plural, ManifestRef ref)
    {
        std::size_t count = 0;
        list["items"].eachItem([&](Json item) {
            const Json metadata = item["metadata"];
            const bool leaves = metadata["deletionTimestamp"].present() && !metadata["deletionTimestamp"].isNull();
            if (leaves || metadata["ownerReferences"].size() > 0 || comesByItself(plural, metadata["name"].text()) || ++count > named)
                return;
            ref.name = metadata["name"].str();
            found.push_back(ref);
        });
    }
    void goOn()
    {
        while (open < atOnce && !waiting.empty()) {
            Question question = std::move(waiting.front());
            waiting.pop_front();
            ++open;
            Request request;
            request.path = question.path;
            send(std::move(request), [self = shared_from_this(), question](const Result<WholeReply>& reply) { self->answered(question, reply); });
        }
        if (open != 0 || ended)
            return;
        ended = true;
        if (found.empty() && trouble)
            done(*trouble);
        else
            done(std::move(found));
    }
    void answered(const Question& question, const Result<WholeReply>& reply)
    {
        --open;
        JsonDocument document;
        if (!reply) {
            fail(reply.error());
        } else if (reply->head.status == 404 && question.path != "/apis") {
            // went meanwhile
        } else if (reply->head.status != 200) {
            fail(errorOfStatus(reply->head.status, reply->body, "GET " + question.path.substr(0, question.path.find('?'))));
        } else if (const auto json = document.parse(reply->body)) {
            question.read(*json);
        } else {
            fail(json.error());
        }
        goOn();
    }
    void fail(const Error& error)
    {
        if (!trouble)
            trouble = error;
    }
};

std::string groupOf(const ManifestRef& ref)
{
    const std::size_t slash = ref.apiVersion.find('/');
    return slash == std::string::npos ? "" : ref.apiVersion.substr(0, slash);
}

bool same(const ManifestRef& a, const ManifestRef& b)
{
    return a.kind == b.kind && a.ns == b.ns && a.name == b.name && groupOf(a) == groupOf(b);
}

} // namespace

void lookInto(const std::string& ns, const SendRequest& send, std::function<void(Result<std::vector<ManifestRef>>)> done)
{
    const auto look = std::make_shared<Look>();
    look->ns = ns;
    look->send = send;
    look->done = std::move(done);
    look->begin();
}

std::optional<Error> whyKept(const std::string& ns, const Result<std::vector<ManifestRef>>& inside, const std::vector<ManifestRef>& aside)
{
    if (!inside)
        return Error {inside.error().kind, LOADLINE_TR("Error", "Whether others put something into the namespace %1 cannot be seen, so it is not deleted: %2"),
            inside.error().where, LOADLINE_TR("Error", "Delete it with kubectl, if you know that nothing in it is needed."),
            {ns, fillIn(inside.error().what, inside.error().args)}};
    std::vector<ManifestRef> others;
    std::copy_if(inside->begin(), inside->end(), std::back_inserter(others), [&](const ManifestRef& one) {
        return std::none_of(aside.begin(), aside.end(), [&](const ManifestRef& gone) { return same(one, gone); });
    });
    if (others.empty())
        return std::nullopt;
    std::sort(others.begin(), others.end());
    std::string list;
    for (std::size_t i = 0; i < std::min(others.size(), named); ++i)
        list += (i == 0 ? "" : ", ") + others[i].kind + " " + others[i].name;
    return Error {Error::Kind::Conflict, LOADLINE_TR("Error", "What stands in the namespace %1 would be deleted with it: %2."), "",
        LOADLINE_TR("Error", "What Loadline made in it is undone in one go with it: name those entries, too. For all else, delete it with kubectl if that is meant."),
        {ns, list + (others.size() > named ? ", ..." : "")}};
}

} // namespace loadline
