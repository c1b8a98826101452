// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cluster_block.h"

#include "grid/cards.h"
#include "pages/chart_column.h"
#include "pages/elided_label.h"
#include "pages/item_list.h"
#include "pages/row_parts.h"
#include "pages/states_card.h"
#include "tables/wording.h"
#include "theme/measure.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

constexpr int wideFrom = 1180; // at 13 px text

ListItem itemOf(const AttentionItem& attention)
{
    const bool error = attention.attention == Attention::Error;
    return {attention.text, attention.cause, attention.since.at ? text(attention.since) : QString(), toneOf(attention.attention),
        error ? QStringLiteral("error") : QStringLiteral("warning"), attention.page, qtext(attention.row)};
}

ListItem itemOf(const Decision& decision)
{
    return {decision.text, {}, text(decision.ago), decision.tone, {}, decision.row.empty() ? QString() : decision.page, qtext(decision.row)};
}

} // namespace

ClusterBlock::ClusterBlock(const std::string& cluster, QWidget* parent)
    : QWidget(parent)
    , cluster_(cluster)
{
    build();
    arrange(false);
}

void ClusterBlock::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(10);
    name_ = new ElidedLabel(this);
    name_->setFont(strongFont(font()));
    name_->setWhole(qtext(cluster_));
    server_ = new ElidedLabel(this, Tone::Muted);
    heading->addWidget(name_);
    heading->addWidget(server_, 1);
    column->addLayout(heading);
    trouble_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Body, this);
    trouble_->hide();
    column->addWidget(trouble_);
    states_ = new QGridLayout;
    states_->setSpacing(cardGap);
    column->addLayout(states_);
    grid_ = new QGridLayout;
    grid_->setSpacing(cardGap);
    column->addLayout(grid_, 1);

    attentionCard_ = new Card(tr("Needs attention"), this);
    attention_ = new ItemList(tr("Needs attention"), tr("Nothing needs attention."), attentionCard_);
    attentionCard_->body()->addWidget(attention_, 1);
    nodesCard_ = new Card(tr("Nodes"), this);
    by_ = new QComboBox(nodesCard_);
    by_->addItems({tr("by capacity type"), tr("by pool")});
    by_->setAccessibleName(tr("How nodes are stacked"));
    chart_ = new ChartColumn(nodesCard_);
    chart_->setChartHeight(scaled(170, font()), 0);
    pools_ = new ElidedLabel(nodesCard_, Tone::Muted);
    nodesCard_->body()->addWidget(by_, 0, Qt::AlignLeft);
    nodesCard_->body()->addWidget(chart_, 1);
    nodesCard_->body()->addWidget(pools_);
    decisionsCard_ = new Card(tr("Latest decisions"), this);
    decisions_ = new ItemList(tr("Latest decisions"), tr("No decision has been seen yet."), decisionsCard_);
    decisionsCard_->body()->addWidget(decisions_, 1);
    connect(by_, &QComboBox::currentIndexChanged, this, &ClusterBlock::planChart);
    connect(attention_, &ItemList::itemActivated, this, &ClusterBlock::rowWanted);
    connect(decisions_, &ItemList::itemActivated, this, &ClusterBlock::rowWanted);
}

void ClusterBlock::arrange(bool wide)
{
    wide_ = wide;
    for (QWidget* card : {attentionCard_, nodesCard_, decisionsCard_})
        grid_->removeWidget(card);
    for (int c = 0; c < 3; ++c)
        grid_->setColumnStretch(c, 0);
    if (wide) {
        grid_->addWidget(attentionCard_, 0, 0);
        grid_->addWidget(nodesCard_, 0, 1);
        grid_->addWidget(decisionsCard_, 0, 2);
        grid_->setColumnStretch(0, 5);
        grid_->setColumnStretch(1, 5);
        grid_->setColumnStretch(2, 4);
    } else {
        grid_->addWidget(attentionCard_, 0, 0, 1, 2);
        grid_->addWidget(nodesCard_, 1, 0);
        grid_->addWidget(decisionsCard_, 1, 1);
        grid_->setColumnStretch(0, 1);
        grid_->setColumnStretch(1, 1);
    }
    attention_->setShownRows(wide ? 9 : 8);
    decisions_->setShownRows(wide ? 12 : 8);
}

void ClusterBlock::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    adapt();
}

void ClusterBlock::adapt()
{
    const bool wide = width() >= scaled(wideFrom, font());
    if (wide != wide_)
        arrange(wide);
}

void ClusterBlock::setSummary(const ClusterSummary& summary, TimePoint now)
{
    now_ = now;
    summary_ = summary;
    server_->setWhole(summary.version.empty() ? qtext(summary.server) : tr("%1 at %2").arg(qtext(summary.version), qtext(summary.server)));
    trouble_->setText(summary.trouble);
    trouble_->setVisible(!summary.trouble.isEmpty());
    while (cards_.size() < summary.cards.size()) {
        auto* card = new StatesCard(this);
        states_->addWidget(card, 0, int(cards_.size()));
        states_->setColumnStretch(int(cards_.size()), 1);
        connect(card, &Card::clicked, this, [this, card] { Q_EMIT rowWanted(card->page(), QString()); });
        cards_.push_back(card);
    }
    for (std::size_t i = 0; i < summary.cards.size(); ++i) {
        AutoscalerCard card = summary.cards[i];
        if (!summary.trouble.isEmpty() && !card.total) // the reason stands above already
            card.sentences = {unknown()};
        cards_[i]->setCard(card);
    }
    // Of a cluster that tells nothing nobody knows what is well.
    const bool dumb = std::none_of(summary.cards.begin(), summary.cards.end(), [](const AutoscalerCard& card) { return card.total.has_value(); });
    attention_->setWhenEmpty(dumb ? tr("Unknown until the cluster can be read.") : tr("Nothing needs attention."));
    std::vector<ListItem> attention;
    for (const auto& item : summary.attention)
        attention.push_back(itemOf(item));
    attention_->setItems(attention);
    attentionCard_->setTitle(tr("Needs attention"), attention.empty() ? QString() : QString::number(attention.size()));
    std::vector<ListItem> decisions;
    for (const auto& decision : summary.decisions)
        decisions.push_back(itemOf(decision));
    decisions_->setItems(decisions);
    nodesCard_->setTitle(tr("Nodes"), summary.nodes ? QString::number(*summary.nodes) : unknown());
    QStringList pools;
    for (const auto& [pool, count] : summary.pools)
        pools << QStringLiteral("%1\u00a0%2").arg(pool).arg(count);
    pools_->setWhole(pools.join(QStringLiteral(" \u00b7 ")));
    pools_->setVisible(!pools.isEmpty());
    planChart();
    adapt();
}

void ClusterBlock::planChart()
{
    chart_->setPlans({nodesPlan(cluster_, summary_, by_->currentIndex() == 1, now_)});
}

} // namespace loadline
