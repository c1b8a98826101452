// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/node.h"

#include <optional>
#include <string_view>

namespace loadline {

// How a capacity type is written in labels of metrics, price files and keys: "on-demand", "spot", "reserved"; else `unknown`.
std::string_view capacityKey(CapacityType capacity, std::string_view unknown = {});
// Back from such a word; none for every other text, "" among them.
std::optional<CapacityType> capacityOfKey(std::string_view word);

} // namespace loadline
