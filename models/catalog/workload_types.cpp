// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/workload_types.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::array<WorkloadTypeRow, 5> rows {{
    {WorkloadType::ModelServing, "model-serving", LOADLINE_TR("Advice", "Model serving"),
        LOADLINE_TR("Advice", "Answers requests of people or programs that wait."),
        {{{Suits::Best, LOADLINE_TR("Advice", "CPU 70 %, 100 requests/s and 200 ms p95 a pod"),
              LOADLINE_TR("Advice",
                  "Load comes from outside and is spread over the pods, so more pods take it. Grow at once, shrink "
                  "slowly: a model takes long to load.")},
            {Suits::Depends, LOADLINE_TR("Advice", "recommendations, or memory only"),
                LOADLINE_TR("Advice",
                    "Its recommendations tell good requests. Letting it change the CPU that the HPA scales by makes "
                    "the two chase each other.")},
            {Suits::Depends, LOADLINE_TR("Advice", "in place of the HPA, with a Prometheus query"),
                LOADLINE_TR("Advice",
                    "Worth it for scaling by a query without an adapter. Sleeping at zero makes the first request "
                    "wait for a pod.")},
            {Suits::Helps, LOADLINE_TR("Advice", "room for the highest number of pods"),
                LOADLINE_TR("Advice", "New pods need nodes; a pool at its limit leaves them pending.")}}}},
    {WorkloadType::BatchInference, "batch-inference", LOADLINE_TR("Advice", "Batch inference"),
        LOADLINE_TR("Advice", "Works off a queue; nobody waits for the single answer."),
        {{{Suits::No, LOADLINE_TR("Advice", "KEDA makes one"),
              LOADLINE_TR("Advice",
                  "CPU tells how busy the pods are, not how much waits, and an HPA of your own does not go to zero.")},
            {Suits::Helps, LOADLINE_TR("Advice", "requests of new pods"),
                LOADLINE_TR("Advice",
                    "KEDA scales by the queue, so changing requests disturbs nothing. Pods come and go, so new ones "
                    "are enough.")},
            {Suits::Best, LOADLINE_TR("Advice", "10 messages a pod, 0 to 50"),
                LOADLINE_TR("Advice", "The length of the queue is the work there is. At zero nothing is paid for.")},
            {Suits::Helps, LOADLINE_TR("Advice", "spot nodes"),
                LOADLINE_TR("Advice",
                    "A message that was not finished goes back to the queue, so nodes may be taken away.")}}}},
    {WorkloadType::Training, "training", LOADLINE_TR("Advice", "Training"),
        LOADLINE_TR("Advice", "Runs for hours on dear machines, started by people."),
        {{{Suits::No, LOADLINE_TR("Advice", "never"),
              LOADLINE_TR(
                  "Advice", "More pods do not make one training faster, and taking one away loses hours of work.")},
            {Suits::Helps, LOADLINE_TR("Advice", "requests of new pods"),
                LOADLINE_TR("Advice", "The next run gets what the last one needed. Never restart a run for it.")},
            {Suits::Best, LOADLINE_TR("Advice", "a schedule, Monday to Friday, 9 to 18"),
                LOADLINE_TR("Advice", "Machines are there when people work, and not paid for when they do not.")},
            {Suits::Best, LOADLINE_TR("Advice", "spot GPU nodes of their own"),
                LOADLINE_TR("Advice",
                    "GPUs cost most of all. A tainted pool keeps others away, and an empty node is given back. Save "
                    "checkpoints, as spot nodes may be taken.")}}}},
    {WorkloadType::FeatureStore, "feature-store", LOADLINE_TR("Advice", "Feature store"),
        LOADLINE_TR("Advice", "Keeps data in memory and state on disks; others depend on it."),
        {{{Suits::Best, LOADLINE_TR("Advice", "memory 80 %, 3 to 15"),
              LOADLINE_TR("Advice",
                  "What it holds decides how many it takes. Three keep a quorum; shrink slowly, as data moves.")},
            {Suits::Depends, LOADLINE_TR("Advice", "CPU only, on new pods"),
                LOADLINE_TR(
                    "Advice", "The HPA scales by memory, so VPA must leave memory alone. A restart moves data.")},
            {Suits::No, LOADLINE_TR("Advice", "never to zero"),
                LOADLINE_TR("Advice", "Others read from it at any time, and starting it from nothing takes long.")},
            {Suits::Depends, LOADLINE_TR("Advice", "on demand nodes, few replacements"),
                LOADLINE_TR("Advice",
                    "Volumes bind pods to zones. Spot nodes and consolidation move data again and again.")}}}},
    {WorkloadType::Notebook, "notebook", LOADLINE_TR("Advice", "Notebooks and development"),
        LOADLINE_TR("Advice", "One person's session, idle most of the day."),
        {{{Suits::No, LOADLINE_TR("Advice", "never"),
              LOADLINE_TR("Advice", "A session lives in one pod; a second one is of no use to it.")},
            {Suits::Depends, LOADLINE_TR("Advice", "recommendations only"),
                LOADLINE_TR("Advice", "It tells what a session needs. Restarting the pod would lose the session.")},
            {Suits::Best, LOADLINE_TR("Advice", "a schedule, weekdays 8 to 20"),
                LOADLINE_TR("Advice", "Nights and weekends are two thirds of a week.")},
            {Suits::Helps, LOADLINE_TR("Advice", "nodes that empty are given back"),
                LOADLINE_TR("Advice", "When the last session of a node sleeps, the node can go.")}}}},
}};

} // namespace

std::span<const WorkloadTypeRow> workloadTypes()
{
    return rows;
}

const WorkloadTypeRow& workloadType(WorkloadType type)
{
    return rows[static_cast<std::size_t>(type)];
}

const WorkloadTypeRow* workloadType(std::string_view id)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const WorkloadTypeRow& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

std::string_view titleOf(Autoscaler autoscaler)
{
    switch (autoscaler) {
    case Autoscaler::Hpa:
        return LOADLINE_TR("Advice", "Horizontal Pod Autoscaler");
    case Autoscaler::Vpa:
        return LOADLINE_TR("Advice", "Vertical Pod Autoscaler");
    case Autoscaler::Keda:
        return "KEDA";
    case Autoscaler::Nodes:
        return LOADLINE_TR("Advice", "Node autoscaler");
    }
    return {};
}

} // namespace loadline
