// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/applier_state.h"
#include "apply/namespace_contents.h"

#include <algorithm>

namespace loadline {

struct Applier::State::Run {
    Order order;
    std::function<void(const Applied&)> step;
    std::function<void(std::vector<Applied>)> done;
    std::vector<Applied> results;
    Change change; // the one under way, with what was live right before
    std::int64_t entry = 0;
    TimePoint lost {}; // when its answer counted as lost
    std::vector<FieldConflict> takes; // conflicts that this change takes over
    std::vector<std::string> warnings;
};

namespace {

constexpr int looks = 3; // after an answer that was lost
constexpr Seconds lookEvery {2};

Error noJournal()
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Without a journal nothing is changed."), "", "", {}};
}

Error movedOn(const Change& change, const std::vector<FieldPath>& fields)
{
    std::string list;
    for (const FieldPath& field : fields)
        list += (list.empty() ? "" : ", ") + field.text();
    return {Error::Kind::Conflict,
        fields.empty() ? LOADLINE_TR("Error", "%1 was made or deleted by somebody since you looked at it.")
                       : LOADLINE_TR("Error", "Somebody changed %1 since you looked at it: %2."),
        "", LOADLINE_TR("Error", "Try it again: the dry run shows what is there now."), {nameOf(change.ref), list}};
}

std::optional<Error> moved(const Change& change, const Value& live)
{
    const bool was = change.before && !change.before->isNull();
    if (was != !live.isNull())
        return movedOn(change, {});
    if (!was)
        return std::nullopt;
    const std::string &then = (*change.before)["metadata"]["uid"].text(), &now = live["metadata"]["uid"].text();
    if (!then.empty() && then != now)
        return movedOn(change, {});
    const auto fields = differing(change.after, *change.before, live);
    return fields.empty() ? std::nullopt : std::optional(movedOn(change, fields));
}

bool confirmed(const std::vector<FieldConflict>& takeOver, const FieldConflict& conflict)
{
    return std::any_of(takeOver.begin(), takeOver.end(),
        [&](const FieldConflict& one) { return one.field == conflict.field && one.owner == conflict.owner; });
}

// Whether Loadline holds fields in another way than by applying: what it applies conflicts with them.
bool oursOtherwise(const Value& live)
{
    const auto& entries = live["metadata"]["managedFields"].items();
    return std::any_of(entries.begin(), entries.end(), [](const Value& entry) {
        return entry["manager"].text() == ourManager && (entry["operation"].text() != "Apply" || !entry["subresource"].text().empty());
    });
}

std::vector<std::string> words(const std::vector<FieldConflict>& conflicts)
{
    std::vector<std::string> list;
    for (const FieldConflict& conflict : conflicts)
        list.push_back(conflict.field + " (" + conflict.owner + ")");
    return list;
}

Error lostAnswer(const Change& change, const Error& cause)
{
    return {Error::Kind::Timeout, LOADLINE_TR("Error", "Whether %1 was written is not known: the answer was lost (%2)."), cause.where,
        LOADLINE_TR("Error", "The journal keeps it open; Loadline looks again when the cluster answers."),
        {nameOf(change.ref), fillIn(cause.what, cause.args)}};
}

Applied refusedBecause(const Change& change, Refusal refusal)
{
    Applied applied;
    applied.change = change;
    applied.outcome = Applied::Outcome::Refused;
    applied.refusal = std::move(refusal);
    return applied;
}

} // namespace

bool wasStored(const Change& change, const Value& now)
{
    if (change.verb == Change::Verb::Delete) {
        const std::string then = change.before ? (*change.before)["metadata"]["uid"].text() : "";
        return now.isNull() || !now["metadata"]["deletionTimestamp"].isNull() || (!then.empty() && then != now["metadata"]["uid"].text());
    }
    return !now.isNull() && holds(now, change.after);
}

Applied::Outcome outcomeOf(const Change& change, const Value& stored)
{
    if (change.verb == Change::Verb::Delete)
        return Applied::Outcome::Deleted;
    if (!change.before)
        return Applied::Outcome::Created;
    return compare(*change.before, stored).empty() ? Applied::Outcome::Unchanged : Applied::Outcome::Changed;
}

std::vector<FieldConflict> takeOurs(std::vector<FieldConflict>& conflicts)
{
    const auto others = std::stable_partition(conflicts.begin(), conflicts.end(), [](const FieldConflict& one) { return one.owner != ourManager; });
    std::vector<FieldConflict> ours(others, conflicts.end());
    conflicts.erase(others, conflicts.end());
    return ours;
}

