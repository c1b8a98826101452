// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/json_value.h"
#include "apply/object_client.h"
#include "apply/ownership.h"
#include "apply/quick_action.h"
#include "apply/refusal.h"

namespace loadline {
namespace {

Value deleteOptions(const ObjectClient::Order& order)
{
    Value options = Value::map();
    options.set("kind", "DeleteOptions");
    options.set("apiVersion", "v1");
    options.set("propagationPolicy", "Background");
    Value preconditions = Value::map();
    if (order.change.before) {
        const Value& metadata = (*order.change.before)["metadata"];
        if (!metadata["uid"].text().empty())
            preconditions.set("uid", metadata["uid"]);
        // For the dry run others may still write its status; the delete itself follows its own reading at once.
        if (!order.dryRun && !metadata["resourceVersion"].text().empty())
            preconditions.set("resourceVersion", metadata["resourceVersion"]);
    }
    if (!preconditions.fields().empty())
        options.set("preconditions", std::move(preconditions));
    if (order.dryRun)
        options.set("dryRun", Value::list({"All"}));
    return options;
}

// What only the server writes, and an applied manifest may not hold.
Value sendable(Value after)
{
    Value metadata = after["metadata"];
    for (const char* key : {"managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink"})
        metadata.remove(key);
    after.set("metadata", std::move(metadata));
    after.remove("status");
    return after;
}

// A Scale tells the replicas alone: the object is the live one with these.
Value withReplicas(const Change& change, const Value& scale)
{
    Value spec = Value::map(), over = Value::map();
    spec.set("replicas", scale["spec"]["replicas"]);
    over.set("spec", std::move(spec));
    return overlay(change.before.value_or(Value {}), over);
}

} // namespace

std::vector<std::string> warningsOf(const ResponseHead& head)
{
    std::vector<std::string> warnings;
    for (const auto& [name, value] : head.headers) {
        const std::size_t open = name == "warning" ? value.find('"') : std::string::npos;
        if (open == std::string::npos)
            continue;
        std::string text;
        for (std::size_t i = open + 1; i < value.size() && value[i] != '"'; ++i) {
            if (value[i] == '\\' && i + 1 < value.size())
                ++i;
            text += value[i];
        }
        warnings.push_back(std::move(text));
    }
    return warnings;
}

WireChange wireOf(const ObjectClient::Order& order)
{
    WireChange wire;
    const Change& change = order.change;
    const std::string dry = order.dryRun ? "&dryRun=All" : "";
    if (change.verb == Change::Verb::Delete) {
        wire.method = Method::Delete;
        wire.query = order.dryRun ? "?dryRun=All" : "";
        wire.contentType = "application/json";
        wire.body = deleteOptions(order).json();
        return wire;
    }
    wire.query = "?fieldManager=" + std::string(ourManager) + "&fieldValidation=Strict" + dry;
    if (isScale(change)) {
        wire.subresource = "scale";
        wire.contentType = "application/merge-patch+json";
        wire.body = "{\"spec\":{\"replicas\":" + change.after["spec"]["replicas"].json() + "}}";
    } else if (removesFields(change.after)) {
        // Only a merge patch removes what others own; the Applier has looked at whose it is.
        Value patch = sendable(change.after);
        if (change.before && !(*change.before)["metadata"]["uid"].text().empty()) {
            Value metadata = patch["metadata"];
            metadata.set("uid", (*change.before)["metadata"]["uid"]);
            patch.set("metadata", std::move(metadata));
        }
        wire.contentType = "application/merge-patch+json";
        wire.body = patch.json();
    } else {
        wire.query += order.force ? "&force=true" : "";
        wire.contentType = "application/apply-patch+yaml";
        wire.body = sendable(change.after).json();
    }
    return wire;
}

ObjectClient::Answer answerOf(const WholeReply& reply, const ObjectClient::Order& order, const std::string& where)
{
    ObjectClient::Answer answer;
    answer.warnings = warningsOf(reply.head);
    const int status = reply.head.status;
    if (status < 200 || status > 299) {
        answer.refusal = refusalOf(status, reply.body, where, order.change);
        answer.lost = answerWasLost(status, *answer.refusal);
        return answer;
    }
    answer.created = status == 201;
    if (order.change.verb == Change::Verb::Delete) {
        answer.object = Value {};
        return answer;
    }
    auto object = readValue(reply.body);
    if (!object) {
        answer.refusal = Refusal {object.error(), {}, {}};
        answer.refusal->error.where = where;
        answer.lost = true;
        return answer;
    }
    answer.object = isScale(order.change) ? withReplicas(order.change, *object) : std::move(*object);
    return answer;
}

} // namespace loadline
