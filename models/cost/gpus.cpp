// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/gpus.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace loadline {

namespace {

constexpr std::array<std::string_view, 11> wholeGpus {"nvidia.com/gpu", "nvidia.com/gpu.shared", "amd.com/gpu",
    "gpu.intel.com/i915", "gpu.intel.com/xe", "k8s.amazonaws.com/vgpu", "aws.amazon.com/neuron",
    "aws.amazon.com/neurondevice", "google.com/tpu", "habana.ai/gaudi", "intel.com/gpu"};
constexpr std::string_view migPrefix = "nvidia.com/mig-";
constexpr std::int64_t vgpusPerGpu = 10; // OpenCost's vgpuCoeff

std::int64_t numberOf(const std::string* text)
{
    std::int64_t number = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), number);
    return std::max<std::int64_t>(number, 0);
}

} // namespace

std::int64_t gpuWeight(std::string_view resource)
{
    if (std::find(wholeGpus.begin(), wholeGpus.end(), resource) != wholeGpus.end())
        return 1;
    if (!resource.starts_with(migPrefix))
        return 0;
    std::int64_t slices = 0;
    const char* from = resource.data() + migPrefix.size();
    std::from_chars(from, resource.data() + resource.size(), slices);
    return std::clamp<std::int64_t>(slices, 1, 8);
}

std::int64_t gpuWeightOfLabel(std::string_view label)
{
    const auto same = [&](std::string_view resource) {
        return std::equal(resource.begin(), resource.end(), label.begin(), label.end(),
            [](char written, char told) { return told == (std::isalnum(static_cast<unsigned char>(written)) ? written : '_'); });
    };
    if (std::any_of(wholeGpus.begin(), wholeGpus.end(), same))
        return 1;
    constexpr std::string_view mig = "nvidia_com_mig_";
    return label.starts_with(mig) ? gpuWeight(std::string(migPrefix).append(label.substr(mig.size()))) : 0;
}

Quantity gpuSlices(const Resources& resources)
{
    Quantity slices;
    for (const auto& [name, quantity] : resources.others)
        if (const auto weight = gpuWeight(name); weight > 0 && quantity > Quantity())
            slices += quantity * weight;
    return slices;
}

std::int64_t gpusOf(const Node& node)
{
    const auto capacity = gpuSlices(node.capacity).whole();
    if (capacity == 0)
        return 0;
    // Shared or cut up: the device plugin's labels tell how many there really are.
    const auto physical = numberOf(node.meta.label("nvidia.com/gpu.count"));
    const bool sliced = numberOf(node.meta.label("nvidia.com/gpu.replicas")) > 1
        || node.capacity.get("nvidia.com/gpu.shared") || node.meta.label("nvidia.com/mig.config");
    if (sliced && physical > 0)
        return physical;
    if (const auto vgpus = node.capacity.get("k8s.amazonaws.com/vgpu"); vgpus && *vgpus > Quantity())
        return std::max<std::int64_t>(1, vgpus->whole() / vgpusPerGpu);
    std::int64_t whole = 0;
    for (const auto& [name, quantity] : node.capacity.others)
        if (gpuWeight(name) > 0 && !name.starts_with(migPrefix))
            whole += quantity.whole();
    return whole > 0 ? whole : std::max<std::int64_t>(physical, 1);
}

} // namespace loadline
