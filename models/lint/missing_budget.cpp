// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/identity.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

// A budget that matches the workload's own selector, for one pod at a time.
Fix makeBudget(const LintScope& scope, const ScaleTarget& target)
{
    const auto& selector = target.workload->selector;
    if (!selector.present || selector.matchLabels.empty() || !selector.expressions.empty())
        return {};
    const auto own = scope.refOf(target);
    const ManifestRef ref {"policy/v1", "PodDisruptionBudget", own.ns, target.ref.name};
    auto labels = Value::map();
    for (const auto& [key, value] : selector.matchLabels)
        labels.set(key, Value(value));
    auto matching = Value::map();
    matching.set("matchLabels", std::move(labels));
    auto spec = Value::map();
    spec.set("maxUnavailable", 1);
    spec.set("selector", std::move(matching));
    auto object = identityOf(ref);
    object.set("spec", std::move(spec));
    return {LOADLINE_TR("Lint", "Add a budget for one pod at a time"), {}, {put(ref, {}, std::move(object))}};
}

// Triggers of queues and logs: whoever reads them takes up again what a stopped pod did not finish.
constexpr std::array<std::string_view, 17> queues {"activemq", "apache-kafka", "aws-kinesis-stream", "aws-sqs-queue", "azure-eventhub", "azure-queue",
    "azure-servicebus", "beanstalkd", "gcp-cloudtasks", "gcp-pubsub", "ibmmq", "kafka", "nats-jetstream", "rabbitmq", "redis", "redis-streams", "temporal"};

bool worksOffQueue(const ScaleTarget& target)
{
    const auto ofQueue = [](const Trigger& trigger) { return std::find(queues.begin(), queues.end(), trigger.type) != queues.end(); };
    return target.hpas.empty() && !target.scaledObjects.empty() && std::all_of(target.scaledObjects.begin(), target.scaledObjects.end(), [&](const ScaledObject* object) {
        return !object->triggers.empty() && std::all_of(object->triggers.begin(), object->triggers.end(), ofQueue);
    });
}

// What may be put to sleep may be drained: nobody relies on its being there.
bool maySleep(const LintScope& scope, const ScaleTarget& target)
{
    const auto scalers = scope.scalersOf(target);
    return std::any_of(scalers.begin(), scalers.end(), [](const ReplicaScaler* scaler) { return scaler->min == 0 || (scaler->keda && scaler->keda->idleReplicas == 0); });
}

// By its name, where no label says what it is for: a label on it decides first.
bool isNotebook(const ScaleTarget& target)
{
    return target.ref.name.find("notebook") != std::string::npos || target.ref.name.find("jupyter") != std::string::npos;
}

// How much it matters; nullopt: not at all. A budget on a single pod blocks every drain, and one on a run of training
// would hold the node for days.
std::optional<Severity> severityFor(const LintScope& scope, const ScaleTarget& target, const Span& span)
{
    const std::string type = workloadType(target);
    const bool serving = type == "model-serving" || type == "feature-store";
    const bool working = type == "batch-inference" || type == "training" || type == "notebook";
    const bool serious = serving || critical(scope, target);
    if (span.most < 2 || ((working || maySleep(scope, target)) && !serious))
        return std::nullopt;
    if (working || maySleep(scope, target) || ((worksOffQueue(target) || isNotebook(target)) && !serious))
        return Severity::Info;
    return serious || span.least >= 2 ? Severity::Warning : Severity::Info;
}

Finding budgetless(const LintScope& scope, const ScaleTarget& target, const Span& span)
{
    const bool many = span.least >= 2;
    const char* what = !scope.live() ? LOADLINE_TR("Lint", "%1 may have %2 replicas, and none of these files is a disruption budget for it.")
        : many ? LOADLINE_TR("Lint", "%1 has %2 replicas or more and no disruption budget.")
               : LOADLINE_TR("Lint", "%1 may have %2 replicas and no disruption budget.");
    const char* why = worksOffQueue(target)
        ? LOADLINE_TR("Lint", "A node drain may take all of its pods at once. What they did not finish goes back to the queue, so only time is lost.")
        : LOADLINE_TR("Lint", "A node drain, for an upgrade or to save a node, may take all of its pods at once.");
    return tell(scope.refOf(target), "spec.selector", what, why, {text(target.ref), text(many && scope.live() ? span.least : span.most)});
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* target : scope.judgedTargets()) {
        // Files alone are judged as they are handed in: they are to be whole.
        const bool known = !scope.live() || wouldHold(scope.world(), KindId::DisruptionBudget, target->ns);
        if (!known || !scope.budgetsOf(*target).empty())
            continue;
        const auto span = spanOf(scope, *target);
        const auto severity = severityFor(scope, *target, span);
        if (!severity)
            continue;
        auto finding = with(budgetless(scope, *target, span), "missing-budget", *severity);
        if (auto fix = makeBudget(scope, *target); !fix.edits.empty())
            finding.fix = std::move(fix);
        found(std::move(finding));
    }
}

} // namespace

Rule missingBudget()
{
    return {
        .id = "missing-budget",
        .severity = Severity::Warning,
        .title = LOADLINE_TR("Lint", "A workload without a disruption budget"),
        .explanation = LOADLINE_TR("Lint",
            "Draining a node, for an upgrade or by a cluster autoscaler, may take all pods of a workload at "
            "once unless a PodDisruptionBudget limits it."),
        .link = link::pdb,
        .check = &check,
    };
}

} // namespace loadline
