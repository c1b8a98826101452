// SPDX-License-Identifier: GPL-3.0-or-later
// Undo of one or several entries of the journal: each is looked at in turn, and nothing is written.
#include "apply/applier_state.h"
#include "apply/namespace_contents.h"

#include <algorithm>
#include <functional>

namespace loadline {

struct Applier::State::Undoing {
    std::vector<std::int64_t> entries;
    std::vector<UndoPlan> plans;
    std::vector<std::pair<ManifestRef, std::int64_t>> seen; // objects of the newer ones
    std::function<void(std::vector<UndoPlan>)> done;
};

namespace {

UndoPlan refusedPlan(std::int64_t entry, const ManifestRef& ref, Error error)
{
    UndoPlan plan;
    plan.entry = entry;
    plan.change.ref = ref;
    plan.refused = std::move(error);
    return plan;
}

Error noEntry(std::int64_t entry, const std::string& context)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "The journal has no entry %1 of this cluster."), context, "", {std::to_string(entry)}};
}

Error newerFirst(std::int64_t entry, std::int64_t newer, const ManifestRef& ref)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Entries %1 and %2 are both about %3."), "",
        LOADLINE_TR("Error", "Undo %2 first, and %1 after it."), {std::to_string(entry), std::to_string(newer), nameOf(ref)}};
}

// Where it stands, also for entries that were written before they named the context's namespace.
ManifestRef homeOf(const JournalEntry& entry)
{
    ManifestRef ref = entry.change.ref;
    for (const auto& known : {entry.stored, entry.change.before})
        if (ref.ns.empty() && known)
            ref.ns = (*known)["metadata"]["namespace"].text();
    return ref;
}

} // namespace

void Applier::planUndo(std::vector<std::int64_t> entries, std::function<void(std::vector<UndoPlan>)> done)
{
    auto undoing = std::make_shared<State::Undoing>();
    // What came last goes first, as one takes a pile apart: a namespace goes after what was put into it.
    std::sort(entries.begin(), entries.end(), std::greater<> {});
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    undoing->entries = std::move(entries);
    undoing->done = std::move(done);
    state_->carry([weak = std::weak_ptr(state_), undoing] {
        if (const auto state = weak.lock(); state && !state->gone)
            state->planNext(undoing);
    });
}

void Applier::State::planNext(const std::shared_ptr<Undoing>& undoing)
{
    while (undoing->plans.size() < undoing->entries.size()) {
        const std::int64_t id = undoing->entries[undoing->plans.size()];
        auto entry = journal ? journal->entry(id) : std::nullopt;
        if (!entry || entry->place.context != place.context) {
            undoing->plans.push_back(refusedPlan(id, {}, noEntry(id, place.context)));
            continue;
        }
        entry->change.ref = homeOf(*entry);
        const ManifestRef& ref = entry->change.ref;
        const auto newer = std::find_if(undoing->seen.begin(), undoing->seen.end(), [&](const auto& one) { return one.first == ref; });
        if (newer != undoing->seen.end()) {
            undoing->plans.push_back(refusedPlan(id, ref, newerFirst(id, newer->second, ref)));
            continue;
        }
        undoing->seen.emplace_back(ref, id);
        return get(ref, [this, undoing, entry](const Result<Value>& live) {
            planned(undoing, live ? loadline::planUndo(*entry, *live) : refusedPlan(entry->id, entry->change.ref, live.error()));
        });
    }
    undoing->done(std::move(undoing->plans));
}

// A namespace takes along what stands in it; what is undone before it is gone by then.
void Applier::State::planned(const std::shared_ptr<Undoing>& undoing, UndoPlan plan)
{
    const bool looks = plan.possible() && deletesNamespace(plan.change);
    undoing->plans.push_back(std::move(plan));
    if (!looks)
        return planNext(undoing);
    lookInside(undoing->plans.back().change.ref.name, [this, undoing](const Result<std::vector<ManifestRef>>& inside) {
        std::vector<ManifestRef> aside;
        for (const UndoPlan& earlier : undoing->plans)
            if (earlier.possible() && earlier.change.verb == Change::Verb::Delete)
                aside.push_back(earlier.change.ref);
        UndoPlan& last = undoing->plans.back();
        last.refused = whyKept(last.change.ref.name, inside, aside);
        planNext(undoing);
    });
}

} // namespace loadline