std::vector<FieldConflict> removalConflicts(const Change& change, const Value& live)
{
    std::vector<FieldConflict> conflicts;
    if (change.verb != Change::Verb::Apply || !removesFields(change.after))
        return conflicts;
    for (const FieldPath& path : leavesOf(change.after)) {
        const Value* there = counterpart(live, change.after, path);
        const Value* wanted = counterpart(change.after, change.after, path);
        if (!there || (wanted && *wanted == *there))
            continue;
        for (const FieldOwner& owner : otherOwners(live, change.after, path))
            conflicts.push_back({serverPath(path), owner.manager, owner.since, path});
    }
    return conflicts;
}

void Applier::apply(Order order, std::function<void(const Applied&)> step, std::function<void(std::vector<Applied>)> done)
{
    auto run = std::make_shared<State::Run>();
    run->order = std::move(order);
    run->step = std::move(step);
    run->done = std::move(done);
    state_->carry([weak = std::weak_ptr(state_), run] {
        if (const auto state = weak.lock(); state && !state->gone)
            state->enqueue(run);
    });
}

void Applier::State::enqueue(std::shared_ptr<Run> run)
{
    waiting.push_back(std::move(run));
    if (!busy)
        startNext();
}

void Applier::State::startNext()
{
    busy = !waiting.empty();
    if (!busy)
        return;
    const auto run = waiting.front();
    waiting.pop_front();
    applyNext(run);
}

void Applier::State::applyNext(const std::shared_ptr<Run>& run)
{
    if (run->results.size() == run->order.changes.size())
        return finishRun(run);
    run->change = run->order.changes[run->results.size()];
    run->entry = 0;
    run->takes.clear();
    run->warnings.clear();
    auto error = unsendable(run->change);
    if (!error && !journal)
        error = noJournal();
    if (!error)
        error = journal->problem();
    if (error)
        return finishOne(run, refusedBecause(run->change, {*error, {}, {}}));
    locate(run->change.ref, [this, run](const Result<ManifestRef>& found) {
        if (!found)
            return lookFirst(run, found.error());
        run->change.ref = *found;
        get(*found, [this, run](const Result<Value>& live) { lookFirst(run, live); });
    });
}

// What the user confirmed was a change to the object as it was: is it still?
void Applier::State::lookFirst(const std::shared_ptr<Run>& run, const Result<Value>& live)
{
    if (!live)
        return finishOne(run, refusedBecause(run->change, {live.error(), {}, {}}));
    if (const auto error = moved(run->change, *live))
        return finishOne(run, refusedBecause(run->change, {*error, {}, {}}));
    run->change.before.reset();
    if (!live->isNull())
        run->change.before = *live;
    for (FieldConflict& conflict : removalConflicts(run->change, *live))
        run->takes.push_back(std::move(conflict));
    for (const FieldConflict& conflict : run->takes)
        if (!confirmed(run->order.takeOver, conflict))
            return finishOne(run, refusedBecause(run->change, {conflictError(run->takes, nameOf(run->change.ref)), run->takes, {}}));
    const bool applied = run->change.verb == Change::Verb::Apply && !isScale(run->change) && !removesFields(run->change.after);
    if (applied && (!run->order.takeOver.empty() || oursOtherwise(*live)))
        checkConflicts(run);
    else if (deletesNamespace(run->change))
        checkNamespace(run);
    else
        send(run, false);
}

// Somebody may have put something into it since the question was asked.
void Applier::State::checkNamespace(const std::shared_ptr<Run>& run)
{
    lookInside(run->change.ref.name, [this, run](const Result<std::vector<ManifestRef>>& inside) {
        if (const auto why = whyKept(run->change.ref.name, inside, {}))
            return finishOne(run, refusedBecause(run->change, {*why, {}, {}}));
        send(run, false);
    });
}

// `force` takes over whatever is in the way, so first see that it is what was confirmed and nothing else.
void Applier::State::checkConflicts(const std::shared_ptr<Run>& run)
{
    write({run->change, true, false}, [this, run](const ObjectClient::Answer& answer) {
        if (!answer.refusal)
            return send(run, false);
        Refusal refusal = *answer.refusal;
        auto& conflicts = refusal.conflicts;
        const bool any = !conflicts.empty();
        static_cast<void>(takeOurs(conflicts));
        const bool all = any
            && std::all_of(conflicts.begin(), conflicts.end(), [&](const FieldConflict& one) { return confirmed(run->order.takeOver, one); });
        if (!all && !conflicts.empty())
            refusal.error = conflictError(conflicts, refusal.error.where);
        if (!all)
            return finishOne(run, refusedBecause(run->change, std::move(refusal)));
        run->takes = conflicts;
        send(run, true);
    });
}

