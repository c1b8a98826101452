// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "change_review.h"
#include "cluster/world.h"
#include "forms/action_shown.h"
#include "lint/finding.h"

#include <QObject>

#include <functional>

namespace loadline {

class ActionPanel;

// Serves the quick actions: reads the live object, lets the panel ask, makes the change of the answers, brings it
// through the same review as the wizard's, and offers undo. One at a time; a new one takes the place of the one before.
class ActionDesk : public QObject {
    Q_OBJECT
public:
    struct Clusters {
        std::function<PlaceShown(const std::string& cluster)> place;
        std::function<Applier*(const std::string& cluster)> applier; // null: it is not open
        std::function<WorldPtr(const std::string& cluster)> world; // null: nothing is known
        std::function<TimePoint()> now;
    };
    ActionDesk(ActionPanel* panel, Clusters clusters, Journal& journal, QObject* parent);
    void begin(const ActionWish& wish);
    void beginFix(const std::string& cluster, const Fix& fix, const Finding& finding);
    void beginSilence(const std::string& cluster, const Finding& finding);
    void placeChanged(); // a cluster was opened, closed, or may be written now
    void close(); // what was sent is told of to its end

Q_SIGNALS:
    void opened(); // show the panel
    void closed();
    void done(const QString& what); // for the banner
    void journalChanged();
    void wrote(const std::string& cluster);
    void readOnlyOffWanted(const QString& context);
    void patchWanted(const QString& name, const std::string& text);

private:
    struct Task {
        ActionWish wish;
        std::optional<Finding> finding; // Fix and Silence
        std::optional<Fix> fix;
    };
    using Live = std::vector<Value>;
    void start(Task task);
    void read(std::function<void(const Live&)> then); // all that the task needs, or says why not
    void readNext(std::size_t at, Live live, std::function<void(const Live&)> then);
    [[nodiscard]] std::vector<ManifestRef> needed() const;
    void ask(const Live& live);
    void planUndo(std::function<void(const std::vector<UndoPlan>&)> then);
    void askUndo(const std::vector<UndoPlan>& plans);
    void say(const Error& error);
    void tryOut();
    void tryUndo();
    void apply();
    void resolve(std::size_t trial, ConflictWay way);
    void finished(const std::vector<Applied>& results);
    void keepTime(const Applied& applied);
    void undo();
    [[nodiscard]] Applier* applier();
    [[nodiscard]] ActionShown blank() const;

    ActionPanel* panel_;
    Clusters clusters_;
    Journal& journal_;
    ChangeReview* review_;
    Task task_;
    std::uint64_t generation_ = 0; // of what is asked: answers to older questions are dropped
    std::vector<std::int64_t> undoable_; // the entries just written
};

} // namespace loadline
