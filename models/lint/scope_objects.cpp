// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/scope.h"

#include "cluster/hpa.h"

#include <algorithm>
#include <set>

namespace loadline {

namespace {

const Object* findObject(const World& world, KindId kind, const std::string& ns, const std::string& name)
{
    const auto& table = world.tables[static_cast<std::size_t>(kind)];
    if (!table)
        return nullptr;
    return Objects<Object>(*table).find(ns, name);
}

std::string namespaceOf(const ManifestRef& ref, const Readable& readable, const Overlay& overlay)
{
    if (!readable.namespaced)
        return {};
    return ref.ns.empty() ? overlay.ns : ref.ns;
}

} // namespace

const Document* LintScope::documentOf(const Object& object) const
{
    const auto at = documents_.find(&object);
    return at == documents_.end() ? nullptr : &overlay_.documents[at->second];
}

ManifestRef LintScope::refOf(const Object& object, KindId kind) const
{
    if (const auto* document = documentOf(object))
        return document->ref();
    const auto* readable = readableAs(kind);
    if (!readable)
        return {{}, {}, object.meta.ns.str(), object.meta.name};
    return {std::string(readable->apiVersion), std::string(readable->kind), object.meta.ns.str(), object.meta.name};
}

std::string LintScope::silenceOf(const ManifestRef& ref) const
{
    const auto* readable = readableAs(ref);
    const Object* object = readable ? findObject(world(), readable->id, namespaceOf(ref, *readable, overlay_), ref.name) : nullptr;
    if (!readable && ref.kind == "ConfigMap") // where cluster-autoscaler writes what it does
        object = world().find<AutoscalerStatus>(ref.ns, ref.name);
    if (!readable && ref.kind == "NodeClaim")
        object = world().find<NodeClaim>("", ref.name);
    if (object) {
        const auto* text = object->meta.annotation(silenceAnnotation);
        return text ? *text : std::string();
    }
    for (const auto& document : overlay_.documents) {
        if (document.ref() != ref)
            continue;
        return document.value()["metadata"]["annotations"][silenceAnnotation].text();
    }
    return {};
}

bool LintScope::isJudged(const Document& document) const { return !judged_ || judgedDocuments_.contains(&document); }

void LintScope::chooseJudged(const std::vector<ManifestRef>& only)
{
    judged_.emplace();
    const std::set<ManifestRef> wanted(only.begin(), only.end());
    for (const auto& document : overlay_.documents)
        if (wanted.contains(document.ref()))
            judgedDocuments_.insert(&document);
    for (const auto& ref : only) {
        const auto* readable = readableAs(ref);
        const auto* object = readable ? findObject(world(), readable->id, namespaceOf(ref, *readable, overlay_), ref.name) : nullptr;
        if (!object)
            continue;
        judged_->insert(object);
        meant_.insert(object);
        if (const auto at = byObject_.find(object); at != byObject_.end())
            judgeTarget(*at->second);
        if (readable->id == KindId::DisruptionBudget)
            for (const auto* target : targetsOf(static_cast<const DisruptionBudget&>(*object)))
                judgeTarget(*target);
    }
}

void LintScope::judgeTarget(const ScaleTarget& target)
{
    if (target.workload)
        judged_->insert(target.workload);
    judged_->insert(target.hpas.begin(), target.hpas.end());
    judged_->insert(target.scaledObjects.begin(), target.scaledObjects.end());
    judged_->insert(target.vpas.begin(), target.vpas.end());
}

// Budgets of what is scaled, what shares its pods, and all that a quota, a class or a pool is there for.
void LintScope::reachOut(const std::vector<ManifestRef>& only)
{
    for (const auto& pool : world().all<NodePool>())
        judged_->insert(&pool);
    for (const auto& ref : only) {
        const auto* readable = readableAs(ref);
        if (!readable)
            continue;
        if (!readable->namespaced)
            return judged_.reset();
        const std::string ns = namespaceOf(ref, *readable, overlay_);
        const auto* object = findObject(world(), readable->id, ns, ref.name);
        const bool ofNamespace = readable->id == KindId::Quota || readable->id == KindId::LimitRange || readable->id == KindId::TriggerAuthentication;
        std::vector<const ScaleTarget*> reached;
        if (ofNamespace)
            for (const auto& target : targets_)
                if (target.ns == ns)
                    reached.push_back(&target);
        if (const auto at = byObject_.find(object); at != byObject_.end()) {
            reached = sharingPods(*at->second);
            reached.push_back(at->second);
            for (const auto& target : targets_) // whose pods its selector takes
                if (target.ns == ns && target.workload && target.workload->podLabels && at->second->workload && at->second->workload->selector.present
                    && matches(at->second->workload->selector, *target.workload->podLabels))
                    reached.push_back(&target);
            for (const auto& hpa : world().all<Hpa>()) // KEDA's too
                if (const auto own = byObject_.find(&hpa); own != byObject_.end() && own->second == at->second)
                    judged_->insert(&hpa);
        }
        if (object && readable->id == KindId::DisruptionBudget)
            reached = targetsOf(static_cast<const DisruptionBudget&>(*object));
        for (const auto* target : reached) {
            judgeTarget(*target);
            for (const auto* budget : budgetsOf(*target))
                judged_->insert(budget);
        }
    }
}

} // namespace loadline
