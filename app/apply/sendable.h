// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "manifest/change.h"

#include <optional>

namespace loadline {

// Why a manifest does not say which object it is: apiVersion, kind and metadata.name have to be there, and these and
// metadata.namespace to be texts. What is no text would be taken as absent, and a namespace that is absent is the context's.
struct IdentityFault {
    FieldPath at;
    Error error; // Malformed, without a place
    bool operator==(const IdentityFault&) const = default;
};
std::optional<IdentityFault> identityFault(const Value& manifest);

// What others need comes first: Namespaces 0, PriorityClasses 1, all else 2. Lists are applied by it, else as they stand.
int applyRank(const ManifestRef& ref);

// What may not be sent at all: what is no object, Secrets, and removals that a merge patch would make wrongly.
std::optional<Error> unsendable(const Change& change);

} // namespace loadline
