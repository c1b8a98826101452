// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/detail_area.h"

#include "grid/cards.h"
#include "pages/chart_column.h"
#include "pages/elided_label.h"
#include "pages/yaml_view.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <span>

namespace loadline {
namespace {

constexpr std::size_t mostButtons = 3;
enum Tab { ExplanationTab, EventsTab, YamlTab };

} // namespace

DetailArea::DetailArea(QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
{
    setChildrenCollapsible(false);
    setHandleWidth(cardGap);
    addWidget(buildLeft());
    addWidget(buildRight());
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    setSizes({600, 380});
}

QWidget* DetailArea::buildLeft()
{
    auto* card = new Card({}, this);
    card->setMinimumWidth(scaled(320, font()));
    auto* heading = new QHBoxLayout;
    heading->setSpacing(8);
    title_ = new ElidedLabel(card);
    title_->setFont(strongFont(font()));
    subtitle_ = new ElidedLabel(card, Tone::Muted);
    heading->addWidget(title_);
    heading->addWidget(subtitle_, 1);
    card->body()->addLayout(heading);
    auto* content = new QWidget;
    left_ = new QVBoxLayout(content);
    left_->setContentsMargins(0, 0, 0, 0);
    charts_ = new ChartColumn(content);
    left_->addWidget(charts_, 1);
    chartScroll_ = new QScrollArea(card);
    chartScroll_->setWidget(content);
    chartScroll_->setWidgetResizable(true);
    chartScroll_->setFrameShape(QFrame::NoFrame);
    chartScroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chartScroll_->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    chartScroll_->setFocusPolicy(Qt::NoFocus);
    card->body()->addWidget(chartScroll_, 1);
    return card;
}

QWidget* DetailArea::buildRight()
{
    auto* card = new Card({}, this);
    card->setMinimumWidth(scaled(260, font()));
    tabs_ = new QTabBar(card);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setAccessibleName(tr("What is shown of the chosen row"));
    tabs_->addTab(tr("Explanation"));
    tabs_->addTab(tr("Events"));
    tabs_->addTab(tr("YAML"));
    stack_ = new QStackedWidget(card);
    explanation_ = new DetailPane(stack_);
    explanation_->setAccessibleName(tr("Explanation"));
    events_ = new DetailPane(stack_);
    events_->setAccessibleName(tr("Events"));
    yaml_ = new YamlView(stack_);
    stack_->addWidget(explanation_);
    stack_->addWidget(events_);
    stack_->addWidget(yaml_);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(-16, 0, 0, 0); // the first tab's words stand above those of its page
    top->addWidget(tabs_);
    card->body()->addLayout(top);
    card->body()->addWidget(stack_, 1);
    actionRow_ = new QWidget(card);
    auto* buttons = new QHBoxLayout(actionRow_);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    actionRow_->hide();
    card->body()->addWidget(actionRow_);
    connect(tabs_, &QTabBar::currentChanged, this, &DetailArea::showTab);
    connect(explanation_, &DetailPane::linkActivated, this, &DetailArea::linkActivated);
    connect(events_, &DetailPane::linkActivated, this, &DetailArea::linkActivated);
    return card;
}

void DetailArea::addBelowCharts(QWidget* widget, int stretch)
{
    left_->addWidget(widget, stretch);
}

void DetailArea::showActions(const std::vector<RowAction>& actions)
{
    if (actions == actions_)
        return;
    actions_ = actions;
    qDeleteAll(actionRow_->findChildren<QPushButton*>(QString(), Qt::FindDirectChildrenOnly));
    auto* row = actionRow_->layout();
    while (row->count() > 0)
        delete row->takeAt(0);
    // What does not fit beside each other goes into a menu; the first are the nearest.
    const std::size_t shown = actions_.size() > mostButtons ? mostButtons - 1 : actions_.size();
    for (const auto& action : std::span(actions_).first(shown)) {
        auto* button = new QPushButton(action.icon.isEmpty() ? QIcon() : icon(action.icon), action.text, actionRow_);
        button->setToolTip(action.why);
        button->setEnabled(action.enabled);
        connect(button, &QPushButton::clicked, this, [this, id = action.id] { Q_EMIT actionWanted(id); });
        row->addWidget(button);
    }
    if (shown < actions_.size())
        row->addWidget(moreButton(shown));
    static_cast<QHBoxLayout*>(row)->addStretch(1);
    actionRow_->setVisible(!actions_.empty());
}

QPushButton* DetailArea::moreButton(std::size_t from)
{
    auto* more = new QPushButton(tr("More"), actionRow_);
    more->setAccessibleName(tr("More to do with the chosen row"));
    auto* menu = new QMenu(more);
    menu->setToolTipsVisible(true);
    for (const auto& action : std::span(actions_).subspan(from)) {
        auto* entry = menu->addAction(action.icon.isEmpty() ? QIcon() : icon(action.icon), action.text);
        entry->setToolTip(action.why);
        entry->setEnabled(action.enabled);
        connect(entry, &QAction::triggered, this, [this, id = action.id] { Q_EMIT actionWanted(id); });
    }
    more->setMenu(menu);
    return more;
}

void DetailArea::setDetail(const RowDetail& detail)
{
    title_->setWhole(detail.title);
    subtitle_->setWhole(detail.subtitle);
    cluster_ = detail.cluster;
    tabs_->setTabText(EventsTab, detail.eventCount > 0 ? tr("Events %1").arg(detail.eventCount) : tr("Events"));
    explanation_->setSections(detail.explanation);
    events_->setSections(detail.events);
    tabs_->setTabVisible(EventsTab, !detail.events.empty());
    if (document_ != detail.document) {
        document_ = detail.document;
        asked_.clear();
        yaml_->setWaiting();
    }
    tabs_->setTabVisible(YamlTab, !document_.isEmpty());
    charts_->setPlans(detail.charts);
    showActions(detail.actions);
    askForDocument();
}

void DetailArea::setNothing(const QString& sentence)
{
    RowDetail nothing;
    if (!sentence.isEmpty()) {
        DetailSection section;
        section.lines.push_back({sentence, Tone::Muted, {}});
        nothing.explanation.push_back(section);
    }
    setDetail(nothing);
}

void DetailArea::showTab(int index)
{
    stack_->setCurrentIndex(index);
    askForDocument();
}

void DetailArea::askForDocument()
{
    if (tabs_->currentIndex() != YamlTab || document_.isEmpty() || asked_ == document_)
        return;
    asked_ = document_;
    given_.clear();
    Q_EMIT documentWanted(cluster_, document_);
}

void DetailArea::setDocument(const QString& path, const Result<std::string>& json)
{
    if (path != document_)
        return;
    given_ = path;
    yaml_->setJson(json);
}

bool DetailArea::waitsForDocument() const
{
    return !asked_.isEmpty() && given_ != asked_;
}

} // namespace loadline
