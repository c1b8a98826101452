// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/object_client.h"

#include "apply/json_value.h"
#include "apply/namespace_contents.h"
#include "apply/refusal.h"
#include "cluster/watch_state.h"

namespace loadline {
namespace {

constexpr std::size_t longestAnswer = 16u << 20;

std::string wordOf(Method method)
{
    return method == Method::Get ? "GET " : method == Method::Delete ? "DELETE " : method == Method::Post ? "POST " : "PATCH ";
}

std::string whereOf(const Request& request)
{
    return wordOf(request.method) + request.path.substr(0, request.path.find('?'));
}

Error noSuchKind(const ManifestRef& ref)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "This cluster has no %1 of %2."), nameOf(ref),
        LOADLINE_TR("Error", "What brings it is not installed, or is installed in another version."), {ref.kind, ref.apiVersion}};
}

Value reviewBody(const ServedResource& resource, const ObjectClient::Question& question)
{
    Value attributes = Value::map();
    if (resource.namespaced)
        attributes.set("namespace", question.ref.ns);
    attributes.set("verb", question.verb);
    attributes.set("group", resource.group);
    attributes.set("version", resource.version);
    attributes.set("resource", resource.plural);
    if (!question.subresource.empty())
        attributes.set("subresource", question.subresource);
    attributes.set("name", question.ref.name);
    Value spec = Value::map();
    spec.set("resourceAttributes", std::move(attributes));
    Value review = Value::map();
    review.set("apiVersion", "authorization.k8s.io/v1");
    review.set("kind", "SelfSubjectAccessReview");
    review.set("spec", std::move(spec));
    return review;
}

ObjectClient::Answer refused(Error error, bool lost)
{
    ObjectClient::Answer answer;
    answer.refusal = Refusal {std::move(error), {}, {}};
    answer.lost = lost;
    return answer;
}

} // namespace

struct ObjectClient::Life { };

ObjectClient::ObjectClient(WithAccess withAccess, Transport& transport, std::string defaultNamespace)
    : withAccess_(std::move(withAccess))
    , transport_(transport)
    , defaultNamespace_(defaultNamespace.empty() ? "default" : std::move(defaultNamespace))
    , life_(std::make_shared<Life>())
{
}

ObjectClient::~ObjectClient() = default;

void ObjectClient::send(Request request, std::function<void(Result<WholeReply>)> done)
{
    request.timeout = patience_;
    request.maxBytes = longestAnswer;
    const std::size_t limit = request.maxBytes;
    Sink sink = collect(limit, [weak = std::weak_ptr(life_), done = std::move(done)](Result<WholeReply> reply) {
        if (weak.lock())
            done(std::move(reply));
    });
    withAccess_([&](Access& access) { access.start(std::move(request), std::move(sink)); });
}

void ObjectClient::later(Millis delay, std::function<void()> task)
{
    transport_.after(delay, [weak = std::weak_ptr(life_), task = std::move(task)] {
        if (weak.lock())
            task();
    });
}

void ObjectClient::ask(const std::string& apiVersion, std::function<void(Result<std::map<std::string, ServedResource>>)> done)
{
    Request request;
    request.path = groupPath(apiVersion);
    const std::string where = whereOf(request);
    send(std::move(request), [apiVersion, where, done = std::move(done)](Result<WholeReply> reply) {
        if (!reply)
            return done(reply.error());
        if (reply->head.status != 200)
            return done(errorOfStatus(reply->head.status, reply->body, where));
        JsonDocument document;
        const auto json = document.parse(reply->body);
        if (!json)
            return done(json.error());
        done(readResources(*json, apiVersion));
    });
}

