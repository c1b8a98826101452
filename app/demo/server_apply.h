// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/trial.h"
#include "base/time.h"

namespace loadline {

// Server-side apply as far as the demo needs it: fields have managers (managedFields), values that others hold conflict,
// fields that a manager leaves out and nobody else holds go.
struct ServerApplied {
    Value object; // with its new managedFields; meaningful without conflicts
    std::vector<FieldConflict> conflicts;
};
// `live`: null when there is none.
ServerApplied serverApply(const Value& live, const Value& applied, const std::string& manager, bool force, TimePoint now);

// The managedFields of an object that somebody made with kubectl, Helm or an operator before Loadline came.
Value foreignFields(const Value& object, const std::string& manager);
// A merge patch: what it sets is the manager's, what it removes is nobody's.
Value mergePatch(const Value& live, const Value& patch, const std::string& manager, TimePoint now);

} // namespace loadline
