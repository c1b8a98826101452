// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/pod.h"

namespace loadline {

Kind podKind()
{
    return {
        .id = KindId::Pod,
        .group = "",
        .version = "v1",
        .resource = "pods",
        .kind = "Pod",
        .parse = parseAs<Pod, parsePod>,
    };
}

} // namespace loadline
