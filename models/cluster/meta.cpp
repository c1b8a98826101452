// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/meta.h"

#include "cluster/fields.h"

#include <algorithm>

namespace loadline {
namespace {

// Labels that no two pods share. A selector of a workload cannot name them, and keeping them would keep a label set
// for each pod of a StatefulSet or a Job.
bool oneOfAKind(std::string_view key)
{
    return key == "statefulset.kubernetes.io/pod-name" || key == "apps.kubernetes.io/pod-index"
        || key == "batch.kubernetes.io/job-completion-index" || key == "batch.kubernetes.io/controller-uid"
        || key == "controller-uid";
}

// Annotations are mostly notes of other tools; these two are copies of the whole object.
bool isCopy(std::string_view key)
{
    return key == "kubectl.kubernetes.io/last-applied-configuration"
        || key == "control-plane.alpha.kubernetes.io/leader";
}

// What says of a pod that its node may not be emptied; the only annotations that pods keep.
bool holdsInPlace(std::string_view key)
{
    return key == "cluster-autoscaler.kubernetes.io/safe-to-evict" || key == "karpenter.sh/do-not-disrupt";
}

template <class Keep>
std::shared_ptr<const Labels> readPairs(Json pairs, ParseContext& context, Keep keep)
{
    // One look-up for the whole set: the sets of a workload's pods are written alike.
    std::string& key = context.scratch;
    key.clear();
    pairs.eachField([&](std::string_view name, Json value) {
        if (keep(name) && value.isString())
            key.append(name).append(1, '\0').append(value.text()).append(1, '\0');
    });
    return context.interner.cached<Labels>(key, [&] {
        Labels labels;
        pairs.eachField([&](std::string_view name, Json value) {
            if (keep(name) && value.isString())
                labels.emplace_back(context.interner.text(name), context.interner.text(value.text()));
        });
        std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        return std::make_shared<const Labels>(std::move(labels));
    });
}

Owner readOwner(Json references, ParseContext& context)
{
    Json chosen;
    references.eachItem([&](Json reference) {
        if (!chosen.present() || (reference["controller"].isTrue() && !chosen["controller"].isTrue()))
            chosen = reference;
    });
    if (!chosen.present())
        return {};
    return {context.interner.text(chosen["kind"].text()), context.interner.text(chosen["name"].text())};
}

} // namespace

bool Meta::operator==(const Meta& other) const
{
    const auto same = [](const std::shared_ptr<const Labels>& a, const std::shared_ptr<const Labels>& b) {
        return a == b || (a ? *a : Labels()) == (b ? *b : Labels());
    };
    return ns == other.ns && name == other.name && uid == other.uid && resourceVersion == other.resourceVersion
        && generation == other.generation && created == other.created && deleting == other.deleting
        && same(labels, other.labels) && same(annotations, other.annotations) && owner == other.owner;
}

std::shared_ptr<const Labels> parseLabels(Json labels, ParseContext& context)
{
    return readPairs(labels, context, [](std::string_view key) { return !oneOfAKind(key); });
}

Result<Meta> parseMeta(Json object, ParseContext& context, bool keepAnnotations)
{
    const Json json = object["metadata"];
    Meta meta;
    Fault fault;
    Json labels, annotations;
    json.eachField([&](std::string_view key, Json value) {
        if (key == "name")
            meta.name = value.text();
        else if (key == "namespace")
            meta.ns = context.interner.text(value.text());
        else if (key == "uid" && keepAnnotations)
            meta.uid = value.text();
        else if (key == "resourceVersion")
            meta.resourceVersion = value.text();
        else if (key == "generation")
            meta.generation = value.integerOr(0);
        else if (key == "creationTimestamp")
            meta.created = value.time().value_or(TimePoint {});
        else if (key == "deletionTimestamp")
            meta.deleting = value.time();
        else if (key == "labels")
            labels = value;
        else if (key == "annotations")
            annotations = value;
        else if (key == "ownerReferences")
            meta.owner = readOwner(value, context);
    });
    if (meta.name.empty()) {
        if (!json.isObject() || !json["name"].present())
            fault.missing("metadata.name");
        else
            fault.wrong("metadata.name", json["name"], LOADLINE_TR("Error", "The field “%1” holds %2, which is not a name."));
        return *std::move(fault.first);
    }
    meta.labels = parseLabels(labels, context);
    meta.annotations = readPairs(annotations, context, [&](std::string_view key) {
        return keepAnnotations ? !isCopy(key) : holdsInPlace(key);
    });
    return meta;
}

Truth parseTruth(Json status)
{
    const std::string_view text = status.text();
    return text == "True" ? Truth::True : text == "False" ? Truth::False : Truth::Unknown;
}

std::vector<Condition> parseConditions(Json conditions)
{
    std::vector<Condition> read;
    read.reserve(conditions.size());
    conditions.eachItem([&](Json item) {
        if (!item["type"].isString())
            return;
        read.push_back({item["type"].str(), parseTruth(item["status"]), item["reason"].str(), item["message"].str(),
            item["lastTransitionTime"].time()});
    });
    return read;
}

const Condition* find(const std::vector<Condition>& conditions, std::string_view type)
{
    const auto at = std::find_if(conditions.begin(), conditions.end(), [&](const Condition& c) { return c.type == type; });
    return at == conditions.end() ? nullptr : &*at;
}

bool isTrue(const std::vector<Condition>& conditions, std::string_view type)
{
    const Condition* condition = find(conditions, type);
    return condition && condition->status == Truth::True;
}

} // namespace loadline
