// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/apply_panel.h"

#include "forms/form_words.h"
#include "forms/trial_card.h"
#include "grid/cards.h"
#include "grid/tab_order.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

bool ApplyShown::good() const
{
    return stage == Stage::Tried && trouble.isEmpty() && !trials.empty()
        && std::all_of(trials.begin(), trials.end(), [](const TrialShown& trial) { return trial.good(); });
}

bool ApplyShown::idle() const
{
    return good() && std::all_of(trials.begin(), trials.end(), [](const TrialShown& trial) { return trial.idle(); });
}

ApplyPanel::ApplyPanel(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* card = new Card(tr("Into the cluster"), this);
    where_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Body, card);
    note_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, card);
    whyRow_ = new QWidget(card);
    auto* whyRow = new QHBoxLayout(whyRow_);
    whyRow->setContentsMargins(0, 0, 0, 0);
    auto* whyName = new QLabel(tr("&Why"), whyRow_);
    why_ = new QLineEdit(whyRow_);
    why_->setPlaceholderText(tr("For the journal; may stay empty"));
    why_->setAccessibleName(tr("Why, for the journal"));
    whyName->setBuddy(why_);
    whyRow->addWidget(whyName);
    whyRow->addWidget(why_, 1);
    whyRow_->hide();
    try_ = new QPushButton(tr("Check with the server"), card);
    unlock_ = new QPushButton(card);
    try_->setToolTip(tr("A dry run: the server checks and answers what would be stored, and stores nothing."));
    apply_ = new QPushButton(card);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(try_);
    buttons->addWidget(unlock_);
    buttons->addStretch(1);
    auto* last = new QHBoxLayout;
    last->addWidget(apply_);
    last->addStretch(1);
    card->body()->addWidget(where_);
    card->body()->addWidget(note_);
    card->body()->addWidget(whyRow_);
    card->body()->addLayout(buttons);
    card->body()->addLayout(last);
    list_ = new QWidget(this);
    column_ = new QVBoxLayout(list_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(10);
    column->addWidget(card);
    column->addWidget(list_);
    list_->hide();
    connect(try_, &QPushButton::clicked, this, &ApplyPanel::tryWanted);
    connect(apply_, &QPushButton::clicked, this, &ApplyPanel::applyWanted);
    connect(unlock_, &QPushButton::clicked, this, [this] { Q_EMIT readOnlyOffWanted(place_.context); });
    refresh();
}

void ApplyPanel::setUndoing(bool undoing)
{
    undoing_ = undoing;
    refresh();
}

void ApplyPanel::setAgain(bool offered)
{
    again_ = offered;
    refresh();
}

void ApplyPanel::setAsksWhy(bool asks)
{
    whyRow_->setVisible(asks);
}

QString ApplyPanel::why() const
{
    return why_->text().trimmed();
}

void ApplyPanel::setPlace(const PlaceShown& place)
{
    if (place == place_)
        return;
    place_ = place;
    refresh();
}

void ApplyPanel::setObstacle(const QString& why)
{
    if (why == obstacle_)
        return;
    obstacle_ = why;
    refresh();
}

void ApplyPanel::setShown(const ApplyShown& shown)
{
    if (shown == shown_)
        return;
    const QWidget* focused = QApplication::focusWidget();
    const bool inside = focused && isAncestorOf(focused);
    const bool lists = shown.trials != shown_.trials || shown.results != shown_.results || shown.stage != shown_.stage;
    shown_ = shown;
    if (lists)
        rebuild();
    refresh();
    keepFocus(inside);
}

// What had the focus may be gone or switched off while the server is asked: whoever uses the keyboard goes on with what
// comes next, unless they went elsewhere meanwhile.
void ApplyPanel::keepFocus(bool inside)
{
    QWidget* now = QApplication::focusWidget();
    if (inside && !(now && isAncestorOf(now) && now->isEnabled())) {
        strayed_ = true;
        strayedTo_ = now;
    }
    if (!strayed_ || shown_.busy())
        return;
    strayed_ = false;
    if (now != strayedTo_)
        return;
    for (QPushButton* next : {apply_, try_})
        if (next->isEnabled() && next->isVisible())
            return next->setFocus(Qt::OtherFocusReason);
}

// The namespaces that are written to, as far as they can be named in a few words.
QString ApplyPanel::whereIn() const
{
    QStringList names;
    for (const TrialShown& trial : shown_.trials)
        if (const QString ns = QString::fromStdString(trial.ref.ns); !ns.isEmpty() && !names.contains(ns))
            names << ns;
    if (names.size() <= 1)
        return place_.ns.isEmpty() ? names.isEmpty() ? QString() : tr("namespace %1").arg(names.front()) : tr("namespace %1").arg(place_.ns);
    return names.size() > 3 ? tr("several namespaces") : tr("namespaces %1").arg(names.join(QStringLiteral(", ")));
}

