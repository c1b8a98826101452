// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/workload.h"

namespace loadline {

namespace {

// Who writes events about scaling. Each selector is a watch of its own, so that the other thousands of events of a big
// cluster never leave the server. The server matches `source` against the reporting controller where an event came
// through events.k8s.io (KEDA's since 2.20) and has no source (pkg/registry/core/event, ToSelectableFields).
constexpr std::string_view writers[] = {"source=horizontal-pod-autoscaler", "source=cluster-autoscaler",
    "source=keda-operator", "source=karpenter", "source=vpa-updater"};

} // namespace

Kind eventKind()
{
    return {
        .id = KindId::Event,
        .group = "",
        .version = "v1",
        .resource = "events",
        .kind = "Event",
        .fieldSelectors = writers,
        .parse = parseAs<Event, parseEvent>,
    };
}

} // namespace loadline
