// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kinds_list.h"
#include "catalog/parse_as.h"
#include "cluster/node.h"

namespace loadline {

namespace {

constexpr std::string_view statusOnly[] = {"metadata.name=cluster-autoscaler-status"};

} // namespace

Kind autoscalerStatusKind()
{
    return {
        .id = KindId::AutoscalerStatus,
        .group = "",
        .version = "v1",
        .resource = "configmaps",
        .kind = "ConfigMap",
        .fieldSelectors = statusOnly,
        .onlyNamespace = "kube-system",
        .parse = parseAs<AutoscalerStatus, parseAutoscalerStatus>,
    };
}

} // namespace loadline
