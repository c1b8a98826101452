// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// One thing that a preset would have otherwise in an object that is there already. What stands there stays until the
// user accepts it.
struct Proposal {
    FieldPath path; // where it goes; with `more` the list that gets one more item
    bool more = false;
    std::optional<Value> now; // what stands there; absent: nothing does
    Value wanted;
    FieldPath instead; // a field that cannot stand beside it and goes; empty: none
    bool fills = false; // nothing stands there, and no default of the server's either: part of the draft from the start
    bool operator==(const Proposal&) const = default;
};

// What the preset's manifest says otherwise than the live object of its kind. Never proposed over what stands: what the
// object is about (name, target, selector), and what a preset only guesses from the workload's name (queues, secrets,
// addresses, authentication).
std::vector<Proposal> proposalsOf(const Form& preset, const Value& live);
bool isAccepted(const Value& object, const Proposal& proposal);
// Errors: Malformed, when the path leads nowhere any more.
Done accept(Document& document, const Proposal& proposal);
// Puts back what `live` has there.
Done withdraw(Document& document, const Proposal& proposal, const Value& live);

} // namespace loadline
