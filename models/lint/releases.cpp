// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/releases.h"

#include "cluster/workload.h"

#include <charconv>

namespace loadline {

namespace {

struct Product {
    std::string_view id, name, workload; // the Deployment that runs it, by its own installations
};
constexpr Product products[] = {{"kubernetes", "Kubernetes", ""}, {"keda", "KEDA", "keda-operator"}, {"vpa", "VPA", "vpa-recommender"}, {"karpenter", "Karpenter", "karpenter"}};

// 1, 36 of "v1.36.0"
std::optional<std::pair<int, int>> numbersOf(std::string_view release)
{
    if (release.starts_with('v'))
        release.remove_prefix(1);
    int major = 0, minor = 0;
    const auto* end = release.data() + release.size();
    const auto first = std::from_chars(release.data(), end, major);
    if (first.ec != std::errc {} || first.ptr == end || *first.ptr != '.')
        return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, minor);
    return second.ec == std::errc {} ? std::optional(std::pair(major, minor)) : std::nullopt;
}

} // namespace

std::string releaseOf(const World& world, std::string_view product)
{
    if (product == "kubernetes")
        return world.version.starts_with('v') ? world.version.substr(1) : world.version;
    for (const auto& known : products) {
        if (known.id != product)
            continue;
        for (const auto& deployment : world.all<Deployment>()) {
            const auto& name = deployment.meta.name;
            const auto* label = name == known.workload || name.ends_with("-" + std::string(known.workload)) ? deployment.meta.label("app.kubernetes.io/version") : nullptr;
            if (label && numbersOf(*label))
                return label->starts_with('v') ? label->substr(1) : *label;
        }
    }
    return {};
}

std::string productName(std::string_view product)
{
    for (const auto& known : products)
        if (known.id == product)
            return std::string(known.name);
    return std::string(product);
}

bool isBefore(std::string_view release, std::string_view since)
{
    const auto own = numbersOf(release), first = numbersOf(since);
    return own && first && *own < *first;
}

} // namespace loadline