void Applier::State::send(const std::shared_ptr<Run>& run, bool force)
{
    JournalEntry entry;
    entry.place = place;
    entry.change = run->change;
    entry.begun = now();
    entry.takenOver = words(run->takes);
    if (const std::size_t at = run->results.size(); at < run->order.undoes.size())
        entry.undoes = run->order.undoes[at];
    const auto begun = [this, run, force](const Result<std::int64_t>& id) {
        if (!id)
            return finishOne(run, refusedBecause(run->change, {id.error(), {}, {}}));
        run->entry = writing = *id;
        write({run->change, false, force}, [this, run](const ObjectClient::Answer& answer) { answered(run, answer); });
    };
    if (!journal->writtenElsewhere())
        return begun(journal->begin(entry));
    if (!pen)
        pen = std::make_unique<JournalPen>(*journal, carry);
    pen->begin(std::move(entry), begun);
}

void Applier::State::answered(const std::shared_ptr<Run>& run, const ObjectClient::Answer& answer)
{
    run->warnings = answer.warnings;
    run->lost = now();
    if (answer.refusal && answer.lost)
        return lookAfterwards(run, *answer.refusal, looks);
    Applied applied;
    applied.change = run->change;
    if (answer.refusal) {
        applied = refusedBecause(run->change, *answer.refusal);
    } else {
        applied.outcome = outcomeOf(run->change, *answer.object);
        if (run->change.verb == Change::Verb::Apply)
            applied.stored = answer.object;
    }
    finishOne(run, std::move(applied));
}

void Applier::State::lookAfterwards(const std::shared_ptr<Run>& run, const Refusal& refusal, int tries)
{
    // All looks together take no longer than the answer might have.
    const Millis pause = std::min<Millis>(lookEvery, Millis(patience) / 3);
    const Millis left = std::chrono::duration_cast<Millis>(run->lost - now()) + patience - pause;
    getLater(pause, std::max<Millis>(left, Seconds(1)), run->change.ref, [this, run, refusal, tries](const Result<Value>& live) {
        Applied applied = refusedBecause(run->change, refusal);
        applied.foundLater = true;
        if (live && wasStored(run->change, *live)) {
            applied.outcome = outcomeOf(run->change, *live);
            applied.refusal.reset();
            if (run->change.verb == Change::Verb::Apply)
                applied.stored = *live;
        } else if (tries > 1 && now() - run->lost < patience) {
            return lookAfterwards(run, refusal, tries - 1);
        } else if (!live || refusal.error.kind == Error::Kind::Timeout) { // who was not waited for may still be at it
            applied.outcome = Applied::Outcome::Unknown;
            applied.refusal->error = lostAnswer(run->change, refusal.error);
        }
        finishOne(run, std::move(applied));
    });
}

void Applier::State::finishOne(const std::shared_ptr<Run>& run, Applied applied)
{
    applied.warnings = run->warnings;
    applied.entry = run->entry;
    // What nobody knows stays open, so that it is looked at again.
    const bool known = run->entry != 0 && applied.outcome != Applied::Outcome::Unknown;
    if (known && pen)
        return pen->complete(run->entry, now(), applied, [this, run, applied] { goOn(run, applied); });
    if (known)
        static_cast<void>(journal->complete(run->entry, now(), applied));
    else if (run->entry != 0)
        journal->abandon(run->entry);
    goOn(run, applied);
}

void Applier::State::goOn(const std::shared_ptr<Run>& run, const Applied& applied)
{
    writing = 0;
    const bool good = applied.done();
    run->results.push_back(applied);
    if (run->step)
        run->step(applied);
    if (gone)
        return;
    if (good)
        applyNext(run);
    else
        finishRun(run);
}

void Applier::State::finishRun(const std::shared_ptr<Run>& run)
{
    while (run->results.size() < run->order.changes.size()) {
        Applied untried;
        untried.change = run->order.changes[run->results.size()];
        run->results.push_back(std::move(untried));
    }
    const auto self = shared_from_this();
    run->done(std::move(run->results));
    if (!gone)
        startNext();
}

} // namespace loadline
