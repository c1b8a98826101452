// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/finding.h"

#include <QStringList>

#include <map>

namespace loadline {

// What is known of objects as they are now.
using KnownObjects = std::map<ManifestRef, Value>;

// What a fix changes, a line for each field: "spec.maxReplicas: 10 → 20", "+ spec.fallback.replicas: 2",
// "− spec.replicas: 3"; "+" and "−" with a kind and a name for objects that come and go. Fields of other objects than
// `about` name them. Of objects that are not known the new values alone.
QStringList fixLines(const Fix& fix, const ManifestRef& about, const KnownObjects& known);

} // namespace loadline
