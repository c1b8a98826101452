// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/decisions.h"

#include "cluster/workload.h"
#include "tables/cells.h"
#include "tables/hpa_metrics.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Decisions)
};

std::string between(const std::string& text, std::string_view before, std::string_view after)
{
    const auto at = text.find(before);
    if (at == std::string::npos)
        return {};
    const auto from = at + before.size();
    const auto to = after.empty() ? std::string::npos : text.find(after, from);
    return text.substr(from, to == std::string::npos ? to : to - from);
}

Decision made(const World& world, const Event& event, QString text, QString page, std::string row, Tone tone = Tone::Accent)
{
    Decision decision;
    decision.at = event.last;
    decision.ago = sinceOf(event.last, world.now);
    decision.text = std::move(text);
    decision.tone = tone;
    decision.page = std::move(page);
    decision.row = std::move(row);
    decision.cluster = world.cluster;
    return decision;
}

// Rescale events name the new size only; the one before is the size that the event before named.
void addRescales(const World& world, std::vector<Decision>& decisions)
{
    std::vector<const Event*> rescales;
    for (const auto& event : world.all<Event>())
        if (event.about.kind == "HorizontalPodAutoscaler" && newSizeOf(event))
            rescales.push_back(&event);
    std::stable_sort(rescales.begin(), rescales.end(), [](const auto* a, const auto* b) { return a->last < b->last; });
    std::unordered_map<std::string, std::int64_t> sizes;
    for (const auto* event : rescales) {
        const auto id = rowId(world.cluster, event->meta.ns.str(), event->about.name);
        const auto size = *newSizeOf(*event);
        const auto before = sizes.find(id);
        const auto step = before != sizes.end() && before->second != size
            ? Words::tr("%1 %2 → %3").arg(qtext(event->about.name), integer(before->second), integer(size))
            : Words::tr("%1 to %2").arg(qtext(event->about.name), integer(size));
        sizes[id] = size;
        decisions.push_back(made(world, *event, Words::tr("%1: %2").arg(step, rescaleReason(event->message)), QStringLiteral("hpa"), id));
    }
}

// KEDA says "Created 1 jobs".
QString jobsStarted(const std::string& message)
{
    bool known = false;
    const int count = qtext(between(message, "Created ", " job")).toInt(&known);
    return known ? Words::tr("%n job(s) started", nullptr, count) : qtext(message);
}

std::optional<Decision> kedaDecision(const World& world, const Event& event)
{
    const bool job = event.about.kind == "ScaledJob";
    if (!job && event.about.kind != "ScaledObject")
        return {};
    const auto row = rowId(world.cluster, event.meta.ns.str(), (job ? "job/" : "object/") + event.about.name) + "/0";
    const auto name = qtext(event.about.name);
    if (event.reason == "KEDAScaleTargetActivated")
        return made(world, event, Words::tr("%1 woken by KEDA").arg(name), QStringLiteral("keda"), row);
    if (event.reason == "KEDAScaleTargetDeactivated")
        return made(world, event, Words::tr("%1 put to sleep by KEDA").arg(name), QStringLiteral("keda"), row, Tone::Idle);
    if (event.reason == "KEDAJobsCreated")
        return made(world, event, Words::tr("%1: %2").arg(name, jobsStarted(event.message)), QStringLiteral("keda"), row);
    return {};
}

std::optional<Decision> vpaDecision(const World& world, const Event& event)
{
    const auto pod = qtext(event.about.name);
    if (event.reason == "EvictedByVPA")
        return made(world, event, Words::tr("Pod %1 evicted to change its requests").arg(pod), QStringLiteral("vpa"), {});
    if (event.reason == "InPlaceResizedByVPA")
        return made(world, event, Words::tr("Pod %1 resized in place").arg(pod), QStringLiteral("vpa"), {});
    return {};
}

// cluster-autoscaler tells sizes on its ConfigMap ("Scale-up: setting group X size to 4 instead of 3 (max: 10)"),
// what it took away on nodes; Karpenter tells on claims and nodes.
std::optional<Decision> nodeDecision(const World& world, const Event& event)
{
    const auto page = QStringLiteral("pools");
    if (event.reason == "ScaledUpGroup") {
        const auto group = between(event.message, "setting group ", " size");
        const auto to = between(event.message, "size to ", " ");
        const auto from = between(event.message, "instead of ", " ");
        return made(world, event,
            group.empty() || to.empty() || from.empty() ? qtext(event.message)
                                                        : Words::tr("%1 %2 → %3 nodes").arg(qtext(group), qtext(from), qtext(to)),
            page, {});
    }
    const auto name = qtext(event.about.name);
    const bool takesAway = event.reason == "ScaleDown" || event.reason == "ScaleDownEmpty";
    if (takesAway && event.about.kind == "Node")
        return made(world, event, Words::tr("Node %1 taken away, its pods fit elsewhere").arg(name), page, {});
    if (event.about.kind == "NodeClaim" && event.reason == "Launched")
        return made(world, event, Words::tr("Karpenter launched %1").arg(name), page, {});
    if (event.about.kind == "NodeClaim" && (event.reason == "DisruptionTerminating" || event.reason == "DisruptionLaunching"))
        return made(world, event, Words::tr("Karpenter replaces or takes away %1: %2").arg(name, qtext(event.message)), page, {});
    return {};
}

} // namespace

QString rescaleReason(const std::string& message)
{
    const auto reason = between(message, "reason: ", {});
    if (reason == "All metrics below target")
        return Words::tr("all metrics below target");
    if (reason == "Current number of replicas above Spec.MaxReplicas")
        return Words::tr("it was above max");
    if (reason == "Current number of replicas below Spec.MinReplicas")
        return Words::tr("it was below min");
    constexpr std::string_view above = " above target";
    if (!std::string_view(reason).ends_with(above))
        return reason.empty() ? Words::tr("no reason given") : qtext(reason);
    auto name = reason.substr(0, reason.size() - above.size());
    static constexpr std::array<std::string_view, 3> kinds {"external metric ", "pods metric ", "object metric "};
    for (const auto kind : kinds)
        if (name.starts_with(kind))
            name.erase(0, kind.size());
    name.erase(std::min({name.find(" resource utilization"), name.find(" resource"), name.find(" container resource"),
        name.find('('), name.size()}));
    name = withoutTriggerIndex(name);
    if (name.starts_with("cron-")) // KEDA makes such a name of zone, start and end
        return Words::tr("by its cron schedule");
    return Words::tr("%1 above target").arg(qtext(name));
}

std::vector<Decision> decisionsOf(const World& world, std::size_t most)
{
    std::vector<Decision> decisions;
    addRescales(world, decisions);
    for (const auto& event : world.all<Event>()) {
        for (const auto decide : {kedaDecision, vpaDecision, nodeDecision}) {
            if (auto decision = decide(world, event)) {
                decisions.push_back(std::move(*decision));
                break;
            }
        }
    }
    std::stable_sort(decisions.begin(), decisions.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    if (decisions.size() > most)
        decisions.resize(most);
    return decisions;
}

} // namespace loadline
