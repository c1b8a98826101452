// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/scaled_object.h"

namespace loadline {

Kind triggerAuthenticationKind()
{
    return {
        .id = KindId::TriggerAuthentication,
        .group = "keda.sh",
        .version = "v1alpha1",
        .resource = "triggerauthentications",
        .kind = "TriggerAuthentication",
        .product = "KEDA",
        .parse = parseAs<TriggerAuthentication, parseTriggerAuthentication>,
    };
}

} // namespace loadline
