// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/node.h"

namespace loadline {

Kind nodePoolKind()
{
    return {
        .id = KindId::NodePool,
        .group = "karpenter.sh",
        .version = "v1",
        .resource = "nodepools",
        .kind = "NodePool",
        .namespaced = false,
        .product = "Karpenter",
        .parse = parseAs<NodePool, parseNodePool>,
    };
}

} // namespace loadline
