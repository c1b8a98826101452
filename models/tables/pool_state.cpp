// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/pool_parts.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PoolState)
};

void say(PoolRow& row, PoolState kind, QString word, Tone tone, Attention attention, QString cause, const Since& since = {})
{
    row.kind = kind;
    row.state = {std::move(word), tone, attention, std::move(cause), since};
}

bool waits(const PoolRow& row) { return row.pending.value.value_or(0) > 0; }

// cluster-autoscaler writes its status with every loop, about every 10 s; older than a minute it does not run.
bool saySilent(PoolRow& row, const PoolStateInputs& in)
{
    if (row.groups.empty() || !in.autoscaler || !in.autoscaler->written
        || in.now - *in.autoscaler->written < std::chrono::minutes {1})
        return false;
    say(row, PoolState::AutoscalerSilent, Words::tr("Autoscaler silent"), Tone::Bad, Attention::Error,
        Words::tr("The cluster-autoscaler has not written its status for %1: it does not run, or may not write.")
            .arg(age(in.now - *in.autoscaler->written)),
        sinceOf(in.autoscaler->written, in.now));
    return true;
}

bool sayBackoff(PoolRow& row, const PoolStateInputs& in)
{
    const auto severity = waits(row) ? Attention::Error : Attention::Warning;
    for (const auto& group : row.groups) {
        if (group.scaleUp != "Backoff")
            continue;
        say(row, PoolState::Backoff,
            group.backoffCode.empty() ? Words::tr("Backing off") : Words::tr("Backing off: %1").arg(qtext(group.backoffCode)), Tone::Bad,
            severity,
            joined({qtext(group.backoffMessage), Words::tr("The cloud refused to make nodes; the autoscaler waits before it tries "
                                                            "again. Another zone or type, or more quota, helps.")}),
            sinceOf(group.scaleUpSince, in.now));
        return true;
    }
    for (const auto* claim : in.claims) {
        const auto* launched = find(claim->conditions, "Launched");
        if (!launched || launched->status != Truth::False)
            continue;
        say(row, PoolState::Backoff, Words::tr("Cannot launch nodes"), Tone::Bad, severity,
            joined({qtext(launched->message), Words::tr("Another zone or type, or more quota, helps.")}),
            sinceOf(launched->since, in.now));
        return true;
    }
    return false;
}

bool sayUnhealthy(PoolRow& row, const PoolStateInputs& in)
{
    if (!row.groups.empty() && in.autoscaler && in.autoscaler->health == "Unhealthy") {
        say(row, PoolState::Unhealthy, Words::tr("Cluster unhealthy"), Tone::Bad, Attention::Error,
            joined({qtext(in.autoscaler->message),
                Words::tr("The cluster-autoscaler holds too many nodes of the cluster for lost and scales nothing until they are ready.")}));
        return true;
    }
    for (const auto& group : row.groups) {
        if (group.health.empty() || group.health == "Healthy")
            continue;
        say(row, PoolState::Unhealthy, Words::tr("Group %1").arg(qtext(group.health).toLower()), Tone::Bad, Attention::Error,
            Words::tr("The cluster-autoscaler holds too many nodes of %1 for lost and does not scale it.").arg(qtext(group.name)));
        return true;
    }
    const auto* ready = row.object ? find(row.object->conditions, "Ready") : nullptr;
    if (!ready || ready->status != Truth::False)
        return false;
    say(row, PoolState::Unhealthy, Words::tr("NodePool not ready"), Tone::Bad, Attention::Error, qtext(ready->message),
        sinceOf(ready->since, in.now));
    return true;
}

bool isAtMax(const PoolRow& row)
{
    const bool groupFull = !row.groups.empty() && row.max && row.wanted && *row.wanted >= *row.max;
    return groupFull || (row.object && isFull(*row.object));
}

bool sayAtMax(PoolRow& row)
{
    if (!isAtMax(row))
        return false;
    const bool waiting = waits(row);
    say(row, PoolState::AtMax, Words::tr("At max"), waiting ? Tone::Bad : Tone::Warn,
        waiting ? Attention::Error : Attention::Notice,
        joined({waiting ? Words::tr("Pods wait, and no more nodes are allowed.") : Words::tr("No more nodes are allowed."),
            row.limits.isEmpty() ? QString() : Words::tr("Limits: %1.").arg(row.limits)}));
    return true;
}

