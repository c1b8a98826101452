// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/field_path.h"

#include <cstddef>
#include <string_view>

namespace loadline {

// Where a key stands among its siblings as people write Kubernetes manifests: apiVersion, kind, metadata, spec; name
// before image. `parent` is the path of the object that holds the key. Keys without an order share the last rank.
std::size_t keyRank(const FieldPath& parent, std::string_view key);
constexpr std::size_t unranked = 1000;

} // namespace loadline
