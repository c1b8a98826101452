// SPDX-License-Identifier: GPL-3.0-or-later
// How the calculator is laid out, and its figures.
#include "pages/what_if_page.h"

#include "grid/cards.h"
#include "pages/chooser.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "pages/waterfall_items.h"
#include "pages/what_if_comparison.h"
#include "pages/what_if_form.h"
#include "pages/what_if_model.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>

#include <array>
#include <cmath>

namespace loadline {
namespace {

QString percentText(const std::optional<Quantity>& percent)
{
    return percent ? figure(std::round(percent->value()), Unit::Percent) : unknown();
}

int widthOf(const WhatIfFieldInfo* info, int column)
{
    if (!info)
        return column == 1 ? 60 : 72;
    switch (info->field) {
    case WhatIfField::Name:
        return 140;
    case WhatIfField::Mix:
        return 150;
    case WhatIfField::TooHigh:
        return 130;
    case WhatIfField::SpotDiscount:
        return 102;
    case WhatIfField::Price:
        return 86;
    case WhatIfField::Per:
        return 58;
    case WhatIfField::Spot:
        return 58;
    default:
        return 76;
    }
}

QString longest(const QAbstractItemModel& model, int column)
{
    QString longest;
    for (int row = 0; row < model.rowCount(); ++row)
        if (const QString text = model.index(row, column).data().toString(); text.size() > longest.size())
            longest = text;
    return longest;
}

} // namespace

void WhatIfPage::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 10);
    column->setSpacing(cardGap);
    header_ = new PageHeader(title(), this);
    addControls();
    column->addWidget(header_);
    column->addWidget(buildCards());
    auto* split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(cardGap);
    split->addWidget(buildLines());
    split->addWidget(buildBelow());
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setSizes({230, 345});
    column->addWidget(split, 1);
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    connect(model_, &WhatIfModel::changed, this, &WhatIfPage::showFigures);
    connect(model_, &WhatIfModel::refused, this, [this](const QString& why) { Q_EMIT message(why, true); });
    connect(model_, &QAbstractItemModel::modelReset, this, &WhatIfPage::fitLines);
    connect(model_, &WhatIfModel::edited, this, [this] { chosen_ = true; });
    connect(form_, &WhatIfForm::numberChosen, this, [this](WhatIfField field, double value) { model_->setNumber(row_, field, value); });
    connect(form_, &WhatIfForm::textChosen, this,
        [this](WhatIfField field, const QString& text) { model_->setData(model_->index(row_, WhatIfModel::columnOf(field)), text, Qt::EditRole); });
    connect(model_, &QAbstractItemModel::dataChanged, this, [this] { form_->setLine(model_->line(row_)); });
}

void WhatIfPage::addControls()
{
    start_ = addChooser(header_, tr("Start from"), tr("The clusters as they run, history, or a usual case with its assumptions"), [this](QMenu* menu) { fillStartMenu(menu); });
    name_ = new QLineEdit(header_);
    name_->setAccessibleName(tr("The scenario's name"));
    name_->setToolTip(tr("The scenario's name, under which it is saved"));
    name_->setPlaceholderText(tr("Name"));
    name_->setMinimumWidth(scaled(170, font()));
    connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
        model_->rename(text.trimmed().toStdString());
        showKept();
    });
    header_->addControl(name_);
    save_ = addButton(header_, tr("Save"), tr("Keep this scenario under its name"), [this] { save(); });
    kept_ = addChooser(header_, tr("Scenarios"), tr("Saved scenarios: open, duplicate, delete"), [this](QMenu* menu) { fillKeptMenu(menu); });
}