bool sayNotReady(PoolRow& row, const PoolStateInputs& in)
{
    const auto lost = row.notReady - in.starting;
    if (lost <= 0)
        return false;
    say(row, PoolState::NotReadyNodes, lost == 1 ? Words::tr("1 node not ready") : Words::tr("%1 nodes not ready").arg(lost),
        Tone::Warn, Attention::Warning, Words::tr("Their kubelets do not report; their pods move elsewhere after a while."));
    return true;
}

bool sayScalingUp(PoolRow& row, const PoolStateInputs& in)
{
    const auto unborn = std::count_if(in.claims.begin(), in.claims.end(), [](const auto* claim) { return claim->nodeName.empty(); });
    const bool working = std::any_of(row.groups.begin(), row.groups.end(), [](const auto& g) { return g.scaleUp == "InProgress"; });
    const auto wanted = row.wanted && row.nodes && *row.wanted > *row.nodes ? *row.wanted - *row.nodes
                                                                            : std::max<std::int64_t>(unborn, in.starting);
    if (wanted <= 0 && !working)
        return false;
    say(row, PoolState::ScalingUp,
        wanted <= 0       ? Words::tr("Scaling up")
            : wanted == 1 ? Words::tr("1 node on its way")
                          : Words::tr("%1 nodes on their way").arg(wanted),
        Tone::Accent, Attention::None, {});
    return true;
}

void sayWhole(PoolRow& row)
{
    if (!row.nodes)
        say(row, PoolState::NodesUnknown, Words::tr("Nodes unknown"), Tone::Idle, Attention::None, row.nodesWhy);
    else if (*row.nodes == 0)
        say(row, PoolState::Empty, Words::tr("Empty"), Tone::Idle, Attention::None, Words::tr("It has no nodes, and none are wanted."));
    else if (row.cordoned > 0)
        say(row, PoolState::Healthy, row.cordoned == 1 ? Words::tr("Healthy, 1 cordoned") : Words::tr("Healthy, %1 cordoned").arg(row.cordoned),
            Tone::Good, Attention::Notice, Words::tr("No new pods are put on cordoned nodes."));
    else
        say(row, PoolState::Healthy, Words::tr("Healthy"), Tone::Good, Attention::None, {});
}

void listConditions(PoolRow& row, const PoolStateInputs& in)
{
    if (row.object)
        row.conditions = conditionLines(row.object->conditions, in.now, {});
    const auto add = [&](const AutoscalerGroup& group, QString type, const std::string& says, bool good, const Since& since) {
        if (says.empty())
            return;
        const auto message = joined({qtext(group.backoffCode), qtext(group.backoffMessage)});
        row.conditions.push_back({row.groups.size() > 1 ? Words::tr("%1 of %2").arg(type, qtext(group.name)) : type, qtext(says),
            good ? QString() : message, good ? Tone::Good : Tone::Bad, since, good ? Truth::True : Truth::False});
    };
    for (const auto& group : row.groups) {
        add(group, Words::tr("Health"), group.health, group.health == "Healthy", {});
        add(group, Words::tr("Scale-up"), group.scaleUp, group.scaleUp != "Backoff" && group.scaleUp != "Unhealthy",
            sinceOf(group.scaleUpSince, in.now));
        add(group, Words::tr("Scale-down"), group.scaleDown, true, {});
    }
}

} // namespace

void judge(PoolRow& row, const PoolStateInputs& in)
{
    if (!saySilent(row, in) && !sayBackoff(row, in) && !sayUnhealthy(row, in) && !sayAtMax(row) && !sayNotReady(row, in)
        && !sayScalingUp(row, in))
        sayWhole(row);
    if (waits(row)) {
        row.state.attention = std::max(row.state.attention, Attention::Warning);
        const auto count = static_cast<std::int64_t>(*row.pending.value);
        row.state.cause = joined({row.state.cause,
            count == 1 ? Words::tr("1 pod waits for a node of it.") : Words::tr("%1 pods wait for a node of it.").arg(count)});
    }
    listConditions(row, in);
}

} // namespace loadline
