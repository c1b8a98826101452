// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets.h"

#include "manifest/build.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

Error about(const std::string& workload, Error error)
{
    error.where = workload + (error.where.empty() ? "" : ": " + error.where);
    return error;
}

Error notFound(const char* what, std::vector<std::string> args, const char* hint = "")
{
    return {.kind = Error::Kind::NotFound, .what = what, .where = {}, .hint = hint, .args = std::move(args)};
}

// "hpa.spec.maxReplicas": the form, and the path in it.
Done applySetting(std::vector<Form>& forms, const std::string& key, const Value& value)
{
    const std::size_t dot = key.find('.');
    const std::string id = key.substr(0, dot);
    const auto form = std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.kind().id == id; });
    if (dot == std::string::npos || form == forms.end())
        return notFound(LOADLINE_TR("Error", "There is nothing named %1 to set %2 of."), {id, key});
    const Result<FieldPath> path = FieldPath::parse(key.substr(dot + 1));
    if (!path)
        return path.error();
    return value.isString() ? form->setText(*path, value.text()) : form->set(*path, value);
}

std::optional<std::int64_t> highestNumber(const std::vector<Form>& forms)
{
    for (const Form& form : forms) {
        const Value* max = form.kind().id == "hpa" ? form.answer("spec.maxReplicas")
            : form.kind().id == "keda"             ? form.answer("spec.maxReplicaCount")
                                                   : nullptr;
        if (max)
            return max->integer();
    }
    return {};
}

struct Demand {
    Quantity cpu, memory;
    std::int64_t pods = 0;
};

// A fifth more, so that a rollout at full size fits too.
Done addDemand(const WorkloadAnswers& workload, const std::vector<Form>& forms, Demand& demand)
{
    const std::optional<std::int64_t> max = highestNumber(forms);
    const auto& target = workload.facts.target;
    const bool known = target && !target->containers.empty()
        && std::all_of(target->containers.begin(), target->containers.end(),
            [](const ContainerFacts& c) { return c.cpuRequest && c.memoryRequest; });
    if (!max || !known)
        return Error {.kind = Error::Kind::Unsupported,
            .what = LOADLINE_TR("Error", "A quota cannot be reckoned: the requests of this workload are not known."),
            .where = {},
            .hint = LOADLINE_TR("Error", "Give its requests, or leave the quota out."),
            .args = {}};
    const std::int64_t pods = *max + (*max + 4) / 5;
    for (const ContainerFacts& container : target->containers) {
        demand.cpu += *container.cpuRequest * pods;
        demand.memory += *container.memoryRequest * pods;
    }
    demand.pods += pods;
    return std::monostate {};
}

// Whole mebibytes, rounded up: what people write.
std::string mebibytes(Quantity bytes)
{
    constexpr std::int64_t mebi = 1024 * 1024;
    return std::to_string((bytes.whole() + mebi - 1) / mebi) + "Mi";
}

std::string cores(Quantity quantity)
{
    return std::to_string((quantity.milli() + 999) / 1000);
}

Document made(const char* kind, const std::vector<std::pair<FieldPath, Value>>& values)
{
    Form form(*formKind(kind));
    for (const auto& [path, value] : values)
        static_cast<void>(form.set(path, value));
    return form.document();
}

Document quotaFor(const std::string& ns, const Demand& demand)
{
    Value hard = Value::map();
    hard.set("requests.cpu", cores(demand.cpu));
    hard.set("requests.memory", mebibytes(demand.memory));
    hard.set("pods", std::to_string(demand.pods));
    std::vector<std::pair<FieldPath, Value>> values {{"metadata.name", "scaling"}, {"spec.hard", std::move(hard)}};
    if (!ns.empty())
        values.push_back({"metadata.namespace", ns});
    return made("quota", values);
}

void addPriorityClasses(std::vector<Document>& documents)
{
    struct Class {
        const char* name;
        int value;
        const char* policy;
        const char* description;
    };
    constexpr std::array<Class, 3> classes {{
        {"serving", 1000000, "PreemptLowerPriority", "Answers requests that someone waits for."},
        {"batch", 100000, "PreemptLowerPriority", "Works off queues."},
        {"training", 10000, "Never", "Gives way to everything else, and pushes nothing out."},
    }};
    for (const Class& c : classes)
        documents.push_back(made("priorityclass",
            {{"metadata.name", c.name}, {"value", c.value}, {"preemptionPolicy", c.policy},
                {"description", c.description}}));
}

void addAround(const PlatformAnswers& answers, std::vector<Document>& documents)
{
    const std::vector<AdapterMetric> metrics = answers.adapter ? adapterMetricsOf(documents) : std::vector<AdapterMetric> {};
    if (!metrics.empty())
        documents.push_back(Document::write(adapterConfigMap(metrics)));
    if (answers.alerts)
        documents.push_back(Document::write(prometheusRule("autoscaling", answers.ns)));
    if (answers.dashboard)
        documents.push_back(Document::write(dashboardConfigMap()));
}

Result<std::vector<Form>> formsFor(const WorkloadAnswers& workload, const PlatformAnswers& platform)
{
    const WorkloadPreset* found = workloadPreset(workload.preset);
    if (!found) {
        std::string all;
        for (const WorkloadPreset& known : workloadPresets())
            all += (all.empty() ? "" : ", ") + known.id;
        return notFound(LOADLINE_TR("Error", "There is no preset named %1."), {workload.preset, all},
            LOADLINE_TR("Error", "The presets are %2."));
    }
    FormFacts facts = workload.facts;
    if (facts.target && facts.target->ns.empty())
        facts.target->ns = platform.ns;
    std::vector<Form> forms = formsOf(*found, facts, platform.timeZone);
    for (const auto& [key, value] : workload.settings)
        if (const Done done = applySetting(forms, key, value); !done) {
            Error error = done.error();
            error.where = (FieldPath("set") / key).text();
            return error;
        }
    return forms;
}

} // namespace

Result<std::vector<BundleFile>> bundleOf(const PlatformAnswers& answers)
{
    std::vector<Document> documents;
    std::set<ManifestRef> seen; // two notebooks share the namespace's limits
    Demand demand;
    if (answers.makeNamespace && !answers.ns.empty())
        documents.push_back(made("namespace", {{"metadata.name", answers.ns}}));
    for (const WorkloadAnswers& workload : answers.workloads) {
        const std::string name = workload.facts.target ? workload.facts.target->ref.name : workload.preset;
        Result<std::vector<Form>> forms = formsFor(workload, answers);
        if (!forms)
            return about(name, forms.error());
        for (const Form& form : *forms) {
            Result<Document> document = form.build();
            if (!document)
                return about(name + " " + std::string(form.kind().id), document.error());
            if (seen.insert(document->ref()).second)
                documents.push_back(std::move(*document));
        }
        if (answers.quota)
            if (const Done done = addDemand(workload, *forms, demand); !done)
                return about(name, done.error());
    }
    if (answers.priorityClasses)
        addPriorityClasses(documents);
    if (answers.quota)
        documents.push_back(quotaFor(answers.ns, demand));
    addAround(answers, documents);
    return bundleOf(documents);
}

} // namespace loadline
