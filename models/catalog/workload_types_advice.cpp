// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/workload_types.h"

#include "base/spelling.h"

#include <algorithm>
#include <cmath>

namespace loadline {
namespace {

struct Clue {
    WorkloadType type;
    int weight;
    Reason reason;
};

struct Word {
    std::string_view word;
    WorkloadType type;
};
constexpr std::array<Word, 18> words {
    {{"notebook", WorkloadType::Notebook}, {"jupyter", WorkloadType::Notebook}, {"workspace", WorkloadType::Notebook},
        {"rstudio", WorkloadType::Notebook}, {"train", WorkloadType::Training}, {"finetune", WorkloadType::Training},
        {"feature-store", WorkloadType::FeatureStore}, {"featurestore", WorkloadType::FeatureStore},
        {"feast", WorkloadType::FeatureStore}, {"redis", WorkloadType::FeatureStore},
        {"batch", WorkloadType::BatchInference}, {"worker", WorkloadType::BatchInference},
        {"consumer", WorkloadType::BatchInference}, {"scoring", WorkloadType::BatchInference},
        {"serving", WorkloadType::ModelServing}, {"predict", WorkloadType::ModelServing},
        {"api", WorkloadType::ModelServing}, {"triton", WorkloadType::ModelServing}}};

void addNameClues(const WorkloadFacts& facts, std::vector<Clue>& clues)
{
    const std::string name = lowered(facts.target.ref.name);
    for (const Word& word : words)
        if (name.find(word.word) != std::string::npos)
            clues.push_back({word.type, 3, {LOADLINE_TR("Advice", "Its name says “%1”."), {std::string(word.word)}}});
    for (const std::string& image : facts.images)
        for (const Word& word : words)
            if (lowered(image).find(word.word) != std::string::npos)
                clues.push_back({word.type, 2,
                    {LOADLINE_TR("Advice", "Its image %1 says “%2”."), {image, std::string(word.word)}}});
}

void addShapeClues(const WorkloadFacts& facts, std::vector<Clue>& clues)
{
    const std::string& kind = facts.target.ref.kind;
    if (kind == "StatefulSet")
        clues.push_back({WorkloadType::FeatureStore, 3,
            {LOADLINE_TR("Advice", "It is a StatefulSet: each pod has a name and data of its own."), {}}});
    if (kind == "Job" || kind == "CronJob")
        clues.push_back({WorkloadType::Training, 3, {LOADLINE_TR("Advice", "It is a %1: it ends by itself."), {kind}}});
    if (facts.worksOffQueue.value_or(false))
        clues.push_back({WorkloadType::BatchInference, 5, {LOADLINE_TR("Advice", "It works off a queue."), {}}});
    if (facts.servesRequests.value_or(false))
        clues.push_back({WorkloadType::ModelServing, 2, {LOADLINE_TR("Advice", "A Service sends it requests."), {}}});
    if (facts.usesGpu.value_or(false) && !facts.servesRequests.value_or(false))
        clues.push_back(
            {WorkloadType::Training, 2, {LOADLINE_TR("Advice", "It uses GPUs and nobody sends it requests."), {}}});
    if (facts.hasVolumes.value_or(false))
        clues.push_back({WorkloadType::FeatureStore, 1, {LOADLINE_TR("Advice", "It keeps data on volumes."), {}}});
}

void recogniseType(const WorkloadFacts& facts, Advice& advice)
{
    std::vector<Clue> clues;
    addNameClues(facts, clues);
    addShapeClues(facts, clues);
    std::vector<int> score(workloadTypes().size());
    for (const Clue& clue : clues)
        score[static_cast<std::size_t>(clue.type)] += clue.weight;
    const auto best = std::max_element(score.begin(), score.end());
    advice.type = static_cast<WorkloadType>(best - score.begin());
    std::stable_sort(clues.begin(), clues.end(), [](const Clue& a, const Clue& b) { return a.weight > b.weight; });
    for (Clue& clue : clues)
        if (clue.type == advice.type)
            advice.because.push_back(std::move(clue.reason));
}

std::string percent(double share)
{
    return std::to_string(std::lround(share * 100));
}

void addHpaReasons(const WorkloadFacts& facts, AdviceItem& item)
{
    if (facts.hasRequests == false && item.suits == Suits::Best)
        item.reasons.push_back(
            {LOADLINE_TR("Advice", "It cannot tell utilisation until every container has requests."), {}});
    if (facts.peakToMean && *facts.peakToMean >= 2)
        item.reasons.push_back(
            {LOADLINE_TR(
                 "Advice", "Its peak was %1 times its mean last week, which a fixed size pays for all the time."),
                {Quantity::fromDouble(std::round(*facts.peakToMean * 10) / 10).decimal()}});
    if (facts.peakToMean && *facts.peakToMean < 1.2 && item.suits == Suits::Best)
        item.reasons.push_back(
            {LOADLINE_TR("Advice", "Its load hardly changed last week, so there is little to gain."), {}});
}

void addVpaReasons(const WorkloadFacts& facts, AdviceItem& item)
{
    if (facts.cpuShare && *facts.cpuShare < 0.4)
        item.reasons.push_back(
            {LOADLINE_TR("Advice", "It uses %1 % of the CPU it asks for."), {percent(*facts.cpuShare)}});
    if (facts.memoryShare && *facts.memoryShare < 0.4)
        item.reasons.push_back(
            {LOADLINE_TR("Advice", "It uses %1 % of the memory it asks for."), {percent(*facts.memoryShare)}});
    if (facts.memoryShare && *facts.memoryShare > 1)
        item.reasons.push_back(
            {LOADLINE_TR("Advice", "It uses more memory than it asks for, and may be ended when a node is full."), {}});
}

void addKedaReasons(const WorkloadFacts& facts, AdviceItem& item)
{
    if (facts.idleShare && *facts.idleShare >= 0.3)
        item.reasons.push_back({LOADLINE_TR("Advice", "It had next to nothing to do for %1 % of last week."),
            {percent(*facts.idleShare)}});
}

AdviceItem itemFor(Autoscaler autoscaler, const WorkloadTypeRow& row, const WorkloadFacts& facts)
{
    const MatrixCell& cell = row.cell(autoscaler);
    AdviceItem item {autoscaler, cell.suits, {{std::string(cell.why), {}}}};
    if (autoscaler == Autoscaler::Hpa)
        addHpaReasons(facts, item);
    if (autoscaler == Autoscaler::Vpa)
        addVpaReasons(facts, item);
    if (autoscaler == Autoscaler::Keda)
        addKedaReasons(facts, item);
    if (autoscaler == Autoscaler::Nodes && facts.usesGpu.value_or(false))
        item.reasons.push_back({LOADLINE_TR("Advice", "It uses GPUs: keep their nodes for it by a taint."), {}});
    if (std::find(facts.scaledBy.begin(), facts.scaledBy.end(), autoscaler) != facts.scaledBy.end())
        item.reasons.push_back(
            {LOADLINE_TR("Advice", "It has one already: change that one instead of making another."), {}});
    return item;
}

void addFirstSteps(const WorkloadFacts& facts, Advice& advice)
{
    if (facts.hasRequests == false)
        advice.first.push_back(
            {LOADLINE_TR(
                 "Advice", "Give every container CPU and memory requests: without them nothing here can be reckoned."),
                {}});
    const bool canGrow = advice.type == WorkloadType::ModelServing || advice.type == WorkloadType::FeatureStore;
    if (facts.hasBudget == false && canGrow)
        advice.first.push_back(
            {LOADLINE_TR("Advice", "Make a disruption budget, so that drains leave enough pods."), {}});
    const bool both = std::count(facts.scaledBy.begin(), facts.scaledBy.end(), Autoscaler::Hpa) > 0
        && std::count(facts.scaledBy.begin(), facts.scaledBy.end(), Autoscaler::Keda) > 0;
    if (both)
        advice.first.push_back({LOADLINE_TR("Advice", "An HPA and KEDA both scale it: keep one."), {}});
}

} // namespace

Advice advise(const WorkloadFacts& facts, std::optional<WorkloadType> said)
{
    Advice advice;
    if (said) {
        advice.type = *said;
        advice.because.push_back({LOADLINE_TR("Advice", "You say so."), {}});
    } else {
        recogniseType(facts, advice);
    }
    for (const Autoscaler autoscaler : allAutoscalers)
        advice.items.push_back(itemFor(autoscaler, workloadType(advice.type), facts));
    std::stable_sort(advice.items.begin(), advice.items.end(),
        [](const AdviceItem& a, const AdviceItem& b) { return a.suits < b.suits; });
    addFirstSteps(facts, advice);
    return advice;
}

} // namespace loadline
