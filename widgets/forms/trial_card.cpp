// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/trial_card.h"

#include "forms/diff_view.h"
#include "forms/form_words.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace loadline {

TrialCard::TrialCard(const TrialShown& trial, QWidget* parent)
    : Card({}, parent)
{
    const auto leaves = leafwise(trial.diff);
    const auto wanted = std::count_if(leaves.begin(), leaves.end(), [](const FieldDiff& d) { return d.origin == FieldDiff::Origin::Wanted; });
    const QString what = !trial.good() ? tr("would be refused")
        : trial.creates                ? tr("would be created")
        : trial.deletes                ? tr("would be deleted")
        : trial.diff.empty()           ? tr("is so already")
                                       : tr("%n field(s) would change", nullptr, static_cast<int>(wanted));
    setTitle(objectText(trial.ref), what);
    addNotes(trial);
    addConflicts(trial);
    if (!trial.diff.empty()) {
        auto* diff = new DiffView(this);
        diff->setDiff(trial.diff, yamlOf(trial.before), yamlOf(trial.after), trial.after ? &*trial.after : trial.before ? &*trial.before : nullptr);
        diff->setGrowing(12);
        body()->addWidget(diff);
    }
}

void TrialCard::say(const QString& text, Tone tone)
{
    body()->addWidget(new ToneLabel(text, tone, ToneLabel::Size::Body, this));
}

void TrialCard::addNotes(const TrialShown& trial)
{
    if (!trial.git.isEmpty()) {
        say(trial.git, Tone::Warn);
        say(tr("What is written past it is undone at its next round. Change it in Git instead: save the patch."), Tone::Muted);
        auto* patch = new QPushButton(tr("Save patch for Git \u2026"), this);
        connect(patch, &QPushButton::clicked, this, [this] { Q_EMIT conflictWay(ConflictWay::SavePatch); });
        body()->addWidget(patch, 0, Qt::AlignLeft);
    }
    for (const QString& missing : trial.missing)
        say(missing, Tone::Bad);
    if (!trial.conflicts.empty())
        say(tr("Others hold what you want to write:"), Tone::Bad); // and each is named below
    else if (!trial.refusal.isEmpty())
        say(trial.refusal, Tone::Bad);
    for (const QString& fault : trial.faults)
        say(fault, Tone::Bad);
    if (!trial.mend.isEmpty() && trial.conflicts.empty())
        say(trial.mend, Tone::Muted);
    for (const QString& note : trial.notes)
        say(note, Tone::Warn);
    for (const QString& warning : trial.warnings)
        say(tr("The server warns: %1").arg(warning), Tone::Warn);
}

void TrialCard::addConflicts(const TrialShown& trial)
{
    if (trial.conflicts.empty())
        return;
    for (const ConflictShown& conflict : trial.conflicts)
        say(conflict.since.isEmpty() ? tr("%1 belongs to %2.").arg(conflict.field, conflict.owner)
                                     : tr("%1 belongs to %2 (%3).").arg(conflict.field, conflict.owner, conflict.since),
            Tone::Warn);
    auto* row = new QHBoxLayout;
    auto* drop = new QPushButton(tr("Leave these fields to their owners"), this);
    auto* take = new QPushButton(tr("Take over \u2026"), this);
    row->addWidget(drop);
    row->addWidget(take);
    if (trial.git.isEmpty()) { // else the way to Git stands above already
        auto* patch = new QPushButton(tr("Save patch for Git \u2026"), this);
        connect(patch, &QPushButton::clicked, this, [this] { Q_EMIT conflictWay(ConflictWay::SavePatch); });
        row->addWidget(patch);
    }
    row->addStretch(1);
    body()->addLayout(row);
    auto* sure = new QWidget(this);
    auto* ask = new QHBoxLayout(sure);
    ask->setContentsMargins(0, 0, 0, 0);
    QStringList lost;
    for (const ConflictShown& conflict : trial.conflicts)
        lost << tr("%1 of %2").arg(conflict.field, conflict.owner);
    ask->addWidget(new ToneLabel(tr("Their owners lose these fields and may write them back: %1.").arg(lost.join(QStringLiteral(", "))), Tone::Warn), 1);
    auto* yes = new QPushButton(tr("Take over %n field(s)", nullptr, static_cast<int>(trial.conflicts.size())), sure);
    QPalette danger = palette();
    danger.setColor(QPalette::Active, QPalette::ButtonText, ink(Tone::Bad, palette(), palette().color(QPalette::Button)));
    yes->setPalette(danger);
    yes->setToolTip(lost.join(QLatin1Char('\n')));
    auto* no = new QPushButton(tr("No"), sure);
    ask->addWidget(yes);
    ask->addWidget(no);
    sure->hide();
    body()->addWidget(sure);
    connect(drop, &QPushButton::clicked, this, [this] { Q_EMIT conflictWay(ConflictWay::Drop); });
    connect(take, &QPushButton::clicked, this, [sure, no] {
        sure->show();
        no->setFocus();
    });
    connect(no, &QPushButton::clicked, sure, &QWidget::hide);
    connect(yes, &QPushButton::clicked, this, [this] { Q_EMIT conflictWay(ConflictWay::TakeOver); });
}

} // namespace loadline
