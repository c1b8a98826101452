// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/node.h"

namespace loadline {

Kind nodeKind()
{
    return {
        .id = KindId::Node,
        .group = "",
        .version = "v1",
        .resource = "nodes",
        .kind = "Node",
        .namespaced = false,
        .parse = parseAs<Node, parseNode>,
    };
}

} // namespace loadline
