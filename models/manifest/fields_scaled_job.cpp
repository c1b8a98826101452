// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"
#include "manifest/names.h"

#include <set>

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

FormSection jobSection(const FormFacts& facts)
{
    const std::string name = facts.target ? facts.target->ref.name : "worker";
    const FieldPath pod = "spec.jobTargetRef.template.spec";
    return {.step = Step::Target,
        .title = LOADLINE_TR("Form", "Job"),
        .help = LOADLINE_TR("Form", "What a Job is made of. More than is asked here can be written in the text."),
        .fields = {{.path = pod / "containers",
                       .type = Type::List,
                       .label = LOADLINE_TR("Form", "Containers"),
                       .help = LOADLINE_TR("Form", "Those of the Job's pod."),
                       .required = true,
                       .initial = Value::list({mapOf({{"name", name}})}),
                       .least = 1,
                       .items = {{.path = "name",
                                     .type = Type::Name,
                                     .label = LOADLINE_TR("Form", "Name of the container"),
                                     .help = LOADLINE_TR("Form", "Unlike the others'."),
                                     .example = "worker",
                                     .required = true},
                           {.path = "image",
                               .label = LOADLINE_TR("Form", "Image"),
                               .help = LOADLINE_TR("Form", "With its tag or digest."),
                               .example = "registry.example.com/worker:1.4",
                               .required = true},
                           {.path = "command",
                               .type = Type::TextList,
                               .label = LOADLINE_TR("Form", "Command"),
                               .help = LOADLINE_TR("Form", "Instead of the image's own."),
                               .example = "/worker",
                               .advanced = true},
                           {.path = "args",
                               .type = Type::TextList,
                               .label = LOADLINE_TR("Form", "Arguments"),
                               .help = LOADLINE_TR("Form", "Handed to the command."),
                               .example = "--once",
                               .advanced = true},
                           {.path = "resources.requests.cpu",
                               .type = Type::Quantity,
                               .label = LOADLINE_TR("Form", "CPU request"),
                               .help = LOADLINE_TR("Form", "What the scheduler keeps free for it."),
                               .unit = LOADLINE_TR("Form", "cores"),
                               .example = "500m"},
                           {.path = "resources.requests.memory",
                               .type = Type::Quantity,
                               .label = LOADLINE_TR("Form", "Memory request"),
                               .help = LOADLINE_TR("Form", "What the scheduler keeps free for it."),
                               .unit = LOADLINE_TR("Form", "bytes"),
                               .example = "512Mi"}}},
            {.path = pod / "restartPolicy",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "When it fails"),
                .help = LOADLINE_TR("Form", "Start the container anew, or let the Job make another pod."),
                .required = true,
                .initial = "Never",
                .choices = {{"Never", LOADLINE_TR("Form", "another pod"), ""},
                    {"OnFailure", LOADLINE_TR("Form", "the same pod again"), ""}}},
            {.path = "spec.jobTargetRef.backoffLimit",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Tries"),
                .help = LOADLINE_TR("Form", "How often a Job may fail before it counts as failed."),
                .example = "2",
                .advanced = true,
                .byDefault = 6,
                .least = 0,
                .most = 2147483647},
            {.path = "spec.jobTargetRef.activeDeadlineSeconds",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Ends at the latest after"),
                .help = LOADLINE_TR("Form", "A Job that hangs is ended then."),
                .unit = "s",
                .example = "3600",
                .advanced = true,
                .least = 1}}};
}

Field count(
    FieldPath path, std::string label, std::string help, std::string unit, std::int64_t byDefault, std::int64_t least)
{
    return {.path = std::move(path),
        .type = Type::Integer,
        .label = std::move(label),
        .help = std::move(help),
        .unit = std::move(unit),
        .example = std::to_string(byDefault),
        .byDefault = byDefault,
        .least = least,
        .most = 2147483647};
}

FormSection rangeSection()
{
    FormSection section {.step = Step::Scaling, .title = LOADLINE_TR("Form", "Range")};
    const std::string jobs = LOADLINE_TR("Form", "jobs");
    section.fields = {count("spec.minReplicaCount", LOADLINE_TR("Form", "Lowest number of jobs"),
                          LOADLINE_TR("Form", "Started even with nothing to do."), jobs, 0, 0),
        count("spec.maxReplicaCount", LOADLINE_TR("Form", "Highest number of jobs"),
            LOADLINE_TR("Form", "At the same time. Jobs that run are never ended."), jobs, 100, 1),
        count("spec.pollingInterval", LOADLINE_TR("Form", "Ask every"),
            LOADLINE_TR("Form", "How often KEDA looks whether to start more."), "s", 30, 1),
        count("spec.successfulJobsHistoryLimit", LOADLINE_TR("Form", "Finished jobs kept"),
            LOADLINE_TR("Form", "To look at their logs."), jobs, 100, 0),
        count("spec.failedJobsHistoryLimit", LOADLINE_TR("Form", "Failed jobs kept"),
            LOADLINE_TR("Form", "To look at their logs."), jobs, 100, 0)};
    section.fields[0].initial = 0;
    section.fields[1].initial = 10;
    section.fields[3].advanced = section.fields[4].advanced = true;
    return section;
}

