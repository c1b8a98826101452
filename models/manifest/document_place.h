// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

namespace loadline {

// The column of a field's key, in characters from 1; of an absent field, that of the nearest ancestor that is there.
// Reads the text once more: for the few fields that are told of.
std::size_t columnOf(const Document& document, const FieldPath& path);

} // namespace loadline
