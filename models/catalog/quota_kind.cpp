// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind quotaKind()
{
    return {
        .id = KindId::Quota,
        .group = "",
        .version = "v1",
        .resource = "resourcequotas",
        .kind = "ResourceQuota",
        .parse = parseAs<Quota, parseQuota>,
    };
}

} // namespace loadline
