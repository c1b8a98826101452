// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// The types that come with Loadline; the user may name others in their rules.
namespace workload_types {
inline constexpr std::string_view serving = "model-serving";
inline constexpr std::string_view batchInference = "batch-inference";
inline constexpr std::string_view training = "model-training";
inline constexpr std::string_view featureStore = "feature-store";
inline constexpr std::string_view notebooks = "notebooks";
inline constexpr std::string_view other = "other";
} // namespace workload_types

// What a rule may look at.
struct WorkloadTypeFacts {
    std::string_view ns, kind, name;
    bool gpu = false;
    std::vector<std::string_view> scalers; // "hpa", and KEDA trigger types such as "rabbitmq"; "scaledjob"
};

// Matches when all that it names agree; what is empty matches anything.
struct WorkloadTypeRule {
    enum class Gpu { Any, With, Without };
    std::string type;
    std::vector<std::string> kinds; // any of: "Job", "StatefulSet"
    std::vector<std::string> scalers; // any of
    std::vector<std::string> words; // any of, as whole words of the name or namespace: "train" in "llm-train-7b"
    Gpu gpu = Gpu::Any;
    bool operator==(const WorkloadTypeRule&) const = default;
};

// The pod label that names the type goes first, then the first rule that matches, then "other". Data that users edit.
struct WorkloadTypeRules {
    std::string label;
    std::vector<WorkloadTypeRule> rules;
    bool operator==(const WorkloadTypeRules&) const = default;
};
WorkloadTypeRules defaultWorkloadTypes();
// `labelled`: the value of the rules' label on the pod, or null.
std::string workloadTypeOf(const WorkloadTypeRules& rules, const WorkloadTypeFacts& facts, const std::string* labelled);

} // namespace loadline
