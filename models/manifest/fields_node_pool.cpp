// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "manifest/form_kinds_list.h"

namespace loadline {
namespace {

using Type = Field::Type;
using Step = FormSection::Step;

FormSection classSection()
{
    const FieldPath ref = "spec.template.spec.nodeClassRef";
    return {.step = Step::Target,
        .title = LOADLINE_TR("Form", "Node class"),
        .help = LOADLINE_TR("Form", "The cloud's own settings for the nodes: image, networks, disks."),
        .fields = {{.path = ref / "group",
                       .label = LOADLINE_TR("Form", "API group"),
                       .help = LOADLINE_TR("Form", "Of the cloud's node class."),
                       .example = "karpenter.k8s.aws",
                       .required = true,
                       .initial = "karpenter.k8s.aws",
                       .choices = choicesOf({"karpenter.k8s.aws", "karpenter.azure.com", "eks.amazonaws.com"})},
            {.path = ref / "kind",
                .label = LOADLINE_TR("Form", "Kind"),
                .help = LOADLINE_TR("Form", "Of the cloud's node class."),
                .example = "EC2NodeClass",
                .required = true,
                .initial = "EC2NodeClass",
                .choices = choicesOf({"EC2NodeClass", "AKSNodeClass", "NodeClass"})},
            {.path = ref / "name",
                .type = Type::Name,
                .label = LOADLINE_TR("Form", "Name"),
                .help = LOADLINE_TR("Form", "Of the node class."),
                .example = "default",
                .required = true,
                .initial = "default"}}};
}

std::vector<Field> requirementFields()
{
    return {{.path = "key",
                .type = Type::LabelKey,
                .label = LOADLINE_TR("Form", "Label"),
                .help = LOADLINE_TR("Form", "Of the nodes, as the cloud gives them."),
                .example = "karpenter.sh/capacity-type",
                .required = true,
                .choices = choicesOf({"karpenter.sh/capacity-type", "kubernetes.io/arch", "kubernetes.io/os",
                    "node.kubernetes.io/instance-type", "topology.kubernetes.io/zone",
                    "karpenter.k8s.aws/instance-category", "karpenter.k8s.aws/instance-generation",
                    "karpenter.k8s.aws/instance-gpu-name"})},
        {.path = "operator",
            .type = Type::Choice,
            .label = LOADLINE_TR("Form", "Must"),
            .help = LOADLINE_TR("Form", "How the values are meant."),
            .required = true,
            .initial = "In",
            .choices = {{"In", LOADLINE_TR("Form", "be one of"), ""}, {"NotIn", LOADLINE_TR("Form", "be none of"), ""},
                {"Exists", LOADLINE_TR("Form", "be there"), ""},
                {"DoesNotExist", LOADLINE_TR("Form", "not be there"), ""},
                {"Gt", LOADLINE_TR("Form", "be greater than"), ""}, {"Lt", LOADLINE_TR("Form", "be less than"), ""},
                {"Gte", LOADLINE_TR("Form", "be at least"), LOADLINE_TR("Form", "Newer versions of Karpenter.")},
                {"Lte", LOADLINE_TR("Form", "be at most"), LOADLINE_TR("Form", "Newer versions of Karpenter.")}}},
        {.path = "values",
            .type = Type::TextList,
            .label = LOADLINE_TR("Form", "Values"),
            .help = LOADLINE_TR("Form", "Several with commas between."),
            .example = "spot,on-demand",
            .required = true,
            .least = 1,
            .shownWhen = {{"operator", {"In", "NotIn", "Gt", "Lt", "Gte", "Lte"}}}},
        {.path = "minValues",
            .type = Type::Integer,
            .label = LOADLINE_TR("Form", "At least so many"),
            .help
            = LOADLINE_TR("Form", "So many of the values must be possible: spot is steadier with many instance types."),
            .example = "5",
            .advanced = true,
            .least = 1,
            .most = 50,
            .shownWhen = {{"operator", {"In", "Exists"}}}}};
}

Field taints(const char* path, std::string label, std::string help, bool advanced)
{
    return {.path = path,
        .type = Type::List,
        .label = std::move(label),
        .help = std::move(help),
        .advanced = advanced,
        .items = {{.path = "key",
                      .type = Type::LabelKey,
                      .label = LOADLINE_TR("Form", "Key"),
                      .help = LOADLINE_TR("Form", "Pods tolerate it by this."),
                      .example = "nvidia.com/gpu",
                      .required = true},
            {.path = "value",
                .type = Type::LabelValue,
                .label = LOADLINE_TR("Form", "Value"),
                .help = LOADLINE_TR("Form", "May be left out."),
                .example = "present"},
            {.path = "effect",
                .type = Type::Choice,
                .label = LOADLINE_TR("Form", "Keeps away"),
                .help = LOADLINE_TR("Form", "Pods that do not tolerate it."),
                .required = true,
                .initial = "NoSchedule",
                .choices = {{"NoSchedule", LOADLINE_TR("Form", "new pods"), ""},
                    {"PreferNoSchedule", LOADLINE_TR("Form", "new pods, if others have room"), ""},
                    {"NoExecute", LOADLINE_TR("Form", "also those that run"), ""}}}}};
}

FormSection nodesSection()
{
    return {.step = Step::Scaling,
        .title = LOADLINE_TR("Form", "Nodes"),
        .fields = {{.path = "spec.template.spec.requirements",
                       .type = Type::List,
                       .label = LOADLINE_TR("Form", "Requirements"),
                       .help = LOADLINE_TR("Form", "What a node must be. The wider, the cheaper and the steadier."),
                       .required = true,
                       .initial = Value::list({mapOf({{"key", "karpenter.sh/capacity-type"}, {"operator", "In"},
                           {"values", Value::list({"on-demand"})}})}),
                       .least = 1,
                       .most = 100,
                       .items = requirementFields()},
            taints("spec.template.spec.taints", LOADLINE_TR("Form", "Taints"),
                LOADLINE_TR("Form", "Only pods that tolerate them come here: for nodes that cost much."), false),
            taints("spec.template.spec.startupTaints", LOADLINE_TR("Form", "Taints while starting"),
                LOADLINE_TR("Form", "A program on the node takes them away when it is ready."), true),
            {.path = "spec.template.metadata.labels",
                .type = Type::TextMap,
                .label = LOADLINE_TR("Form", "Labels of the nodes"),
                .help = LOADLINE_TR("Form", "For pods to choose them by."),
                .example = "pool=training",
                .advanced = true},
            {.path = "spec.limits",
                .type = Type::QuantityMap,
                .label = LOADLINE_TR("Form", "At most, together"),
                .help = LOADLINE_TR(
                    "Form", "What all nodes of the pool may hold. Without it nothing stops a mistake from costing."),
                .example = "cpu=100,memory=400Gi,nvidia.com/gpu=8",
                .choices = choicesOf({"cpu", "memory", "nvidia.com/gpu"})},
            {.path = "spec.weight",
                .type = Type::Integer,
                .label = LOADLINE_TR("Form", "Preference"),
                .help = LOADLINE_TR("Form", "Of several pools that fit, that with most is taken."),
                .example = "10",
                .advanced = true,
                .least = 1,
                .most = 100}}};
}

std::vector<Field> budgetFields()
{
    return {{.path = "nodes",
                .type = Type::CountOrPercent,
                .label = LOADLINE_TR("Form", "Nodes at once"),
                .help = LOADLINE_TR("Form", "That may be replaced: a number, or a share."),
                .example = "10%",
                .required = true,
                .asText = true,
                .initial = "10%"},
        {.path = "schedule",
            .type = Type::Cron,
            .label = LOADLINE_TR("Form", "From"),
            .help = LOADLINE_TR("Form", "When this budget begins to hold, in UTC. Left out, it always does."),
            .example = "0 8 * * 1-5",
            .advanced = true,
            // Karpenter reads these too; KEDA's cron does not.
            .choices = choicesOf({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})},
        {.path = "duration",
            .type = Type::Duration,
            .label = LOADLINE_TR("Form", "For"),
            .help = LOADLINE_TR("Form", "How long it holds: hours and minutes."),
            .example = "10h",
            .required = true,
            .shownWhen = {{"schedule", {}}}},
        {.path = "reasons",
            .type = Type::MultiChoice,
            .label = LOADLINE_TR("Form", "Because they are"),
            .help = LOADLINE_TR("Form", "Left out: for any reason."),
            .advanced = true,
            .choices = {{"Underutilized", LOADLINE_TR("Form", "hardly used"), ""},
                {"Empty", LOADLINE_TR("Form", "empty"), ""}, {"Drifted", LOADLINE_TR("Form", "out of date"), ""}}}};
}

FormSection disruptionSection()
{
    const std::vector<Choice> never {{"Never", LOADLINE_TR("Form", "never"), ""}};
    return {.step = Step::Safety,
        .title = LOADLINE_TR("Form", "Replacing nodes"),
        .fields
        = {{.path = "spec.disruption.consolidationPolicy",
               .type = Type::Choice,
               .label = LOADLINE_TR("Form", "Give nodes back that are"),
               .help = LOADLINE_TR("Form", "Hardly used ones are emptied first, so their pods restart elsewhere."),
               .byDefault = "WhenEmptyOrUnderutilized",
               .choices = {{"WhenEmptyOrUnderutilized", LOADLINE_TR("Form", "empty or hardly used"), ""},
                   {"WhenEmpty", LOADLINE_TR("Form", "empty"), ""}}},
            {.path = "spec.disruption.consolidateAfter",
                .type = Type::Duration,
                .label = LOADLINE_TR("Form", "After"),
                .help = LOADLINE_TR("Form", "How long a node must have been so."),
                .example = "5m",
                .byDefault = "0s",
                .choices = never},
            {.path = "spec.disruption.budgets",
                .type = Type::List,
                .label = LOADLINE_TR("Form", "Budgets"),
                .help = LOADLINE_TR("Form", "How many nodes may be replaced at once; the strictest counts."),
                .advanced = true,
                .most = 50,
                .items = budgetFields()},
            {.path = "spec.template.spec.expireAfter",
                .type = Type::Duration,
                .label = LOADLINE_TR("Form", "Oldest a node gets"),
                .help = LOADLINE_TR("Form", "Then it is replaced, also against disruption budgets."),
                .example = "720h",
                .advanced = true,
                .byDefault = "720h",
                .choices = never},
            {.path = "spec.template.spec.terminationGracePeriod",
                .type = Type::Duration,
                .label = LOADLINE_TR("Form", "Time to leave"),
                .help = LOADLINE_TR("Form", "After it pods are ended whatever holds them."),
                .example = "1h",
                .advanced = true}}};
}

FormSpec spec(const FormFacts&)
{
    FormSpec spec {.apiVersion = "karpenter.sh/v1", .kind = "NodePool", .namespaced = false};
    spec.sections.push_back(identitySection({}, false, LOADLINE_TR("Form", "Its nodes carry it as a label.")));
    spec.sections.push_back(classSection());
    spec.sections.push_back(nodesSection());
    spec.sections.push_back(disruptionSection());
    return spec;
}

} // namespace

FormKind nodePoolForm()
{
    return {.id = "nodepool",
        .kind = "NodePool",
        .title = LOADLINE_TR("Form", "Karpenter node pool"),
        .summary = LOADLINE_TR("Form", "Tells Karpenter which nodes it may start, and how many."),
        .spec = spec,
        .check = checkNodePool};
}

} // namespace loadline
