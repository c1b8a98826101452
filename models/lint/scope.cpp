// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/scope.h"

#include "lint/scaler_view.h"

#include <algorithm>

namespace loadline {

namespace {

std::string keyOf(std::string_view ns, std::string_view kind, std::string_view name)
{
    std::string key;
    key.reserve(ns.size() + kind.size() + name.size() + 2);
    return key.append(ns).append(1, '/').append(kind).append(1, '/').append(name);
}

std::string labelKey(const std::string& ns, std::string_view key, std::string_view value)
{
    return std::string(ns).append(1, '/').append(key).append(1, '=').append(value);
}

std::string indexKey(const std::string& ns, const Selector& selector)
{
    if (selector.matchLabels.empty())
        return ns;
    return labelKey(ns, selector.matchLabels.front().first, selector.matchLabels.front().second);
}

// Whatever in the index may select these labels, checked.
template <class T, class SelectorOf>
std::vector<const T*> selecting(const std::unordered_map<std::string, std::vector<const T*>>& index, const std::string& ns,
                                const Labels& labels, const SelectorOf& selectorOf)
{
    std::vector<const T*> found;
    const auto look = [&](const std::string& key) {
        if (const auto at = index.find(key); at != index.end())
            std::copy_if(at->second.begin(), at->second.end(), std::back_inserter(found),
                [&](const T* one) { return matches(selectorOf(*one), labels); });
    };
    look(ns);
    for (const auto& [key, value] : labels)
        look(labelKey(ns, key.str(), value.str()));
    return found;
}

const Labels& labelsOf(const ScaleTarget& target)
{
    static const Labels none;
    return target.workload && target.workload->podLabels ? *target.workload->podLabels : none;
}

template <class T>
std::span<const T* const> entry(const std::unordered_map<std::string, std::vector<const T*>>& index, const std::string& key)
{
    const auto at = index.find(key);
    return at == index.end() ? std::span<const T* const>() : std::span<const T* const>(at->second);
}

} // namespace

LintScope::LintScope(const Overlay& overlay, const Preferences& preferences, const std::vector<ManifestRef>* only, Reach reach)
    : overlay_(overlay)
    , preferences_(preferences)
{
    for (const auto& laid : overlay.laid)
        documents_.emplace(laid.object, laid.document);
    addWorkloads();
    addAutoscalers();
    addPolicies();
    if (only)
        chooseJudged(*only);
    if (only && reach == Reach::Wide)
        reachOut(*only);
}

ScaleTarget& LintScope::targetFor(const std::string& ns, const ObjectRef& ref)
{
    auto& place = byKey_[keyOf(ns, ref.kind, ref.name)];
    if (!place) {
        place = &targets_.emplace_back();
        place->ns = ns;
        place->ref = ref;
    }
    return *place;
}

void LintScope::addWorkloads()
{
    const auto add = [this](const Workload& workload, KindId kind, const char* name) {
        const std::string& ns = workload.meta.ns.str();
        auto& target = targetFor(ns, {"apps/v1", name, workload.meta.name});
        target.kind = kind;
        target.workload = &workload;
        byObject_.emplace(&workload, &target);
        byNamespace_[ns].push_back(&target);
        if (workload.selector.present)
            selecting_[indexKey(ns, workload.selector)].push_back(&target);
    };
    for (const auto& deployment : world().all<Deployment>())
        add(deployment, KindId::Deployment, "Deployment");
    for (const auto& set : world().all<StatefulSet>())
        add(set, KindId::StatefulSet, "StatefulSet");
    for (const auto& set : world().all<ReplicaSet>())
        if (set.meta.owner.name.empty())
            add(set, KindId::ReplicaSet, "ReplicaSet");
}

template <class T>
void LintScope::addScaler(const T& object, ReplicaScaler scaler)
{
    auto& target = targetFor(object.meta.ns.str(), object.target);
    byObject_.emplace(&object, &target);
    scaler.target = &target;
    scaler.ref = refOf(object);
    scalers_.push_back(std::move(scaler));
    scalersByTarget_[&target].push_back(&scalers_.back());
}

void LintScope::addAutoscalers()
{
    for (const auto& hpa : world().all<Hpa>()) {
        auto& target = targetFor(hpa.meta.ns.str(), hpa.target);
        if (writtenByKeda(hpa)) {
            byObject_.emplace(&hpa, &target);
            continue;
        }
        target.hpas.push_back(&hpa);
        addScaler(hpa, viewOf(hpa));
    }
    for (const auto& object : world().all<ScaledObject>()) {
        targetFor(object.meta.ns.str(), object.target).scaledObjects.push_back(&object);
        addScaler(object, viewOf(object));
    }
    for (const auto& vpa : world().all<Vpa>()) {
        auto& target = targetFor(vpa.meta.ns.str(), vpa.target);
        target.vpas.push_back(&vpa);
        byObject_.emplace(&vpa, &target);
    }
}

void LintScope::addPolicies()
{
    for (const auto& budget : world().all<DisruptionBudget>())
        if (budget.selector.present)
            budgets_[indexKey(budget.meta.ns.str(), budget.selector)].push_back(&budget);
    for (const auto& quota : world().all<Quota>())
        quotas_[quota.meta.ns.str()].push_back(&quota);
    for (const auto& range : world().all<LimitRange>())
        limitRanges_[range.meta.ns.str()].push_back(&range);
}

std::vector<const Hpa*> LintScope::judgedHpas() const
{
    auto hpas = judged<Hpa>();
    std::erase_if(hpas, [](const Hpa* hpa) { return writtenByKeda(*hpa); });
    return hpas;
}

std::vector<const ScaleTarget*> LintScope::judgedTargets() const
{
    std::vector<const ScaleTarget*> chosen;
    for (const auto& target : targets_)
        if (target.workload && isJudged(*target.workload))
            chosen.push_back(&target);
    return chosen;
}

std::vector<const ReplicaScaler*> LintScope::judgedScalers() const
{
    std::vector<const ReplicaScaler*> chosen;
    for (const auto& scaler : scalers_)
        if (isJudged(scaler.object()))
            chosen.push_back(&scaler);
    return chosen;
}

const ScaleTarget* LintScope::target(std::string_view ns, std::string_view kind, std::string_view name) const
{
    const auto at = byKey_.find(keyOf(ns, kind, name));
    return at == byKey_.end() ? nullptr : at->second;
}

std::vector<const ReplicaScaler*> LintScope::scalersOf(const ScaleTarget& target) const
{
    const auto at = scalersByTarget_.find(&target);
    return at == scalersByTarget_.end() ? std::vector<const ReplicaScaler*>() : at->second;
}

bool LintScope::missing(const ScaleTarget& target) const
{
    if (target.workload)
        return false;
    if (target.ref.kind == "Deployment")
        return wouldHold(world(), KindId::Deployment, target.ns);
    if (target.ref.kind == "StatefulSet")
        return wouldHold(world(), KindId::StatefulSet, target.ns);
    return false;
}

std::vector<const DisruptionBudget*> LintScope::budgetsOf(const ScaleTarget& target) const
{
    return selecting(budgets_, target.ns, labelsOf(target), [](const DisruptionBudget& budget) -> const Selector& { return budget.selector; });
}

std::vector<const ScaleTarget*> LintScope::targetsOf(const DisruptionBudget& budget) const
{
    std::vector<const ScaleTarget*> found;
    for (const auto* target : entry(byNamespace_, budget.meta.ns.str()))
        if (matches(budget.selector, labelsOf(*target)))
            found.push_back(target);
    return found;
}

std::vector<const ScaleTarget*> LintScope::sharingPods(const ScaleTarget& target) const
{
    auto found = selecting(selecting_, target.ns, labelsOf(target), [](const ScaleTarget& other) -> const Selector& { return other.workload->selector; });
    std::erase(found, &target);
    return found;
}

std::span<const Quota* const> LintScope::quotasOf(const std::string& ns) const { return entry(quotas_, ns); }
std::span<const LimitRange* const> LintScope::limitRangesOf(const std::string& ns) const { return entry(limitRanges_, ns); }

const RoomAtMost& LintScope::room() const
{
    if (!room_)
        room_ = roomAtMost(world());
    return *room_;
}

} // namespace loadline
