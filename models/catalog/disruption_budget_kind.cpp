// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind disruptionBudgetKind()
{
    return {
        .id = KindId::DisruptionBudget,
        .group = "policy",
        .version = "v1",
        .resource = "poddisruptionbudgets",
        .kind = "PodDisruptionBudget",
        .parse = parseAs<DisruptionBudget, parseDisruptionBudget>,
    };
}

} // namespace loadline
