// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind statefulSetKind()
{
    return {
        .id = KindId::StatefulSet,
        .group = "apps",
        .version = "v1",
        .resource = "statefulsets",
        .kind = "StatefulSet",
        .parse = parseAs<StatefulSet, parseStatefulSet>,
    };
}

} // namespace loadline
