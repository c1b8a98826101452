// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_prometheus.h"

#include "metrics/promql.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace loadline {
namespace {

using Tree = nlohmann::ordered_json;

ApiAnswer success(Tree data)
{
    return {200, Tree({{"status", "success"}, {"data", std::move(data)}}).dump()};
}

ApiAnswer failure(const std::string& type, const std::string& text)
{
    return {400, Tree({{"status", "error"}, {"errorType", type}, {"error", text}}).dump()};
}

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

std::optional<double> seconds(const std::string& text)
{
    if (const auto time = parseRfc3339(text))
        return toUnixSeconds(*time);
    try {
        return text.empty() ? std::nullopt : std::optional(std::stod(text));
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

Tree labelsOf(const HistorySeries& series)
{
    Tree labels = Tree::object();
    for (const auto& [name, value] : series.labels)
        labels[name] = value;
    return labels;
}

// "kube_pod_info|up" as in {__name__=~"..."}; the names that are scraped, with the label.
Tree present(const History& history, const Recognised& question)
{
    Tree result = Tree::array();
    const auto names = question.params.find("names");
    if (names == question.params.end())
        return result;
    const std::vector<std::string> known = scrapedNames(history.plan());
    std::size_t begin = 0;
    while (begin <= names->second.size()) {
        const auto end = std::min(names->second.find('|', begin), names->second.size());
        const std::string name = names->second.substr(begin, end - begin);
        if (std::find(known.begin(), known.end(), name) != known.end())
            result.push_back({{"metric", {{"__name__", name}}}, {"value", {0, "1"}}});
        begin = end + 1;
    }
    return result;
}

Tree vectorOf(History& history, const std::vector<HistorySeries>& found, TimePoint at)
{
    Tree result = Tree::array();
    for (const HistorySeries& series : found)
        if (const auto value = valueAt(history, series, at))
            result.push_back({{"metric", labelsOf(series)}, {"value", {toUnixSeconds(at), number(*value)}}});
    return result;
}

ApiAnswer instant(History& history, const Recognised& question, TimePoint at)
{
    Tree result = Tree::array();
    if (question.id == QueryId::Up) {
        result.push_back({{"metric", {{"__name__", "up"}, {"job", "kube-state-metrics"}}}, {"value", {toUnixSeconds(at), "1"}}});
    } else if (question.id == QueryId::Present) {
        result = present(history, question);
    } else if (question.id != QueryId::PresentExported) {
        result = vectorOf(history, seriesFor(history, question), at);
    }
    return success({{"resultType", "vector"}, {"result", result}});
}

ApiAnswer range(History& history, const std::vector<HistorySeries>& found, TimeRange over, Millis step)
{
    Tree result = Tree::array();
    for (const HistorySeries& series : found) {
        Tree values = Tree::array();
        for (TimePoint t = over.from; t <= over.to; t += step)
            if (const auto value = valueAt(history, series, t))
                values.push_back({toUnixSeconds(t), number(*value)});
        if (!values.empty())
            result.push_back({{"metric", labelsOf(series)}, {"values", std::move(values)}});
    }
    return success({{"resultType", "matrix"}, {"result", std::move(result)}});
}

std::optional<Millis> stepOf(const std::string& text)
{
    if (const auto plain = seconds(text); plain && *plain > 0)
        return Millis(static_cast<Millis::rep>(*plain * 1000));
    const auto duration = parseGoDuration(text);
    return duration && *duration > Millis {0} ? std::optional(*duration) : std::nullopt;
}

} // namespace

ApiAnswer askDemoPrometheus(History& history, const ApiPath& path, TimePoint now)
{
    const std::string what = path.parts.empty() ? "" : path.parts.back();
    if (what == "buildinfo")
        return success({{"version", "2.53.1"}});
    if (path.parts.size() >= 4 && path.parts[path.parts.size() - 3] == "label" && what == "values")
        return success(path.parts[path.parts.size() - 2] == "__name__" ? Tree(scrapedNames(history.plan())) : Tree::array());
    if (what != "query" && what != "query_range")
        return {404, "404 page not found\n"};
    const auto question = recognise(path.get("query"));
    const auto written = question ? std::nullopt : writtenSeries(history, path.get("query"));
    if (!question && !written)
        return failure("bad_data", "the demo's Prometheus knows Loadline's own questions and those of its triggers only: " + path.get("query").substr(0, 200));
    if (what == "query") {
        const auto at = seconds(path.get("time"));
        const TimePoint moment = at ? fromUnixSeconds(*at) : now;
        return question ? instant(history, *question, moment)
                        : success({{"resultType", "vector"}, {"result", vectorOf(history, *written, moment)}});
    }
    const auto from = seconds(path.get("start")), to = seconds(path.get("end"));
    const auto step = stepOf(path.get("step"));
    if (!from || !to || !step || *to < *from)
        return failure("bad_data", "invalid start, end or step");
    const TimeRange over {fromUnixSeconds(*from), std::min(fromUnixSeconds(*to), now)};
    if (over.length() / *step > 11000)
        return failure("bad_data", "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)");
    return range(history, question ? seriesFor(history, *question) : *written, over, *step);
}

} // namespace loadline
