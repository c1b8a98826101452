// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/kind_id.h"
#include "cluster/meta.h"

namespace loadline {

// cpu in cores and memory in bytes; others (GPU, ephemeral-storage) by name in `others`.
struct Resources {
    std::optional<Quantity> cpu;
    std::optional<Quantity> memory;
    std::vector<std::pair<std::string, Quantity>> others; // sorted by name
    [[nodiscard]] std::optional<Quantity> get(std::string_view resource) const;
    void set(std::string_view resource, Quantity quantity);
    bool operator==(const Resources&) const = default;
};
Resources parseResources(Json map);

enum class UpdateMode { Off, Initial, Recreate, Auto, InPlaceOrRecreate, InPlace, Unknown };
bool actsOnRunningPods(UpdateMode mode); // by eviction or in place

struct ContainerPolicy {
    std::string container; // "*" is the rest
    bool off = false; // mode Off
    Resources minAllowed;
    Resources maxAllowed;
    std::vector<std::string> controlledResources; // empty: the default, cpu and memory
    bool requestsOnly = false; // controlledValues
    bool operator==(const ContainerPolicy&) const = default;
};

struct ContainerRecommendation {
    std::string container;
    Resources lowerBound;
    Resources target;
    Resources upperBound;
    Resources uncappedTarget;
    bool operator==(const ContainerRecommendation&) const = default;
};

// VerticalPodAutoscaler, autoscaling.k8s.io/v1.
struct Vpa : Object {
    static constexpr KindId id = KindId::Vpa;
    ObjectRef target;
    UpdateMode mode = UpdateMode::Recreate; // Recreate when absent: the default since VPA 1.5
    std::string modeText; // as written, "" when absent
    std::optional<std::int64_t> minReplicas;
    std::vector<ContainerPolicy> policies;
    std::vector<ContainerRecommendation> recommendations;
    std::vector<Condition> conditions;
    bool operator==(const Vpa& other) const;
};

Result<Vpa> parseVpa(Json object, ParseContext& context);
// The policy that governs a container: its own, else "*", else null.
const ContainerPolicy* policyOf(const Vpa& vpa, std::string_view container);

} // namespace loadline