void ObjectClient::find(ManifestRef ref, std::function<void(Result<ServedResource>, ManifestRef)> done)
{
    const auto finish = [this, done](const ServedResource& resource, ManifestRef of) {
        if (!resource.namespaced)
            of.ns.clear();
        else if (of.ns.empty())
            of.ns = defaultNamespace_;
        done(resource, std::move(of));
    };
    if (const auto known = served_.find(ref.apiVersion); known != served_.end())
        if (const auto kind = known->second.find(ref.kind); kind != known->second.end())
            return finish(kind->second, std::move(ref));
    const std::string apiVersion = ref.apiVersion;
    ask(apiVersion, [this, ref = std::move(ref), finish, done](const Result<std::map<std::string, ServedResource>>& resources) {
        if (resources) {
            served_[ref.apiVersion] = *resources;
            if (const auto kind = resources->find(ref.kind); kind != resources->end())
                return finish(kind->second, ref);
            return done(noSuchKind(ref), ref);
        }
        const Error& error = resources.error();
        if (error.kind == Error::Kind::Unsupported || error.kind == Error::Kind::NotFound)
            return done(noSuchKind(ref), ref);
        // Not to be seen (403) is not the same as not there.
        const auto known = error.kind == Error::Kind::Forbidden ? wellKnown(ref.apiVersion, ref.kind) : std::nullopt;
        if (known)
            finish(*known, ref);
        else
            done(error, ref);
    });
}

void ObjectClient::get(const ManifestRef& ref, std::function<void(Result<Value>)> done)
{
    find(ref, [this, done = std::move(done)](const Result<ServedResource>& resource, const ManifestRef& found) {
        if (!resource)
            return done(resource.error());
        Request request;
        request.path = resource->path(found);
        const std::string where = whereOf(request);
        send(std::move(request), [where, done](const Result<WholeReply>& reply) {
            if (!reply)
                return done(reply.error());
            if (reply->head.status == 200)
                return done(readValue(reply->body));
            const Error error = errorOfStatus(reply->head.status, reply->body, where);
            if (error.kind == Error::Kind::NotFound)
                return done(Value {});
            done(error);
        });
    });
}

void ObjectClient::review(Question question, std::function<void(Permission)> done)
{
    const ManifestRef ref = question.ref;
    find(ref, [this, question = std::move(question), done = std::move(done)](const Result<ServedResource>& resource, const ManifestRef& found) {
        Permission permission {question.verb, question.ref.kind, found.ns, found.name, true, {}};
        if (!resource)
            return done(std::move(permission)); // the dry run will say why
        permission.resource = resource->fullName() + (question.subresource.empty() ? "" : "/" + question.subresource);
        Request request;
        request.method = Method::Post;
        request.path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        request.contentType = "application/json";
        Question asked = question;
        asked.ref = found;
        request.body = reviewBody(*resource, asked).json();
        send(std::move(request), [permission, done](const Result<WholeReply>& reply) {
            Permission told = permission;
            const bool answered = reply && (reply->head.status == 200 || reply->head.status == 201);
            if (const auto review = answered ? readValue(reply->body) : Value {}; review && (*review)["status"].isMap()) {
                told.allowed = (*review)["status"]["allowed"].boolean();
                told.reason = (*review)["status"]["reason"].text();
            }
            done(std::move(told));
        });
    });
}

void ObjectClient::contents(const std::string& ns, std::function<void(Result<std::vector<ManifestRef>>)> done)
{
    lookInto(ns, [this](Request request, std::function<void(Result<WholeReply>)> answered) { send(std::move(request), std::move(answered)); }, std::move(done));
}

void ObjectClient::write(Order order, std::function<void(Answer)> done)
{
    const ManifestRef ref = order.change.ref;
    find(ref, [this, order = std::move(order), done = std::move(done)](const Result<ServedResource>& resource, const ManifestRef& found) mutable {
        if (!resource)
            return done(refused(resource.error(), false));
        if (order.change.verb == Change::Verb::Apply && !found.ns.empty()) {
            Value metadata = order.change.after["metadata"];
            metadata.set("namespace", found.ns);
            order.change.after.set("metadata", std::move(metadata));
        }
        const WireChange wire = wireOf(order);
        Request request;
        request.method = wire.method;
        request.path = resource->path(found, wire.subresource) + wire.query;
        request.contentType = wire.contentType;
        request.body = wire.body;
        const std::string where = whereOf(request);
        send(std::move(request), [order, where, done](const Result<WholeReply>& reply) {
            if (reply)
                return done(answerOf(*reply, order, where));
            Error error = reply.error();
            if (error.where.empty())
                error.where = where;
            done(refused(error, answerWasLost(error)));
        });
    });
}

} // namespace loadline
