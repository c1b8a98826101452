// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/applier.h"
#include "forms/apply_shown.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace loadline {

// What writes to a cluster, as far as a review needs it: an Applier, or a test's.
struct Writing {
    std::function<void(std::vector<Change>, std::function<void(std::vector<Trial>)>)> dryRun;
    std::function<void(Applier::Order, std::function<void(const Applied&)>, std::function<void(std::vector<Applied>)>)> apply;
};
Writing writingBy(Applier& applier);
QString fieldName(const FieldConflict& conflict); // "spec.maxReplicas", as it is named everywhere

// Changes on their way to one cluster, for whatever shows an ApplyPanel: dry run, the user's decisions about conflicts,
// apply, what became of each. Answers that were asked for before the last edit are dropped.
class ChangeReview : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    // `undoes`: for each change the journal's entry that it undoes; empty: they undo none.
    void tryOut(const Writing& writing, std::vector<Change> changes, std::vector<std::int64_t> undoes = {});
    // Nothing happens before all of it was tried. `reason`: the user's, for the journal.
    void apply(const Writing& writing, const std::string& reason = {});
    void resolve(const Writing& writing, std::size_t trial, ConflictWay way);
    void forget(); // what is written changed: nothing tried counts any more. What is being applied is told of to its end.
    void setTrouble(const QString& why); // nothing can be asked at all
    [[nodiscard]] const Trial* trial(std::size_t at) const; // as it was tried last; null: it was not, or is being written
    [[nodiscard]] const ApplyShown& shown() const { return shown_; }

Q_SIGNALS:
    void changed(); // shown() is another
    void finished(const std::vector<loadline::Applied>& results);
    void patchWanted(const QString& name, const std::string& text); // to be saved

private:
    void ask(const Writing& writing);
    void showTrials();
    std::uint64_t generation_ = 0; // of what is written: older answers are dropped
    ApplyShown shown_;
    std::vector<Change> changes_; // as they would be applied
    std::vector<Trial> trials_;
    std::vector<FieldConflict> takenOver_;
    std::vector<std::vector<FieldConflict>> left_; // of each change: left out of it
    std::vector<std::int64_t> undoes_;
};

} // namespace loadline
