// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/pool_rows.h"
#include "tables/vpa_rows.h"

namespace loadline {

// States as a count goes before them: "2 held at max", "5 steady".
QString stateName(HpaState state);
QString stateName(VpaState state);
QString stateName(TriggerState state);
QString stateName(PoolState state);

} // namespace loadline