QWidget* WhatIfPage::buildCards()
{
    auto* row = new FigureRow;
    month_ = row->add(tr("A month"));
    year_ = row->add(tr("A year"));
    saved_ = row->add(tr("Saved a month"));
    savedYear_ = row->add(tr("Saved a year"));
    released_ = row->add(tr("Released by workloads"));
    year_->setSource(tr("Twelve such months."));
    month_->setSource(tr("What is paid for the pools: nodes, hours, spot, machines, right-sizing and discount, in that order."));
    saved_->setSource(tr("Always on, less what is paid. The parts of the waterfall add up to it."));
    released_->setSource(tr("What workloads no longer ask for. It turns into money when nodes go; it is never added to what pools save."));
    return row;
}

QWidget* WhatIfPage::buildLines()
{
    auto* card = new Card({}, this);
    auto* top = new QHBoxLayout;
    assumptions_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, card);
    top->addWidget(assumptions_, 1);
    const auto button = [&](const QString& text, const QString& tip) {
        auto* made = new QToolButton(card);
        made->setText(text);
        made->setToolTip(tip);
        top->addWidget(made, 0, Qt::AlignTop);
        return made;
    };
    auto* pool = button(tr("Add pool"), tr("One more line of nodes"));
    auto* workload = button(tr("Add workload"), tr("One more line of replicas"));
    remove_ = button(tr("Remove"), tr("Take the chosen line out of the scenario"));
    card->body()->addLayout(top);
    model_ = new WhatIfModel(this);
    view_ = writeTable(card, tr("Lines of the scenario"));
    view_->setModel(model_);
    view_->setItemDelegate(new WhatIfDelegate(view_));
    for (int at = 0; at < model_->columnCount(); ++at) {
        const WhatIfFieldInfo* info = WhatIfModel::field(at);
        view_->setColumnWidth(at, scaled(widthOf(info, at), font()));
    }
    view_->viewport()->installEventFilter(this);
    card->body()->addWidget(view_, 1);
    const auto append = [this](bool isWorkload) {
        chosen_ = true;
        choose(model_->addLine(isWorkload));
    };
    connect(pool, &QToolButton::clicked, this, [append] { append(false); });
    connect(workload, &QToolButton::clicked, this, [append] { append(true); });
    connect(remove_, &QToolButton::clicked, this, [this] {
        chosen_ = true;
        const int row = row_;
        model_->removeLine(row);
        choose(std::min(row, model_->rowCount() - 1));
    });
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid())
            choose(current.row());
    });
    return card;
}

QWidget* WhatIfPage::buildBelow()
{
    auto* row = new QSplitter(Qt::Horizontal);
    row->setChildrenCollapsible(false);
    row->setHandleWidth(cardGap);
    formCard_ = new Card(tr("Line"), row);
    form_ = new WhatIfForm;
    auto* scroll = new QScrollArea(formCard_);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    scroll->setWidget(form_);
    scroll->viewport()->setAutoFillBackground(false);
    form_->setAutoFillBackground(false);
    formCard_->body()->addWidget(scroll, 1);
    auto* bars = new Card(tr("From always on to what is paid, a month"), row);
    waterfall_ = new WaterfallChart(bars);
    bars->body()->addWidget(waterfall_, 1);
    auto* side = new Card(tr("Side by side"), row);
    compareView_ = writeTable(side, tr("Scenarios side by side"), false);
    compareView_->setSelectionBehavior(QAbstractItemView::SelectColumns);
    compareView_->setToolTip(tr("Saved scenarios beside this one; a double click opens one"));
    compare_ = new QStandardItemModel(this);
    compareView_->setModel(compare_);
    side->body()->addWidget(compareView_, 1);
    connect(compareView_, &QTableView::activated, this, [this](const QModelIndex& index) {
        const std::string name = compare_->headerData(index.column(), Qt::Horizontal, Qt::UserRole).toString().toStdString();
        for (const Scenario& scenario : kept())
            if (scenario.name == name)
                return open(Scenario(scenario));
    });
    row->addWidget(formCard_);
    row->addWidget(bars);
    row->addWidget(side);
    row->setStretchFactor(0, 11);
    row->setStretchFactor(1, 8);
    row->setStretchFactor(2, 13);
    row->setSizes({380, 250, 410});
    return row;
}

