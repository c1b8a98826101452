// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "tables/vpa_money.h"

namespace loadline {

// The replicas of all workloads over the preferences' usage window, an hour apart: asked anew once an hour.
std::vector<SeriesWish> replicaWishes(const Worlds& worlds, const Preferences& preferences);
// Whether the key is one of these wishes' and the answer changed the averages; a whole answer without series leaves them.
bool takeReplicas(AverageReplicas& averages, const QString& key, const SeriesAnswer& answer);

} // namespace loadline
