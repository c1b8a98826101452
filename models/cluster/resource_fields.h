// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/fields.h"
#include "cluster/vpa.h"

namespace loadline {

Resources readResources(Json map, Fault& fault);

} // namespace loadline
