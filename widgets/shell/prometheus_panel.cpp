// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/prometheus_panel.h"

#include "grid/cards.h"
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

QString sentenceOf(const PrometheusState& state)
{
    switch (state.kind) {
    case PrometheusState::Kind::Off:
        return PrometheusPanel::tr("No Prometheus is used. Charts show what Loadline itself has recorded.");
    case PrometheusState::Kind::Searching:
        return PrometheusPanel::tr("Searching for a Prometheus in this cluster.");
    case PrometheusState::Kind::Found:
        return PrometheusPanel::tr("Found %1 by its %2.").arg(state.where, state.rule);
    case PrometheusState::Kind::ByHand:
        return PrometheusPanel::tr("Set by hand: %1.").arg(state.where);
    case PrometheusState::Kind::NotFound:
    case PrometheusState::Kind::Failed:
        break;
    }
    return state.problem.isEmpty() ? PrometheusPanel::tr("No Prometheus was found.") : state.problem;
}

QTreeWidget* list(const QStringList& titles, const QString& name, QWidget* parent)
{
    auto* tree = new QTreeWidget(parent);
    tree->setHeaderLabels(titles);
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    tree->setAccessibleName(name);
    tree->setSelectionMode(QAbstractItemView::SingleSelection);
    tree->setTextElideMode(Qt::ElideMiddle);
    tree->header()->setStretchLastSection(true);
    return tree;
}

// The series, or what came of it, has what room the short words beside it leave.
void fit(QTreeWidget* tree, int mostRows, int wide)
{
    tree->header()->setStretchLastSection(false);
    for (int column = 0; column < tree->columnCount(); ++column)
        tree->header()->setSectionResizeMode(column, column == wide ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    const int rows = std::clamp(tree->topLevelItemCount(), 1, mostRows);
    const int one = tree->topLevelItemCount() > 0 ? tree->sizeHintForRow(0) : 0;
    tree->setFixedHeight(tree->header()->sizeHint().height() + rows * std::max(one, 20) + 4);
}

} // namespace

PrometheusPanel::PrometheusPanel(QWidget* parent)
    : QFrame(parent, Qt::Popup)
{
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Prometheus source"));
    build();
}

void PrometheusPanel::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(cardPadding, cardPadding, cardPadding, cardPadding);
    context_ = new QComboBox(this);
    context_->setAccessibleName(tr("Cluster"));
    sentence_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Strong, this);
    hint_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, this);
    panelsTitle_ = new ToneLabel(tr("What it can fill"), Tone::Muted, ToneLabel::Size::Small, this);
    panels_ = list({tr("Panel"), tr("Series"), tr("There")}, tr("What it can fill"), this);
    triedTitle_ = new ToneLabel(tr("What was tried"), Tone::Muted, ToneLabel::Size::Small, this);
    tried_ = list({tr("Address"), tr("Rule"), tr("Outcome")}, tr("What was tried"), this);
    auto* buttons = new QHBoxLayout;
    auto* byHand = new QPushButton(tr("Set by hand \u2026"), this);
    auto* search = new QPushButton(tr("Search again"), this);
    buttons->addWidget(byHand);
    buttons->addWidget(search);
    buttons->addStretch();
    column->addWidget(context_);
    for (QWidget* widget : {static_cast<QWidget*>(sentence_), static_cast<QWidget*>(hint_), static_cast<QWidget*>(panelsTitle_),
             static_cast<QWidget*>(panels_), static_cast<QWidget*>(triedTitle_), static_cast<QWidget*>(tried_)})
        column->addWidget(widget);
    column->addLayout(buttons);
    connect(context_, &QComboBox::activated, this, &PrometheusPanel::refill);
    connect(byHand, &QPushButton::clicked, this, [this] {
        const QString context = context_->currentText();
        hide();
        Q_EMIT settingsWanted(context);
    });
    connect(search, &QPushButton::clicked, this, [this] { Q_EMIT searchWanted(context_->currentText()); });
}

void PrometheusPanel::setState(const std::vector<PrometheusState>& states)
{
    if (states == states_)
        return;
    states_ = states;
    QStringList names;
    for (const auto& state : states)
        names << state.context;
    QStringList shown;
    for (int i = 0; i < context_->count(); ++i)
        shown << context_->itemText(i);
    if (names != shown) {
        const QString before = context_->currentText();
        context_->clear();
        context_->addItems(names);
        context_->setCurrentIndex(std::max(0, int(names.indexOf(before))));
    }
    context_->setVisible(names.size() > 1);
    if (isVisible())
        refill();
}

void PrometheusPanel::refill()
{
    const auto index = context_->currentIndex();
    if (index < 0 || std::size_t(index) >= states_.size())
        return;
    const auto& state = states_[std::size_t(index)];
    sentence_->setText(sentenceOf(state));
    hint_->setText(state.hint);
    hint_->setVisible(!state.hint.isEmpty());
    panels_->clear();
    for (const auto& panel : state.panels) {
        auto* item = new QTreeWidgetItem(panels_, {panel.name, panel.series, panel.present ? tr("yes") : tr("no")});
        item->setForeground(2, ink(panel.present ? Tone::Good : Tone::Warn, palette()));
        item->setToolTip(1, panel.series);
    }
    tried_->clear();
    for (const auto& tried : state.tried) {
        auto* item = new QTreeWidgetItem(tried_, {tried.where, tried.rule, tried.outcome});
        if (tried.chosen)
            item->setForeground(2, ink(Tone::Good, palette()));
        for (int c = 0; c < 3; ++c)
            item->setToolTip(c, item->text(c));
    }
    const bool hasPanels = !state.panels.empty();
    panels_->setVisible(hasPanels);
    panelsTitle_->setVisible(hasPanels);
    tried_->setVisible(!state.tried.empty());
    triedTitle_->setVisible(!state.tried.empty());
    fit(panels_, 8, 1);
    fit(tried_, 8, 2);
    setFixedWidth(scaled(620, font()));
    layout()->activate();
    adjustSize();
}

void PrometheusPanel::openUnder(QWidget* button)
{
    show();
    refill();
    move(button->mapToGlobal(QPoint(button->width() - width(), button->height() + 4)));
    (context_->isVisible() ? static_cast<QWidget*>(context_) : panels_)->setFocus();
}

} // namespace loadline
