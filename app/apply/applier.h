// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/undo.h"
#include "kube/access.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// Carries a call to the thread of whoever asks.
using Carry = std::function<void(std::function<void()>)>;
Carry carryToMainThread(); // by Qt's queue

// Writes to one cluster: asks for permissions, for dry runs, applies server-side as "loadline", deletes, undoes, and
// keeps the journal. Made and used on one thread, on which all `done` come through `carry`, none after destruction; the
// requests run on the transport's. One thing at a time: what is asked meanwhile waits for its turn.
class Applier {
public:
    // `access` is called on the transport's thread. `journal` outlives it and is used on this thread; null: what is
    // asked for is refused but for reading and dry runs.
    Applier(Transport& transport, std::function<Access&()> access, ApplyPlace place, Journal* journal, Carry carry);
    ~Applier();
    Applier(const Applier&) = delete;
    Applier& operator=(const Applier&) = delete;

    // How long one request may take before its answer counts as lost: 30 s unless told.
    void setPatience(Seconds patience);

    // The live object, whole; a null Value: it is not there. Errors: Forbidden, Unsupported (the API is not served), ...
    void read(const ManifestRef& ref, std::function<void(Result<Value>)> done);

    // Permissions and a dry run for each change, in order. A change to a namespace that an earlier change of the same
    // list creates cannot be tried by the server before it is written: Trial::untried. `done` gets one Trial for each change.
    void dryRun(std::vector<Change> changes, std::function<void(std::vector<Trial>)> done);

    // Applies in order and stops at the first that fails. Each is compared with the live object first: what moved on
    // since Change::before was read is refused as a Conflict. `takeOver`: the conflicts that the user saw and confirmed
    // once more; a conflict that is not among them still refuses. `step` after each; `done` gets one for each change.
    struct Order {
        std::vector<Change> changes;
        std::vector<FieldConflict> takeOver;
        std::vector<std::int64_t> undoes; // empty, or for each change the entry of the journal that it undoes
    };
    void apply(Order order, std::function<void(const Applied&)> step, std::function<void(std::vector<Applied>)> done);

    // What would undo entries of the journal, the newest first, each against its live object; apply their changes with
    // Order::undoes to do it. Of entries about one object only the newest can be undone at once: the others are refused.
    void planUndo(std::vector<std::int64_t> entries, std::function<void(std::vector<UndoPlan>)> done);

    // Entries of this context that a crash left open: what became of each is read from the live object and completed.
    void explainUnfinished(std::function<void(std::vector<JournalEntry>)> done);

    [[nodiscard]] bool busy() const; // a request that writes is under way
    [[nodiscard]] const ApplyPlace& place() const { return place_; }

private:
    struct State;
    ApplyPlace place_;
    std::shared_ptr<State> state_;
};

} // namespace loadline
