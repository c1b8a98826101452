// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/finding_evidence.h"

#include "cluster/scaled_object.h"
#include "tables/cells.h"

#include <algorithm>
#include <string_view>

namespace loadline {
namespace {

constexpr std::size_t mostQueries = 20, mostHpas = 5; // a cluster
constexpr Millis fresh = std::chrono::minutes {10}; // an answer is asked for again after that
constexpr Millis week = std::chrono::hours {24 * 7};

TimePoint rounded(TimePoint now) { return TimePoint {now.time_since_epoch() / fresh * fresh}; }

std::string keyOf(const std::string& cluster, std::string_view rule, const std::string& ns, const std::string& name) { return cluster + '/' + std::string(rule) + '/' + ns + '/' + name; }

constexpr std::string_view queryRule = "keda-ignore-null-values";

bool asksMore(std::string_view rule)
{
    constexpr std::string_view rules[] = {queryRule, "hpa-at-max", "thrashing"};
    return std::find(std::begin(rules), std::end(rules), rule) != std::end(rules);
}

bool isTold(const SeriesAnswer& answer)
{
    return answer.complete && !answer.error && (answer.origin == SeriesOrigin::Prometheus || answer.origin == SeriesOrigin::Simulated);
}

// What Prometheus says of a query that it cannot read; "" of any other trouble, which is not the query's.
std::string refusal(const SeriesAnswer& answer)
{
    if (!answer.complete || !answer.error || answer.error->args.empty())
        return {};
    std::string said = answer.error->args.front();
    if (said.find("parse error") == std::string::npos && said.find("cannot parse") == std::string::npos && said.find("error parsing") == std::string::npos)
        return {};
    constexpr std::string_view prefix = "invalid parameter \"query\": ";
    if (said.starts_with(prefix))
        said.erase(0, prefix.size());
    while (said.ends_with('.') || said.ends_with('\n'))
        said.pop_back();
    return said;
}

// Those that have a value now: others ended within the minutes that are asked.
std::size_t seriesNow(const SeriesAnswer& answer)
{
    TimePoint last {};
    for (const Series& one : answer.series)
        if (!one.samples.empty())
            last = std::max(last, one.samples.back().at);
    return static_cast<std::size_t>(std::count_if(answer.series.begin(), answer.series.end(), [&](const Series& one) { return !one.samples.empty() && one.samples.back().at == last; }));
}

} // namespace

void FindingEvidence::ask(std::vector<SeriesWish>& wishes, const QString& key, Asked asked, SeriesRequest request) const
{
    wishes.push_back({key, asked.cluster, std::move(request)});
    asked_.insert_or_assign(key, std::move(asked));
}

std::vector<SeriesWish> FindingEvidence::wishes(const Worlds& worlds, const Rows<FindingRow>& rows) const
{
    Told told;
    for (const auto& row : rows)
        if (asksMore(row->finding->rule))
            told.insert(keyOf(row->cluster, row->finding->rule, row->ns, row->name));
    std::vector<SeriesWish> wishes;
    for (const WorldPtr& world : worlds)
        askOf(*world, told, wishes);
    return wishes;
}

// A manifest may leave its namespace to where it is applied, and the object made of it does not.
std::vector<SeriesWish> FindingEvidence::wishes(const World& world, const std::vector<Finding>& found, const std::vector<ManifestRef>& written) const
{
    Told told;
    for (const ManifestRef& ref : written)
        told.insert(keyOf(world.cluster, queryRule, ref.ns, ref.name));
    for (const Finding& finding : found)
        if (asksMore(finding.rule))
            told.insert(keyOf(world.cluster, finding.rule, finding.object.ns, finding.object.name));
    std::vector<SeriesWish> wishes;
    if (!world.cluster.empty())
        askOf(world, told, wishes);
    return wishes;
}

template <class T>
void FindingEvidence::askQueries(const World& world, const std::function<bool(const Meta&)>& wanted, std::vector<SeriesWish>& wishes) const
{
    const TimePoint now = rounded(world.now);
    std::size_t queries = 0;
    for (const T& object : world.all<T>()) {
        if (queries >= mostQueries || !wanted(object.meta))
            continue;
        for (std::size_t i = 0; i < object.triggers.size(); ++i) {
            const auto* query = object.triggers[i].type == "prometheus" ? object.triggers[i].get("query") : nullptr;
            if (!query || query->empty() || ++queries > mostQueries)
                continue;
            const auto key = QStringLiteral("empty/%1/%2/%3/%4").arg(qtext(world.cluster), qtext(object.meta.ns.str()), qtext(object.meta.name)).arg(i);
            ask(wishes, key, {world.cluster, *query, {}, {}, false}, {QueryId::Written, {{"promql", *query}}, {now - fresh, now}, Seconds {60}});
        }
    }
}

void FindingEvidence::askOf(const World& world, const Told& told, std::vector<SeriesWish>& wishes) const
{
    const TimePoint now = rounded(world.now);
    const auto says = [&](std::string_view rule, const Meta& meta) {
        return told.contains(keyOf(world.cluster, rule, meta.ns.str(), meta.name)) || told.contains(keyOf(world.cluster, rule, {}, meta.name));
    };
    const auto tries = [&](const Meta& meta) { return says(queryRule, meta); };
    askQueries<ScaledObject>(world, tries, wishes);
    askQueries<ScaledJob>(world, tries, wishes);
    std::size_t hpas = 0;
    for (const Hpa& hpa : world.all<Hpa>()) {
        const auto& ns = hpa.meta.ns.str();
        const bool troubled = says("hpa-at-max", hpa.meta) || says("thrashing", hpa.meta);
        if (!troubled || ++hpas > mostHpas)
            continue;
        for (const bool replicas : {false, true})
            ask(wishes, QStringLiteral("course/%1/%2/%3/%4").arg(qtext(world.cluster), qtext(ns), qtext(hpa.meta.name)).arg(replicas), {world.cluster, {}, ns, hpa.meta.name, replicas},
                {replicas ? QueryId::HpaCurrent : QueryId::HpaMetricCurrent, {{"ns", ns}, {"name", hpa.meta.name}}, {now - week, now}, Seconds {300}});
    }
}

std::shared_ptr<const Observed> FindingEvidence::of(const std::string& cluster) const
{
    const auto known = observed_.find(cluster);
    return known == observed_.end() ? nullptr : known->second;
}

bool FindingEvidence::take(const QString& key, const SeriesAnswer& answer)
{
    const auto at = asked_.find(key);
    if (at == asked_.end() || (!isTold(answer) && (at->second.query.empty() || refusal(answer).empty())))
        return false;
    return at->second.query.empty() ? takeCourse(at->second, answer) : takeQuery(at->second, answer);
}

bool FindingEvidence::takeQuery(const Asked& asked, const SeriesAnswer& answer)
{
    const std::string refused = refusal(answer);
    const std::size_t found = seriesNow(answer);
    auto& known = observed_[asked.cluster];
    auto next = known ? *known : Observed();
    next.emptyQueries.erase(asked.query);
    next.refusedQueries.erase(asked.query);
    next.manyQueries.erase(asked.query);
    if (!refused.empty())
        next.refusedQueries.emplace(asked.query, refused);
    else if (found == 0)
        next.emptyQueries.insert(asked.query);
    else if (found > 1)
        next.manyQueries.emplace(asked.query, found);
    if (known && *known == next)
        return false;
    known = std::make_shared<const Observed>(std::move(next));
    return true;
}

bool FindingEvidence::takeCourse(const Asked& asked, const SeriesAnswer& answer)
{
    const auto object = asked.cluster + '/' + asked.ns + '/' + asked.hpa;
    (asked.replicas ? replicas_ : metrics_)[object] = answer.series;
    const auto metrics = metrics_.find(object), replicas = replicas_.find(object);
    if (metrics == metrics_.end() || replicas == replicas_.end() || replicas->second.empty())
        return false;
    auto& known = observed_[asked.cluster];
    auto next = known ? *known : Observed();
    std::erase_if(next.courses, [&](const Observed::Course& one) { return one.ns == asked.ns && one.hpa == asked.hpa; });
    for (const Series& values : metrics->second)
        if (const auto* name = values.label("metric_name"))
            next.courses.push_back({asked.ns, asked.hpa, *name, values, replicas->second.front()});
    if (known && *known == next)
        return false;
    known = std::make_shared<const Observed>(std::move(next));
    return true;
}

} // namespace loadline
