// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace loadline {

// What API servers take as a name of this or that (k8s.io/apimachinery/pkg/util/validation). nullopt: it is one.

std::optional<Error> objectNameFault(const std::string& text); // a DNS subdomain: "shop.example"
std::optional<Error> shortNameFault(const std::string& text); // a DNS label: namespaces, containers
std::optional<Error> labelKeyFault(const std::string& text); // "example.com/team"; of annotations in any case
std::optional<Error> labelValueFault(const std::string& text); // may be empty
// Becomes a part of an address: a metric, a kind.
std::optional<Error> pathSegmentFault(const std::string& text);
// "apps/v1"; "v1" only where no group is needed.
std::optional<Error> apiVersionFault(const std::string& text, bool groupNeeded);

// Whether a kind of Kubernetes' own has replicas to set; true for kinds of others, whatever they have.
bool isScalable(std::string_view apiVersion, std::string_view kind);

// A resource that nodes or devices bring along: "nvidia.com/gpu", not "requests.nvidia.com/gpu" of quotas.
bool isExtendedResource(std::string_view name);
bool isHugePages(std::string_view name); // "hugepages-2Mi"

} // namespace loadline
