// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/lint.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// What a server publishes about itself and no World holds, asked where manifests make a rule want to know: the schemas of
// its kinds and the names of the metrics that its adapters list. What is not told stays unknown.
struct Published {
    std::shared_ptr<const ClusterShapes> shapes;
    std::shared_ptr<const ServedMetrics> metrics;
    // Takes the answer to one of publishedPaths(). False: it is none of these paths, or nothing can be read from it.
    bool take(std::string_view path, const Result<std::string>& json);
    void layInto(Overlay& overlay) const;
    static bool isPath(std::string_view path);
};

// What is to be asked for these manifests: paths of GET, sorted. `world` tells which APIs there are.
std::vector<std::string> publishedPaths(const std::vector<Document>& documents, const World& world);

} // namespace loadline