void WhatIfPage::choose(int row)
{
    row_ = row;
    const WhatIfLine* line = model_->line(row);
    form_->setLine(line);
    formCard_->setTitle(line ? whatIfText(*line, WhatIfField::Name) : tr("Line"), {});
    remove_->setEnabled(line != nullptr);
    if (line && view_->currentIndex().row() != row)
        view_->setCurrentIndex(model_->index(row, 0));
}

void WhatIfPage::showFigures()
{
    const Currency& currency = costs_->settings.terms.currency;
    const WhatIfResult& pools = model_->result().pools;
    const WhatIfResult& workloads = model_->result().workloads;
    const Tone tone = pools.saved().negative() ? Tone::Warn : Tone::Good;
    const QString percent = tr("%1 of always on").arg(percentText(pools.savedPercent()));
    month_->setFigure(moneyText(pools.monthly(), currency), tr("always on %1").arg(moneyText(pools.saving.baseline, currency)), Tone::Muted);
    year_->setFigure(moneyText(pools.yearly(), currency), tr("always on %1").arg(moneyText(pools.saving.baseline * 12, currency)), Tone::Muted);
    saved_->setFigure(moneyText(pools.saved(), currency), percent, tone);
    savedYear_->setFigure(moneyText(pools.savedYearly(), currency), percent, tone);
    const bool any = !model_->scenario().workloads.empty();
    released_->setFigure(any ? moneyText(workloads.saved(), currency) : tr("none"), any ? tr("beside the saving, a month") : tr("no workload is in it"), Tone::Muted);
    waterfall_->setItems(waterfallItems(model_->scenario().pools.empty() ? std::vector<WaterfallBar>() : waterfall(pools), currency),
        tr("A scenario without pools costs nothing. Add one, or start from a usual case."));
    showKept();
}

void WhatIfPage::showKept()
{
    std::vector<ScenarioResult> shown {model_->result()};
    shown.front().name = model_->scenario().name;
    for (const ScenarioResult& other : keptResults_)
        if (other.name != model_->scenario().name)
            shown.push_back(other);
    const int columns = compare_->columnCount();
    showSideBySide(*compare_, shown, costs_->settings.terms.currency);
    if (columns != compare_->columnCount()) {
        auto* header = compareView_->horizontalHeader();
        header->setStretchLastSection(false);
        header->setSectionResizeMode(shown.size() > 2 ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
        header->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    }
}

// Columns give way where the table has no room for them, the rarest first: the form below has them all.
void WhatIfPage::fitLines()
{
    constexpr std::array yielding {WhatIfField::SpotDiscount, WhatIfField::Discount, WhatIfField::TooHigh, WhatIfField::AtZero, WhatIfField::OnDuty, WhatIfField::Per,
        WhatIfField::Spot};
    int wanted = 0;
    for (int at = 0; at < model_->columnCount(); ++at) {
        view_->setColumnHidden(at, false);
        wanted += scaled(widthOf(WhatIfModel::field(at), at), font());
    }
    for (const WhatIfField field : yielding) {
        if (wanted <= view_->viewport()->width())
            break;
        const int column = WhatIfModel::columnOf(field);
        view_->setColumnHidden(column, true);
        wanted -= scaled(widthOf(WhatIfModel::field(column), column), font());
    }
    // What is left over goes to the names, as far as they ask for it.
    int spare = std::max(0, view_->viewport()->width() - wanted);
    for (const int words : {0, 1}) {
        const int usual = scaled(widthOf(WhatIfModel::field(words), words), font());
        const int asked = view_->fontMetrics().horizontalAdvance(longest(*model_, words)) + scaled(16, font());
        const int more = std::clamp(asked - usual, 0, spare);
        view_->setColumnWidth(words, usual + more);
        spare -= more;
    }
}

bool WhatIfPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == view_->viewport() && event->type() == QEvent::Resize)
        fitLines();
    return Page::eventFilter(watched, event);
}

} // namespace loadline
