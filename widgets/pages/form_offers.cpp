// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/form_offers.h"

#include "cluster/hpa.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "tables/cells.h"

#include <QCoreApplication>

#include <set>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FormOffers)
};

template <class T>
void collectNames(const World& world, const std::string& ns, const char* prefix, QStringList& names)
{
    for (const T& object : world.all<T>())
        if (ns.empty() || object.meta.ns.str() == ns)
            names << QLatin1String(prefix) + qtext(object.meta.name);
}

void offerTarget(FormOffers& offers, const TargetFacts& target)
{
    offers[Offer::Names] = {qtext(target.ref.name)};
    for (const ContainerFacts& container : target.containers)
        offers[Offer::Containers] << qtext(container.name);
    QStringList labels;
    for (const auto& [name, value] : target.podLabels)
        labels << qtext(name + '=' + value);
    offers[Offer::PodLabels] = labels;
    if (labels.size() > 1)
        offers[Offer::PodLabels] << labels.join(QLatin1Char(','));
    const QString ns = qtext(target.ns);
    const QString name = qtext(target.ref.name);
    offers[Offer::Queries] << QStringLiteral("sum(rate(http_requests_total{namespace=\"%1\",pod=~\"%2-.*\"}[2m]))").arg(ns, name)
                           << QStringLiteral("histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{namespace=\"%1\",pod=~\"%2-.*\"}[5m])))").arg(ns, name);
}

// What can be named again: no threshold, and no address that carries a password.
bool isName(const std::string& value)
{
    const bool number = value.find_first_not_of("0123456789.") == std::string::npos;
    return !number && !(value.find("://") != std::string::npos && value.find('@') != std::string::npos);
}

template <class T>
void offerTriggers(FormOffers& offers, const World& world)
{
    for (const T& object : world.all<T>())
        for (const Trigger& trigger : object.triggers)
            for (const auto& [key, value] : trigger.metadata) {
                if (isName(value))
                    if (QStringList& known = offers.metadata[qtext(key)]; !known.contains(qtext(value)))
                        known << qtext(value);
                if (key == "query" && trigger.type == "prometheus" && !offers[Offer::Queries].contains(qtext(value)))
                    offers[Offer::Queries] << qtext(value);
            }
}

void offerMetrics(FormOffers& offers, const World& world)
{
    std::set<std::string> external;
    std::set<std::string> pods;
    for (const ScaledObject& object : world.all<ScaledObject>())
        external.insert(object.externalMetricNames.begin(), object.externalMetricNames.end());
    for (const Hpa& hpa : world.all<Hpa>())
        for (const MetricSpec& metric : hpa.metrics) {
            if (metric.metric.type == MetricType::External)
                external.insert(metric.metric.name);
            else if (metric.metric.type == MetricType::Pods || metric.metric.type == MetricType::Object)
                pods.insert(metric.metric.name);
        }
    for (const std::string& name : external)
        offers[Offer::ExternalMetrics] << qtext(name);
    for (const std::string& name : pods)
        offers[Offer::PodMetrics] << qtext(name);
}

QString replicasSeen(const World& world, const TargetFacts& target)
{
    QStringList said;
    if (target.replicas)
        said << Words::tr("It runs %n pod(s) now", nullptr, static_cast<int>(*target.replicas));
    const auto steers = [&](const Object& object, const ObjectRef& ref) {
        return object.meta.ns.str() == target.ns && ref.kind == target.ref.kind && ref.name == target.ref.name;
    };
    for (const Hpa& hpa : world.all<Hpa>())
        if (steers(hpa, hpa.target))
            said << Words::tr("HPA %1 keeps it between %2 and %3").arg(qtext(hpa.meta.name)).arg(hpa.minReplicas).arg(hpa.maxReplicas);
    return said.join(QStringLiteral("; "));
}

