// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/overview_page.h"

#include "grid/messages.h"
#include "pages/chart_column.h"
#include "pages/cluster_block.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "pages/row_parts.h"
#include "theme/measure.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

constexpr int twoAbreastFrom = 2420; // at 13 px text: two clusters side by side, each in its wide arrangement

TimePoint newest(const Worlds& worlds)
{
    TimePoint now {};
    for (const auto& world : worlds)
        now = std::max(now, world->now);
    return now;
}

bool stillLoading(const World& world)
{
    const auto presence = world.state(KindId::Hpa).presence;
    return !world.trouble && (presence == Presence::NotAsked || presence == Presence::Loading);
}

} // namespace

OverviewPage::OverviewPage(QWidget* parent)
    : Page(parent)
{
    build();
}

OverviewPage::~OverviewPage() = default;

void OverviewPage::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 0);
    column->setSpacing(10);
    header_ = new PageHeader(title(), this);
    stack_ = new QStackedWidget(this);
    auto* content = new QWidget;
    grid_ = new QGridLayout(content);
    grid_->setContentsMargins(0, 0, 0, 14);
    grid_->setHorizontalSpacing(24);
    grid_->setVerticalSpacing(20);
    scroll_ = new QScrollArea(stack_);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    scroll_->setFocusPolicy(Qt::NoFocus);
    message_ = new MessageCard(stack_);
    stack_->addWidget(scroll_);
    stack_->addWidget(message_);
    column->addWidget(header_);
    column->addWidget(stack_, 1);
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    connect(message_, &MessageCard::action, this, &Page::contextsWanted);
}

void OverviewPage::setWorlds(const Worlds& worlds)
{
    worlds_ = worlds;
    derive();
}

void OverviewPage::setPreferences(const Preferences& preferences)
{
    preferences_ = preferences;
    setRange(range_, live_);
    derive();
}

void OverviewPage::setRange(const TimeRange& range, bool live)
{
    range_ = range;
    live_ = live;
    for (auto* block : blocks_)
        block->chart()->setRange(range, live, preferences_.utcTimes);
}

void OverviewPage::setSeries(const QString& key, const SeriesAnswer& answer)
{
    for (auto* block : blocks_)
        block->chart()->setAnswer(key, answer);
}

void OverviewPage::setShown(bool shown)
{
    if (shown == shown_)
        return;
    shown_ = shown;
    if (shown) {
        derive();
        renewWishes();
    } else {
        job_.forget();
        wishes_.clear();
    }
}

void OverviewPage::select(const QString&)
{
}

void OverviewPage::openExportMenu()
{
    header_->exports()->open();
}

void OverviewPage::derive()
{
    if (!shown_)
        return;
    job_.run([this, worlds = worlds_, preferences = preferences_, memory = memory_]() -> LatestJob::Finish {
        Outcome outcome {deriveOverview(worlds, preferences, memory), deriveHpas(worlds, preferences, memory), preferences};
        return [this, worlds, outcome = std::move(outcome)] { take(outcome, worlds); };
    });
}

void OverviewPage::take(const Outcome& outcome, const Worlds& worlds)
{
    derivedFrom_ = worlds;
    memory_.note(outcome.hpas, newest(worlds), worlds, outcome.preferences);
    summaries_ = outcome.summaries;
    int attention = 0;
    for (const auto& summary : summaries_)
        attention += int(summary.attention.size());
    const bool loading = std::any_of(worlds.begin(), worlds.end(), [](const auto& world) { return stillLoading(*world); });
    const auto clusters = int(worlds.size());
    header_->setCount(clusters == 1 ? tr("1 cluster") : clusters > 1 ? tr("%1 clusters").arg(clusters) : QString(), attention);
    if (worlds.empty())
        message_->setMessage({TableMessage::Kind::Empty, tr("No cluster is open."),
            tr("Loadline contacts only the clusters that you open."), tr("Choose clusters")});
    else if (loading && std::all_of(worlds.begin(), worlds.end(), [](const auto& world) { return stillLoading(*world); }))
        message_->setMessage({TableMessage::Kind::Loading, tr("Reading what the clusters hold."), {}, {}});
    const bool blank = worlds.empty() || std::all_of(worlds.begin(), worlds.end(), [](const auto& w) { return stillLoading(*w); });
    stack_->setCurrentIndex(blank ? 1 : 0);
    if (!blank)
        showBlocks();
    Q_EMIT badgeChanged(-1, attention);
}