FormSection strategySection()
{
    const FieldPath strategy = "spec.scalingStrategy";
    const ShownWhen custom {strategy / "strategy", {"custom"}};
    return {.step = Step::Scaling,
        .title = LOADLINE_TR("Form", "How many to start"),
        .advanced = true,
        .fields = {{.path = strategy / "strategy",
                       .type = Type::Choice,
                       .label = LOADLINE_TR("Form", "Strategy"),
                       .help = LOADLINE_TR(
                           "Form", "Whether a message that a running job works on is still counted in the queue."),
                       .byDefault = "default",
                       .choices = {{"default", LOADLINE_TR("Form", "subtract jobs that run"), ""},
                           {"custom", LOADLINE_TR("Form", "subtract a share of them"), ""},
                           {"accurate", LOADLINE_TR("Form", "subtract only jobs that wait"),
                               LOADLINE_TR("Form", "For queues that lock a message while it is worked on.")},
                           {"eager", LOADLINE_TR("Form", "fill up to the highest number"), ""}}},
            {.path = strategy / "customScalingQueueLengthDeduction",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Messages to subtract"),
                .help = LOADLINE_TR("Form", "From the length of the queue."),
                .unit = LOADLINE_TR("Form", "messages"),
                .example = "1",
                .least = 0,
                .most = 2147483647,
                .shownWhen = {custom}},
            {.path = strategy / "customScalingRunningJobPercentage",
                .type = Type::Number,
                .label = LOADLINE_TR("Form", "Share of running jobs"),
                .help = LOADLINE_TR("Form", "Of them that is subtracted: 0.5 is half."),
                .example = "0.5",
                .asText = true,
                .least = 0,
                .shownWhen = {custom}},
            {.path = strategy / "multipleScalersCalculation",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Of several triggers"),
                .help = LOADLINE_TR("Form", "Which figure counts."),
                .byDefault = "max",
                .choices
                = {{"max", LOADLINE_TR("Form", "the highest"), ""}, {"min", LOADLINE_TR("Form", "the lowest"), ""},
                    {"avg", LOADLINE_TR("Form", "the mean"), ""}, {"sum", LOADLINE_TR("Form", "the sum"), ""}}},
            {.path = "spec.rollout.strategy",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "When this is changed"),
                .help = LOADLINE_TR("Form", "Let jobs that run finish, or end them."),
                .choices = {{"gradual", LOADLINE_TR("Form", "let them finish"), ""},
                    {"immediate", LOADLINE_TR("Form", "end them"), ""}}}}};
}

FormSpec spec(const FormFacts& facts)
{
    FormSpec spec {.apiVersion = "keda.sh/v1alpha1", .kind = "ScaledJob"};
    spec.sections.push_back(identitySection(facts, true, LOADLINE_TR("Form", "The jobs are named after it.")));
    spec.sections.push_back(jobSection(facts));
    spec.sections.push_back(
        {.step = Step::Scaling, .title = LOADLINE_TR("Form", "Triggers"), .fields = {triggersField(true)}});
    spec.sections.push_back(rangeSection());
    spec.sections.push_back(strategySection());
    return spec;
}

void checkContainers(const Value& pod, const FieldPath& path, std::vector<FieldError>& errors)
{
    std::set<std::string> names;
    for (const char* list : {"containers", "initContainers"}) {
        const Value::List& containers = pod[list].items();
        for (std::size_t i = 0; i < containers.size(); ++i) {
            const std::string& name = containers[i]["name"].text();
            const FieldPath at = path / list / i / "name";
            if (name.empty())
                continue;
            if (auto fault = shortNameFault(name))
                errors.push_back({at, std::move(*fault)});
            else if (!names.insert(name).second)
                errors.push_back(fieldError(at, LOADLINE_TR("Error", "Another container is called “%1” too."), {name}));
        }
    }
}

void check(const Value& object, const FormFacts&, std::vector<FieldError>& errors)
{
    const Value& spec = object["spec"];
    const std::int64_t min = spec["minReplicaCount"].integer();
    const std::int64_t max = spec.find("maxReplicaCount") ? spec["maxReplicaCount"].integer() : 100;
    if (min > max)
        errors.push_back(fieldError("spec.maxReplicaCount",
            LOADLINE_TR("Error", "The highest number of jobs, %1, is below the lowest, %2."),
            {std::to_string(max), std::to_string(min)}));
    checkLabelName(object, "metadata.name", errors);
    checkContainers(spec["jobTargetRef"]["template"]["spec"], "spec.jobTargetRef.template.spec", errors);
    checkTriggers(object, errors);
}

} // namespace

FormKind scaledJobForm()
{
    return {.id = "scaledjob",
        .kind = "ScaledJob",
        .title = LOADLINE_TR("Form", "KEDA ScaledJob"),
        .summary = LOADLINE_TR("Form", "Starts a job for each piece of work that waits."),
        .spec = spec,
        .check = check};
}

} // namespace loadline
