// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/scaled_object.h"

namespace loadline {

Kind scaledJobKind()
{
    return {
        .id = KindId::ScaledJob,
        .group = "keda.sh",
        .version = "v1alpha1",
        .resource = "scaledjobs",
        .kind = "ScaledJob",
        .product = "KEDA",
        .parse = parseAs<ScaledJob, parseScaledJob>,
    };
}

} // namespace loadline
