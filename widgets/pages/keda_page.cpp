// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/keda_page.h"

#include "charts/week_strip.h"
#include "pages/detail_area.h"
#include "pages/elided_label.h"
#include "pages/quick_actions.h"
#include "pages/row_parts.h"
#include "pages/step_wishes.h"
#include "scaling/cron.h"
#include "tables/row_money.h"
#include "tables/wording.h"
#include "theme/measure.h"

#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

TablePage::Setup setup()
{
    TablePage::Setup setup;
    setup.id = QStringLiteral("keda");
    setup.title = KedaPage::tr("KEDA");
    setup.filterHint = KedaPage::tr("Filter: name, trigger, state \u2026");
    setup.nothingChosen = KedaPage::tr("Choose a trigger to see its value over time.");
    setup.needs.rows = {KindId::ScaledObject, KindId::ScaledJob};
    setup.needs.none = KedaPage::tr("There are no ScaledObjects and no ScaledJobs in %1.");
    setup.needs.meaning = KedaPage::tr("KEDA scales a workload by queues, queries and schedules, down to zero.");
    return setup;
}

// Minutes from Monday 00:00 in the zone.
int weekMinute(const std::string& zone, TimePoint at, int fallback)
{
    const auto week = weekOf(zone, at);
    if (!week)
        return fallback;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(at - week->from).count();
    return int(minutes % (7 * 24 * 60));
}

std::vector<WeekWindow> windowsOf(const CronTimes& cron)
{
    std::vector<WeekWindow> windows;
    for (const auto& on : cron.week) {
        WeekWindow window;
        window.from = weekMinute(cron.timezone, on.from, 0);
        window.to = weekMinute(cron.timezone, on.to - Seconds {1}, 0) + 1;
        window.text = KedaPage::tr("%1 for %2: at least %3").arg(moment(on.from, on.from, true), length(on.length())).arg(cron.desiredReplicas);
        windows.push_back(std::move(window));
    }
    return windows;
}

} // namespace

KedaPage::KedaPage(QWidget* parent)
    : RowsPage(setup(), &kedaColumns, parent)
{
    week_ = new QWidget;
    auto* column = new QVBoxLayout(week_);
    column->setContentsMargins(0, 0, 0, 0);
    weekTitle_ = new ElidedLabel(week_);
    strip_ = new WeekStrip(week_);
    strip_->setAccessibleName(tr("When the schedule holds the workload up"));
    column->addWidget(weekTitle_);
    column->addWidget(strip_);
    week_->hide();
    detail()->addBelowCharts(week_, 0);
}

void KedaPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    derive();
}

KedaPage::Derivation KedaPage::derivation() const
{
    return [costs = costs_, sizes = sizes_](const Worlds& worlds, const Preferences& preferences) {
        auto rows = deriveKeda(worlds, preferences);
        addMoney(rows, worlds, preferences, *costs, *sizes);
        return rows;
    };
}

std::vector<SeriesWish> KedaPage::moreWishes() const
{
    return stepWishes(StepsOf::Workloads, worlds(), preferences());
}

void KedaPage::takeAnswer(const QString& key, const SeriesAnswer& answer)
{
    auto sizes = *sizes_;
    if (!takeSteps(sizes, key, answer))
        return;
    sizes_ = std::make_shared<const SizeHistory>(std::move(sizes));
    derive();
}

void KedaPage::setShown(bool shown)
{
    RowsPage::setShown(shown);
    if (!shown) {
        for (const auto& [cluster, keys] : live_)
            Q_EMIT liveWanted(cluster, {});
        live_.clear();
    }
}

