// SPDX-License-Identifier: GPL-3.0-or-later
// How the price book is laid out, and what a new row can be of.
#include "pages/own_prices_editor.h"

#include "grid/cards.h"
#include "grid/detail.h"
#include "grid/messages.h"
#include "pages/own_prices_model.h"
#include "pages/term_fields.h"
#include "tables/cells.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QToolButton>

#include <map>

namespace loadline {
namespace {

using Match = OwnPrice::Match;

constexpr int mostOffered = 30; // in one menu

QToolButton* button(QWidget* parent, QHBoxLayout* row, const QString& text, const QString& tip)
{
    auto* made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(tip);
    made->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(made);
    return made;
}

} // namespace

OwnPricesEditor::OwnPricesEditor(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    row->addWidget(buildBook(), 1);
    row->addWidget(buildRates());
    connect(model_, &OwnPricesModel::edited, this, [this](int at, const OwnPrice& was) {
        before_ = model_->prices();
        (*before_)[std::size_t(at)] = was;
        check();
    });
    connect(model_, &OwnPricesModel::refused, this, [this](const QString& why) { say(why, {}, false); });
    showUse();
}

QWidget* OwnPricesEditor::buildBook()
{
    auto* card = new Card({}, this);
    auto* top = new QHBoxLayout;
    use_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, card);
    top->addWidget(use_, 1);
    auto* more = button(card, top, tr("Add"), tr("One more price: of a node, pool, type, provider or label"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(more);
    more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillAddMenu(menu); });
    remove_ = button(card, top, tr("Remove"), tr("Take the chosen row out of your prices"));
    connect(remove_, &QToolButton::clicked, this, &OwnPricesEditor::removeChosen);
    auto* import = button(card, top, tr("Import …"), tr("Replace these rows by a CSV file's: Loadline's columns or OpenCost's"));
    connect(import, &QToolButton::clicked, this, &OwnPricesEditor::importWanted);
    auto* out = button(card, top, tr("Export"), tr("Write these rows into a CSV file"));
    out->setPopupMode(QToolButton::InstantPopup);
    auto* formats = new QMenu(out);
    out->setMenu(formats);
    const auto write = [this](PriceImport::Schema schema) {
        return [this, schema] { Q_EMIT fileWanted(QStringLiteral("csv"), tr("CSV table (*.csv)"), QByteArray::fromStdString(exportPrices(known_.own, schema))); };
    };
    formats->setToolTipsVisible(true);
    formats->addAction(tr("With Loadline's columns …"), this, write(PriceImport::Schema::Ours));
    formats->addAction(tr("With OpenCost's columns …"), this, write(PriceImport::Schema::OpenCost))
        ->setToolTip(tr("OpenCost knows no pools, providers and capacity types: such rows are left out."));
    card->body()->addLayout(top);
    model_ = new OwnPricesModel(this);
    view_ = writeTable(card, tr("Your prices"));
    view_->setModel(model_);
    view_->setItemDelegate(new OwnPricesDelegate(view_));
    constexpr std::array widths {98, 130, 66, 84, 84, 100, 98, 60};
    setColumnWidths(view_, widths);
    card->body()->addWidget(view_, 1);
    nothing_ = new MessageCard(card);
    nothing_->setMessage({TableMessage::Kind::Empty, tr("You have set no price of your own."),
        tr("Until you do, prices come from the clusters or from the bundled list. Add one for what runs here, or import a price book: yours go before all others."), tr("Import …")});
    connect(nothing_, &MessageCard::action, this, &OwnPricesEditor::importWanted);
    card->body()->addWidget(nothing_, 1);
    card->body()->addWidget(buildBelow(card));
    const auto showNothing = [this] {
        nothing_->setVisible(model_->rowCount() == 0);
        view_->setVisible(model_->rowCount() > 0);
        remove_->setEnabled(model_->rowCount() > 0);
    };
    connect(model_, &QAbstractItemModel::modelReset, this, showNothing);
    connect(model_, &QAbstractItemModel::rowsInserted, this, showNothing);
    connect(model_, &QAbstractItemModel::rowsRemoved, this, showNothing);
    showNothing();
    return card;
}

QWidget* OwnPricesEditor::buildBelow(Card* card)
{
    below_ = new QWidget(card);
    auto* column = new QVBoxLayout(below_);
    column->setContentsMargins(0, 6, 0, 0);
    auto* top = new QHBoxLayout;
    told_ = new ToneLabel({}, Tone::Warn, ToneLabel::Size::Strong, below_);
    confirm_ = new QPushButton(tr("Confirm"), below_);
    confirm_->setToolTip(tr("They are right: use them as they stand"));
    takeBack_ = new QPushButton(tr("Take back"), below_);
    takeBack_->setToolTip(tr("Your prices as they were before"));
    auto* close = new QPushButton(tr("Close"), below_);
    top->addWidget(told_, 1);
    for (QPushButton* one : {confirm_, takeBack_, close})
        top->addWidget(one, 0, Qt::AlignTop);
    column->addLayout(top);
    faults_ = new DetailPane(below_);
    faults_->setMinimumHeight(scaled(64, font()));
    faults_->setMaximumHeight(scaled(150, font()));
    column->addWidget(faults_);
    connect(confirm_, &QPushButton::clicked, this, &OwnPricesEditor::confirm);
    connect(takeBack_, &QPushButton::clicked, this, &OwnPricesEditor::takeBack);
    connect(close, &QPushButton::clicked, below_, &QWidget::hide);
    below_->hide();
    return below_;
}

