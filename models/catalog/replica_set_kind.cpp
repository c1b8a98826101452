// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind replicaSetKind()
{
    return {
        .id = KindId::ReplicaSet,
        .group = "apps",
        .version = "v1",
        .resource = "replicasets",
        .kind = "ReplicaSet",
        .parse = parseAs<ReplicaSet, parseReplicaSet>,
    };
}

} // namespace loadline
