// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/sim_writes.h"

#include "apply/json_value.h"
#include "apply/ownership.h"
#include "demo/adopt.h"
#include "demo/schema_check.h"
#include "demo/server_apply.h"

#include <algorithm>

namespace loadline {
namespace {

// Who made the demo's objects before Loadline came: a chart where a name says so, else kubectl.
std::string makerOf(const Value& object)
{
    const std::string& kind = object["kind"].text();
    if (kind == "Deployment" || kind == "StatefulSet")
        return "helm";
    return "kubectl-client-side-apply";
}

std::string groupName(const ApiResource& resource)
{
    return resource.plural + (resource.group.empty() ? "" : "." + resource.group);
}

ApiAnswer notFound(const ApiStore::Place& place)
{
    return apiStatus(404, "NotFound", groupName(place.resource) + " \"" + place.name + "\" not found");
}

Value causesOf(const std::vector<FieldConflict>& conflicts)
{
    Value causes = Value::list();
    for (const FieldConflict& conflict : conflicts) {
        Value cause = Value::map();
        cause.set("reason", "FieldManagerConflict");
        cause.set("message", "conflict with \"" + conflict.owner + "\"" + (conflict.since.empty() ? "" : " using " + conflict.since));
        cause.set("field", conflict.field);
        causes.add(std::move(cause));
    }
    return causes;
}

// What the real server fills in.
Value withDefaults(Value object)
{
    Value spec = object["spec"];
    if (object["kind"].text() == "HorizontalPodAutoscaler") {
        if (!spec.find("minReplicas"))
            spec.set("minReplicas", 1);
        if (spec["metrics"].items().empty())
            spec.set("metrics",
                *readValue("[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"target\":{\"type\":\"Utilization\",\"averageUtilization\":80}}}]"));
        object.set("spec", std::move(spec));
    }
    return object;
}

// SelfSubjectAccessReview and SelfSubjectRulesReview: the demo's user may do all but what its cluster forbids.
ApiAnswer review(const ApiStore& store, const Request& request, const ApiPath& path)
{
    const auto asked = readValue(request.body);
    if (!asked)
        return apiStatus(400, "BadRequest", "the body is no JSON");
    Value answer = *asked, status = Value::map();
    if (path.parts.back() == "selfsubjectrulesreviews") {
        status = *readValue("{\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}],\"nonResourceRules\":[],\"incomplete\":false}");
    } else {
        const Value& wanted = (*asked)["spec"]["resourceAttributes"];
        const std::string& group = wanted["group"].text();
        ApiPath to;
        to.parts = group.empty() ? std::vector<std::string> {"api", wanted["version"].text(), wanted["resource"].text()}
                                 : std::vector<std::string> {"apis", group, wanted["version"].text(), wanted["resource"].text()};
        const auto place = store.place(to);
        status.set("allowed", !(place && place->forbidden));
    }
    answer.set("status", std::move(status));
    return {201, answer.json()};
}

std::optional<ApiAnswer> missingNamespace(const ApiStore& store, const ApiStore::Place& place)
{
    if (!place.resource.namespaced || store.get(parseApiPath("/api/v1/namespaces/" + place.ns)).status == 200)
        return std::nullopt;
    return statusWith(404, "NotFound", "namespaces \"" + place.ns + "\" not found", {"v1", "namespaces", "", place.ns}, Value::list());
}

} // namespace

SimWrites::Key SimWrites::keyOf(const ApiResource& resource, const std::string& ns, const std::string& name)
{
    return {resource.groupVersion() + " " + resource.plural, ns, name};
}

std::vector<ApiDocument> SimWrites::laidOver(const ApiResource& resource, std::vector<ApiDocument> documents) const
{
    const std::string plural = resource.groupVersion() + " " + resource.plural;
    for (auto at = written_.lower_bound({plural, "", ""}); at != written_.end() && at->first.plural == plural; ++at) {
        const auto& [key, written] = *at;
        const auto same = std::find_if(documents.begin(), documents.end(),
            [&](const ApiDocument& document) { return document.ns == key.ns && document.name == key.name; });
        if (same == documents.end()) {
            if (written.kept)
                documents.push_back({key.ns, key.name, written.object.json()});
            continue;
        }
        const auto simulated = readValue(same->json);
        if (!simulated)
            continue;
        // What the simulation has no place for is as it was written.
        Value object = written.kept ? overlay(*simulated, written.object) : overlay(written.object, *simulated);
        Value metadata = object["metadata"];
        metadata.set("managedFields", written.object["metadata"]["managedFields"]);
        for (const char* marks : {"labels", "annotations"}) {
            if (written.object["metadata"].find(marks))
                metadata.set(marks, written.object["metadata"][marks]);
            else
                metadata.remove(marks);
        }
        object.set("metadata", std::move(metadata));
        same->json = object.json();
    }
    return documents;
}

Value SimWrites::live(const ApiStore& store, const ApiPath& path) const
{
    const ApiAnswer answer = store.get(path);
    auto object = answer.status == 200 ? readValue(answer.body) : Value {};
    if (!object || object->isNull())
        return {};
    if (!(*object)["metadata"].find("managedFields")) {
        Value metadata = (*object)["metadata"];
        metadata.set("managedFields", foreignFields(*object, makerOf(*object)));
        object->set("metadata", std::move(metadata));
    }
    return std::move(*object);
}

ApiAnswer SimWrites::get(const ApiStore& store, const ApiPath& path) const
{
    const auto place = store.place(path);
    if (!place || place->name.empty() || place->forbidden || !place->resource.watchable)
        return store.get(path);
    const Value object = live(store, path);
    return object.isNull() ? store.get(path) : ApiAnswer {200, object.json()};
}

ApiAnswer SimWrites::write(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path, TimePoint now)
{
    const auto& parts = path.parts;
    if (request.method == Method::Post && parts.size() == 4 && parts[1] == "authorization.k8s.io")
        return review(store, request, path);
    if (request.method == Method::Patch && !parts.empty() && parts.back() == "scale")
        return scale(store, state, request, path, now);
    const auto place = store.place(path);
    if (!place || place->name.empty())
        return apiStatus(404, "NotFound", "the server could not find the requested resource");
    if (place->forbidden || !place->resource.watchable)
        return apiStatus(403, "Forbidden", groupName(place->resource) + " \"" + place->name + "\" is forbidden");
    if (request.method == Method::Patch)
        return patch(store, state, request, path, now);
    if (request.method == Method::Delete)
        return remove(store, state, request, path);
    return apiStatus(405, "MethodNotAllowed", "the demo's server takes patches and deletes");
}

void SimWrites::keep(SimState& state, const ApiStore::Place& place, const Value& object, TimePoint now)
{
    Value stored = object;
    Value metadata = stored["metadata"];
    if (!metadata.find("uid")) {
        metadata.set("uid", "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + ++made_));
        metadata.set("creationTimestamp", formatRfc3339(std::chrono::floor<Seconds>(now)));
    }
    metadata.remove("resourceVersion");
    stored.set("metadata", std::move(metadata));
    const bool kept = adopt(state, stored) == Adopted::Kept;
    stored.remove("status");
    written_[keyOf(place.resource, place.ns, place.name)] = {std::move(stored), kept};
}

void SimWrites::restore(SimState& state, const ApiStore::Place& place, const Value& stored, TimePoint now)
{
    ++made_; // its uid is taken
    if (!stored.isNull())
        return keep(state, place, stored, now);
    static_cast<void>(drop(state, place.resource.kind, place.ns, place.name));
    written_.erase(keyOf(place.resource, place.ns, place.name));
}

ApiAnswer SimWrites::patch(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path, TimePoint now)
{
    const auto place = *store.place(path);
    const auto body = readValue(request.body);
    if (!body || !body->isMap())
        return apiStatus(400, "BadRequest", "error decoding the patch");
    if (const auto missing = missingNamespace(store, place))
        return *missing;
    if (const auto unknown = unknownField(*body))
        return *unknown;
    const Value before = live(store, path);
    const std::string manager = path.get("fieldManager");
    Value after;
    if (request.contentType == "application/apply-patch+yaml") {
        auto applied = serverApply(before, *body, manager, path.get("force") == "true", now);
        if (!applied.conflicts.empty())
            return conflictAnswer(causesOf(applied.conflicts));
        after = withDefaults(std::move(applied.object));
    } else if (before.isNull()) {
        return notFound(place);
    } else {
        after = mergePatch(before, *body, manager, now);
    }
    if (const auto invalid = invalidValues(after))
        return *invalid;
    if (path.get("dryRun").empty())
        keep(state, place, after, now);
    return {before.isNull() ? 201 : 200, after.json()};
}

ApiAnswer SimWrites::scale(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path, TimePoint now)
{
    ApiPath owner = path;
    owner.parts.pop_back();
    const auto place = store.place(owner);
    const auto body = readValue(request.body);
    Value object = place && !place->name.empty() ? live(store, owner) : Value {};
    if (object.isNull() || !body)
        return apiStatus(404, "NotFound", "the server could not find the requested resource");
    Value change = Value::map();
    Value spec = Value::map();
    spec.set("replicas", (*body)["spec"]["replicas"]);
    change.set("spec", spec);
    const Value after = mergePatch(object, change, path.get("fieldManager"), now);
    if (const auto invalid = invalidValues(after))
        return *invalid;
    if (path.get("dryRun").empty())
        keep(state, *place, after, now);
    Value scale = identityOf(ManifestRef {"autoscaling/v1", "Scale", place->ns, place->name});
    scale.set("spec", std::move(spec));
    return {200, scale.json()};
}

ApiAnswer SimWrites::remove(const ApiStore& store, SimState& state, const Request& request, const ApiPath& path)
{
    const auto place = *store.place(path);
    const Value object = live(store, path);
    if (object.isNull())
        return notFound(place);
    const auto options = request.body.empty() ? Value {} : readValue(request.body);
    const std::string wanted = options ? (*options)["preconditions"]["uid"].text() : "";
    if (!wanted.empty() && wanted != object["metadata"]["uid"].text())
        return apiStatus(409, "Conflict", "Precondition failed: UID in precondition: " + wanted + ", UID in object meta: " + object["metadata"]["uid"].text());
    const auto known = written_.find(keyOf(place.resource, place.ns, place.name));
    const bool ours = known != written_.end() && known->second.kept;
    if (!path.get("dryRun").empty())
        return {200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Success\"}"};
    const Dropped dropped = drop(state, place.resource.kind, place.ns, place.name);
    if (dropped == Dropped::Refused && !ours)
        return apiStatus(403, "Forbidden", groupName(place.resource) + " \"" + place.name + "\" is forbidden: the demo needs it");
    if (known != written_.end())
        written_.erase(known);
    return {200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Success\"}"};
}

} // namespace loadline
