// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/fields.h"
#include "cluster/scaled_object.h"

namespace loadline {

std::vector<Trigger> readTriggers(Json triggers, Fault& fault);

} // namespace loadline
