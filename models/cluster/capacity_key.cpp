// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/capacity_key.h"

#include <array>

namespace loadline {
namespace {

constexpr std::array<std::pair<CapacityType, std::string_view>, 3> words {{{CapacityType::OnDemand, "on-demand"},
    {CapacityType::Spot, "spot"}, {CapacityType::Reserved, "reserved"}}};

} // namespace

std::string_view capacityKey(CapacityType capacity, std::string_view unknown)
{
    for (const auto& [type, word] : words)
        if (type == capacity)
            return word;
    return unknown;
}

std::optional<CapacityType> capacityOfKey(std::string_view word)
{
    for (const auto& [type, known] : words)
        if (known == word)
            return type;
    return std::nullopt;
}

} // namespace loadline
