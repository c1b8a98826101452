// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/workload_type.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace loadline {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool isWordSign(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool startsWithNoCase(std::string_view text, std::string_view word)
{
    return text.size() >= word.size()
        && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

// "train" in "llm-train-7b" and "Train", not in "constraint".
bool hasWord(std::string_view text, std::string_view word)
{
    for (std::size_t at = 0; at + word.size() <= text.size() && !word.empty(); ++at) {
        const bool begins = at == 0 || !isWordSign(text[at - 1]);
        const auto end = at + word.size();
        if (begins && startsWithNoCase(text.substr(at), word) && (end == text.size() || !isWordSign(text[end])))
            return true;
    }
    return false;
}

bool holds(const WorkloadTypeRule& rule, const WorkloadTypeFacts& facts)
{
    const auto names = [](const std::vector<std::string>& list, std::string_view value) {
        return std::find(list.begin(), list.end(), value) != list.end();
    };
    if (!rule.kinds.empty() && !names(rule.kinds, facts.kind))
        return false;
    if (rule.gpu != WorkloadTypeRule::Gpu::Any && (rule.gpu == WorkloadTypeRule::Gpu::With) != facts.gpu)
        return false;
    const bool scaled = rule.scalers.empty()
        || std::any_of(facts.scalers.begin(), facts.scalers.end(), [&](auto scaler) { return names(rule.scalers, scaler); });
    const bool named = rule.words.empty() || std::any_of(rule.words.begin(), rule.words.end(), [&](const auto& word) {
        return hasWord(facts.name, word) || hasWord(facts.ns, word);
    });
    return scaled && named;
}

// What teams write in a label for the types that come with Loadline.
struct Synonym {
    std::string_view word, type;
};
constexpr std::array<Synonym, 14> synonyms {{{"serving", workload_types::serving}, {"inference", workload_types::serving},
    {"model-serving", workload_types::serving}, {"online-inference", workload_types::serving},
    {"batch", workload_types::batchInference}, {"batch-inference", workload_types::batchInference},
    {"training", workload_types::training}, {"model-training", workload_types::training},
    {"feature-store", workload_types::featureStore}, {"features", workload_types::featureStore},
    {"notebook", workload_types::notebooks}, {"notebooks", workload_types::notebooks}, {"dev", workload_types::notebooks},
    {"development", workload_types::notebooks}}};

} // namespace

WorkloadTypeRules defaultWorkloadTypes()
{
    using Gpu = WorkloadTypeRule::Gpu;
    const auto type = [](std::string_view name) { return std::string(name); };
    // Names are the surest sign that no label gives; how a thing is run and scaled comes next.
    return {"workload-type",
        {
            {type(workload_types::notebooks), {}, {},
                {"notebook", "notebooks", "jupyter", "jupyterhub", "jhub", "dev", "development", "sandbox", "playground"},
                Gpu::Any},
            {type(workload_types::featureStore), {}, {},
                {"feature-store", "featurestore", "features", "feast", "tecton", "hopsworks"}, Gpu::Any},
            {type(workload_types::training), {}, {},
                {"train", "training", "trainer", "finetune", "fine-tune", "finetuning", "pretrain", "hpo", "katib"},
                Gpu::Any},
            {type(workload_types::training),
                {"PyTorchJob", "TFJob", "MPIJob", "XGBoostJob", "PaddleJob", "JAXJob", "TrainJob", "Experiment"}, {}, {},
                Gpu::Any},
            {type(workload_types::batchInference), {}, {}, {"batch", "offline", "scoring", "scorer"}, Gpu::Any},
            {type(workload_types::serving), {}, {},
                {"serving", "serve", "inference", "predictor", "model", "models", "kserve", "triton", "vllm", "tgi", "ollama"},
                Gpu::Any},
            {type(workload_types::batchInference), {}, {"scaledjob"}, {}, Gpu::Any},
            {type(workload_types::training), {"Job", "CronJob"}, {}, {}, Gpu::With},
            {type(workload_types::batchInference), {},
                {"rabbitmq", "kafka", "aws-sqs-queue", "azure-servicebus", "azure-queue", "gcp-pubsub", "nats-jetstream",
                    "redis-streams", "pulsar", "temporal"},
                {}, Gpu::Any},
            {type(workload_types::serving), {"Deployment", "StatefulSet"}, {}, {}, Gpu::With},
        }};
}

std::string workloadTypeOf(const WorkloadTypeRules& rules, const WorkloadTypeFacts& facts, const std::string* labelled)
{
    if (labelled && !labelled->empty()) {
        const auto known = std::find_if(synonyms.begin(), synonyms.end(), [&](const Synonym& synonym) {
            return synonym.word.size() == labelled->size() && startsWithNoCase(*labelled, synonym.word);
        });
        return known == synonyms.end() ? *labelled : std::string(known->type);
    }
    const auto rule = std::find_if(
        rules.rules.begin(), rules.rules.end(), [&](const WorkloadTypeRule& candidate) { return holds(candidate, facts); });
    return rule == rules.rules.end() ? std::string(workload_types::other) : rule->type;
}

} // namespace loadline
