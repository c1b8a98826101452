// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "json/json.h"
#include "manifest/document.h"

#include <map>
#include <optional>
#include <string>

namespace loadline {

// Where the server keeps a kind.
struct ServedResource {
    std::string group, version, plural;
    bool namespaced = true;
    [[nodiscard]] std::string fullName() const { return group.empty() ? plural : plural + "." + group; }
    // "/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers/x"; `subresource` as "scale" or "".
    [[nodiscard]] std::string path(const ManifestRef& ref, const std::string& subresource = {}) const;
    bool operator==(const ServedResource&) const = default;
};

std::string groupPath(const std::string& apiVersion); // "/api/v1", "/apis/autoscaling/v2"
// The kinds of an APIResourceList, without subresources.
std::map<std::string, ServedResource> readResources(Json list, const std::string& apiVersion);
// What Loadline writes, for servers that do not let us see what they serve; null: not among them.
std::optional<ServedResource> wellKnown(const std::string& apiVersion, const std::string& kind);

} // namespace loadline
