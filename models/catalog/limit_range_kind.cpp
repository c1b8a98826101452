// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

Kind limitRangeKind()
{
    return {
        .id = KindId::LimitRange,
        .group = "",
        .version = "v1",
        .resource = "limitranges",
        .kind = "LimitRange",
        .parse = parseAs<LimitRange, parseLimitRange>,
    };
}

} // namespace loadline