void KedaPage::visibleRowsChanged()
{
    if (!isShown())
        return;
    Rows<KedaRow> seen;
    auto ids = visibleRowIds();
    if (const QString chosen = chosenRow(); !chosen.isEmpty() && !ids.contains(chosen))
        ids << chosen;
    for (const auto& id : ids)
        if (const auto one = row(id))
            seen.push_back(one);
    const auto wanted = liveKeysOf(seen);
    for (const auto& [cluster, keys] : live_) {
        const bool still = std::any_of(wanted.begin(), wanted.end(), [&c = cluster](const auto& w) { return w.first == c; });
        if (!still)
            Q_EMIT liveWanted(cluster, {});
    }
    for (const auto& one : wanted)
        if (std::find(live_.begin(), live_.end(), one) == live_.end())
            Q_EMIT liveWanted(one.first, one.second);
    live_ = wanted;
}

void KedaPage::showWeek(const KedaRow& row)
{
    week_->setVisible(row.cron && row.cron->problem.isEmpty());
    if (!row.cron)
        return;
    const auto at = now(row.cluster);
    const QString zone = qtext(row.cron->timezone);
    weekTitle_->setWhole(tr("At least %1 from \u201c%2\u201d to \u201c%3\u201d in %4")
                             .arg(row.cron->desiredReplicas)
                             .arg(qtext(row.cron->start), qtext(row.cron->end), zone));
    strip_->setWeek(windowsOf(*row.cron), weekMinute(row.cron->timezone, at, -1), zone);
}

std::vector<RowAction> KedaPage::actionsOf(const KedaRow& row) const
{
    return besideWriting(quickActions(row), writeActions());
}

std::optional<ActionWish> KedaPage::wishOf(const QString& action, const KedaRow& row) const
{
    return quickWish(action, row);
}

RowDetail KedaPage::detailOf(const KedaRow& row)
{
    showWeek(row);
    RowDetail detail;
    detail.title = row.type.empty() ? qtext(row.name)
                                    : tr("%1 / %2").arg(qtext(row.name), qtext(row.triggerName.empty() ? row.type : row.triggerName));
    detail.subtitle = placeText(row.ns, row.cluster);
    detail.cluster = row.cluster;
    detail.document = objectPath(row.isJob ? KindId::ScaledJob : KindId::ScaledObject, row.ns, row.name);
    const auto at = now(row.cluster);
    std::vector<const Event*> events;
    if (const auto* from = world(row.cluster)) {
        events = eventsOf(*from, [&](const Event& event) {
            return isAbout(event, row.isJob ? "ScaledJob" : "ScaledObject", row.ns, row.name)
                || (!row.hpa.empty() && isAbout(event, "HorizontalPodAutoscaler", row.ns, row.hpa));
        });
        detail.events.push_back(eventSection(*from, events, at));
        detail.eventCount = int(events.size());
    }
    detail.charts = kedaCharts(row, marksOf(events), at);
    const auto explanation = explain(row, preferences(), at);
    addState(detail.explanation, row.state);
    addLines(detail.explanation, tr("Why"), explanation.why);
    if (row.cron) {
        DetailSection next;
        next.title = tr("Schedule");
        const auto time = [&](const std::optional<TimePoint>& t) { return t ? moment(*t, at, preferences().utcTimes) : unknown(); };
        next.pairs.push_back({tr("Next start"), time(row.cron->nextStart), Tone::Normal, {}});
        next.pairs.push_back({tr("Next end"), time(row.cron->nextEnd), Tone::Normal, {}});
        if (!row.cron->problem.isEmpty())
            next.lines.push_back({row.cron->problem.toHtmlEscaped(), Tone::Bad, {}});
        detail.explanation.push_back(std::move(next));
    }
    addLines(detail.explanation, tr("Money"), moneySentences(row.money));
    addLines(detail.explanation, tr("Settings"), explanation.settings);
    addConditions(detail.explanation, tr("Conditions"), explanation.conditions);
    addConditions(detail.explanation, tr("Health"), explanation.health);
    if (!row.hpa.empty()) {
        const QString id = QStringLiteral("hpa:%1/%2/%3").arg(qtext(row.cluster), qtext(row.ns), qtext(row.hpa));
        addLink(detail.explanation, tr("The HPA it owns"), qtext(row.hpa), id);
    }
    return detail;
}

} // namespace loadline
