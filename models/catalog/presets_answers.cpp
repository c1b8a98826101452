// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets.h"

#include "base/spelling.h"
#include "manifest/form_walk.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

Error wrong(const char* what, const std::string& where, std::vector<std::string> args = {}, const char* hint = "")
{
    return {.kind = Error::Kind::Malformed, .what = what, .where = where, .hint = hint, .args = std::move(args)};
}

// What an answer must be.
enum class Is { Text, YesOrNo, Count, Texts, Fields, Workloads };
struct Key {
    std::string_view name;
    Is is;
};
constexpr std::array<Key, 9> platformKeys {{{"namespace", Is::Text}, {"timeZone", Is::Text}, {"makeNamespace", Is::YesOrNo}, {"priorityClasses", Is::YesOrNo},
    {"quota", Is::YesOrNo}, {"adapter", Is::YesOrNo}, {"alerts", Is::YesOrNo}, {"dashboard", Is::YesOrNo}, {"workloads", Is::Workloads}}};
constexpr std::array<Key, 8> workloadKeys {{{"name", Is::Text}, {"preset", Is::Text}, {"kind", Is::Text}, {"apiVersion", Is::Text}, {"labels", Is::Texts}, {"replicas", Is::Count},
    {"requests", Is::Fields}, {"set", Is::Fields}}};

template <std::size_t n>
const Key* keyOf(const std::array<Key, n>& keys, const std::string& name)
{
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
    return at == keys.end() ? nullptr : &*at;
}

Error notText(const FieldPath& path, const Value& value)
{
    return value.isMap() || value.isList() ? wrong(LOADLINE_TR("Error", "%1 is no text."), path.text(), {path.text()})
                                           : wrong(LOADLINE_TR("Error", "%1 is no text: YAML reads what stands there as %2."), path.text(), {path.text(), value.json()},
                                                 LOADLINE_TR("Error", "Put it in quotes."));
}

bool isCount(const Value& value)
{
    return value.type() == Value::Type::Number && value.integer() >= 0 && value.number() == static_cast<double>(value.integer());
}

// Null: it is what it must be.
std::optional<Error> faultOf(Is is, const FieldPath& path, const Value& value)
{
    switch (is) {
    case Is::Text:
        return value.isString() ? std::nullopt : std::optional(notText(path, value));
    case Is::YesOrNo:
        return value.type() == Value::Type::Bool ? std::nullopt : std::optional(wrong(LOADLINE_TR("Error", "%1 is neither true nor false."), path.text(), {path.text()}));
    case Is::Count:
        return isCount(value) ? std::nullopt : std::optional(wrong(LOADLINE_TR("Error", "%1 is no number of pods."), path.text(), {path.text()}, LOADLINE_TR("Error", "Write a whole number, as 3.")));
    case Is::Workloads:
        return value.isList() && !value.items().empty() ? std::nullopt
                                                        : std::optional(wrong(LOADLINE_TR("Error", "%1 holds no workload."), path.text(), {path.text()},
                                                              LOADLINE_TR("Error", "Write a list: - name: checkout-api, and below it preset: model-serving.")));
    case Is::Texts:
    case Is::Fields:
        break;
    }
    if (!value.isMap())
        return wrong(LOADLINE_TR("Error", "%1 holds no names with values."), path.text(), {path.text()});
    if (is == Is::Texts)
        for (const ValueField& field : value.fields())
            if (!field.value.isString())
                return notText(path / field.key, field.value);
    return std::nullopt;
}

