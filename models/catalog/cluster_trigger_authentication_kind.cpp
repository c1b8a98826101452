// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/scaled_object.h"

namespace loadline {

Kind clusterTriggerAuthenticationKind()
{
    return {
        .id = KindId::ClusterTriggerAuthentication,
        .group = "keda.sh",
        .version = "v1alpha1",
        .resource = "clustertriggerauthentications",
        .kind = "ClusterTriggerAuthentication",
        .namespaced = false,
        .product = "KEDA",
        .parse = parseAs<ClusterTriggerAuthentication, parseClusterTriggerAuthentication>,
    };
}

} // namespace loadline
