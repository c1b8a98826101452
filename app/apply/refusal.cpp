// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/refusal.h"

#include "apply/json_value.h"
#include "apply/ownership.h"
#include "cluster/watch_state.h"

namespace loadline {
namespace {

struct StatusBody {
    bool isStatus = false;
    std::string message;
    Value details;
};

StatusBody read(std::string_view body)
{
    const auto value = readValue(body.substr(0, std::min<std::size_t>(body.size(), 1u << 20)));
    if (!value || (*value)["kind"].text() != "Status")
        return {};
    return {true, (*value)["message"].text(), (*value)["details"]};
}

// conflict with "kubectl" using apps/v1 at 2026-11-23T16:14:20Z
FieldConflict conflictOf(const Value& cause, const Change& change)
{
    FieldConflict conflict;
    conflict.field = cause["field"].text();
    const std::string& message = cause["message"].text();
    const std::size_t open = message.find('"');
    const std::size_t close = open == std::string::npos ? open : message.find('"', open + 1);
    if (close != std::string::npos) {
        conflict.owner = message.substr(open + 1, close - open - 1);
        constexpr std::string_view using_ = " using ";
        // with "web" with subresource "scale" using apps/v1 at ...
        if (const std::size_t at = message.find(using_, close); at != std::string::npos)
            conflict.since = message.substr(at + using_.size());
    }
    conflict.path = pathOfServer(conflict.field, change.after);
    return conflict;
}

void readCauses(int status, const StatusBody& body, const Change& change, Refusal& refusal)
{
    for (const Value& cause : body.details["causes"].items()) {
        if (cause["reason"].text() == "FieldManagerConflict") {
            refusal.conflicts.push_back(conflictOf(cause, change));
            continue;
        }
        // An admission policy's cause names no field and says what the message says.
        if (status < 500 && !cause.find("field") && body.message.find(cause["message"].text()) != std::string::npos)
            continue;
        FieldFault fault {cause["field"].text(), cause["message"].text(), {}};
        if (fault.field == "<nil>")
            fault.field.clear();
        fault.path = pathOfServer(fault.field, change.after);
        refusal.faults.push_back(std::move(fault));
    }
}

// failed to create typed patch object (ns/x; v1, Kind=K): .spec.bogus: field not declared in schema
// strict decoding error: unknown field "spec.bogus"
bool readSchemaFault(const std::string& message, const Change& change, Refusal& refusal)
{
    constexpr std::string_view typed = "failed to create typed patch object", strict = "unknown field \"";
    std::string field, text;
    if (message.starts_with(typed)) {
        const std::size_t dot = message.find("): .");
        const std::size_t colon = dot == std::string::npos ? dot : message.find(": ", dot + 3);
        if (colon == std::string::npos)
            return false;
        field = message.substr(dot + 3, colon - dot - 3);
        text = message.substr(colon + 2);
    } else if (const std::size_t at = message.find(strict); at != std::string::npos) {
        const std::size_t begin = at + strict.size();
        field = message.substr(begin, message.find('"', begin) - begin);
        text = "unknown field";
    } else {
        return false;
    }
    refusal.faults.push_back({field, text, pathOfServer(field, change.after)});
    refusal.error.kind = Error::Kind::Malformed;
    refusal.error.args = {field, change.ref.kind, text};
    if (text == "field not declared in schema" || text == "unknown field") {
        refusal.error.what = LOADLINE_TR("Error", "The server knows no field %1 in a %2.");
        refusal.error.hint = LOADLINE_TR("Error", "Check how it is spelled, or leave it out: this cluster's version may not have it.");
    } else if (text.starts_with("expected string")) {
        refusal.error.what = LOADLINE_TR("Error", "The field %1 of the %2 has the wrong type: %3.");
        refusal.error.hint = LOADLINE_TR("Error", "Texts that look like a number, a date or yes and no need quotes.");
    } else if (text.starts_with("expected ")) {
        refusal.error.what = LOADLINE_TR("Error", "The field %1 of the %2 has the wrong type: %3.");
        refusal.error.hint = LOADLINE_TR("Error", "Numbers, true and false stand without quotes.");
    } else {
        refusal.error.what = LOADLINE_TR("Error", "The server takes no such field %1 of a %2: %3.");
        refusal.error.hint = text.starts_with("duplicate entries") ? LOADLINE_TR("Error", "Name each item of the list once.") : "";
    }
    return true;
}

// Policies answer 422, webhooks what they like (403 when they say nothing).
void sharpenAdmission(const StatusBody& body, Refusal& refusal)
{
    const auto says = [&](const char* words) { return body.message.find(words) != std::string::npos; };
    if (says("exceeded quota")) {
        refusal.error.what = LOADLINE_TR("Error", "A resource quota forbids it: %1.");
        refusal.error.hint = LOADLINE_TR("Error", "Ask for less, or have the quota of the namespace raised.");
    } else if (says("is being terminated")) {
        refusal.error.what = LOADLINE_TR("Error", "The namespace is being deleted: %1.");
        refusal.error.hint = LOADLINE_TR("Error", "Wait until it is gone and make it again, or choose another.");
    } else if (says("admission webhook") || says("ValidatingAdmissionPolicy")) {
        refusal.error.what = LOADLINE_TR("Error", "A rule of this cluster refuses it: %1.");
        refusal.error.hint = LOADLINE_TR("Error", "Its words say what it wants; whoever runs the cluster can tell more.");
    }
}

void sharpen(int status, const StatusBody& body, const Change& change, Refusal& refusal)
{
    Error& error = refusal.error;
    if (status == 404 && body.details["kind"].text() == "namespaces") {
        error = {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no namespace %1 in this cluster."), error.where,
            LOADLINE_TR("Error", "Create it first, or choose another."), {body.details["name"].text()}};
    } else if (status == 409 && !refusal.conflicts.empty()) {
        error = conflictError(refusal.conflicts, error.where);
    } else if (status == 409 && change.verb == Change::Verb::Delete) {
        error.hint = LOADLINE_TR("Error", "It is no longer the object you looked at; look again and delete that one if need be.");
    } else if (status < 500) {
        sharpenAdmission(body, refusal);
    }
}

} // namespace

std::string nameOf(const ManifestRef& ref)
{
    return ref.kind + " " + (ref.ns.empty() ? "" : ref.ns + "/") + ref.name;
}

Error conflictError(const std::vector<FieldConflict>& conflicts, std::string where)
{
    std::string list;
    for (const FieldConflict& conflict : conflicts)
        list += (list.empty() ? "" : ", ") + conflict.field + " (" + conflict.owner + ")";
    return {Error::Kind::Conflict, LOADLINE_TR("Error", "Others hold what you want to write: %1."), std::move(where),
        LOADLINE_TR("Error", "Leave these fields to them, take them over, or save the change for Git."), {list}};
}

Error secretRefused(const ManifestRef& ref)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Loadline neither reads nor writes Secrets."), nameOf(ref),
        LOADLINE_TR("Error", "Use kubectl for them; a TriggerAuthentication names them."), {}};
}

Refusal refusalOf(int status, std::string_view body, std::string_view where, const Change& change)
{
    Refusal refusal;
    refusal.error = errorOfStatus(status, body, where);
    const StatusBody answer = read(body);
    if (!answer.isStatus)
        return refusal;
    readCauses(status, answer, change, refusal);
    if (!readSchemaFault(answer.message, change, refusal))
        sharpen(status, answer, change, refusal);
    return refusal;
}

bool answerWasLost(const Error& error)
{
    return error.kind == Error::Kind::Timeout || error.kind == Error::Kind::Unreachable || error.kind == Error::Kind::Tls
        || error.kind == Error::Kind::Cancelled;
}

// A gateway's 502 and 504 say nothing of the server behind it, and a 500 may come after the object was stored; the
// schema's 500 came before.
bool answerWasLost(int status, const Refusal& refusal)
{
    return status >= 500 && refusal.faults.empty() && status != 501;
}

} // namespace loadline
