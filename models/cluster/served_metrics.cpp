// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/served_metrics.h"

#include <algorithm>

namespace loadline {

Result<ServedMetrics::Names> readMetricNames(JsonDocument& document, std::string& body)
{
    const auto root = document.parse(body);
    if (!root)
        return root.error();
    if ((*root)["kind"].text() != "APIResourceList")
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The list of metrics cannot be read."), {}, {}, {}};
    ServedMetrics::Names names;
    (*root)["resources"].eachItem([&](Json resource) { names.insert(resource["name"].str()); });
    return names;
}

bool listsItsMetrics(const ServedMetrics::Names& names)
{
    return std::none_of(names.begin(), names.end(), [](const std::string& name) {
        return name == "externalmetrics" || name == "custommetrics" || name.ends_with("/custommetrics") || name.find('*') != std::string::npos;
    });
}

} // namespace loadline