QString requestsSeen(const TargetFacts& target, bool cpu, const std::string& only)
{
    QStringList said;
    for (const ContainerFacts& container : target.containers) {
        if (!only.empty() && only != "*" && container.name != only)
            continue;
        const auto& request = cpu ? container.cpuRequest : container.memoryRequest;
        said << (request ? Words::tr("%1 asks for %2").arg(qtext(container.name), figure(request->value(), cpu ? Unit::Cores : Unit::Bytes))
                         : Words::tr("%1 asks for nothing").arg(qtext(container.name)));
    }
    return said.join(QStringLiteral("; "));
}

// The item of a list that a path stands in: its value and what is asked of it.
const Value* itemAt(const Document& manifest, const FieldPath& path, const std::string& list)
{
    const FieldPath base = FieldPath("spec") / list;
    if (!path.startsWith(base) || path.steps().size() <= base.steps().size())
        return nullptr;
    const auto* index = std::get_if<std::size_t>(&path.steps()[base.steps().size()]);
    return index ? manifest.find(base / *index) : nullptr;
}

} // namespace

FormOffers formOffers(const World* world, const FormFacts& facts)
{
    FormOffers offers;
    offers[Offer::ResourceMetrics] = {QStringLiteral("cpu"), QStringLiteral("memory")};
    const std::string ns = facts.target ? facts.target->ns : std::string();
    if (facts.target)
        offerTarget(offers, *facts.target);
    if (!world)
        return offers;
    QStringList workloads;
    collectNames<Deployment>(*world, ns, "apps/v1/Deployment/", workloads);
    collectNames<StatefulSet>(*world, ns, "apps/v1/StatefulSet/", workloads);
    offers[Offer::Workloads] = workloads;
    offers[Offer::Objects] = workloads;
    collectNames<TriggerAuthentication>(*world, ns, "", offers[Offer::TriggerAuthentications]);
    std::set<std::string> namespaces;
    for (const Deployment& deployment : world->all<Deployment>())
        namespaces.insert(deployment.meta.ns.str());
    for (const StatefulSet& set : world->all<StatefulSet>())
        namespaces.insert(set.meta.ns.str());
    for (const std::string& name : namespaces)
        offers[Offer::Namespaces] << qtext(name);
    offerMetrics(offers, *world);
    offerTriggers<ScaledObject>(offers, *world);
    offerTriggers<ScaledJob>(offers, *world);
    return offers;
}

QString seenOf(const World* world, const FormFacts& facts, const Document& manifest, const FieldPath& path)
{
    if (!world || !facts.target || path.empty())
        return {};
    const auto* last = std::get_if<std::string>(&path.steps().back());
    if (last && (*last == "minReplicas" || *last == "maxReplicas" || *last == "minReplicaCount" || *last == "maxReplicaCount" || *last == "idleReplicaCount"
            || *last == "minAvailable" || *last == "maxUnavailable"))
        return replicasSeen(*world, *facts.target);
    if (const Value* metric = itemAt(manifest, path, "metrics")) {
        const std::string kind = (*metric)["type"].text() == "ContainerResource" ? "containerResource" : "resource";
        const std::string& name = (*metric)[kind]["name"].text();
        return name == "cpu" || name == "memory" ? requestsSeen(*facts.target, name == "cpu", (*metric)[kind]["container"].text()) : QString();
    }
    if (const Value* trigger = itemAt(manifest, path, "triggers")) {
        const std::string& type = (*trigger)["type"].text();
        if (type == "cpu" || type == "memory")
            return requestsSeen(*facts.target, type == "cpu", (*trigger)["metadata"]["containerName"].text());
    }
    const FieldPath policies("spec.resourcePolicy.containerPolicies");
    if (path.startsWith(policies) && path.steps().size() > policies.steps().size())
        if (const auto* index = std::get_if<std::size_t>(&path.steps()[policies.steps().size()])) {
            const Value* policy = manifest.find(policies / *index);
            const std::string only = policy ? (*policy)["containerName"].text() : std::string();
            return requestsSeen(*facts.target, true, only) + QStringLiteral("; ") + requestsSeen(*facts.target, false, only);
        }
    return {};
}

} // namespace loadline
