// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal.h"

namespace loadline {

// A field of which the journal and the live object tell different things.
struct MovedField {
    FieldPath path;
    std::optional<Value> before, after, live; // before the change, as it was stored, and now
    std::vector<std::string> by {}; // who holds it now: managers that are not Loadline; empty: nobody does, or it is gone
    bool operator==(const MovedField&) const = default;
};

// What would undo an entry, or why it is refused.
struct UndoPlan {
    std::int64_t entry = 0;
    Change change; // meaningful when neither moved nor refused
    std::vector<MovedField> moved; // the object moved on since: fields that the entry wrote and that are now otherwise
    std::optional<Error> refused;
    // Fields that the entry took from others, "field (owner)": their values go back, but no request makes another manager
    // the owner again, so Loadline goes on holding them. The journal says so too, in the undo's reason.
    std::vector<std::string> held;
    [[nodiscard]] bool possible() const { return moved.empty() && !refused; }
    bool operator==(const UndoPlan&) const = default;
};

// `live`: the object now; null: it is not there. Only fields that the entry wrote count: what controllers and others
// wrote elsewhere stays as it is.
UndoPlan planUndo(const JournalEntry& entry, const std::optional<Value>& live);
// Then all that stands in it goes too, and somebody has to look first.
bool deletesNamespace(const Change& change);

} // namespace loadline
