// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a quick action that ask the server: dry run, apply, what becomes of a pause's time, undo.
#include "action_desk.h"

#include "action_changes.h"
#include "apply/refusal.h"
#include "forms/action_panel.h"
#include "tables/wording.h"

#include <QPointer>

#include <algorithm>

namespace loadline {
namespace {

// What a finished action is called in a banner.
QString doneText(QuickAction action, const QString& object, const QString& cluster)
{
    switch (action) {
    case QuickAction::Pause:
        return ActionDesk::tr("Paused: %1 in %2.").arg(object, cluster);
    case QuickAction::Resume:
        return ActionDesk::tr("Resumed: %1 in %2.").arg(object, cluster);
    case QuickAction::Undo:
        return ActionDesk::tr("Undone: %1 in %2 is as it was.").arg(object, cluster);
    case QuickAction::Bounds:
    case QuickAction::Recommendation:
    case QuickAction::Scale:
    case QuickAction::Fix:
    case QuickAction::Silence:
        break;
    }
    return ActionDesk::tr("Changed: %1 in %2.").arg(object, cluster);
}

} // namespace

void ActionDesk::tryOut()
{
    Applier* writer = applier();
    if (!writer)
        return review_->setTrouble(tr("%1 is not open.").arg(QString::fromStdString(task_.wish.cluster)));
    if (task_.wish.action == QuickAction::Undo)
        return writer->planUndo(task_.wish.entry, [self = QPointer(this), now = generation_](const UndoPlan& plan) {
            if (!self || now != self->generation_)
                return;
            if (!plan.possible())
                return self->askUndo(plan);
            if (Applier* still = self->applier())
                self->review_->tryOut(writingBy(*still), {plan.change}, plan.entry);
        });
    // Made anew of the object as it is now: it may have moved since the questions were asked.
    read([this, answer = panel_->answer()](const Live& live) {
        Result<std::vector<Change>> changes = std::vector<Change> {};
        if (task_.fix) {
            changes = fixChanges(*task_.fix, needed(), live, "fix " + task_.finding->rule);
        } else {
            const auto one = task_.wish.action == QuickAction::Silence
                ? silenceChange(*task_.finding, answer.reason.toStdString(), live.front())
                : changeOf(task_.wish, answer, live.front(), clusters_.world(task_.wish.cluster).get());
            changes = one ? Result<std::vector<Change>>(std::vector<Change> {*one}) : Result<std::vector<Change>>(one.error());
        }
        if (!changes)
            return review_->setTrouble((sentence(changes.error()) + QLatin1Char(' ') + hint(changes.error())).trimmed());
        if (changes->empty())
            return review_->setTrouble(tr("It is so already: there is nothing to change."));
        if (Applier* still = applier())
            review_->tryOut(writingBy(*still), std::move(*changes));
    });
}

void ActionDesk::apply()
{
    const bool told = task_.wish.action == QuickAction::Silence; // its reason is the change
    if (Applier* writer = applier())
        review_->apply(writingBy(*writer), told ? std::string() : panel_->answer().reason.toStdString());
}

void ActionDesk::resolve(std::size_t trial, ConflictWay way)
{
    if (Applier* writer = applier())
        review_->resolve(writingBy(*writer), trial, way);
}

void ActionDesk::finished(const std::vector<Applied>& results)
{
    Q_EMIT journalChanged();
    const bool good = std::all_of(results.begin(), results.end(), [](const Applied& one) { return one.done(); });
    if (!good || results.empty())
        return;
    keepTime(results.front());
    const QString cluster = QString::fromStdString(task_.wish.cluster);
    Q_EMIT done(doneText(task_.wish.action, QString::fromStdString(nameOf(results.front().change.ref)), cluster));
    const auto entry = results.size() == 1 && task_.wish.action != QuickAction::Undo ? journal_.entry(results.front().entry) : std::nullopt;
    undoable_ = entry && entry->canUndo() ? entry->id : 0;
    panel_->setUndo(undoable_ != 0 ? tr("Undo this \u2026") : QString());
}

// A pause with an end is remembered; one that was ended is not ended again.
void ActionDesk::keepTime(const Applied& applied)
{
    const ManifestRef& ref = applied.change.ref;
    if (ref.kind != "ScaledObject" && ref.kind != "ScaledJob")
        return;
    const int minutes = panel_->answer().minutes;
    if (task_.wish.action == QuickAction::Resume || task_.wish.action == QuickAction::Undo || (task_.wish.action == QuickAction::Pause && minutes == 0))
        journal_.forget(task_.wish.cluster, ref);
    if (task_.wish.action != QuickAction::Pause || minutes == 0)
        return;
    const TimePoint now = clusters_.now();
    const auto kept = journal_.remind({0, task_.wish.cluster, ref, now, now + std::chrono::minutes {minutes}, applied.change.why});
    if (!kept)
        Q_EMIT done(tr("It is paused, but its end could not be noted: resume it by hand."));
    Q_EMIT journalChanged();
}

void ActionDesk::undo()
{
    if (undoable_ == 0)
        return;
    ActionWish wish = task_.wish;
    wish.action = QuickAction::Undo;
    wish.entry = undoable_;
    start({wish, std::nullopt, std::nullopt});
}

} // namespace loadline
