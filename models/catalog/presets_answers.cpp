// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets.h"

#include "base/spelling.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

Error wrong(const char* what, const std::string& where, std::vector<std::string> args = {}, const char* hint = "")
{
    return {.kind = Error::Kind::Malformed, .what = what, .where = where, .hint = hint, .args = std::move(args)};
}

constexpr std::array<std::string_view, 9> platformKeys {"namespace", "timeZone", "makeNamespace", "priorityClasses",
    "quota", "adapter", "alerts", "dashboard", "workloads"};
constexpr std::array<std::string_view, 8> workloadKeys {
    "name", "preset", "kind", "apiVersion", "labels", "replicas", "requests", "set"};

template <std::size_t n> bool isAmong(const std::array<std::string_view, n>& keys, const std::string& key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

Error unknownKey(const char* what, const FieldPath& path, const std::string& key, bool ofWorkload)
{
    std::vector<std::string_view> known;
    if (path.steps().size() == 1)
        known.assign(platformKeys.begin(), platformKeys.end());
    if (ofWorkload)
        known.insert(known.end(), workloadKeys.begin(), workloadKeys.end());
    const std::string near = nearestWord(key, known);
    if (!near.empty())
        return wrong(what, path.text(), {key, near}, LOADLINE_TR("Error", "Did you mean %2?"));
    std::string all;
    for (const std::string_view one : known)
        (all += all.empty() ? "" : ", ") += one;
    return wrong(what, path.text(), {key, all}, LOADLINE_TR("Error", "There are %2."));
}

std::string apiVersionOf(const std::string& kind)
{
    return kind == "Job" || kind == "CronJob" ? "batch/v1" : "apps/v1";
}

Result<ContainerFacts> readRequests(const Value& requests, const std::string& name)
{
    ContainerFacts container {.name = name, .cpuRequest = {}, .memoryRequest = {}};
    for (const ValueField& field : requests.fields()) {
        const std::string text = field.value.isString() ? field.value.text() : field.value.json();
        const Result<Quantity> quantity = Quantity::parse(text);
        if (!quantity || (field.key != "cpu" && field.key != "memory"))
            return wrong(LOADLINE_TR("Error", "“%1” is no request."), "requests." + field.key, {text},
                LOADLINE_TR("Error", "Write cpu: 500m and memory: 1Gi."));
        (field.key == "cpu" ? container.cpuRequest : container.memoryRequest) = *quantity;
    }
    return container;
}

Result<WorkloadAnswers> readWorkload(const Value& from, const std::string& ns)
{
    WorkloadAnswers workload;
    TargetFacts target;
    target.ns = ns;
    target.ref.name = from["name"].text();
    target.ref.kind = from.find("kind") ? from["kind"].text() : "Deployment";
    if (from["preset"].text() == "feature-store" && !from.find("kind"))
        target.ref.kind = "StatefulSet";
    target.ref.apiVersion = from.find("apiVersion") ? from["apiVersion"].text() : apiVersionOf(target.ref.kind);
    if (target.ref.name.empty())
        return wrong(LOADLINE_TR("Error", "A workload has no name."), "name", {},
            LOADLINE_TR("Error", "Give it a name, as in --set name=checkout-api."));
    workload.preset = from["preset"].text();
    if (workload.preset.empty())
        return wrong(LOADLINE_TR("Error", "The workload %1 has no preset."), "preset", {target.ref.name});
    for (const ValueField& label : from["labels"].fields())
        target.podLabels.push_back({label.key, label.value.text()});
    if (target.podLabels.empty())
        target.podLabels.push_back({"app", target.ref.name});
    if (from.find("replicas"))
        target.replicas = from["replicas"].integer();
    if (from.find("requests")) {
        Result<ContainerFacts> container = readRequests(from["requests"], target.ref.name);
        if (!container)
            return container.error();
        target.containers.push_back(std::move(*container));
    }
    for (const ValueField& setting : from["set"].fields())
        workload.settings.push_back({setting.key, setting.value});
    workload.facts.target = std::move(target);
    workload.facts.hpaTolerance = true; // whoever writes it knows the server
    return workload;
}

} // namespace

Result<PlatformAnswers> readAnswers(const Value& file)
{
    if (!file.isMap())
        return wrong(LOADLINE_TR("Error", "Answers are names with values, as namespace: ml."), "");
    const bool alone = !file.find("workloads");
    PlatformAnswers answers;
    for (const ValueField& field : file.fields())
        if (!isAmong(platformKeys, field.key) && !(alone && isAmong(workloadKeys, field.key)))
            return unknownKey(LOADLINE_TR("Error", "Nothing is asked by the name “%1”."), FieldPath() / field.key, field.key, alone);
    answers.ns = file["namespace"].text();
    answers.makeNamespace = file["makeNamespace"].boolean();
    answers.priorityClasses = file["priorityClasses"].boolean();
    answers.quota = file["quota"].boolean();
    answers.adapter = file["adapter"].boolean();
    answers.alerts = file["alerts"].boolean();
    answers.dashboard = file["dashboard"].boolean();
    if (file.find("timeZone"))
        answers.timeZone = file["timeZone"].text();
    const Value::List single {file};
    const Value::List& workloads = alone ? single : file["workloads"].items();
    for (std::size_t i = 0; i < workloads.size(); ++i) {
        for (const ValueField& field : workloads[i].fields())
            if (!alone && !isAmong(workloadKeys, field.key))
                return unknownKey(LOADLINE_TR("Error", "Nothing about a workload is asked by the name “%1”."), FieldPath("workloads") / i / field.key, field.key, true);
        Result<WorkloadAnswers> workload = readWorkload(workloads[i], answers.ns);
        if (!workload)
            return workload.error();
        answers.workloads.push_back(std::move(*workload));
    }
    return answers;
}

} // namespace loadline
