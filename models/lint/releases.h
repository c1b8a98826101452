// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"

#include <string>
#include <string_view>

namespace loadline {

// Which releases run in a cluster, of the products whose fields Loadline describes: "kubernetes", "keda", "vpa", "karpenter".
// Kubernetes tells it itself; the others by the version label or the image tag of what runs them. "" unknown.
std::string releaseOf(const World& world, std::string_view product); // "1.36.0", "2.17"
std::string productName(std::string_view product); // "Kubernetes", "KEDA"
// Whether "1.36.0" is before "1.37": by major and minor; what is no version is before nothing.
bool isBefore(std::string_view release, std::string_view since);

} // namespace loadline
