// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/metric_plans.h"

#include "pages/outside_plans.h"
#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(MetricPlans)
};

// The containers' series as one: what a pod uses.
std::vector<Sample> summed(const SeriesAnswer* answer, double scale)
{
    std::map<TimePoint, double> sums;
    if (answer)
        for (const Series& series : answer->series)
            for (const Sample& sample : series.samples)
                sums[sample.at] += sample.value * scale;
    std::vector<Sample> samples;
    for (const auto& [at, value] : sums)
        samples.push_back({at, value});
    return samples;
}

// A week comes in steps of half an hour and more, which are no gaps.
Millis gapOf(const SeriesAnswer* answer)
{
    Millis gap = ChartLine().gapAfter;
    if (answer)
        for (const Series& series : answer->series)
            gap = std::max(gap, series.gapAfter);
    return gap;
}

std::optional<Quantity> requestOf(const TargetFacts& target, bool cpu, const std::string& only)
{
    Quantity sum;
    for (const ContainerFacts& container : target.containers) {
        if (!only.empty() && container.name != only)
            continue;
        const auto& request = cpu ? container.cpuRequest : container.memoryRequest;
        if (!request)
            return std::nullopt;
        sum += *request;
    }
    return target.containers.empty() || sum.isZero() ? std::nullopt : std::optional(sum);
}

struct ResourceTarget { // of a Resource metric or KEDA's cpu and memory triggers
    FieldPath at; // the metric's or trigger's
    bool cpu = true;
    std::string container; // "" all of them
    std::optional<double> percent; // of the request
    std::optional<Quantity> average; // per pod
};

struct FieldPlan {
    FieldPath at;
    ChartPlan plan;
};

std::optional<double> numberOf(const Value& value)
{
    if (value.type() == Value::Type::Integer || value.type() == Value::Type::Number)
        return value.number();
    if (const auto quantity = Quantity::parse(value.text()); value.isString() && quantity)
        return quantity->value();
    return std::nullopt;
}

std::optional<Quantity> quantityOf(const Value& value)
{
    const auto parsed = Quantity::parse(value.isString() ? value.text() : value.json());
    return value.isNull() || !parsed ? std::nullopt : std::optional(*parsed);
}

std::vector<ResourceTarget> resourceTargets(const Value& object)
{
    std::vector<ResourceTarget> targets;
    const auto& metrics = object["spec"]["metrics"].items();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const bool one = metrics[i]["type"].text() == "ContainerResource";
        const Value& resource = metrics[i][one ? "containerResource" : "resource"];
        const std::string& name = resource["name"].text();
        if ((!one && metrics[i]["type"].text() != "Resource") || (name != "cpu" && name != "memory"))
            continue;
        const Value& target = resource["target"];
        targets.push_back({FieldPath("spec.metrics") / i, name == "cpu", resource["container"].text(), numberOf(target["averageUtilization"]),
            quantityOf(target["averageValue"])});
    }
    const auto& triggers = object["spec"]["triggers"].items();
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const std::string& type = triggers[i]["type"].text();
        if (type != "cpu" && type != "memory")
            continue;
        const bool utilization = triggers[i]["metricType"].text() != "AverageValue";
        const Value& value = triggers[i]["metadata"]["value"];
        targets.push_back({FieldPath("spec.triggers") / i, type == "cpu", triggers[i]["metadata"]["containerName"].text(),
            utilization ? numberOf(value) : std::nullopt, utilization ? std::nullopt : quantityOf(value)});
    }
    return targets;
}

ChartPlan resourcePlan(const std::string& cluster, const TargetFacts& target, const ResourceTarget& wanted)
{
    const QString key = QStringLiteral("wizard/%1/%2").arg(wanted.cpu ? QLatin1String("cpu") : QLatin1String("memory"), qtext(wanted.container));
    QueryParams params {{"ns", target.ns}, {"kind", target.ref.kind}, {"name", target.ref.name}};
    if (!wanted.container.empty())
        params["container"] = wanted.container;
    const auto request = requestOf(target, wanted.cpu, wanted.container);
    const bool percent = wanted.percent && request;
    const double scale = percent ? 100 / request->value() : 1;
    ChartPlan plan;
    plan.id = qtext(wanted.at.text());
    plan.wishes = {{key, cluster, wanted.cpu ? QueryId::ContainerCpuPerPod : QueryId::ContainerMemory, params}};
    plan.draw = [=](const SeriesBook& book) {
        ChartContent content;
        content.title = wanted.cpu ? Words::tr("CPU per pod, last week") : Words::tr("Memory per pod, last week");
        content.unit = percent ? Unit::Percent : wanted.cpu ? Unit::Cores : Unit::Bytes;
        ChartLine line;
        line.name = percent ? Words::tr("of the request") : Words::tr("in use");
        line.samples = summed(book.find(key), scale);
        line.gapAfter = gapOf(book.find(key));
        content.subtitle = seenWords(book.find(key), line.samples, content.unit);
        content.lines.push_back(std::move(line));
        const std::optional<double> value = percent ? wanted.percent : wanted.average ? std::optional(wanted.average->value()) : std::nullopt;
        if (value)
            content.targets.push_back({Words::tr("target %1").arg(figure(*value, content.unit)), *value, *value * 0.9, *value * 1.1});
        else if (wanted.percent)
            content.subtitle = Words::tr("the target is a share of the request, and the request is not known");
        return content;
    };
    return plan;
}

