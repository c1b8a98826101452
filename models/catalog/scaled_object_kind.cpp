// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/scaled_object.h"

namespace loadline {

Kind scaledObjectKind()
{
    return {
        .id = KindId::ScaledObject,
        .group = "keda.sh",
        .version = "v1alpha1",
        .resource = "scaledobjects",
        .kind = "ScaledObject",
        .product = "KEDA",
        .parse = parseAs<ScaledObject, parseScaledObject>,
    };
}

} // namespace loadline
