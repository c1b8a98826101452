// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/trial.h"
#include "forms/apply_shown.h"

namespace loadline {

// What the applier tells, in words for ApplyPanel. Conflicts among `takenOver` are the user's decision already.
TrialShown shownTrial(const Trial& trial, const std::vector<FieldConflict>& takenOver);
ResultShown shownResult(const Applied& applied);

} // namespace loadline
