// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/vpa.h"

namespace loadline {

Kind vpaKind()
{
    return {
        .id = KindId::Vpa,
        .group = "autoscaling.k8s.io",
        .version = "v1",
        .resource = "verticalpodautoscalers",
        .kind = "VerticalPodAutoscaler",
        .product = "The Vertical Pod Autoscaler",
        .parse = parseAs<Vpa, parseVpa>,
    };
}

} // namespace loadline
