// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/applier_state.h"

#include <algorithm>

namespace loadline {

struct Applier::State::Trials {
    std::vector<Trial> list;
    std::size_t at = 0;
    std::function<void(std::vector<Trial>)> done;
    [[nodiscard]] Trial& now() { return list[at]; }
};

namespace {

// Whether an earlier change of the list makes the namespace that this one needs.
bool makesNamespace(const std::vector<Trial>& trials, std::size_t before, const std::string& ns)
{
    return std::any_of(trials.begin(), trials.begin() + static_cast<std::ptrdiff_t>(before), [&](const Trial& trial) {
        const bool isNamespace = trial.change.ref.kind == "Namespace" && trial.change.ref.name == ns;
        return isNamespace && trial.creates() && trial.good();
    });
}

std::vector<ObjectClient::Question> questionsOf(const Change& change)
{
    std::vector<ObjectClient::Question> questions {{change.ref, "get", ""}};
    if (change.verb == Change::Verb::Delete) {
        questions.push_back({change.ref, "delete", ""});
        return questions;
    }
    questions.push_back({change.ref, "patch", isScale(change) ? "scale" : ""});
    if (!change.before)
        questions.push_back({change.ref, "create", ""});
    return questions;
}

Error missingError(const std::vector<Permission>& missing)
{
    std::string list;
    for (const Permission& one : missing)
        list += (list.empty() ? "" : ", ") + one.verb + " " + one.resource;
    const std::string& ns = missing.front().ns;
    return {Error::Kind::Forbidden,
        ns.empty() ? LOADLINE_TR("Error", "You may not %1 in this cluster.") : LOADLINE_TR("Error", "You may not %1 in the namespace %2."),
        missing.front().name, LOADLINE_TR("Error", "Ask for a role that allows it."), {list, ns}};
}

} // namespace

void Applier::dryRun(std::vector<Change> changes, std::function<void(std::vector<Trial>)> done)
{
    auto trials = std::make_shared<State::Trials>();
    for (Change& change : changes) {
        Trial trial;
        trial.change = std::move(change);
        trials->list.push_back(std::move(trial));
    }
    trials->done = std::move(done);
    state_->carry([weak = std::weak_ptr(state_), trials] {
        if (const auto state = weak.lock(); state && !state->gone)
            state->tryNext(trials);
    });
}

void Applier::State::tryNext(const std::shared_ptr<Trials>& trials)
{
    while (trials->at < trials->list.size()) {
        Trial& trial = trials->now();
        const auto error = unsendable(trial.change);
        if (!error) {
            locate(trial.change.ref, [this, trials](const Result<ManifestRef>& found) {
                if (!found)
                    return tryOne(trials, found.error());
                trials->now().change.ref = *found;
                get(*found, [this, trials](const Result<Value>& live) { tryOne(trials, live); });
            });
            return;
        }
        trial.refusal = Refusal {*error, {}, {}};
        ++trials->at;
    }
    trials->done(std::move(trials->list));
}

void Applier::State::tryOne(const std::shared_ptr<Trials>& trials, const Result<Value>& live)
{
    Trial& trial = trials->now();
    // What may not be read may still be written; the dry run tells.
    if (!live && live.error().kind != Error::Kind::Forbidden) {
        trial.refusal = Refusal {live.error(), {}, {}};
        ++trials->at;
        return tryNext(trials);
    }
    trial.change.before.reset();
    if (live && !live->isNull()) {
        trial.change.before = *live;
        trial.git = gitOwner(*live);
    }
    review(questionsOf(trial.change), [this, trials](const std::vector<Permission>& permissions) {
        Trial& asked = trials->now();
        for (const Permission& permission : permissions)
            if (!permission.allowed)
                asked.missing.push_back(permission);
        if (asked.missing.empty())
            return askServer(trials);
        asked.refusal = Refusal {missingError(asked.missing), {}, {}};
        ++trials->at;
        tryNext(trials);
    });
}

void Applier::State::askServer(const std::shared_ptr<Trials>& trials)
{
    Trial& trial = trials->now();
    const auto skip = [&](Error error, std::vector<FieldConflict> conflicts) {
        trial.refusal = Refusal {std::move(error), std::move(conflicts), {}};
        ++trials->at;
        tryNext(trials);
    };
    if (trial.change.verb == Change::Verb::Delete && !trial.change.before)
        return skip({Error::Kind::NotFound, LOADLINE_TR("Error", "%1 is not there any more."), "", "", {nameOf(trial.change.ref)}}, {});
    if (auto conflicts = removalConflicts(trial.change, trial.change.before.value_or(Value {})); !conflicts.empty())
        return skip(conflictError(conflicts, nameOf(trial.change.ref)), conflicts);
    write({trial.change, true, false}, [this, trials](const ObjectClient::Answer& answer) {
        Trial& told = trials->now();
        told.warnings = answer.warnings;
        told.refusal = answer.refusal;
        const bool noNamespace = told.refusal && told.refusal->error.kind == Error::Kind::NotFound && told.creates();
        told.untried = noNamespace && makesNamespace(trials->list, trials->at, told.change.ref.ns);
        if (told.untried)
            told.refusal.reset();
        if (told.refusal && !told.refusal->conflicts.empty()) {
            auto& conflicts = told.refusal->conflicts;
            told.ours = takeOurs(conflicts);
            if (conflicts.empty())
                told.refusal.reset();
            else
                told.refusal->error = conflictError(conflicts, told.refusal->error.where);
            return askForced(trials);
        }
        if (!answer.refusal && told.change.verb == Change::Verb::Apply)
            told.take(answer.object);
        ++trials->at;
        tryNext(trials);
    });
}

// What would be stored if all conflicts were taken over: who decides on that must see it. A dry run stores nothing, so it
// may be forced.
void Applier::State::askForced(const std::shared_ptr<Trials>& trials)
{
    write({trials->now().change, true, true}, [this, trials](const ObjectClient::Answer& answer) {
        if (!answer.refusal)
            trials->now().take(answer.object);
        else if (!trials->now().refusal)
            trials->now().refusal = answer.refusal;
        ++trials->at;
        tryNext(trials);
    });
}

} // namespace loadline
