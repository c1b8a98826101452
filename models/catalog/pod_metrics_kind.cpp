// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/pod.h"

namespace loadline {

Kind podMetricsKind()
{
    return {
        .id = KindId::PodMetrics,
        .group = "metrics.k8s.io",
        .version = "v1beta1",
        .resource = "pods",
        .kind = "PodMetrics",
        .watched = false,
        .pollEvery = Seconds {15},
        .product = "The metrics API (metrics-server)",
        .parse = parseAs<PodMetrics, parsePodMetrics>,
    };
}

} // namespace loadline