QWidget* OwnPricesEditor::buildRates()
{
    auto* card = new Card(tr("Where no list has a price"), this);
    card->setFixedWidth(scaled(300, font()));
    useRates_ = new QCheckBox(tr("Price by vCPU, GiB and GPU"), card);
    useRates_->setToolTip(tr("Otherwise such machines have no price, are counted and left out of every sum."));
    ownRates_ = new QCheckBox(tr("At your own rates"), card);
    ownRates_->setToolTip(tr("Otherwise at the defaults of OpenCost for the provider. Rates also split a node's price among CPU, memory and GPU."));
    card->body()->addWidget(useRates_);
    card->body()->addWidget(ownRates_);
    auto* form = new QFormLayout;
    cpu_ = amountField(tr("A vCPU an hour"), 6, card);
    memory_ = amountField(tr("A GiB an hour"), 6, card);
    gpu_ = amountField(tr("A GPU an hour"), 4, card);
    form->addRow(tr("A &vCPU an hour"), cpu_);
    form->addRow(tr("A &GiB an hour"), memory_);
    form->addRow(tr("A G&PU an hour"), gpu_);
    stale_ = new QSpinBox(card);
    stale_->setRange(1, 3650);
    stale_->setSuffix(tr(" days"));
    stale_->setAccessibleName(tr("A listed price is old after"));
    form->addRow(tr("Prices are &old after"), stale_);
    card->body()->addLayout(form);
    card->body()->addWidget(new ToneLabel(tr("The price of a node comes from the first of these that knows it: your own prices (the most specific "
                                             "row), OpenCost, Karpenter's offerings, the bundled list for the region, that of another region, "
                                             "these rates. Spot is never charged at the on-demand price."),
        Tone::Muted, ToneLabel::Size::Small, card));
    card->body()->addStretch(1);
    const PriceSettings usual;
    const Rates rates = defaultRates({});
    useRates_->setChecked(usual.useRates);
    stale_->setValue(int(usual.staleAfterDays));
    for (const auto& [field, amount] : {std::pair(cpu_, rates.cpu), std::pair(memory_, rates.memory), std::pair(gpu_, rates.gpu)}) {
        field->setValue(amount.value());
        connect(field, &QDoubleSpinBox::valueChanged, this, &OwnPricesEditor::chooseRates);
        field->setEnabled(false);
    }
    connect(useRates_, &QCheckBox::toggled, this, &OwnPricesEditor::chooseRates);
    connect(ownRates_, &QCheckBox::toggled, this, &OwnPricesEditor::chooseRates);
    connect(stale_, &QSpinBox::valueChanged, this, &OwnPricesEditor::chooseRates);
    return card;
}

void OwnPricesEditor::chooseRates()
{
    PriceSettings next = known_;
    next.useRates = useRates_->isChecked();
    next.staleAfterDays = stale_->value();
    next.rates.reset();
    if (ownRates_->isChecked()) {
        Rates rates;
        rates.name = tr("your rates").toStdString();
        rates.cpu = amountOf(cpu_);
        rates.memory = amountOf(memory_);
        rates.gpu = amountOf(gpu_);
        next.rates = rates;
    }
    for (QDoubleSpinBox* field : {cpu_, memory_, gpu_})
        field->setEnabled(ownRates_->isChecked());
    if (next == known_)
        return;
    known_ = next;
    Q_EMIT pricesChosen(known_);
}

void OwnPricesEditor::showRates()
{
    const QSignalBlocker quiet1(useRates_), quiet2(ownRates_), quiet3(stale_), quiet4(cpu_), quiet5(memory_), quiet6(gpu_);
    useRates_->setChecked(known_.useRates);
    ownRates_->setChecked(known_.rates.has_value());
    stale_->setValue(int(known_.staleAfterDays));
    const Rates rates = known_.rates.value_or(defaultRates({}));
    cpu_->setValue(rates.cpu.value());
    memory_->setValue(rates.memory.value());
    gpu_->setValue(rates.gpu.value());
    for (QDoubleSpinBox* field : {cpu_, memory_, gpu_})
        field->setEnabled(known_.rates.has_value());
}

// What runs now, with the price it has: most people change one that is there.
void OwnPricesEditor::fillAddMenu(QMenu* menu)
{
    menu->clear();
    std::map<Match, std::map<std::string, Money>> offered;
    for (const auto& row : nodes_) {
        const Money now = row->price.hourly.value_or(Money());
        const auto offer = [&](Match match, const std::string& value) {
            if (!value.empty())
                offered[match].emplace(value, now);
        };
        if (row->price.source == PriceSource::Unknown)
            offer(Match::NodeName, row->name);
        offer(Match::Pool, row->machine.pool);
        offer(Match::InstanceType, row->machine.instanceType);
        offer(Match::Provider, row->machine.provider);
    }
    const auto sub = [&](Match match, const QString& title) {
        auto* list = menu->addMenu(title);
        int count = 0;
        for (const auto& [value, now] : offered[match]) {
            if (++count > mostOffered)
                break;
            OwnPrice price;
            price.match = match;
            price.value = value;
            price.hourly = now;
            list->addAction(now.isZero() ? qtext(value) : tr("%1, now %2").arg(qtext(value), moneyText(now, {}, MoneyStyle::Rate)), this, [this, price] { add(price); });
        }
        list->setEnabled(!list->isEmpty());
    };
    sub(Match::NodeName, tr("A node without a price"));
    sub(Match::Pool, tr("A pool"));
    sub(Match::InstanceType, tr("An instance type"));
    sub(Match::Provider, tr("A provider"));
    menu->addSeparator();
    menu->addAction(tr("An empty row"), this, [this] {
        OwnPrice empty;
        empty.match = Match::InstanceType;
        add(empty);
    });
}

} // namespace loadline
