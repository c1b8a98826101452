// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/build.h"
#include "manifest/fields_common.h"

#include <algorithm>
#include <charconv>

namespace loadline {
namespace {

bool endsWith(const std::string& text, std::string_view ending)
{
    return std::string_view(text).ends_with(ending);
}

std::string without(const std::string& text, std::string_view ending)
{
    return text.substr(0, text.size() - ending.size());
}

// "..._p95_seconds": the quantile and the histogram it is of.
std::optional<AdapterMetric> quantileOf(const std::string& name)
{
    for (const auto at : {name.rfind("_p"), name.rfind("_P")}) {
        if (at == std::string::npos || at == 0)
            continue;
        int percent = 0;
        const char* begin = name.data() + at + 2;
        const auto [end, error] = std::from_chars(begin, name.data() + name.size(), percent);
        if (error != std::errc() || percent < 1 || percent > 99 || end == begin)
            continue;
        const std::string rest(end, name.data() + name.size());
        return AdapterMetric {.name = name,
            .series = name.substr(0, at) + rest + "_bucket",
            .kind = AdapterMetric::Kind::Histogram,
            .quantile = percent / 100.0,
            .window = "5m",
            .external = false};
    }
    return {};
}

AdapterMetric guessed(const std::string& name, bool external)
{
    AdapterMetric metric {.name = name,
        .series = name,
        .kind = AdapterMetric::Kind::Gauge,
        .quantile = 0.95,
        .window = "2m",
        .external = external};
    if (auto quantile = quantileOf(name)) {
        metric = *quantile;
        metric.external = external;
    } else if (endsWith(name, "_per_second")) {
        metric.series = without(name, "_per_second") + "_total";
        metric.kind = AdapterMetric::Kind::Counter;
    } else if (endsWith(name, "_total")) {
        metric.kind = AdapterMetric::Kind::Counter;
    }
    return metric;
}

std::string queryFor(const AdapterMetric& metric)
{
    const std::string selector = "<<.Series>>{<<.LabelMatchers>>}";
    const std::string rate = "rate(" + selector + "[" + metric.window + "])";
    const std::string by = " by (<<.GroupBy>>)";
    switch (metric.kind) {
    case AdapterMetric::Kind::Gauge:
        return "sum(" + selector + ")" + by;
    case AdapterMetric::Kind::Counter:
        return "sum(" + rate + ")" + by;
    case AdapterMetric::Kind::Histogram:
        return "histogram_quantile(" + Value(metric.quantile).json() + ", sum(" + rate + ") by (le, <<.GroupBy>>))";
    }
    return {};
}

Value ruleFor(const AdapterMetric& metric)
{
    const std::string named
        = metric.external ? R"({__name__="@",namespace!=""})" : R"({__name__="@",namespace!="",pod!=""})";
    std::string query = named;
    query.replace(query.find('@'), 1, metric.series);
    Value overrides = mapOf({{"namespace", mapOf({{"resource", "namespace"}})}});
    if (!metric.external)
        overrides.set("pod", mapOf({{"resource", "pod"}}));
    return mapOf({{"seriesQuery", std::move(query)}, {"resources", mapOf({{"overrides", std::move(overrides)}})},
        {"name", mapOf({{"as", metric.name}})}, {"metricsQuery", queryFor(metric)}});
}

Error fault(const AdapterMetric& metric, const char* what, std::vector<std::string> args, const char* hint)
{
    return {.kind = Error::Kind::NotFound, .what = what, .where = metric.name, .hint = hint, .args = std::move(args)};
}

std::size_t carrying(const std::vector<SeriesLabels>& series, std::string_view label)
{
    return static_cast<std::size_t>(std::count_if(series.begin(), series.end(), [&](const SeriesLabels& labels) {
        return std::any_of(labels.begin(), labels.end(),
            [&](const auto& pair) { return pair.first == label && !pair.second.empty(); });
    }));
}

} // namespace

std::vector<AdapterMetric> adapterMetricsOf(const std::vector<Document>& documents)
{
    std::vector<AdapterMetric> metrics;
    const auto add = [&](const std::string& name, bool external) {
        const bool known = std::any_of(metrics.begin(), metrics.end(),
            [&](const AdapterMetric& m) { return m.name == name && m.external == external; });
        if (!name.empty() && !known)
            metrics.push_back(guessed(name, external));
    };
    for (const Document& document : documents) {
        if (document.ref().kind != "HorizontalPodAutoscaler")
            continue;
        for (const Value& metric : document.value()["spec"]["metrics"].items()) {
            add(metric["pods"]["metric"]["name"].text(), false);
            add(metric["external"]["metric"]["name"].text(), true);
        }
    }
    return metrics;
}

Value adapterConfig(const std::vector<AdapterMetric>& metrics)
{
    Value rules = Value::list();
    Value externalRules = Value::list();
    for (const AdapterMetric& metric : metrics)
        (metric.external ? externalRules : rules).add(ruleFor(metric));
    Value config = Value::map();
    if (!rules.items().empty())
        config.set("rules", std::move(rules));
    if (!externalRules.items().empty())
        config.set("externalRules", std::move(externalRules));
    return config;
}

std::vector<Error> faultsOf(
    const std::vector<AdapterMetric>& metrics, std::size_t index, const std::vector<SeriesLabels>& series)
{
    const AdapterMetric& metric = metrics[index];
    std::vector<Error> faults;
    for (std::size_t i = 0; i < index; ++i)
        if (metrics[i].name == metric.name && metrics[i].external == metric.external)
            faults.push_back(fault(metric, LOADLINE_TR("Error", "Another rule serves %1 already."), {metric.name},
                LOADLINE_TR("Error", "Give one of them another name.")));
    if (series.empty()) {
        faults.push_back(fault(metric, LOADLINE_TR("Error", "Prometheus has no series named %1."), {metric.series},
            LOADLINE_TR("Error", "See whether the pods are scraped, and what they call it.")));
        return faults;
    }
    for (const char* label : {"namespace", "pod"}) {
        if (metric.external && std::string_view(label) == "pod")
            continue;
        const std::size_t has = carrying(series, label);
        if (has < series.size())
            faults.push_back(fault(metric, LOADLINE_TR("Error", "%1 of the %2 series named %3 have no label %4."),
                {std::to_string(series.size() - has), std::to_string(series.size()), metric.series, label},
                LOADLINE_TR("Error", "The adapter finds pods by it: let the scrape add it.")));
    }
    if (metric.kind == AdapterMetric::Kind::Histogram && carrying(series, "le") < series.size())
        faults.push_back(fault(metric, LOADLINE_TR("Error", "%1 is no histogram: it has no label le."), {metric.series},
            LOADLINE_TR("Error", "Name its _bucket series.")));
    if (metric.kind == AdapterMetric::Kind::Gauge && endsWith(metric.series, "_total"))
        faults.push_back(fault(metric, LOADLINE_TR("Error", "%1 looks like a counter, which only grows."),
            {metric.series}, LOADLINE_TR("Error", "Take its rate.")));
    return faults;
}

} // namespace loadline
