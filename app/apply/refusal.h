// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/trial.h"

#include <string_view>

namespace loadline {

// What the server's Status means for a change: which fields, whose, and how to mend it (autoscaling.md 6.2, 6.5).
// `where` as in "PATCH /apis/...".
Refusal refusalOf(int status, std::string_view body, std::string_view where, const Change& change);

// Nothing is known of what the server made of it: the answer was lost, or came from something between.
bool answerWasLost(const Error& error);
bool answerWasLost(int status, const Refusal& refusal);

Error secretRefused(const ManifestRef& ref);
Error conflictError(const std::vector<FieldConflict>& conflicts, std::string where);
// "HorizontalPodAutoscaler ml/demo-a"
std::string nameOf(const ManifestRef& ref);

} // namespace loadline
