// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/hpa_touched.h"

#include "cluster/differences.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "tables/cells.h"

namespace loadline {

namespace {

// Whether the same is known of what a target's absence means.
bool holdsAlike(const World& a, const World& b)
{
    constexpr KindId targets[] = {KindId::Deployment, KindId::StatefulSet, KindId::ReplicaSet};
    return std::all_of(std::begin(targets), std::end(targets), [&](KindId kind) {
        const KindState &of = a.state(kind), &other = b.state(kind);
        return of.complete() == other.complete() && of.namespaces == other.namespaces && of.refusedNamespaces == other.refusedNamespaces;
    });
}

constexpr std::string_view hpaKind = "HorizontalPodAutoscaler", scaledObjectKind = "ScaledObject";

} // namespace

std::string targetKey(const std::string& ns, const ObjectRef& target) { return rowId(ns, target.kind, target.name); }

HpaTouched::HpaTouched(const World* before, const World& after)
    : all_(!before || after.now < before->now || !holdsAlike(*before, after))
{
    if (all_)
        return;
    const auto noteKind = [this](std::string_view kind) {
        return [this, kind](const auto* was, const auto* is) {
            const Meta& meta = (is ? is : was)->meta;
            note(kind, meta.ns.str(), meta.name);
        };
    };
    eachDifference<Deployment>(*before, after, noteKind("Deployment"));
    eachDifference<StatefulSet>(*before, after, noteKind("StatefulSet"));
    eachDifference<ReplicaSet>(*before, after, noteKind("ReplicaSet"));
    eachDifference<ScaledObject>(*before, after, noteKind(scaledObjectKind));
    eachDifference<Event>(*before, after, [this](const Event* was, const Event* is) {
        for (const Event* event : {was, is})
            if (event && event->about.kind == hpaKind)
                note(hpaKind, event->meta.ns.str(), event->about.name);
    });
    eachDifference<Hpa>(*before, after, [this](const Hpa* was, const Hpa* is) {
        if (was && is && was->target == is->target)
            return;
        for (const Hpa* hpa : {was, is})
            if (hpa)
                targets_.insert(targetKey(hpa->meta.ns.str(), hpa->target));
    });
}

bool HpaTouched::row(const HpaRow& row) const
{
    return all_ || noted(row.target.kind, row.ns, row.target.name) || noted(hpaKind, row.ns, row.name)
        || (!row.managedBy.empty() && noted(scaledObjectKind, row.ns, row.managedBy))
        || (!targets_.empty() && targets_.contains(targetKey(row.ns, row.target)));
}

bool HpaTouched::target(const Hpa& hpa) const
{
    return all_ || (!targets_.empty() && targets_.contains(targetKey(hpa.meta.ns.str(), hpa.target)));
}

void HpaTouched::note(std::string_view kind, const std::string& ns, const std::string& name)
{
    objects_.insert(rowId(std::string(kind), ns, name));
}

bool HpaTouched::noted(std::string_view kind, const std::string& ns, const std::string& name) const
{
    return !objects_.empty() && objects_.contains(rowId(std::string(kind), ns, name));
}

} // namespace loadline