ChartPlan replicasPlan(const std::string& cluster, const TargetFacts& target, const Value& spec)
{
    const QString key = QStringLiteral("wizard/replicas");
    const bool keda = spec.find("maxReplicaCount") || spec.find("triggers");
    const auto low = numberOf(spec[keda ? "minReplicaCount" : "minReplicas"]).value_or(keda ? 0 : 1);
    const auto high = numberOf(spec[keda ? "maxReplicaCount" : "maxReplicas"]);
    ChartPlan plan;
    plan.id = QStringLiteral("replicas");
    plan.wishes = {{key, cluster, QueryId::WorkloadReplicas,
        {{"ns", target.ns}, {"kind", target.ref.kind}, {"name", target.ref.name}}}};
    plan.draw = [=](const SeriesBook& book) {
        ChartContent content;
        content.title = Words::tr("Replicas, last week");
        content.unit = Unit::Replicas;
        auto line = lineOf(book.series(key), Words::tr("so far"), LineColour::Series1, ChartLine::Style::Step);
        content.subtitle = seenWords(book.find(key), line.samples, Unit::Replicas);
        content.lines.push_back(std::move(line));
        if (high)
            content.band = ChartRange {Words::tr("%1 to %2").arg(low).arg(*high), low, *high};
        return content;
    };
    return plan;
}

} // namespace

QString rangeWords(const std::vector<Sample>& samples, Unit unit)
{
    if (samples.empty())
        return {};
    std::vector<double> values;
    for (const Sample& sample : samples)
        values.push_back(sample.value);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    const double median = *middle;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (median <= *least)
        return *most <= *least ? Words::tr("always %1").arg(figure(*least, unit))
                               : Words::tr("%1 to %2, half of the time at %1").arg(figure(*least, unit), figure(*most, unit));
    return Words::tr("%1 to %2, half of the time under %3").arg(figure(*least, unit), figure(*most, unit), figure(median, unit));
}

QString seenWords(const SeriesAnswer* answer, const std::vector<Sample>& samples, Unit unit)
{
    const QString words = rangeWords(samples, unit);
    if (words.isEmpty() || !answer || answer->origin != SeriesOrigin::Recorded)
        return words;
    return Words::tr("%1; without a Prometheus only since Loadline was started").arg(words);
}

std::vector<ChartPlan> metricPlans(const PlanSubject& subject, const Document& manifest, const FieldPath& current, std::size_t most)
{
    const Value& object = manifest.value();
    const Value* target = object["spec"].find("scaleTargetRef");
    if (subject.cluster.empty() || !subject.facts.target || (!target && !object["spec"].find("targetRef")))
        return {};
    const TargetFacts& facts = *subject.facts.target;
    std::vector<FieldPlan> plans;
    const auto addResource = [&](const ResourceTarget& wanted) { plans.push_back({wanted.at, resourcePlan(subject.cluster, facts, wanted)}); };
    for (const ResourceTarget& wanted : resourceTargets(object))
        addResource(wanted);
    for (auto& [at, plan] : outsidePlans(subject, object))
        plans.push_back({at, std::move(plan)});
    if (target)
        plans.push_back({"spec", replicasPlan(subject.cluster, facts, object["spec"])});
    else
        for (const bool cpu : {true, false})
            addResource({FieldPath("spec") / (cpu ? "cpu" : "memory"), cpu, {}, {}, requestOf(facts, cpu, {})});
    const auto fits = [&](const FieldPlan& plan) { return current.startsWith(plan.at) ? plan.at.steps().size() : std::size_t {0}; };
    std::stable_sort(plans.begin(), plans.end(), [&](const FieldPlan& a, const FieldPlan& b) { return fits(a) > fits(b); });
    std::vector<ChartPlan> shown;
    for (FieldPlan& plan : plans)
        if (shown.size() < most)
            shown.push_back(std::move(plan.plan));
    return shown;
}

} // namespace loadline
