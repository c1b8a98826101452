// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/hpa.h"

namespace loadline {

Kind hpaKind()
{
    return {
        .id = KindId::Hpa,
        .group = "autoscaling",
        .version = "v2",
        .resource = "horizontalpodautoscalers",
        .kind = "HorizontalPodAutoscaler",
        .parse = parseAs<Hpa, parseHpa>,
    };
}

} // namespace loadline
