// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/change.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loadline {

// A field that someone else owns, and who: the manager's name as the server gives it ("kubectl-edit", "argocd-controller").
struct OwnedConflict {
    ManifestRef ref;
    FieldPath path;
    std::string manager;
    bool operator==(const OwnedConflict&) const = default;
};

// What the dry run of one change said.
struct DryRunOutcome {
    Value answer; // the object as it would be stored; null for a delete
    std::vector<FieldDiff> diff;
    std::vector<std::string> warnings; // of the server
    bool operator==(const DryRunOutcome&) const = default;
};

// How a set of changes comes to the cluster, as a pure value: the wizard shows it, the applier moves it on. Only the
// steps below exist; one that does not fit the state gives false and changes nothing.
//
//   Editing -> Checking -> DryRunning -> Reviewed -> Confirmed -> Applying -> Finished
//   Checking, DryRunning, Applying -> Failed or Conflicted; everything but Confirmed and Applying -> Editing
class ChangeFlow {
public:
    enum class State { Editing, Checking, DryRunning, Reviewed, Confirmed, Applying, Finished, Failed, Conflicted };

    explicit ChangeFlow(std::vector<Change> changes = {})
        : changes_(std::move(changes))
    {
    }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }
    // Of DryRunning and Applying: which one is at work. Of Failed and Conflicted: which one it stopped at.
    [[nodiscard]] std::size_t current() const { return current_; }
    // How many are stored in the cluster: all of them when Finished, those before current() when it stopped.
    [[nodiscard]] std::size_t applied() const { return applied_; }
    [[nodiscard]] const std::vector<DryRunOutcome>& outcomes() const { return outcomes_; } // one for each dry run done
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    [[nodiscard]] const std::vector<OwnedConflict>& conflicts() const { return conflicts_; }
    [[nodiscard]] bool busy() const; // a request is under way: no editing, no closing without asking

    bool edit(std::vector<Change> changes); // back to Editing, and all that was found out is gone
    bool check(); // Editing -> Checking; not without changes
    bool permitted(); // Checking -> DryRunning the first
    bool dryRan(DryRunOutcome outcome); // the next one, or Reviewed after the last
    bool confirm(); // Reviewed -> Confirmed: the user pressed the button that names cluster and namespace
    bool apply(); // Confirmed -> Applying the first
    bool stored(); // the next one, or Finished after the last
    bool fail(Error error); // of Checking, DryRunning, Applying
    bool conflict(std::vector<OwnedConflict> conflicts); // of DryRunning, Applying

    bool operator==(const ChangeFlow&) const = default;

private:
    State state_ = State::Editing;
    std::vector<Change> changes_;
    std::size_t current_ = 0, applied_ = 0;
    std::vector<DryRunOutcome> outcomes_;
    std::optional<Error> error_;
    std::vector<OwnedConflict> conflicts_;
};

} // namespace loadline
