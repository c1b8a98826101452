// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/applier.h"
#include "apply/journal_pen.h"
#include "apply/object_client.h"
#include "apply/ownership.h"
#include "apply/quick_action.h"
#include "apply/refusal.h"
#include "apply/sendable.h"

#include <deque>
#include <mutex>

namespace loadline {

// What an Applier's steps share, on the thread of whoever asks. Each primitive is one request on the transport's thread
// whose answer comes back through `carry`, or never once `gone`.
struct Applier::State : std::enable_shared_from_this<State> {
    State(Transport& transport, std::function<Access&()> access, ApplyPlace place, Journal* journal, Carry carry);
    void stop();
    void setPatience(Seconds wanted);

    // The object with the namespace it goes to: the context's where it names none, none where its kind has none.
    void locate(const ManifestRef& ref, std::function<void(Result<ManifestRef>)> done);
    void get(const ManifestRef& ref, std::function<void(Result<Value>)> done);
    void getLater(Millis delay, Millis atMost, const ManifestRef& ref, std::function<void(Result<Value>)> done);
    void lookInside(const std::string& ns, std::function<void(Result<std::vector<ManifestRef>>)> done);
    void write(ObjectClient::Order order, std::function<void(ObjectClient::Answer)> done);
    void review(std::vector<ObjectClient::Question> questions, std::function<void(std::vector<Permission>)> done);
    [[nodiscard]] TimePoint now() const { return transport_.now(); }

    // dry_runs.cpp
    struct Trials;
    void tryNext(const std::shared_ptr<Trials>& trials);
    void tryOne(const std::shared_ptr<Trials>& trials, const Result<Value>& live);
    void askServer(const std::shared_ptr<Trials>& trials);
    void askForced(const std::shared_ptr<Trials>& trials);

    // apply_order.cpp
    struct Run;
    void enqueue(std::shared_ptr<Run> run);
    void startNext();
    void applyNext(const std::shared_ptr<Run>& run);
    void lookFirst(const std::shared_ptr<Run>& run, const Result<Value>& live);
    void checkNamespace(const std::shared_ptr<Run>& run);
    void checkConflicts(const std::shared_ptr<Run>& run);
    void send(const std::shared_ptr<Run>& run, bool force);
    void answered(const std::shared_ptr<Run>& run, const ObjectClient::Answer& answer);
    void lookAfterwards(const std::shared_ptr<Run>& run, const Refusal& refusal, int tries);
    void finishOne(const std::shared_ptr<Run>& run, Applied applied);
    void goOn(const std::shared_ptr<Run>& run, const Applied& applied);
    void finishRun(const std::shared_ptr<Run>& run);

    // undo_plans.cpp
    struct Undoing;
    void planNext(const std::shared_ptr<Undoing>& undoing);
    void planned(const std::shared_ptr<Undoing>& undoing, UndoPlan plan);

    // unfinished.cpp
    struct Inquest;
    void explainNext(const std::shared_ptr<Inquest>& inquest);

    ApplyPlace place;
    Journal* journal;
    std::unique_ptr<JournalPen> pen; // made with the first entry
    Carry carry;
    Seconds patience {30};
    bool gone = false;
    bool busy = false;
    std::int64_t writing = 0; // the journal's entry that is under way
    std::deque<std::shared_ptr<Run>> waiting;

private:
    struct Wire;
    template <class Answer>
    std::function<void(Answer)> back(std::function<void(Answer)> done);
    Transport& transport_;
    std::shared_ptr<Wire> wire_;
};

// Read afterwards: whether the server stored the change. `now` null: the object is not there.
bool wasStored(const Change& change, const Value& now);
// What became of a change whose object is now as it is.
Applied::Outcome outcomeOf(const Change& change, const Value& stored);
// Takes out of conflicts those with Loadline itself: to the server its scale is another manager than its apply.
std::vector<FieldConflict> takeOurs(std::vector<FieldConflict>& conflicts);
// Fields that a change takes from an object without a word of the server: removals by a null, with their owners.
std::vector<FieldConflict> removalConflicts(const Change& change, const Value& live);

} // namespace loadline
