// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_advice.h"

#include "catalog/presets.h"
#include "forms/form_words.h"
#include "grid/cards.h"
#include "theme/measure.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QGridLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

Tone suitsTone(Suits suits)
{
    switch (suits) {
    case Suits::Best:
        return Tone::Good;
    case Suits::Helps:
        return Tone::Accent;
    case Suits::Depends:
        return Tone::Warn;
    case Suits::No:
        break;
    }
    return Tone::Idle;
}

} // namespace

QString suitsWord(Suits suits)
{
    switch (suits) {
    case Suits::Best:
        return WizardAdvice::tr("the way to go");
    case Suits::Helps:
        return WizardAdvice::tr("helps beside it");
    case Suits::Depends:
        return WizardAdvice::tr("depends");
    case Suits::No:
        break;
    }
    return WizardAdvice::tr("not for this");
}

WizardAdvice::WizardAdvice(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    row->addWidget(buildTypes(), 2);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 8, 8);
    column->setSpacing(cardGap);
    list_ = new QWidget(content);
    items_ = new QVBoxLayout(list_);
    items_->setContentsMargins(0, 0, 0, 0);
    items_->setSpacing(8);
    column->addWidget(list_);
    column->addWidget(buildMatrix());
    column->addStretch(1);
    scroll_ = new QScrollArea(this);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    row->addWidget(scroll_, 5);
    setFacts({});
}

QWidget* WizardAdvice::buildTypes()
{
    auto* card = new Card(tr("What kind of workload is it?"), this);
    because_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, card);
    card->body()->addWidget(because_);
    seen_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, card);
    seen_->hide();
    card->body()->addWidget(seen_);
    types_ = new QButtonGroup(this);
    for (const WorkloadTypeRow& type : workloadTypes()) {
        auto* button = new QRadioButton(adviceText(type.title), card);
        button->setAccessibleDescription(adviceText(type.summary));
        types_->addButton(button, static_cast<int>(type.type));
        card->body()->addWidget(button);
        auto* summary = new ToneLabel(adviceText(type.summary), Tone::Muted, ToneLabel::Size::Small, card);
        summary->setContentsMargins(24, 0, 0, 4);
        card->body()->addWidget(summary);
    }
    card->body()->addStretch(1);
    writes_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, card);
    card->body()->addWidget(writes_);
    auto* start = new QPushButton(tr("Start with these manifests"), card);
    start->setDefault(true);
    card->body()->addWidget(start, 0, Qt::AlignLeft);
    connect(types_, &QButtonGroup::idClicked, this, [this](int id) { say(static_cast<WorkloadType>(id)); });
    connect(start, &QPushButton::clicked, this, [this] { Q_EMIT presetChosen(advice_.type); });
    return card;
}

QWidget* WizardAdvice::buildMatrix()
{
    auto* card = new Card(tr("The decision matrix"), this);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    int column = 1;
    for (const Autoscaler autoscaler : allAutoscalers)
        grid->addWidget(new ToneLabel(adviceText(titleOf(autoscaler)), Tone::Muted, ToneLabel::Size::Small, card), 0, column++);
    int row = 1;
    for (const WorkloadTypeRow& type : workloadTypes()) {
        std::vector<ToneLabel*> line;
        line.push_back(new ToneLabel(adviceText(type.title), Tone::Normal, ToneLabel::Size::Body, card));
        grid->addWidget(line.back(), row, 0, Qt::AlignTop);
        for (const Autoscaler autoscaler : allAutoscalers) {
            const MatrixCell& cell = type.cell(autoscaler);
            const QString how = adviceText(cell.how);
            auto* label = new ToneLabel(how.isEmpty() ? suitsWord(cell.suits) : QStringLiteral("%1: %2").arg(suitsWord(cell.suits), how),
                suitsTone(cell.suits), ToneLabel::Size::Small, card);
            label->setToolTip(adviceText(cell.why));
            label->setAccessibleDescription(adviceText(cell.why));
            grid->addWidget(label, row, static_cast<int>(autoscaler) + 1, Qt::AlignTop);
            line.push_back(label);
        }
        cells_.push_back(std::move(line));
        ++row;
    }
    for (int at = 0; at < grid->columnCount(); ++at)
        grid->setColumnStretch(at, 1);
    card->body()->addLayout(grid);
    return card;
}

void WizardAdvice::setFacts(const WorkloadFacts& facts)
{
    facts_ = facts;
    say(std::nullopt);
}

void WizardAdvice::setSeen(const QString& text, Tone tone)
{
    seen_->setTone(tone);
    seen_->setText(text);
    seen_->setVisible(!text.isEmpty());
}

