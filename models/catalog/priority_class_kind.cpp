// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind priorityClassKind()
{
    return {
        .id = KindId::PriorityClass,
        .group = "scheduling.k8s.io",
        .version = "v1",
        .resource = "priorityclasses",
        .kind = "PriorityClass",
        .namespaced = false,
        .parse = parseAs<PriorityClass, parsePriorityClass>,
    };
}

} // namespace loadline
