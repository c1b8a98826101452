// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/pods.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

#include <algorithm>

namespace loadline {

namespace {

// A node needs a minute or two to come; what waits longer waits for something else.
constexpr Millis patience = std::chrono::minutes {2};

bool waits(const Pod& pod, TimePoint now)
{
    return pod.unschedulable && pod.phase == PodPhase::Pending && now - pod.meta.created >= patience;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// What the cluster autoscaler said of one of them last; "" nothing.
std::string refusal(const LintScope& scope, const std::vector<const Pod*>& pods)
{
    const Event* last = nullptr;
    for (const Event& event : scope.world().all<Event>()) {
        if (event.reason != "NotTriggerScaleUp" || event.about.kind != "Pod" || (last && event.last < last->last))
            continue;
        for (const auto* pod : pods)
            if (pod->meta.name == event.about.name && pod->meta.ns == event.meta.ns)
                last = &event;
    }
    return last ? last->message : std::string();
}

// The group of cluster-autoscaler that is as large as it may be, "" where one may still grow or none is known.
std::string fullGroup(const World& world)
{
    std::string full;
    for (const auto& status : world.all<AutoscalerStatus>()) {
        for (const auto& group : status.groups) {
            if (!group.target || !group.maxSize || *group.target < *group.maxSize)
                return {};
            full = group.name;
        }
    }
    return full;
}

// The resource that it asks more of than any node has; null: none.
const char* excess(const LintScope& scope, const Pod& pod)
{
    if (!scope.room().known || !scope.world().all<NodePool>().empty())
        return nullptr; // Karpenter makes nodes of sizes that are not there yet
    const auto requests = requestsOf(*pod.shape);
    for (const auto* resource : {"cpu", "memory"})
        if (const auto one = requests.get(resource), most = scope.room().largest.get(resource); one && most && *most < *one)
            return resource;
    return nullptr;
}

struct Cause {
    const char* why;
    bool lasts; // no node that may come changes it
    FieldPath field;
    std::optional<Fix> fix {};
};

// "3 node(s) had untolerated taint {gpu: true}": key and value.
std::optional<std::pair<std::string, std::string>> taintIn(const std::string& said)
{
    constexpr std::string_view lead = "untolerated taint {";
    const auto at = said.find(lead);
    const auto end = at == std::string::npos ? at : said.find('}', at);
    if (end == std::string::npos)
        return std::nullopt;
    const auto inside = said.substr(at + lead.size(), end - at - lead.size());
    const auto colon = inside.rfind(':');
    const auto value = colon == std::string::npos ? std::string() : inside.substr(colon + 1);
    const auto first = value.find_first_not_of(' ');
    return std::pair(inside.substr(0, colon), first == std::string::npos ? std::string() : value.substr(first));
}

const Value* tolerationsOf(const LintScope& scope, const ScaleTarget& target)
{
    const auto* document = scope.documentOf(*target.workload);
    return document ? document->find("spec.template.spec.tolerations") : nullptr;
}

// Whether its template tolerates it by now: new pods are on their way then.
bool tolerated(const LintScope& scope, const ScaleTarget& target, const std::string& said)
{
    const auto taint = taintIn(said);
    const auto* written = tolerationsOf(scope, target);
    return taint && written && std::any_of(written->items().begin(), written->items().end(), [&](const Value& one) { return one["key"].text() == taint->first; });
}

// Where its text is at hand: what a live one tolerates already the World does not hold.
std::optional<Fix> tolerate(const LintScope& scope, const ScaleTarget& target, const std::string& said)
{
    const auto taint = taintIn(said);
    if (!taint || taint->first.starts_with("node.kubernetes.io/") || !scope.documentOf(*target.workload)) // the first: such a node is out of order
        return std::nullopt;
    auto toleration = Value::map();
    toleration.set("key", taint->first);
    toleration.set("operator", taint->second.empty() ? "Exists" : "Equal");
    if (!taint->second.empty())
        toleration.set("value", taint->second);
    const FieldPath at("spec.template.spec.tolerations");
    const auto* written = tolerationsOf(scope, target);
    return Fix {LOADLINE_TR("Lint", "Tolerate the taint %1"), {taint->first},
        {written ? put(scope.refOf(target), at / written->items().size(), std::move(toleration)) : put(scope.refOf(target), at, Value::list({std::move(toleration)}))}};
}

const FieldPath requestsField("spec.template.spec.containers");

Cause causeOf(const LintScope& scope, const ScaleTarget& target, const std::vector<const Pod*>& pods)
{
    const auto& said = pods.front()->trouble.str();
    const auto refused = refusal(scope, pods);
    if (const auto* resource = excess(scope, *pods.front()))
        return {LOADLINE_TR("Lint", "A pod requests more than the largest node offers. Shrink it, or add a larger type of node."), true, requestsField, shrinkToFit(scope, target, resource)};
    if (has(refused, "max node group size reached") || (has(said, "Insufficient") && !fullGroup(scope.world()).empty()))
        return {LOADLINE_TR("Lint", "The node groups are as large as they may be. Raise their maximum, or shrink what runs."), true, requestsField};
    const bool room = has(said, "Insufficient");
    if (!room && has(said, "untolerated taint"))
        return {LOADLINE_TR("Lint", "Its nodes carry a taint that it does not tolerate. Add the toleration, or a pool without the taint."), true, "spec.template.spec.tolerations", tolerate(scope, target, said)};
    if (!room && has(said, "volume node affinity"))
        return {LOADLINE_TR("Lint", "Its volume lies in a zone that has no node for it. Add a node there, or a pool that may."), true, "spec.template.spec.affinity"};
    if (!room && (has(said, "node affinity/selector") || has(said, "node selector")))
        return {LOADLINE_TR("Lint", "No node has the labels that it asks for. Correct its node selector or affinity, or add a pool with these labels."), true, target.workload->placement.anyOf.empty() ? "spec.template.spec.nodeSelector" : "spec.template.spec.affinity"};
    if (!refused.empty())
        return {LOADLINE_TR("Lint", "The cluster autoscaler adds no node for it. Its event NotTriggerScaleUp says why."), true, requestsField};
    return {LOADLINE_TR("Lint", "No node has room for it, and none has come."), false, requestsField};
}

void check(const LintScope& scope, const Found& found)
{
    const auto now = scope.world().now;
    for (const auto& [target, pods] : podsOf(scope, &waits)) {
        auto said = pods.front()->trouble.str();
        if (tolerated(scope, *target, said))
            continue;
        const auto cause = causeOf(scope, *target, pods);
        if (constexpr std::string_view lead = "Unschedulable: "; said.starts_with(lead))
            said.erase(0, lead.size());
        auto finding = tell(scope.refOf(*target), cause.field,
            pods.size() == 1 ? LOADLINE_TR("Lint", "A pod of it has waited for a node for %2: %3")
                             : LOADLINE_TR("Lint", "%1 pods of it have waited for a node for up to %2: %3"),
            cause.why, {text(std::int64_t(pods.size())), lasting(longest(pods, now)), said});
        finding.fix = cause.fix;
        found(cause.lasts ? std::move(finding) : with(std::move(finding), "pods-unschedulable", Severity::Warning));
    }
}

} // namespace

Rule podsUnschedulable()
{
    return {
        .id = "pods-unschedulable",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "Pods wait for a node"),
        .explanation = LOADLINE_TR("Lint",
            "Its pods are placed on no node: the pools are as large as they may be, a taint or a label keeps "
            "them away, or they are larger than any node."),
        .link = link::nodeAutoscaling,
        .needs = {KindId::Pod},
        .observes = true,
        .check = &check,
    };
}

} // namespace loadline