void WizardAdvice::setScalers(const std::vector<LiveScaler>& scalers)
{
    scalers_ = scalers;
    refresh();
}

void WizardAdvice::focusType()
{
    types_->button(static_cast<int>(advice_.type))->setFocus(Qt::OtherFocusReason);
}

// Two autoscalers on one workload hold each other up: the one that is there is the one to change.
void WizardAdvice::addScalers()
{
    if (scalers_.empty())
        return;
    auto* card = new Card(tr("It is scaled already"), list_);
    card->body()->addWidget(new ToneLabel(tr("Change what is there. Starting with the manifests of the advice keeps it, adds what it lacks and asks about the rest; no second one is written beside it."),
        Tone::Muted, ToneLabel::Size::Body, card));
    auto* row = new QHBoxLayout;
    for (const LiveScaler& scaler : scalers_) {
        auto* button = new QPushButton(tr("Change %1 \u2026").arg(scaler.name), card);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, path = scaler.path] { Q_EMIT changeChosen(path); }, Qt::QueuedConnection);
    }
    row->addStretch(1);
    card->body()->addLayout(row);
    items_->addWidget(card);
}

void WizardAdvice::say(std::optional<WorkloadType> type)
{
    advice_ = advise(facts_, type);
    refresh();
}

void WizardAdvice::refresh()
{
    types_->button(static_cast<int>(advice_.type))->setChecked(true);
    QStringList because;
    for (const Reason& reason : advice_.because)
        because << adviceText(reason);
    because_->setText(because.isEmpty() ? tr("Nothing seen tells which it is. %1 is only where it begins: choose what it is.").arg(types_->checkedButton()->text().remove(QLatin1Char('&'))) : because.join(QLatin1Char(' ')));
    emptyLayout(*items_);
    addScalers();
    if (!advice_.first.empty()) {
        auto* card = new Card(tr("Mend this first"), list_);
        for (const Reason& reason : advice_.first)
            card->body()->addWidget(new ToneLabel(adviceText(reason), Tone::Warn, ToneLabel::Size::Body, card));
        items_->addWidget(card);
    }
    for (const AdviceItem& item : advice_.items)
        addItem(item);
    for (std::size_t row = 0; row < cells_.size(); ++row)
        cells_[row].front()->setSize(row == static_cast<std::size_t>(advice_.type) ? ToneLabel::Size::Strong : ToneLabel::Size::Body);
    QStringList writes, changes;
    if (const WorkloadPreset* preset = workloadPreset(workloadType(advice_.type).id))
        for (const Value& part : preset->parts) {
            if (const LiveScaler* kept = inPlaceOf(part["kind"].text()))
                changes << kept->name;
            else
                writes << QString::fromStdString(part["kind"].text());
        }
    QString text = changes.isEmpty() ? QString() : tr("Changes %1.").arg(changes.join(QStringLiteral(", "))) + QLatin1Char(' ');
    if (!writes.isEmpty())
        text += tr("Writes %1.").arg(writes.join(QStringLiteral(", "))) + QLatin1Char(' ');
    writes_->setText(text + tr("Everything in them can be changed."));
}

// What is there of its kind; of an HPA and a ScaledObject either stands for the other.
const LiveScaler* WizardAdvice::inPlaceOf(const std::string& kind) const
{
    const auto of = [this](std::string_view wanted) {
        const auto found = std::find_if(scalers_.begin(), scalers_.end(), [&](const LiveScaler& scaler) { return scaler.kind == wanted; });
        return found == scalers_.end() ? nullptr : &*found;
    };
    const LiveScaler* own = of(kind);
    if (!own && kind == "HorizontalPodAutoscaler")
        own = of("ScaledObject");
    if (!own && kind == "ScaledObject")
        own = of("HorizontalPodAutoscaler");
    return own;
}

void WizardAdvice::addItem(const AdviceItem& item)
{
    auto* card = new Card({}, list_);
    auto* head = new QHBoxLayout;
    auto* title = new ToneLabel(adviceText(titleOf(item.autoscaler)), Tone::Normal, ToneLabel::Size::Strong, card);
    auto* word = new ToneLabel(suitsWord(item.suits), suitsTone(item.suits), ToneLabel::Size::Body, card);
    title->setWordWrap(false);
    word->setWordWrap(false);
    head->addWidget(title);
    head->addWidget(word);
    head->addStretch(1);
    card->body()->addLayout(head);
    for (const Reason& reason : item.reasons)
        card->body()->addWidget(new ToneLabel(adviceText(reason), Tone::Muted, ToneLabel::Size::Body, card));
    items_->addWidget(card);
}

} // namespace loadline
