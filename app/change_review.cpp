// SPDX-License-Identifier: GPL-3.0-or-later
#include "change_review.h"

#include "apply/sendable.h"
#include "shown_trials.h"

#include <QPointer>

#include <algorithm>

namespace loadline {

QString fieldName(const FieldConflict& conflict)
{
    const QString name = QString::fromStdString(conflict.field);
    return name.startsWith(QLatin1Char('.')) ? name.mid(1) : name;
}

Writing writingBy(Applier& applier)
{
    return {[&applier](std::vector<Change> changes, std::function<void(std::vector<Trial>)> done) {
                applier.dryRun(std::move(changes), std::move(done));
            },
        [&applier](Applier::Order order, std::function<void(const Applied&)> step, std::function<void(std::vector<Applied>)> done) {
            applier.apply(std::move(order), std::move(step), std::move(done));
        }};
}

void ChangeReview::tryOut(const Writing& writing, std::vector<Change> changes, std::vector<std::int64_t> undoes)
{
    changes_ = std::move(changes);
    if (undoes.empty())
        std::stable_sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) { return applyRank(a.ref) < applyRank(b.ref); });
    undoes_ = std::move(undoes);
    takenOver_.clear();
    left_.assign(changes_.size(), {});
    ask(writing);
}

void ChangeReview::ask(const Writing& writing)
{
    shown_ = {};
    shown_.stage = ApplyShown::Stage::Trying;
    Q_EMIT changed();
    writing.dryRun(changes_, [self = QPointer(this), asked = generation_](std::vector<Trial> trials) {
        if (!self || asked != self->generation_)
            return;
        self->trials_ = std::move(trials);
        self->shown_.stage = ApplyShown::Stage::Tried;
        self->showTrials();
    });
}

void ChangeReview::showTrials()
{
    shown_.trials.clear();
    for (const Trial& trial : trials_)
        shown_.trials.push_back(shownTrial(trial, takenOver_));
    for (std::size_t i = 0; i < std::min(left_.size(), shown_.trials.size()); ++i)
        for (const FieldConflict& one : left_[i])
            shown_.trials[i].notes << tr("Left out: %1 stays with %2.").arg(fieldName(one), QString::fromStdString(one.owner));
    Q_EMIT changed();
}

const Trial* ChangeReview::trial(std::size_t at) const
{
    return shown_.stage == ApplyShown::Stage::Tried && at < trials_.size() && at < changes_.size() ? &trials_[at] : nullptr;
}

void ChangeReview::forget()
{
    ++generation_;
    if (shown_.stage == ApplyShown::Stage::Applying)
        return;
    shown_ = {};
    takenOver_.clear();
    Q_EMIT changed();
}

void ChangeReview::setTrouble(const QString& why)
{
    ++generation_;
    shown_ = {};
    shown_.trouble = why;
    Q_EMIT changed();
}

void ChangeReview::apply(const Writing& writing, const std::string& reason)
{
    if (!shown_.good() || trials_.size() != changes_.size())
        return;
    // Against the objects as the dry run read them: what moved on since is refused.
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        changes_[i].before = trials_[i].change.before;
        changes_[i].ref = trials_[i].change.ref;
        if (!reason.empty())
            changes_[i].why += (changes_[i].why.empty() ? "" : ": ") + reason;
    }
    shown_.stage = ApplyShown::Stage::Applying;
    shown_.results.clear();
    Q_EMIT changed();
    const QPointer self(this);
    writing.apply({changes_, takenOver_, undoes_},
        [self](const Applied& one) {
            if (!self)
                return;
            self->shown_.results.push_back(shownResult(one));
            Q_EMIT self->changed();
        },
        [self](const std::vector<Applied>& all) {
            if (!self)
                return;
            self->shown_.results.clear();
            for (const Applied& one : all)
                self->shown_.results.push_back(shownResult(one));
            self->shown_.stage = ApplyShown::Stage::Finished;
            self->takenOver_.clear();
            Q_EMIT self->changed();
            Q_EMIT self->finished(all);
        });
}

void ChangeReview::resolve(const Writing& writing, std::size_t trial, ConflictWay way)
{
    if (shown_.stage != ApplyShown::Stage::Tried || trial >= trials_.size() || trial >= changes_.size())
        return;
    const auto conflicts = trials_[trial].refusal ? trials_[trial].refusal->conflicts : std::vector<FieldConflict> {};
    if (way == ConflictWay::SavePatch)
        return Q_EMIT patchWanted(QString::fromStdString(changes_[trial].ref.name) + QStringLiteral("-patch.yaml"), patchForGit(changes_[trial]));
    if (way == ConflictWay::TakeOver) {
        takenOver_.insert(takenOver_.end(), conflicts.begin(), conflicts.end());
        return showTrials();
    }
    changes_[trial] = withoutConflicts(changes_[trial], conflicts);
    left_.resize(changes_.size());
    left_[trial].insert(left_[trial].end(), conflicts.begin(), conflicts.end());
    ask(writing);
}

} // namespace loadline
