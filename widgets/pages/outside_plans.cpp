// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/outside_plans.h"

#include "cluster/hpa.h"
#include "cluster/scaled_object.h"
#include "manifest/scaler.h"
#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(OutsidePlans)
};

std::optional<double> numberIn(const Value& value)
{
    if (value.type() == Value::Type::Integer || value.type() == Value::Type::Number)
        return value.number();
    const auto parsed = Quantity::parse(value.text());
    return value.isString() && parsed ? std::optional(parsed->value()) : std::nullopt;
}

// What is drawn and where its target lies.
struct Drawn {
    QString title, from;
    std::optional<double> target;
    bool perPod = false; // the target is for each pod
    bool summed = false; // what is drawn is of all pods
};

// Of several series each by the labels that tell them apart from the others.
QString nameOf(const Series& series, const std::vector<const Series*>& all, const QString& otherwise)
{
    QStringList told;
    for (const auto& [name, value] : series.labels) {
        const bool same = std::all_of(all.begin(), all.end(), [&](const Series* one) {
            const std::string* theirs = one->label(name);
            return theirs && *theirs == value;
        });
        if (!same && name != "__name__")
            told << QStringLiteral("%1=%2").arg(qtext(name), qtext(value));
    }
    return told.isEmpty() ? otherwise : told.join(QStringLiteral(", "));
}

// A target for each pod under a curve of all pods, in the curve's unit: times the pods that ran.
ChartLine targetOfAll(const Series& replicas, double target)
{
    ChartLine line = lineOf(&replicas, Words::tr("target: %1 for each pod that ran").arg(figure(target, Unit::None)), LineColour::Muted, ChartLine::Style::Step);
    line.dashed = true;
    for (Sample& sample : line.samples)
        sample.value *= target;
    return line;
}

ChartWish replicasWish(const PlanSubject& subject)
{
    const TargetFacts& target = *subject.facts.target;
    return {QStringLiteral("wizard/replicas"), subject.cluster, QueryId::WorkloadReplicas, {{"ns", target.ns}, {"kind", target.ref.kind}, {"name", target.ref.name}}};
}

void drawTarget(ChartContent& content, const Drawn& drawn, const Series* replicas)
{
    const QString value = figure(*drawn.target, Unit::None);
    const bool grows = drawn.perPod && drawn.summed;
    if (!grows)
        content.targets.push_back({drawn.perPod ? Words::tr("target %1 for each pod").arg(value) : Words::tr("target %1").arg(value), *drawn.target, {}, {}});
    else if (replicas && !replicas->samples.empty())
        content.lines.push_back(targetOfAll(*replicas, *drawn.target));
    else if (!content.lines.empty())
        content.subtitle += Words::tr("; a pod for every %1").arg(value); // how many ran is not known
}

ChartPlan planOf(const PlanSubject& subject, const FieldPath& at, ChartWish wish, const Drawn& drawn, const std::function<bool(const Series&)>& fits)
{
    ChartPlan plan;
    plan.id = qtext(at.text());
    const QString key = wish.key, pods = replicasWish(subject).key;
    plan.wishes = {std::move(wish)};
    if (drawn.perPod && drawn.summed)
        plan.wishes.push_back(replicasWish(subject));
    plan.draw = [key, pods, drawn, fits](const SeriesBook& book) {
        ChartContent content;
        content.title = drawn.title;
        const SeriesAnswer* answer = book.find(key);
        std::vector<const Series*> found;
        if (answer)
            for (const Series& series : answer->series)
                if (fits(series))
                    found.push_back(&series);
        for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 4); ++i)
            content.lines.push_back(lineOf(found[i], nameOf(*found[i], found, drawn.from), seriesColour(i), ChartLine::Style::Line));
        if (!content.lines.empty())
            content.subtitle = seenWords(answer, content.lines.front().samples, Unit::None);
        if (found.size() > 1)
            content.subtitle = Words::tr("%n series: an autoscaler reads one number only", nullptr, static_cast<int>(found.size()));
        if (drawn.target)
            drawTarget(content, drawn, book.series(pods));
        return content;
    };
    return plan;
}