ClusterBlock* OverviewPage::makeBlock(const std::string& cluster)
{
    auto* block = new ClusterBlock(cluster, scroll_->widget());
    block->chart()->setRange(range_, live_, preferences_.utcTimes);
    connect(block, &ClusterBlock::rowWanted, this, &Page::rowActivated);
    connect(block->chart(), &ChartColumn::wishesChanged, this, &OverviewPage::renewWishes);
    connect(block->chart(), &ChartColumn::rangeChosen, this, &Page::rangeChosen);
    connect(block->chart(), &ChartColumn::rangeReset, this, &Page::rangeReset);
    connect(block->chart(), &ChartColumn::pictureWanted, this, &Page::pictureWanted);
    return block;
}

void OverviewPage::showBlocks()
{
    std::vector<ClusterBlock*> next;
    for (const auto& summary : summaries_) {
        const auto at = std::find_if(blocks_.begin(), blocks_.end(), [&](auto* b) { return b->cluster() == summary.cluster; });
        auto* block = at == blocks_.end() ? makeBlock(summary.cluster) : *at;
        next.push_back(block);
    }
    for (auto* block : blocks_) {
        if (std::find(next.begin(), next.end(), block) == next.end()) {
            block->hide();
            block->deleteLater();
        }
    }
    const bool changed = next != blocks_;
    blocks_ = std::move(next);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const auto at = std::find_if(derivedFrom_.begin(), derivedFrom_.end(), [&](const auto& w) { return w->cluster == summaries_[i].cluster; });
        blocks_[i]->setSummary(summaries_[i], at == derivedFrom_.end() ? newest(derivedFrom_) : (*at)->now);
    }
    if (changed) {
        columns_ = 0;
        placeBlocks();
    }
    renewWishes();
}

void OverviewPage::placeBlocks()
{
    const int columns = blocks_.size() > 1 && width() >= scaled(twoAbreastFrom, font()) ? 2 : 1;
    if (columns == columns_)
        return;
    columns_ = columns;
    for (auto* block : blocks_)
        grid_->removeWidget(block);
    for (std::size_t i = 0; i < blocks_.size(); ++i)
        grid_->addWidget(blocks_[i], int(i) / columns, int(i) % columns);
    // One cluster fills the page; several stand below each other as high as they are.
    for (int row = 0; row < grid_->rowCount(); ++row)
        grid_->setRowStretch(row, 0);
    if (blocks_.size() > 1)
        grid_->setRowStretch((int(blocks_.size()) + columns - 1) / columns, 1);
    grid_->setColumnStretch(0, 1);
    grid_->setColumnStretch(1, columns == 2 ? 1 : 0);
}

void OverviewPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    placeBlocks();
}

void OverviewPage::renewWishes()
{
    if (!shown_)
        return;
    std::vector<SeriesWish> wishes;
    for (auto* block : blocks_)
        wishes.insert(wishes.end(), block->chart()->wishes().begin(), block->chart()->wishes().end());
    if (wishes == wishes_)
        return;
    wishes_ = wishes;
    Q_EMIT seriesWanted(wishes_);
}

std::optional<ExportTable> OverviewPage::table() const
{
    ExportHead head;
    head.page = title();
    for (const auto& world : derivedFrom_)
        head.clusters << qtext(world->cluster);
    head.namespaces = tr("all");
    head.at = newest(derivedFrom_);
    for (const auto& summary : summaries_)
        for (const auto& card : summary.cards)
            head.notes << card.sentences;
    head.notes.removeDuplicates();
    const auto columns = overviewColumns(derivedFrom_.size() > 1);
    QStringList ids;
    for (const auto& column : columns)
        if (column.shown)
            ids << column.id;
    return exportTable(std::move(head), columns, ids, attentionRows(summaries_));
}

bool OverviewPage::settled() const
{
    return derivedFrom_ == worlds_ && !job_.busy()
        && std::none_of(worlds_.begin(), worlds_.end(), [](const auto& world) { return stillLoading(*world); })
        && std::all_of(blocks_.begin(), blocks_.end(), [](const auto* block) { return block->chart()->settled(); });
}

} // namespace loadline
