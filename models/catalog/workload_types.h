// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// The decision matrix of the field: which autoscaler suits which kind of workload, and why. Texts are marked with
// LOADLINE_TR("Advice", ...).

enum class WorkloadType { ModelServing, BatchInference, Training, FeatureStore, Notebook };
enum class Autoscaler { Hpa, Vpa, Keda, Nodes }; // Nodes: cluster-autoscaler or Karpenter
inline constexpr std::array allAutoscalers {Autoscaler::Hpa, Autoscaler::Vpa, Autoscaler::Keda, Autoscaler::Nodes};

// How well it suits: the way to go; helps beside it; depends on something that `why` names; does harm.
enum class Suits { Best, Helps, Depends, No };

struct MatrixCell {
    Suits suits = Suits::No;
    std::string_view how {}; // a few words for the cell: "CPU 70 %, 100 requests/s"
    std::string_view why {}; // one or two sentences
};
struct WorkloadTypeRow {
    WorkloadType type {};
    std::string_view id {}; // also its preset's: "model-serving"
    std::string_view title {};
    std::string_view summary {};
    std::array<MatrixCell, 4> cells {}; // by Autoscaler
    [[nodiscard]] const MatrixCell& cell(Autoscaler autoscaler) const
    {
        return cells[static_cast<std::size_t>(autoscaler)];
    }
};
// THE list, in the order of the enum.
std::span<const WorkloadTypeRow> workloadTypes();
const WorkloadTypeRow& workloadType(WorkloadType type);
const WorkloadTypeRow* workloadType(std::string_view id); // null: unknown
std::string_view titleOf(Autoscaler autoscaler);

// What is known of a workload when advice is asked. What is not known is absent, and not taken for "no".
struct WorkloadFacts {
    TargetFacts target;
    std::vector<std::string> images;
    std::optional<bool> usesGpu; // asks for nvidia.com/gpu or the like
    std::optional<bool> hasVolumes; // claims storage of its own
    std::optional<bool> servesRequests; // a Service selects its pods
    std::optional<bool> worksOffQueue; // a queue trigger, or a queue's address in its environment
    std::optional<bool> hasRequests; // every container asks for CPU and memory
    std::optional<bool> hasBudget; // a PodDisruptionBudget covers it
    std::vector<Autoscaler> scaledBy; // what scales it already
    std::optional<double> peakToMean; // of its CPU over the last week
    std::optional<double> idleShare; // share of that week with next to no load, 0 to 1
    std::optional<double> memoryShare; // of the memory request in use, 0 to 1 and beyond
    std::optional<double> cpuShare;
};

struct Reason {
    std::string text; // with %1 ... for args
    std::vector<std::string> args;
    bool operator==(const Reason&) const = default;
};
struct AdviceItem {
    Autoscaler autoscaler {};
    Suits suits = Suits::No;
    std::vector<Reason> reasons; // the matrix's first, then what was seen
};
struct Advice {
    WorkloadType type {};
    std::vector<Reason> because; // why it is taken for this type, the strongest first; empty: a guess
    std::vector<AdviceItem> items; // one for each autoscaler, the best first
    std::vector<Reason> first; // what to mend before anything is scaled
};
// `said`: what the user says it is, which then stands.
Advice advise(const WorkloadFacts& facts, std::optional<WorkloadType> said = {});

} // namespace loadline
