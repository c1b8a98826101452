// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/hpa_page.h"

#include "pages/quick_actions.h"
#include "pages/row_parts.h"
#include "pages/step_wishes.h"

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

} // namespace

HpaPage::HpaPage(QWidget* parent)
    : RowsPage(setup(), &hpaColumns, parent)
{
}

void HpaPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    derive();
}

HpaPage::Derivation HpaPage::derivation() const
{
    return [look = look_, trends = trends_, costs = costs_, sizes = sizes_](const Worlds& worlds, const Preferences& preferences) {
        return look->look(worlds, preferences, costs, trends, sizes);
    };
}

std::vector<SeriesWish> HpaPage::moreWishes() const
{
    std::vector<SeriesWish> wishes = stepWishes(StepsOf::Workloads, worlds(), preferences());
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
    if (auto sizes = *sizes_; takeSteps(sizes, key, answer)) {
        sizes_ = std::make_shared<const SizeHistory>(std::move(sizes));
        return derive();
    }
    if (!key.startsWith(trendKey) || !answer.complete)
        return;
    const std::string cluster = key.mid(trendKey.size()).toStdString();
    const auto now = this->now(cluster);
    auto trends = std::make_shared<HpaLook::Trends>(*trends_);
    for (const auto& series : answer.series) {
        const auto* ns = series.label("namespace");
        const auto* name = series.label("horizontalpodautoscaler");
        if (ns && name && !series.samples.empty())
            (*trends)[cluster + '/' + *ns + '/' + *name] = std::make_shared<const Spark>(sparkOf(series, now));
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
