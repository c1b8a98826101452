// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/action_panel.h"

#include "forms/action_form.h"
#include "forms/apply_panel.h"
#include "grid/cards.h"
#include "grid/tab_order.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace loadline {
namespace {

bool takesTab(const QWidget& widget)
{
    return widget.isVisible() && widget.isEnabled() && !widget.focusProxy() && (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
}

} // namespace

ActionPanel::ActionPanel(QWidget* parent)
    : QWidget(parent)
{
    build();
    connect(form_, &ActionForm::edited, this, [this] {
        refresh();
        Q_EMIT edited();
    });
    connect(apply_, &ApplyPanel::tryWanted, this, &ActionPanel::tryWanted);
    connect(undo_, &QPushButton::clicked, this, &ActionPanel::undoWanted);
    connect(close_, &QPushButton::clicked, this, &ActionPanel::closeWanted);
    setUndo({});
}

void ActionPanel::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 14, 12);
    column->setSpacing(10);
    title_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Title, this);
    auto* leave = new QToolButton(this);
    leave->setIcon(icon(QStringLiteral("close")));
    leave->setAutoRaise(true);
    leave->setFocusPolicy(Qt::NoFocus); // for the pointer: the keys have Esc, and the button below
    leave->setToolTip(tr("Close (Esc)"));
    leave->setAccessibleName(tr("Close"));
    connect(leave, &QToolButton::clicked, this, &ActionPanel::closeWanted);
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(leave);
    column->addLayout(head);
    object_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, this);
    column->addWidget(object_);
    auto* content = new QWidget;
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 6, 0);
    inner->setSpacing(10);
    notes_ = new QWidget(content);
    noteColumn_ = new QVBoxLayout(notes_);
    noteColumn_->setContentsMargins(0, 0, 0, 0);
    questions_ = new Card({}, content);
    form_ = new ActionForm(questions_);
    questions_->body()->addWidget(form_);
    apply_ = new ApplyPanel(content);
    inner->addWidget(notes_);
    inner->addWidget(questions_);
    inner->addWidget(apply_);
    inner->addStretch(1);
    scroll_ = new QScrollArea(this);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    column->addWidget(scroll_, 1);
    undo_ = new QPushButton(icon(QStringLiteral("reset")), {}, this);
    close_ = new QPushButton(tr("Close"), this);
    auto* foot = new QHBoxLayout;
    foot->addWidget(undo_);
    foot->addStretch(1);
    foot->addWidget(close_);
    column->addLayout(foot);
}

void ActionPanel::setAction(const ActionShown& action)
{
    action_ = action;
    title_->setText(action.title);
    object_->setText(action.object);
    setAccessibleName(action.title + QLatin1Char(' ') + action.object);
    form_->ask(action);
    apply_->setUndoing(action.action == QuickAction::Undo);
    renewNotes();
    refresh();
    tabThrough({form_, apply_, undo_, close_}); // as the eye goes: the fields are new
    const QWidget* focused = window()->focusWidget();
    if (!action.reading && focused && (focused == this || isAncestorOf(focused))) // who went elsewhere meanwhile stays there
        focusFirst();
}

void ActionPanel::focusFirst()
{
    for (QWidget* part : std::initializer_list<QWidget*> {form_, apply_, undo_, close_}) {
        QList<QWidget*> stops = part->findChildren<QWidget*>();
        stops << part;
        for (QWidget* stop : std::as_const(stops))
            if (takesTab(*stop))
                return stop->setFocus(Qt::TabFocusReason);
    }
}

bool ActionPanel::focusNextPrevChild(bool next)
{
    QWidget* const now = window()->focusWidget();
    const auto step = [next](const QWidget* from) { return next ? from->nextInFocusChain() : from->previousInFocusChain(); };
    for (QWidget* stop = now ? step(now) : nullptr; stop && stop != now; stop = step(stop)) {
        if (!isAncestorOf(stop) || !takesTab(*stop))
            continue;
        stop->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
        if (scroll_->isAncestorOf(stop))
            scroll_->ensureWidgetVisible(stop);
        return true;
    }
    return false;
}

void ActionPanel::renewNotes()
{
    emptyLayout(*noteColumn_);
    const auto say = [&](const QString& text, Tone tone) {
        if (!text.isEmpty())
            noteColumn_->addWidget(new ToneLabel(text, tone, ToneLabel::Size::Body, notes_));
    };
    if (action_.reading)
        say(tr("Reading the object \u2026"), Tone::Muted);
    say(action_.problem, Tone::Bad);
    say(action_.hint, Tone::Muted);
    for (const ActionNote& note : action_.notes)
        say(note.text, note.tone);
    notes_->setVisible(noteColumn_->count() > 0);
}

void ActionPanel::refresh()
{
    const bool possible = !action_.reading && action_.problem.isEmpty() && action_.moved.empty();
    const bool over = apply_->shown().stage == ApplyShown::Stage::Finished || apply_->shown().stage == ApplyShown::Stage::Applying;
    questions_->setVisible(possible || !action_.moved.empty());
    form_->setEnabled(!over);
    apply_->setVisible(possible);
    apply_->setObstacle(possible ? form_->missing() : QString());
    close_->setText(apply_->shown().stage == ApplyShown::Stage::Finished ? tr("Done") : tr("Close"));
}

void ActionPanel::setPlace(const PlaceShown& place)
{
    place_ = place;
    apply_->setPlace(place);
}

void ActionPanel::setShown(const ApplyShown& shown)
{
    apply_->setShown(shown);
    refresh();
}

void ActionPanel::setUndo(const QString& text)
{
    undo_->setText(text);
    undo_->setVisible(!text.isEmpty());
}

ActionAnswer ActionPanel::answer() const
{
    return form_->answer();
}

bool ActionPanel::asks() const
{
    return form_->asks();
}

} // namespace loadline
