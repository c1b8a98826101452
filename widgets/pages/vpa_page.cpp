// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/vpa_page.h"

#include "pages/quick_actions.h"
#include "pages/replica_wishes.h"
#include "pages/row_parts.h"
#include "tables/row_money.h"
#include "tables/wording.h"

#include <algorithm>

namespace loadline {
namespace {

const QString peakKey = QStringLiteral("vpas/peak/"); // then cpu or memory, then the row's id

TablePage::Setup setup()
{
    TablePage::Setup setup;
    setup.id = QStringLiteral("vpa");
    setup.title = VpaPage::tr("Vertical pod autoscalers");
    setup.filterHint = VpaPage::tr("Filter: name, container, mode \u2026");
    setup.nothingChosen = VpaPage::tr("Choose a container to see what it uses and what is recommended.");
    setup.needs.rows = {KindId::Vpa};
    setup.needs.figures = {KindId::PodMetrics};
    setup.needs.none = VpaPage::tr("There are no vertical pod autoscalers in %1.");
    setup.needs.meaning = VpaPage::tr("A VPA recommends or sets what the containers of a workload request.");
    return setup;
}

void addFigures(DetailSection& section, const QString& name, const VpaFigures& figures, Unit unit)
{
    const auto text = [&](const std::optional<Quantity>& value) { return value ? figure(*value, unit) : unknown(); };
    const auto known = [&](const Known& value) { return value.value ? figure(*value.value, unit) : unknown(); };
    section.pairs.push_back({VpaPage::tr("%1 request").arg(name), figures.request ? text(figures.request) : VpaPage::tr("none"),
        figures.outside ? Tone::Warn : Tone::Normal, {}});
    section.pairs.push_back({VpaPage::tr("%1 limit").arg(name), figures.limit ? text(figures.limit) : VpaPage::tr("none"), Tone::Normal, {}});
    section.pairs.push_back({VpaPage::tr("%1 usage").arg(name), known(figures.usage), Tone::Normal, figures.usage.why});
    section.pairs.push_back({VpaPage::tr("%1 target").arg(name), text(figures.target), Tone::Normal, {}});
    section.pairs.push_back({VpaPage::tr("%1 bounds").arg(name),
        VpaPage::tr("%1 to %2").arg(text(figures.lower), text(figures.upper)), Tone::Normal, {}});
    if (figures.uncapped && figures.uncapped != figures.target)
        section.pairs.push_back({VpaPage::tr("%1 uncapped").arg(name), text(figures.uncapped), Tone::Warn,
            VpaPage::tr("What would be recommended without the policy's bounds.")});
}

} // namespace

VpaPage::VpaPage(QWidget* parent)
    : RowsPage(setup(), &vpaColumns, parent)
    , usage_(std::make_shared<UsageWindows>())
{
}

void VpaPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    derive();
}

// What a target would release hangs on how many replicas ran over time, as on the Cost page.
void VpaPage::setShown(bool shown)
{
    if (shown)
        Q_EMIT costHistoryWanted();
    RowsPage::setShown(shown);
}

VpaPage::Derivation VpaPage::derivation() const
{
    return [usage = usage_, costs = costs_, averages = averages_](const Worlds& worlds, const Preferences& preferences) {
        auto rows = deriveVpas(worlds, preferences, *usage);
        addMoney(rows, worlds, preferences, *costs, *averages);
        return rows;
    };
}

void VpaPage::visibleRowsChanged()
{
    renewWishes();
}

std::vector<SeriesWish> VpaPage::moreWishes() const
{
    // Only for rows on screen, and asked once an hour: each looks over the whole window.
    constexpr Millis every = std::chrono::hours {1};
    std::vector<SeriesWish> wishes = replicaWishes(worlds(), preferences());
    for (const auto& id : visibleRowIds()) {
        const auto shown = row(id);
        if (!shown || shown->container.empty())
            continue;
        const auto since = now(shown->cluster).time_since_epoch();
        const TimePoint at {since / every * every};
        const QueryParams params {{"ns", shown->ns}, {"name", shown->target.name}, {"kind", shown->target.kind},
            {"container", shown->container}, {"window", durationText(preferences().usageWindow)}};
        wishes.push_back({peakKey + QStringLiteral("cpu/") + id, shown->cluster, {QueryId::ContainerCpuPeak, params, {at, at}, every}});
        wishes.push_back({peakKey + QStringLiteral("memory/") + id, shown->cluster, {QueryId::ContainerMemoryPeak, params, {at, at}, every}});
    }
    return wishes;
}

void VpaPage::takeAnswer(const QString& key, const SeriesAnswer& answer)
{
    if (auto averages = *averages_; takeReplicas(averages, key, answer)) {
        averages_ = std::make_shared<const AverageReplicas>(std::move(averages));
        derive();
        return;
    }
    if (!key.startsWith(peakKey) || !answer.complete || answer.series.empty())
        return;
    const auto value = answer.series.front().last();
    if (!value)
        return;
    const QString rest = key.mid(peakKey.size());
    auto usage = std::make_shared<UsageWindows>(*usage_);
    auto& window = (*usage)[rest.section(QLatin1Char('/'), 1).toStdString()];
    const auto before = window;
    if (rest.startsWith(QLatin1String("cpu/")))
        window.cpu = value;
    else
        window.memoryPeak = value;
    if (window == before)
        return;
    usage_ = std::move(usage);
    derive();
}

std::vector<RowAction> VpaPage::actionsOf(const VpaRow& row) const
{
    return besideWriting(quickActions(row), writeActions());
}

std::optional<ActionWish> VpaPage::wishOf(const QString& action, const VpaRow& row) const
{
    return quickWish(action, row);
}

RowDetail VpaPage::detailOf(const VpaRow& row)
{
    RowDetail detail;
    detail.title = row.container.empty() ? qtext(row.name) : tr("%1 / %2").arg(qtext(row.name), qtext(row.container));
    detail.subtitle = placeText(row.ns, row.cluster);
    detail.cluster = row.cluster;
    detail.document = objectPath(KindId::Vpa, row.ns, row.name);
    const auto at = now(row.cluster);
    std::vector<const Event*> events;
    if (const auto* from = world(row.cluster)) {
        events = eventsOf(*from, [&](const Event& event) { return isAbout(event, "VerticalPodAutoscaler", row.ns, row.name); });
        detail.events.push_back(eventSection(*from, events, at));
        detail.eventCount = int(events.size());
    }
    detail.charts = vpaCharts(row, marksOf(events), at);
    const auto explanation = explain(row, preferences(), at);
    addState(detail.explanation, row.state);
    addLines(detail.explanation, tr("Why"), explanation.why);
    if (!row.wouldChange.isEmpty())
        addLines(detail.explanation, tr("What would change"), {row.wouldChange});
    if (!row.container.empty()) {
        DetailSection figures;
        figures.title = tr("Figures");
        addFigures(figures, tr("CPU"), row.cpu, Unit::Cores);
        addFigures(figures, tr("Memory"), row.memory, Unit::Bytes);
        detail.explanation.push_back(std::move(figures));
    }
    addLines(detail.explanation, tr("Money"), moneySentences(row.money));
    addLines(detail.explanation, tr("Policy"), explanation.policy);
    addConditions(detail.explanation, tr("Conditions"), explanation.conditions);
    return detail;
}

} // namespace loadline
