// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_target.h"

#include "grid/cards.h"
#include "grid/filter_edit.h"
#include "grid/table_view.h"
#include "pages/page_message.h"
#include "tables/cells.h"
#include "tables/row_model.h"
#include "theme/measure.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace loadline {

WizardTarget::WizardTarget(QWidget* parent)
    : QWidget(parent)
{
    build();
}

WizardTarget::~WizardTarget() = default;

void WizardTarget::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(new ToneLabel(tr("Which workload is to be scaled? Choose it and press Enter."), Tone::Muted, ToneLabel::Size::Body, this));
    search_ = new FilterEdit(tr("Search: name, namespace, kind \u2026"), this);
    pane_ = new TablePane(this);
    pane_->view()->setAccessibleName(tr("Workloads"));
    left->addWidget(search_);
    left->addWidget(pane_, 1);
    auto* right = new QVBoxLayout;
    right->setSpacing(cardGap);
    right->addWidget(buildByHand());
    auto* files = new Card(tr("Start from files"), this);
    files->body()->addWidget(new ToneLabel(
        tr("Open manifests that are there already, or drop them here. Comments and fields that the form does not know stay as they are."),
        Tone::Muted, ToneLabel::Size::Body, files));
    auto* open = new QPushButton(tr("Open files \u2026"), files);
    files->body()->addWidget(open, 0, Qt::AlignLeft);
    auto* empty = new QPushButton(tr("Write without a target"), files);
    empty->setToolTip(tr("For priority classes, quotas, node pools and other things that belong to no workload."));
    files->body()->addWidget(empty, 0, Qt::AlignLeft);
    right->addWidget(files);
    right->addStretch(1);
    row->addLayout(left, 3);
    row->addLayout(right, 1);
    connect(open, &QPushButton::clicked, this, &WizardTarget::openWanted);
    connect(empty, &QPushButton::clicked, this, &WizardTarget::emptyWanted);
    connect(search_, &FilterEdit::filterChanged, this, [this](const QString& text) {
        order_.filter = text;
        derive();
    });
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        entered_ = true; // what it finds may not be there yet
        order_.filter = search_->text();
        derive();
    });
    search_->installEventFilter(this); // Down goes into the list
    connect(pane_->view(), &TableView::rowActivated, this, &WizardTarget::choose);
    connect(pane_->view(), &TableView::sortingChosen, this, [this](const std::vector<SortBy>& by) {
        order_.by = by;
        derive();
    });
}

QWidget* WizardTarget::buildByHand()
{
    auto* card = new Card(tr("Or by hand"), this);
    auto* form = new QFormLayout;
    cluster_ = new QComboBox(card);
    cluster_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    cluster_->setMinimumContentsLength(10);
    kind_ = new QComboBox(card);
    kind_->addItems({QStringLiteral("Deployment"), QStringLiteral("StatefulSet")});
    ns_ = new QLineEdit(card);
    name_ = new QLineEdit(card);
    form->addRow(tr("Cluster"), cluster_);
    form->addRow(tr("Kind"), kind_);
    form->addRow(tr("Namespace"), ns_);
    form->addRow(tr("Name"), name_);
    cluster_->setAccessibleName(tr("Cluster"));
    card->body()->addLayout(form);
    auto* use = new QPushButton(tr("Use this workload"), card);
    use->setEnabled(false);
    card->body()->addWidget(use, 0, Qt::AlignLeft);
    connect(name_, &QLineEdit::textChanged, use, [use](const QString& text) { use->setEnabled(!text.trimmed().isEmpty()); });
    connect(name_, &QLineEdit::returnPressed, this, &WizardTarget::useByHand);
    connect(use, &QPushButton::clicked, this, &WizardTarget::useByHand);
    return card;
}

void WizardTarget::useByHand()
{
    const QString name = name_->text().trimmed();
    if (!name.isEmpty())
        Q_EMIT chosen(cluster_->currentData().toString().toStdString(),
            {"apps/v1", kind_->currentText().toStdString(), ns_->text().trimmed().toStdString(), name.toStdString()});
}

void WizardTarget::setWorlds(const Worlds& worlds)
{
    worlds_ = worlds;
    QStringList names;
    for (const WorldPtr& world : worlds)
        names << qtext(world->cluster);
    QStringList old;
    for (int i = 0; i + 1 < cluster_->count(); ++i)
        old << cluster_->itemText(i);
    if (names != old || cluster_->count() == 0) {
        cluster_->clear();
        for (const QString& name : names)
            cluster_->addItem(name, name);
        cluster_->addItem(tr("none: files only"), QString());
    }
    derive();
}

void WizardTarget::setFilter(const QString& text)
{
    search_->setFilter(text);
}

void WizardTarget::focusSearch()
{
    search_->setFocus(Qt::OtherFocusReason);
}

void WizardTarget::derive()
{
    const bool many = worlds_.size() > 1;
    job_.run([this, worlds = worlds_, order = order_, many]() -> LatestJob::Finish {
        auto rows = arrange(deriveTargets(worlds), targetColumns(many), order);
        return [this, rows = std::move(rows), many] { take(rows, many); };
    });
}

void WizardTarget::take(Rows<TargetRow> rows, bool many)
{
    if (!model_ || many != many_) {
        auto* next = new RowModel<TargetRow>(targetColumns(many), this);
        pane_->setTable(next);
        if (model_)
            model_->deleteLater();
        model_ = next;
        many_ = many;
    }
    rows_ = rows;
    model_->setRows(std::move(rows));
    any_ = any_ || !rows_.empty();
    const QString byHand = tr("A workload that is not there yet can be written by hand, at the right.");
    TableMessage message;
    if (rows_.empty() && !worlds_.empty() && !order_.filter.trimmed().isEmpty() && any_) {
        message = {TableMessage::Kind::Empty, tr("No workload fits \u201c%1\u201d.").arg(order_.filter.trimmed()), byHand, {}};
    } else if (rows_.empty()) {
        const PageNeeds needs {{KindId::Deployment, KindId::StatefulSet}, {}, tr("There is no workload to scale in %1."), {}};
        message = pageMessage(worlds_, needs, 0, 0, {});
        message.action.clear();
        if (message.kind != TableMessage::Kind::Loading)
            message.cause = (message.cause + QLatin1Char(' ') + byHand).trimmed();
    }
    pane_->setMessage(message);
    if (!std::exchange(entered_, false) || rows_.empty())
        return;
    if (rows_.size() == 1)
        return choose(qtext(rows_.front()->id));
    if (!takeChosen()) // several, and none was chosen: the next Enter takes the first
        intoList();
}

void WizardTarget::intoList()
{
    if (rows_.empty())
        return;
    const QString id = pane_->view()->chosenRow();
    if (std::none_of(rows_.begin(), rows_.end(), [&](const auto& row) { return qtext(row->id) == id; }))
        pane_->view()->choose(qtext(rows_.front()->id));
    pane_->view()->setFocus(Qt::OtherFocusReason);
}

bool WizardTarget::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != search_ || event->type() != QEvent::KeyPress || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Down)
        return QWidget::eventFilter(watched, event);
    intoList();
    return true;
}

bool WizardTarget::takeChosen()
{
    const QString id = pane_->view()->chosenRow();
    const bool there = std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) { return qtext(row->id) == id; });
    if (there)
        choose(id);
    return there;
}

void WizardTarget::choose(const QString& rowId)
{
    for (const auto& row : rows_)
        if (qtext(row->id) == rowId)
            return Q_EMIT chosen(row->cluster, row->ref);
}

} // namespace loadline
