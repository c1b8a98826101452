// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/value.h"

#include <string>
#include <vector>

namespace loadline::test {

// What of OpenAPI v3 the CRDs use: type, properties, additionalProperties, required, items, enum, pattern, minimum,
// maximum, minLength, maxLength, minItems, maxItems, anyOf, x-kubernetes-int-or-string,
// x-kubernetes-preserve-unknown-fields. Unknown fields are faults, as under strict validation. Not read: the CEL rules
// of x-kubernetes-validations.
// Returns "path: what is wrong", none where it fits.
std::vector<std::string> schemaFaults(const Value& schema, const Value& value, const std::string& path = "");

// The schema of a kind within a CustomResourceDefinition file of that folder; null: it is not there.
Value crdSchema(const std::string& folder, const std::string& kind, const std::string& version);

} // namespace loadline::test
