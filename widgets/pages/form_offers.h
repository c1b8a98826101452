// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "forms/field_row.h"
#include "manifest/document.h"

namespace loadline {

// What the cluster can offer for a form's fields: names that exist. `world` may be null.
FormOffers formOffers(const World* world, const FormFacts& facts);

// What the cluster tells of one field, in a line: "It runs 4 pods now; HPA api keeps it between 2 and 9." "" nothing.
QString seenOf(const World* world, const FormFacts& facts, const Document& manifest, const FieldPath& path);

} // namespace loadline
