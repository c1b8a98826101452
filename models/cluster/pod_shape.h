// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/fields.h"
#include "cluster/pod.h"

namespace loadline {

// The shape that a PodSpec describes; equal shapes share one instance. Never null. A fault is set into `fault`.
std::shared_ptr<const PodShape> readShape(Json podSpec, ParseContext& context, Fault& fault);

} // namespace loadline
