// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/hpa_page.h"

#include "pages/quick_actions.h"
#include "pages/row_parts.h"
#include "tables/row_money.h"

#include <algorithm>

namespace loadline {
namespace {

const QString trendKey = QStringLiteral("hpas/trend/");
constexpr Seconds trendLength = std::chrono::hours {1};
constexpr Seconds trendStep = std::chrono::minutes {3};

TablePage::Setup setup()
{
    TablePage::Setup setup;
    setup.id = QStringLiteral("hpa");
    setup.title = HpaPage::tr("Horizontal pod autoscalers");
    setup.filterHint = HpaPage::tr("Filter: name, target, state \u2026");
    setup.nothingChosen = HpaPage::tr("Choose an autoscaler to see what it did and why.");
    setup.needs.rows = {KindId::Hpa};
    setup.needs.none = HpaPage::tr("There are no horizontal pod autoscalers in %1.");
    setup.needs.meaning = HpaPage::tr("An HPA changes a workload's replicas with its load.");
    return setup;
}

// One value per step over the last hour; steps without a sample stay gaps.
Spark sparkOf(const Series& series, TimePoint to)
{
    Spark spark;
    for (TimePoint t = to - trendLength; t <= to; t += trendStep)
        spark.push_back(series.at(t));
    return spark;
}

TimePoint newest(const Worlds& worlds)
{
    TimePoint now {};
    for (const auto& world : worlds)
        now = std::max(now, world->now);
    return now;
}

std::size_t known(const Spark& spark)
{
    return std::size_t(std::count_if(spark.begin(), spark.end(), [](const auto& value) { return value.has_value(); }));
}

} // namespace

HpaPage::HpaPage(QWidget* parent)
    : RowsPage(setup(), &hpaColumns, parent)
    , trends_(std::make_shared<std::unordered_map<std::string, Spark>>())
{
}

void HpaPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    derive();
}

HpaPage::Derivation HpaPage::derivation() const
{
    return [memory = memory_, trends = trends_, costs = costs_, noted = noted_](const Worlds& worlds, const Preferences& preferences) {
        auto rows = deriveHpas(worlds, preferences, *memory);
        auto next = std::make_shared<HpaMemory>(*memory);
        next->note(rows, newest(worlds));
        noted->put(std::move(next));
        for (auto& row : rows) {
            const auto trend = trends->find(row->id);
            if (trend == trends->end() || known(trend->second) <= known(row->trend))
                continue;
            auto richer = std::make_shared<HpaRow>(*row);
            richer->trend = trend->second;
            if (row->current)
                richer->trend.push_back(double(*row->current));
            row = std::move(richer);
        }
        addMoney(rows, worlds, preferences, *costs);
        return rows;
    };
}

void HpaPage::rowsArrived(const Rows<HpaRow>&, const Worlds&)
{
    if (auto next = noted_->take())
        memory_ = std::move(next);
}

std::vector<SeriesWish> HpaPage::moreWishes() const
{
    std::vector<SeriesWish> wishes;
    for (const auto& world : worlds()) {
        const auto now = world->now.time_since_epoch();
        const TimePoint to {now / Millis {trendStep} * Millis {trendStep}};
        if (now > Millis {trendLength})
            wishes.push_back({trendKey + qtext(world->cluster), world->cluster,
                {QueryId::HpaCurrentAll, {}, {to - trendLength, to}, trendStep}});
    }
    return wishes;
}

void HpaPage::takeAnswer(const QString& key, const SeriesAnswer& answer)
{
    if (!key.startsWith(trendKey) || !answer.complete)
        return;
    const std::string cluster = key.mid(trendKey.size()).toStdString();
    const auto now = this->now(cluster);
    auto trends = std::make_shared<std::unordered_map<std::string, Spark>>(*trends_);
    for (const auto& series : answer.series) {
        const auto* ns = series.label("namespace");
        const auto* name = series.label("horizontalpodautoscaler");
        if (ns && name && !series.samples.empty())
            (*trends)[cluster + '/' + *ns + '/' + *name] = sparkOf(series, now);
    }
    trends_ = std::move(trends);
    derive();
}

std::vector<RowAction> HpaPage::actionsOf(const HpaRow& row) const
{
    const bool keda = row.object && row.object->meta.owner.kind.str() == "ScaledObject";
    return besideWriting(quickActions(row), writeActions(keda ? tr("The ScaledObject %1").arg(qtext(row.object->meta.owner.name.str())) : QString()));
}

std::optional<ActionWish> HpaPage::wishOf(const QString& action, const HpaRow& row) const
{
    return quickWish(action, row);
}

RowDetail HpaPage::detailOf(const HpaRow& row)
{
    RowDetail detail;
    detail.title = qtext(row.name);
    detail.subtitle = placeText(row.ns, row.cluster);
    detail.cluster = row.cluster;
    detail.document = objectPath(KindId::Hpa, row.ns, row.name);
    const auto at = now(row.cluster);
    std::vector<const Event*> events;
    if (const auto* from = world(row.cluster)) {
        events = eventsOf(*from, [&](const Event& event) { return isAbout(event, "HorizontalPodAutoscaler", row.ns, row.name); });
        detail.events.push_back(eventSection(*from, events, at));
        detail.eventCount = int(events.size());
    }
    detail.charts = hpaCharts(row, preferences(), marksOf(events), at);
    const auto explanation = explain(row, preferences(), at);
    addState(detail.explanation, row.state);
    addLines(detail.explanation, tr("Why"), explanation.why);
    addLines(detail.explanation, tr("Behaviour in force"), explanation.behaviour);
    addLines(detail.explanation, tr("Money"), moneySentences(row.money));
    addConditions(detail.explanation, tr("Conditions"), explanation.conditions);
    if (!row.managedBy.empty()) {
        const QString id = QStringLiteral("keda:") + qtext(kedaGroup(row.cluster, row.ns, row.managedBy, false));
        addLink(detail.explanation, tr("Written by KEDA"), tr("ScaledObject %1").arg(qtext(row.managedBy)), id);
    }
    return detail;
}

} // namespace loadline
