// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/git_owner.h"
#include "manifest/change.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// What the user must be allowed to do, and what the server says of it (SelfSubjectAccessReview).
struct Permission {
    std::string verb; // "patch"
    std::string resource; // "horizontalpodautoscalers.autoscaling", "deployments.apps/scale"
    std::string ns, name;
    bool allowed = false;
    std::string reason; // the server's words; may be empty
    bool operator==(const Permission&) const = default;
};

// A field that another manager holds with another value (409), or that it holds and the change removes.
struct FieldConflict {
    std::string field; // as the server writes it: ".spec.template.spec.containers[name=\"app\"].image"
    std::string owner; // "kubectl-client-side-apply"
    std::string since; // "apps/v1 at 2026-11-23T16:14:20Z" as far as the server tells; may be empty
    std::optional<FieldPath> path; // in Change::after, where it stands there
    bool operator==(const FieldConflict&) const = default;
};

// What the server says of one field (422).
struct FieldFault {
    std::string field; // "spec.maxReplicas"
    std::string text; // "Required value: must be set and greater than 0"
    std::optional<FieldPath> path; // as far as it can be read
    bool operator==(const FieldFault&) const = default;
};

// Why something was not done. Conflicts and faults are there where the server named fields.
struct Refusal {
    Error error;
    std::vector<FieldConflict> conflicts;
    std::vector<FieldFault> faults;
    bool operator==(const Refusal&) const = default;
};

// A change asked for as a dry run: nothing was stored.
struct Trial {
    Change change; // `before` is the live object as it was read for this
    std::vector<Permission> missing; // what the user may not do; the dry run is not asked for then
    std::optional<Value> answer; // what the server would store; of conflicts, if they were taken over; else absent when refused, and for a delete
    std::vector<FieldDiff> diff; // of the live object and the answer; a delete has none
    std::vector<std::string> warnings; // the server's
    std::optional<Refusal> refusal;
    std::vector<FieldConflict> ours; // held by Loadline itself by another way, as a scale: written over without a question
    bool untried = false; // an earlier change of the list makes its namespace: the server tries it when it is written
    std::optional<GitOwner> git; // of the live object
    [[nodiscard]] bool creates() const { return change.verb == Change::Verb::Apply && !change.before; }
    [[nodiscard]] bool good() const { return !refusal && missing.empty(); }
    void take(const std::optional<Value>& stored) // the server's answer
    {
        answer = stored;
        if (stored)
            diff = compare(change.before.value_or(Value::map()), *stored, change.after);
    }
    bool operator==(const Trial&) const = default;
};

// What became of one change.
struct Applied {
    enum class Outcome {
        NotTried, // one before it failed
        Refused, // nothing was stored
        Created,
        Changed,
        Unchanged, // the server had it so already
        Deleted,
        Unknown, // sent, and it cannot be told whether it was stored
    };
    Change change; // `before` is the live object right before it
    Outcome outcome = Outcome::NotTried;
    std::optional<Value> stored; // as the server answered
    std::vector<std::string> warnings;
    std::optional<Refusal> refusal; // Refused and Unknown; else null
    bool foundLater = false; // the answer was lost: the outcome was read from the live object
    std::int64_t entry = 0; // of the journal; 0: not written, because nothing was sent
    [[nodiscard]] bool done() const
    {
        return outcome == Outcome::Created || outcome == Outcome::Changed || outcome == Outcome::Unchanged
            || outcome == Outcome::Deleted;
    }
    bool operator==(const Applied&) const = default;
};

// The change without the fields that others hold: they keep them.
Change withoutConflicts(const Change& change, const std::vector<FieldConflict>& conflicts);
// The change as a file for Git: the text of a manifest that kustomize takes as a patch.
std::string patchForGit(const Change& change);

} // namespace loadline
