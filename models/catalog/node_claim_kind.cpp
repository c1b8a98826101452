// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/node.h"

namespace loadline {

Kind nodeClaimKind()
{
    return {
        .id = KindId::NodeClaim,
        .group = "karpenter.sh",
        .version = "v1",
        .resource = "nodeclaims",
        .kind = "NodeClaim",
        .namespaced = false,
        .product = "Karpenter",
        .parse = parseAs<NodeClaim, parseNodeClaim>,
    };
}

} // namespace loadline
