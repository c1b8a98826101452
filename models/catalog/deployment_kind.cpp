// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind deploymentKind()
{
    return {
        .id = KindId::Deployment,
        .group = "apps",
        .version = "v1",
        .resource = "deployments",
        .kind = "Deployment",
        .parse = parseAs<Deployment, parseDeployment>,
    };
}

} // namespace loadline
