// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "tables/size_steps.h"

namespace loadline {

enum class StepsOf : unsigned char { Workloads, Pools };
// The sizes of all workloads or pools: the last day by five minutes, the preferences' usage window by hours.
std::vector<SeriesWish> stepWishes(StepsOf of, const Worlds& worlds, const Preferences& preferences);
// Whether the key is one of these wishes' and the answer changed what is known.
bool takeSteps(SizeHistory& sizes, const QString& key, const SeriesAnswer& answer);

} // namespace loadline
