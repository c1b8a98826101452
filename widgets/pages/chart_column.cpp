// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/chart_column.h"

#include "theme/icons.h"

#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

constexpr int points = 600; // about what a chart is wide
constexpr Millis scrape = Seconds {15};

TimeRange aligned(const TimeRange& range, Millis step)
{
    const auto floor = [step](TimePoint t) { return TimePoint(t.time_since_epoch() / step * step); };
    return {floor(range.from), floor(range.to)};
}

} // namespace

ChartColumn::ChartColumn(QWidget* parent)
    : QWidget(parent)
{
    column_ = new QVBoxLayout(this);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(10);
}

std::vector<TimeChart*> ChartColumn::charts() const
{
    std::vector<TimeChart*> all;
    for (const auto& shown : shown_)
        all.push_back(shown.chart);
    return all;
}

void ChartColumn::setChartHeight(int least, int most)
{
    least_ = least;
    most_ = most;
}

void ChartColumn::setSecond(QWidget* widget, int stretch)
{
    second_ = widget;
    column_->insertWidget(std::min(1, column_->count()), widget, stretch);
}

TimeChart* ChartColumn::makeChart(const QString& id)
{
    auto* chart = new TimeChart(this);
    chart->setMinimumHeight(least_);
    if (most_ > 0)
        chart->setMaximumHeight(most_);
    chart->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(chart, &TimeChart::rangeChosen, this, &ChartColumn::rangeChosen);
    connect(chart, &TimeChart::rangeReset, this, &ChartColumn::rangeReset);
    connect(chart, &QWidget::customContextMenuRequested, this, [this, chart](const QPoint& at) { openMenu(chart, at); });
    shown_.push_back({id, chart});
    return chart;
}

void ChartColumn::openMenu(TimeChart* chart, const QPoint& at)
{
    QString name = chart->content().title;
    if (!chart->content().subtitle.isEmpty())
        name += QLatin1Char(' ') + chart->content().subtitle;
    auto* menu = new QMenu(chart);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const int scale : {1, 2, 4})
        connect(menu->addAction(tr("Save picture at %1\u00d7 \u2026").arg(scale)), &QAction::triggered, this,
            [this, chart, name, scale] { Q_EMIT pictureWanted(chart->picture(scale), name, false); });
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy picture")), &QAction::triggered, this,
        [this, chart, name] { Q_EMIT pictureWanted(chart->picture(2), name, true); });
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("reset")), tr("Reset zoom")), &QAction::triggered, this, &ChartColumn::rangeReset);
    menu->popup(chart->mapToGlobal(at));
}

void ChartColumn::setPlans(std::vector<ChartPlan> plans)
{
    plans_ = std::move(plans);
    arrange();
    renewWishes();
    for (const auto& plan : plans_)
        draw(plan);
}

void ChartColumn::arrange()
{
    const auto planned = [&](const QString& id) {
        return std::any_of(plans_.begin(), plans_.end(), [&](const auto& plan) { return plan.id == id; });
    };
    std::erase_if(shown_, [&](const Shown& shown) {
        if (planned(shown.id))
            return false;
        column_->removeWidget(shown.chart);
        shown.chart->hide();
        shown.chart->deleteLater();
        return true;
    });
    for (std::size_t i = 0; i < plans_.size(); ++i) {
        const auto at = std::find_if(shown_.begin(), shown_.end(), [&](const auto& s) { return s.id == plans_[i].id; });
        TimeChart* chart = at == shown_.end() ? makeChart(plans_[i].id) : at->chart;
        const int place = int(i) + (second_ && i > 0 ? 1 : 0);
        if (column_->indexOf(chart) != place)
            column_->insertWidget(place, chart, 1);
    }
}

void ChartColumn::setRange(const TimeRange& range, bool live, bool utc)
{
    if (range == range_ && live == live_ && utc == utc_)
        return;
    range_ = range;
    live_ = live;
    utc_ = utc;
    renewWishes();
    for (const auto& plan : plans_)
        draw(plan);
}

void ChartColumn::renewWishes()
{
    std::vector<SeriesWish> wishes;
    if (range_.length() > Millis {0}) {
        step_ = stepFor(range_, points, scrape);
        // On the step's own grid, so that a moving right edge asks anew once a step and not with every frame.
        const TimeRange asked = aligned(range_, step_);
        for (const auto& plan : plans_)
            for (const auto& wish : plan.wishes)
                if (std::none_of(wishes.begin(), wishes.end(), [&](const auto& w) { return w.key == wish.key; }))
                    wishes.push_back({wish.key, wish.cluster, {wish.query, wish.params, asked, step_}});
    }
    if (wishes == wishes_)
        return;
    QSet<QString> keys;
    for (const auto& wish : wishes) {
        keys.insert(wish.key);
        if (std::find(wishes_.begin(), wishes_.end(), wish) == wishes_.end())
            pending_.insert(wish.key);
    }
    pending_.intersect(keys);
    book_.keepOnly([&](const QString& key) { return keys.contains(key); });
    wishes_ = std::move(wishes);
    Q_EMIT wishesChanged();
}

void ChartColumn::setAnswer(const QString& key, const SeriesAnswer& answer)
{
    const bool known = std::any_of(wishes_.begin(), wishes_.end(), [&](const auto& wish) { return wish.key == key; });
    if (!known)
        return;
    book_.put(key, answer);
    if (answer.complete)
        pending_.remove(key);
    for (const auto& plan : plans_)
        if (std::any_of(plan.wishes.begin(), plan.wishes.end(), [&](const auto& wish) { return wish.key == key; }))
            draw(plan);
}

void ChartColumn::draw(const ChartPlan& plan)
{
    const auto at = std::find_if(shown_.begin(), shown_.end(), [&](const auto& s) { return s.id == plan.id; });
    if (at == shown_.end() || range_.length() <= Millis {0})
        return;
    ChartContent content = plan.draw(book_);
    content.range = range_;
    content.live = live_;
    content.utc = utc_;
    std::vector<const SeriesAnswer*> answers;
    double progress = 0;
    for (const auto& wish : plan.wishes) {
        if (const auto* answer = book_.find(wish.key)) {
            answers.push_back(answer);
            progress += answer->complete ? 1 : answer->progress;
        }
    }
    const auto wished = plan.wishes.size();
    if (content.source.isEmpty())
        content.source = sourceText(answers, step_);
    if (content.message.isEmpty() && wished > 0)
        content.message = emptyText(answers, answers.size() == wished);
    content.progress = wished == 0 ? 1 : progress / double(wished);
    at->chart->setContent(std::move(content));
}

} // namespace loadline
