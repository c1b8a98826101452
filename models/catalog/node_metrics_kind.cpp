// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/pod.h"

namespace loadline {

Kind nodeMetricsKind()
{
    return {
        .id = KindId::NodeMetrics,
        .group = "metrics.k8s.io",
        .version = "v1beta1",
        .resource = "nodes",
        .kind = "NodeMetrics",
        .namespaced = false,
        .watched = false,
        .pollEvery = Seconds {15},
        .product = "The metrics API (metrics-server)",
        .parse = parseAs<NodeMetrics, parseNodeMetrics>,
    };
}

} // namespace loadline
