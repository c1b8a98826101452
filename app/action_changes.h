// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/undo.h"
#include "cluster/world.h"
#include "forms/action_shown.h"
#include "lint/finding.h"

namespace loadline {

// What the panel asks about an object as it is now. `world` may be null.
ActionShown asked(const ActionWish& wish, const Value& live, const World* world);
// Why it may not do what it seems to: an autoscaler that owns the replicas, pods that restart, a time that runs out.
std::vector<ActionNote> notesOf(const ActionWish& wish, const Value& live, const World* world);

// What the panel says of entries that are to be undone: why one of them cannot be, and the three-way view of what moved on.
ActionShown undoShown(const ActionWish& wish, const std::vector<UndoPlan>& plans);

// The change that the answers make of the live object. Errors: those of quick_action.h; NotFound (the VPA is not known).
Result<Change> changeOf(const ActionWish& wish, const ActionAnswer& answer, const Value& live, const World* world);
// A finding's fix in the live objects it is about, each null where it is not there: a change for each that differs.
Result<std::vector<Change>> fixChanges(const Fix& fix, const std::vector<ManifestRef>& refs, const std::vector<Value>& live, const std::string& why);
// The annotation that silences a finding.
Result<Change> silenceChange(const Finding& finding, const std::string& reason, const Value& live);
// Which objects a fix touches, each once; those that it adds whole too.
std::vector<ManifestRef> objectsOf(const Fix& fix);

} // namespace loadline
