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
QString doneText(QuickAction action, const QString& object, const QString& cluster, const QString& until)
{
    switch (action) {
    case QuickAction::Pause:
        return until.isEmpty() ? ActionDesk::tr("Paused until it is resumed: %1 in %2.").arg(object, cluster)
                               : ActionDesk::tr("Paused until %3: %1 in %2. Loadline resumes it then if it runs; if not, it reminds you at its next start.").arg(object, cluster, until);
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
        return tryUndo();
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

void ActionDesk::tryUndo()
{
    planUndo([this](const std::vector<UndoPlan>& plans) {
        if (!std::all_of(plans.begin(), plans.end(), [](const UndoPlan& plan) { return plan.possible(); }))
            return askUndo(plans);
        std::vector<Change> changes;
        std::vector<std::int64_t> undoes;
        for (const UndoPlan& plan : plans) {
            changes.push_back(plan.change);
            undoes.push_back(plan.entry);
        }
        if (Applier* still = applier())
            review_->tryOut(writingBy(*still), std::move(changes), std::move(undoes));
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
    Q_EMIT wrote(task_.wish.cluster);
    const bool good = std::all_of(results.begin(), results.end(), [](const Applied& one) { return one.done(); });
    const QString cluster = QString::fromStdString(task_.wish.cluster);
    if (!good && results.size() > 1) {
        const auto written = std::count_if(results.begin(), results.end(), [](const Applied& one) { return one.done(); });
        Q_EMIT done(tr("It stopped: %1 of %2 objects in %3 were written. The review says which, and why.").arg(written).arg(results.size()).arg(cluster));
    }
    for (const Applied& one : results)
        if (one.done())
            keepTime(one);
    if (task_.wish.action != QuickAction::Undo)
        for (const Applied& one : results)
            if (const auto entry = journal_.entry(one.entry); entry && entry->canUndo())
                undoable_.push_back(entry->id);
    panel_->setUndo(undoable_.empty() ? QString() : undoable_.size() == 1 ? tr("Undo this \u2026") : tr("Undo these \u2026"));
    if (!good || results.empty())
        return;
    const auto count = static_cast<int>(results.size());
    const int minutes = task_.wish.action == QuickAction::Pause ? panel_->answer().minutes : 0;
    const TimePoint now = clusters_.now();
    const QString until = minutes > 0 ? moment(now + std::chrono::minutes {minutes}, now, false) : QString();
    if (count == 1 || task_.wish.action != QuickAction::Undo)
        Q_EMIT done(doneText(task_.wish.action, QString::fromStdString(nameOf(results.front().change.ref)), cluster, until));
    else
        Q_EMIT done(tr("Undone: %n object(s) in %1 are as they were.", nullptr, count).arg(cluster));
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
    if (undoable_.empty())
        return;
    ActionWish wish = task_.wish;
    wish.action = QuickAction::Undo;
    wish.entries = undoable_;
    start({wish, std::nullopt, std::nullopt});
}

} // namespace loadline