void ApplyPanel::refresh()
{
    QString where = place_.context.isEmpty() ? tr("No cluster was chosen: the files can be saved.")
                                             : tr("Context %1").arg(place_.context);
    if (!place_.server.isEmpty())
        where += tr(", server %1").arg(place_.server);
    if (const QString in = whereIn(); !in.isEmpty() && !place_.context.isEmpty())
        where += QStringLiteral(", ") + in;
    where_->setText(where);
    QString note;
    Tone tone = Tone::Muted;
    const bool possible = place_.open && !place_.readOnly && obstacle_.isEmpty();
    if (!place_.context.isEmpty() && !place_.open) {
        note = tr("This cluster is not open.");
    } else if (place_.readOnly) {
        note = place_.readOnlyForGood ? tr("Loadline was started with --read-only: nothing is sent.")
                                      : tr("This cluster is read-only: not even a dry run is sent.");
        tone = Tone::Warn;
    } else if (!obstacle_.isEmpty()) {
        note = obstacle_;
        tone = Tone::Warn;
    } else if (!shown_.trouble.isEmpty()) {
        note = shown_.trouble;
        tone = Tone::Bad;
    } else if (shown_.stage == ApplyShown::Stage::Trying) {
        note = tr("The server is checking \u2026");
    } else if (shown_.stage == ApplyShown::Stage::Applying) {
        note = tr("Writing \u2026");
    } else if (shown_.stage == ApplyShown::Stage::Idle && place_.open) {
        note = tr("Check first: the server says what would change, and stores nothing.");
    } else if (shown_.idle() && !undoing_) {
        note = tr("It is so already: there is nothing to apply.");
    } else if (shown_.good()) {
        note = tr("The server accepts all of it. Nothing has been stored yet.");
        tone = Tone::Good;
    } else if (shown_.stage == ApplyShown::Stage::Tried) {
        note = tr("Something stands against it: see below.");
        tone = Tone::Warn;
    }
    note_->setTone(tone);
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
    unlock_->setVisible(place_.readOnly && !place_.readOnlyForGood);
    const QString context = fontMetrics().elidedText(place_.context, Qt::ElideMiddle, scaled(260, font()));
    unlock_->setText(tr("Allow changes to %1 \u2026").arg(context));
    const bool done = shown_.stage == ApplyShown::Stage::Finished && !shown_.results.empty()
        && std::all_of(shown_.results.begin(), shown_.results.end(), [](const ResultShown& one) { return one.tone == Tone::Good; });
    try_->setVisible(!done || again_);
    try_->setText(done ? tr("Check again") : tr("Check with the server"));
    apply_->setVisible(!done);
    why_->setEnabled(shown_.stage != ApplyShown::Stage::Applying);
    if (done) // it was of these
        why_->clear();
    try_->setEnabled(possible && !shown_.busy());
    const QString named = whereIn();
    const QString in = named.isEmpty() ? tr("several namespaces") : named;
    nameApply(context, in);
    apply_->setEnabled(possible && shown_.good() && (!shown_.idle() || undoing_)); // an undo may end what is held alone
}

// What goes is named, and in the tone of what cannot be taken lightly.
void ApplyPanel::nameApply(const QString& context, const QString& in)
{
    const auto all = static_cast<int>(shown_.trials.size());
    const auto gone = static_cast<int>(std::count_if(shown_.trials.begin(), shown_.trials.end(), [](const TrialShown& trial) { return trial.deletes; }));
    QString text = place_.context.isEmpty() ? tr("Apply") : tr("Apply to %1, %2").arg(context, in);
    if (undoing_ && all > 0)
        text = tr("Put back %n object(s) in %1, %2", nullptr, all).arg(context, in);
    if (gone > 0 && gone == all)
        text = tr("Delete %n object(s) in %1, %2", nullptr, gone).arg(context, in);
    else if (gone > 0)
        text = tr("Delete %n object(s) and write %1 in %2, %3", nullptr, gone).arg(all - gone).arg(context, in);
    apply_->setText(text);
    apply_->setToolTip(place_.context.isEmpty() ? QString() : gone > 0 ? tr("Deletes in the cluster of context %1, %2.").arg(place_.context, in)
                                                                        : tr("Writes to the cluster of context %1, %2.").arg(place_.context, in));
    QPalette colours = palette();
    if (gone > 0)
        colours.setColor(QPalette::Active, QPalette::ButtonText, ink(Tone::Bad, palette(), palette().color(QPalette::Button)));
    apply_->setPalette(colours);
}

void ApplyPanel::rebuild()
{
    emptyLayout(*column_);
    if (shown_.stage == ApplyShown::Stage::Applying || shown_.stage == ApplyShown::Stage::Finished)
        addResults();
    else
        addTrials();
    list_->setVisible(column_->count() > 0); // else it would leave a gap
    tabThrough({apply_, list_}); // as the eye goes
}

void ApplyPanel::addTrials()
{
    for (std::size_t i = 0; i < shown_.trials.size(); ++i) {
        auto* card = new TrialCard(shown_.trials[i], list_);
        connect(card, &TrialCard::conflictWay, this, [this, i](ConflictWay way) { Q_EMIT conflictWay(i, way); }, Qt::QueuedConnection);
        column_->addWidget(card);
    }
}

void ApplyPanel::addResults()
{
    for (std::size_t i = 0; i < shown_.results.size(); ++i) {
        const ResultShown& result = shown_.results[i];
        auto* card = new Card({}, list_);
        card->setTitle(objectText(result.ref), {});
        card->body()->addWidget(new ToneLabel(result.outcome, result.tone, ToneLabel::Size::Body, card));
        if (!result.why.isEmpty())
            card->body()->addWidget(new ToneLabel(result.why, Tone::Muted, ToneLabel::Size::Body, card));
        for (const ConflictShown& conflict : result.conflicts)
            card->body()->addWidget(new ToneLabel(tr("%1 belongs to %2.").arg(conflict.field, conflict.owner), Tone::Warn, ToneLabel::Size::Body, card));
        column_->addWidget(card);
    }
}

} // namespace loadline
