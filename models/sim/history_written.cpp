// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/queue_series.h"
#include "sim/series_finder.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::string_view seriesHead = "count by(namespace,pod,le)(";

// What the trigger that asks so is answered.
std::optional<std::vector<HistorySeries>> ofTrigger(const History& history, std::string_view promql)
{
    const SimPlan& plan = history.plan();
    for (const auto& [object, sources] : plan.scaledObjects) {
        for (std::size_t t = 0; t < object.triggers.size(); ++t) {
            const std::string* asked = object.triggers[t].get("query");
            if (!asked || *asked != promql)
                continue;
            const Recognised question {
                QueryId::KedaValue, 0, {{"ns", object.meta.ns.str()}, {"name", object.meta.name}}};
            auto found = seriesFor(history, question);
            std::erase_if(found, [&](const HistorySeries& series) {
                return std::find(series.labels.begin(), series.labels.end(),
                           std::pair<std::string, std::string>("triggerIndex", std::to_string(t)))
                    == series.labels.end();
            });
            for (HistorySeries& series : found)
                series.labels.clear();
            return found;
        }
    }
    return std::nullopt;
}

// The series that feed an HPA's metric of pods: "..._per_second" is the rate of "..._total".
std::vector<HistorySeries> ofPods(const History& history, std::string_view name)
{
    std::vector<HistorySeries> found;
    const std::string rate = name.ends_with("_total") ? std::string(name.substr(0, name.size() - 6)) + "_per_second" : std::string(name);
    for (const HpaPlan& plan : history.plan().hpas) {
        const Hpa& hpa = plan.object;
        const bool fed = std::any_of(hpa.metrics.begin(), hpa.metrics.end(), [&](const MetricSpec& spec) {
            return spec.metric.type == MetricType::Pods && spec.metric.name == rate;
        });
        if (!fed)
            continue;
        HistorySeries series;
        series.labels = {{"namespace", hpa.meta.ns.str()}, {"pod", hpa.target.name + "-0"}};
        series.constant = 1;
        found.push_back(std::move(series));
    }
    return found;
}

// The queues of RabbitMQ; the demo runs no other exporter of queues, and says of their series that there are none.
std::optional<std::vector<HistorySeries>> ofQueues(const History& history, std::string_view promql)
{
    const auto asked = std::find_if(queueSeries().begin(), queueSeries().end(), [&](const QueueSeries& one) { return promql.find(one.promql) != std::string_view::npos; });
    if (asked == queueSeries().end())
        return std::nullopt;
    std::vector<HistorySeries> found;
    if (asked->promql.find("(rabbitmq_queue_messages)") == std::string_view::npos)
        return found;
    for (const auto& [object, sources] : history.plan().scaledObjects)
        for (const Trigger& trigger : object.triggers)
            if (const std::string* queue = trigger.get("queueName"); queue && trigger.type == "rabbitmq") {
                HistorySeries series;
                series.labels = {{"queue", *queue}, {"vhost", "/"}};
                series.constant = 1;
                found.push_back(std::move(series));
            }
    return found;
}

} // namespace

std::optional<std::vector<HistorySeries>> writtenSeries(const History& history, std::string_view promql)
{
    if (auto found = ofQueues(history, promql))
        return found;
    if (auto found = ofTrigger(history, promql))
        return found;
    const auto at = promql.find(seriesHead);
    const auto end = promql.find(')', at == std::string_view::npos ? 0 : at + seriesHead.size());
    if (at == std::string_view::npos || end == std::string_view::npos)
        return std::nullopt;
    return ofPods(history, promql.substr(at + seriesHead.size(), end - at - seriesHead.size()));
}

} // namespace loadline