// Of an HPA in the same namespace that reads the metric too.
std::optional<ChartPlan> metricPlan(const PlanSubject& subject, const Value& metric, const FieldPath& at)
{
    const std::string& type = metric["type"].text();
    const std::string part = type == "Pods" ? "pods" : type == "Object" ? "object" : "external";
    const std::string& name = metric[part]["metric"]["name"].text();
    if (!subject.world || name.empty() || type == "Resource" || type == "ContainerResource")
        return std::nullopt;
    for (const Hpa& hpa : subject.world->all<Hpa>()) {
        const auto reads = std::find_if(hpa.metrics.begin(), hpa.metrics.end(), [&](const MetricSpec& spec) { return spec.metric.name == name; });
        if (hpa.meta.ns.str() != subject.facts.target->ns || reads == hpa.metrics.end())
            continue;
        const Value& target = metric[part]["target"];
        const bool average = target["type"].text() != "Value";
        const std::string counted = reads->averageValue ? "average" : "value";
        return planOf(subject, at, {QStringLiteral("wizard/hpa/%1/%2").arg(qtext(hpa.meta.name), qtext(name)), subject.cluster, QueryId::HpaMetricCurrent,
                              {{"ns", hpa.meta.ns.str()}, {"name", hpa.meta.name}}},
            {Words::tr("%1, last week").arg(qtext(name)), Words::tr("as HPA %1 reads it").arg(qtext(hpa.meta.name)),
                average || !reads->averageValue ? numberIn(target[average ? "averageValue" : "value"]) : std::nullopt, average, !reads->averageValue},
            [name, counted](const Series& series) {
                const std::string* own = series.label("metric_name");
                const std::string* how = series.label("metric_target_type");
                return own && *own == name && (!how || *how == counted);
            });
    }
    return std::nullopt;
}

std::optional<double> thresholdIn(const Value& trigger)
{
    const Scaler* known = scaler(trigger["type"].text());
    if (!known)
        return std::nullopt;
    for (const ScalerField& field : known->fields)
        if (field.threshold)
            return numberIn(trigger["metadata"][field.name]);
    return std::nullopt;
}

ChartPlan queryPlan(const PlanSubject& subject, const Value& trigger, const FieldPath& at)
{
    const std::string& promql = trigger["metadata"]["query"].text();
    const QString key = QStringLiteral("wizard/query/%1").arg(qHash(qtext(promql)));
    return planOf(subject, at, {key, subject.cluster, QueryId::Written, {{"promql", promql}}},
        {Words::tr("The query, last week"), Words::tr("the query"), thresholdIn(trigger), trigger["metricType"].text() != "Value", true},
        [](const Series&) { return true; });
}

// Two triggers read the same when all that both of them name agrees; thresholds may differ.
bool readsTheSame(const Trigger& other, const Value& trigger)
{
    if (other.type != trigger["type"].text())
        return false;
    const Scaler* known = scaler(other.type);
    std::size_t agreed = 0;
    for (const auto& [key, value] : other.metadata) {
        const ScalerField* field = known ? known->field(key) : nullptr;
        const Value* mine = trigger["metadata"].find(key);
        if (!mine || (field && (field->threshold || field->activation)))
            continue;
        if (mine->text() != value)
            return false;
        ++agreed;
    }
    return agreed > 0;
}

std::optional<ChartPlan> queuePlan(const PlanSubject& subject, const Value& trigger, const FieldPath& at)
{
    if (!subject.world)
        return std::nullopt;
    for (const ScaledObject& object : subject.world->all<ScaledObject>())
        for (std::size_t t = 0; t < object.triggers.size(); ++t) {
            if (!readsTheSame(object.triggers[t], trigger))
                continue;
            return planOf(subject, at, {QStringLiteral("wizard/keda/%1/%2").arg(qtext(object.meta.name)).arg(t), subject.cluster, QueryId::KedaValue,
                                  {{"ns", object.meta.ns.str()}, {"name", object.meta.name}}},
                {Words::tr("%1, last week").arg(qtext(trigger["type"].text())), Words::tr("as ScaledObject %1 reads it").arg(qtext(object.meta.name)),
                    thresholdIn(trigger), trigger["metricType"].text() != "Value", true},
                [t](const Series& series) {
                    const std::string* index = series.label("triggerIndex");
                    const std::string* old = series.label("scalerIndex");
                    const std::string wanted = std::to_string(t);
                    return (index && *index == wanted) || (!index && old && *old == wanted);
                });
        }
    return std::nullopt;
}

} // namespace

std::vector<std::pair<FieldPath, ChartPlan>> outsidePlans(const PlanSubject& subject, const Value& object)
{
    std::vector<std::pair<FieldPath, ChartPlan>> plans;
    const auto& metrics = object["spec"]["metrics"].items();
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (auto plan = metricPlan(subject, metrics[i], FieldPath("spec.metrics") / i))
            plans.emplace_back(FieldPath("spec.metrics") / i, std::move(*plan));
    const auto& triggers = object["spec"]["triggers"].items();
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const FieldPath at = FieldPath("spec.triggers") / i;
        const std::string& type = triggers[i]["type"].text();
        if (type == "cron" || type == "cpu" || type == "memory")
            continue;
        if (type == "prometheus" && !triggers[i]["metadata"]["query"].text().empty())
            plans.emplace_back(at, queryPlan(subject, triggers[i], at));
        else if (auto plan = queuePlan(subject, triggers[i], at))
            plans.emplace_back(at, std::move(*plan));
    }
    return plans;
}

} // namespace loadline