Error unknownKey(const char* what, const FieldPath& path, const std::string& key, bool ofWorkload)
{
    std::vector<std::string_view> known;
    if (path.steps().size() == 1)
        for (const Key& one : platformKeys)
            known.push_back(one.name);
    if (ofWorkload)
        for (const Key& one : workloadKeys)
            known.push_back(one.name);
    const std::string near = nearestWord(key, known);
    if (!near.empty())
        return wrong(what, path.text(), {key, near}, LOADLINE_TR("Error", "Did you mean %2?"));
    std::string all;
    for (const std::string_view one : known)
        (all += all.empty() ? "" : ", ") += one;
    return wrong(what, path.text(), {key, all}, LOADLINE_TR("Error", "There are %2."));
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

// Kinds that have no number of pods to be set. Others may be scaled, known here or not.
bool cannotBeScaled(const std::string& kind)
{
    return kind == "DaemonSet" || kind == "Job" || kind == "CronJob" || kind == "Pod";
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
    target.ref.apiVersion = from.find("apiVersion") ? from["apiVersion"].text() : "apps/v1";
    if (target.ref.name.empty())
        return wrong(LOADLINE_TR("Error", "A workload has no name."), "name", {},
            LOADLINE_TR("Error", "Give it a name, as in --set name=checkout-api."));
    if (cannotBeScaled(target.ref.kind))
        return wrong(LOADLINE_TR("Error", "A %1 has no number of pods that an autoscaler could set."), "kind", {target.ref.kind},
            LOADLINE_TR("Error", "Name a Deployment, a StatefulSet, or a kind with a scale subresource and its apiVersion."));
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
    for (const ValueField& field : file.fields()) {
        const Key* key = keyOf(platformKeys, field.key);
        if (!key && alone)
            key = keyOf(workloadKeys, field.key);
        if (!key)
            return unknownKey(LOADLINE_TR("Error", "Nothing is asked by the name “%1”."), FieldPath() / field.key, field.key, alone);
        if (auto fault = faultOf(key->is, FieldPath() / field.key, field.value))
            return *std::move(fault);
    }
    answers.ns = file["namespace"].text();
    answers.makeNamespace = file["makeNamespace"].boolean();
    answers.priorityClasses = file["priorityClasses"].boolean();
    answers.quota = file["quota"].boolean();
    answers.adapter = file["adapter"].boolean();
    answers.alerts = file["alerts"].boolean();
    answers.dashboard = file["dashboard"].boolean();
    if (answers.makeNamespace && answers.ns.empty())
        return wrong(LOADLINE_TR("Error", "A namespace is to be made, and none is named."), "makeNamespace", {}, LOADLINE_TR("Error", "Name it: namespace: ml."));
    if (file.find("timeZone"))
        answers.timeZone = file["timeZone"].text();
    const Value::List single {file};
    const Value::List& workloads = alone ? single : file["workloads"].items();
    for (std::size_t i = 0; i < workloads.size(); ++i) {
        const FieldPath path = alone ? FieldPath() : FieldPath("workloads") / i;
        if (!workloads[i].isMap())
            return wrong(LOADLINE_TR("Error", "%1 holds no names with values."), path.text(), {path.text()});
        for (const ValueField& field : workloads[i].fields()) {
            const Key* key = keyOf(workloadKeys, field.key);
            if (!key && !alone)
                return unknownKey(LOADLINE_TR("Error", "Nothing about a workload is asked by the name “%1”."), path / field.key, field.key, true);
            if (auto fault = key ? faultOf(key->is, path / field.key, field.value) : std::nullopt)
                return *std::move(fault);
        }
        Result<WorkloadAnswers> workload = readWorkload(workloads[i], answers.ns);
        if (!workload) {
            Error error = workload.error();
            const auto within = FieldPath::parse(error.where);
            error.where = !alone && within ? joined(path, *within).text() : error.where;
            return error;
        }
        const std::string& name = workload->facts.target->ref.name;
        if (std::any_of(answers.workloads.begin(), answers.workloads.end(), [&](const WorkloadAnswers& one) { return one.facts.target->ref.name == name; }))
            return wrong(LOADLINE_TR("Error", "Two workloads are named %1: their manifests would have one name."), (path / "name").text(), {name},
                LOADLINE_TR("Error", "Write a bundle for each."));
        answers.workloads.push_back(std::move(*workload));
    }
    return answers;
}

} // namespace loadline
