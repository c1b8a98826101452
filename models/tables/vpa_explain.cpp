// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/vpa_rows.h"

#include <QCoreApplication>

#include <array>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(VpaExplanation)
};

QString resourceLine(const QString& name, const VpaFigures& figures, Unit unit)
{
    if (!figures.controlled)
        return Words::tr("%1 is not among its controlled resources.").arg(name);
    if (!figures.target)
        return {};
    const auto target = figure(*figures.target, unit);
    if (!figures.request)
        return Words::tr("%1: %2 recommended, and no request known.").arg(name, target);
    const auto request = figure(*figures.request, unit);
    const auto bounds = figures.lower && figures.upper
        ? Words::tr("%1 to %2").arg(figure(*figures.lower, unit), figure(*figures.upper, unit))
        : unknown();
    return figures.outside ? Words::tr("%1: the request %2 lies outside %3; %4 is recommended.").arg(name, request, bounds, target)
                           : Words::tr("%1: the request %2 lies within %3; %4 is recommended.").arg(name, request, bounds, target);
}

QString usageLine(const VpaRow& row, const Preferences& preferences)
{
    if (!row.usageIsLive)
        return Words::tr("Usage is the p95 and the most of the highest pod over the last %1, from Prometheus.")
            .arg(length(Millis(preferences.usageWindow)));
    if (!row.cpu.usage.value && !row.memory.usage.value)
        return joined({Words::tr("Usage is unknown."), row.cpu.usage.why});
    return Words::tr("Usage is what metrics.k8s.io says now, the mean and the highest of its pods.");
}

QString amounts(const Resources& resources)
{
    QStringList texts;
    if (resources.cpu)
        texts << Words::tr("CPU %1").arg(figure(*resources.cpu, Unit::Cores));
    if (resources.memory)
        texts << Words::tr("memory %1").arg(figure(*resources.memory, Unit::Bytes));
    return listed(texts);
}

QStringList policyLines(const VpaRow& row)
{
    const auto* policy = policyOf(*row.object, row.container);
    QStringList lines {Words::tr("Update mode: %1").arg(row.modeText)};
    if (row.object->minReplicas)
        lines << Words::tr("Replicas needed before a pod is taken: %1").arg(integer(row.object->minReplicas));
    if (!policy)
        return lines << Words::tr("No policy for this container: CPU and memory, requests and limits, without caps");
    if (policy->off)
        return lines << Words::tr("This container is off");
    if (const auto least = amounts(policy->minAllowed); !least.isEmpty())
        lines << Words::tr("At least: %1").arg(least);
    if (const auto most = amounts(policy->maxAllowed); !most.isEmpty())
        lines << Words::tr("At most: %1").arg(most);
    QStringList resources;
    for (const auto& resource : policy->controlledResources)
        resources << (resource == "cpu" ? Words::tr("CPU") : qtext(resource));
    lines << Words::tr("Controls: %1, %2")
                 .arg(resources.isEmpty() ? Words::tr("CPU and memory") : listed(resources),
                     policy->requestsOnly ? Words::tr("requests only") : Words::tr("requests and limits"));
    return lines;
}

} // namespace

VpaExplanation explain(const VpaRow& row, const Preferences& preferences, TimePoint now)
{
    static constexpr std::array<std::string_view, 4> goodWhenFalse {"NoPodsMatched", "LowConfidence", "ConfigUnsupported",
        "ConfigDeprecated"};
    VpaExplanation explanation;
    if (!row.object)
        return explanation;
    explanation.why = {resourceLine(Words::tr("CPU"), row.cpu, Unit::Cores),
        resourceLine(Words::tr("Memory"), row.memory, Unit::Bytes), row.state.cause, usageLine(row, preferences)};
    explanation.why.removeAll(QString());
    explanation.policy = policyLines(row);
    explanation.conditions = conditionLines(row.object->conditions, now, goodWhenFalse);
    return explanation;
}

} // namespace loadline
