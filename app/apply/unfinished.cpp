// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/applier_state.h"

namespace loadline {

struct Applier::State::Inquest {
    std::vector<JournalEntry> entries;
    std::size_t at = 0;
    std::vector<JournalEntry> explained;
    std::function<void(std::vector<JournalEntry>)> done;
};

namespace {

Error neverArrived(const ManifestRef& ref)
{
    return {Error::Kind::Cancelled, LOADLINE_TR("Error", "Loadline ended before the server answered, and %1 was not written."), "",
        LOADLINE_TR("Error", "Do it again if it is still wanted."), {nameOf(ref)}};
}

} // namespace

void Applier::explainUnfinished(std::function<void(std::vector<JournalEntry>)> done)
{
    auto inquest = std::make_shared<State::Inquest>();
    inquest->done = std::move(done);
    if (state_->journal)
        for (JournalEntry& entry : state_->journal->unfinished())
            if (entry.place.context == place_.context && entry.place.server == place_.server)
                inquest->entries.push_back(std::move(entry));
    state_->carry([weak = std::weak_ptr(state_), inquest] {
        if (const auto state = weak.lock(); state && !state->gone)
            state->explainNext(inquest);
    });
}

void Applier::State::explainNext(const std::shared_ptr<Inquest>& inquest)
{
    if (inquest->at == inquest->entries.size())
        return inquest->done(std::move(inquest->explained));
    const JournalEntry& entry = inquest->entries[inquest->at];
    ManifestRef ref = entry.change.ref;
    if (ref.ns.empty()) // written down where no namespace was named: it went to that of the context
        ref.ns = entry.place.ns.empty() ? "default" : entry.place.ns;
    get(ref, [this, inquest](const Result<Value>& live) {
        const JournalEntry& asked = inquest->entries[inquest->at];
        // Where the cluster does not tell, the entry stays open for the next time.
        if (live) {
            Applied found;
            found.change = asked.change;
            found.foundLater = true;
            if (wasStored(asked.change, *live)) {
                found.outcome = outcomeOf(asked.change, *live);
                if (asked.change.verb == Change::Verb::Apply)
                    found.stored = *live;
            } else {
                found.outcome = Applied::Outcome::Refused;
                found.refusal = Refusal {neverArrived(asked.change.ref), {}, {}};
            }
            if (journal->complete(asked.id, now(), found))
                if (auto entryNow = journal->entry(asked.id))
                    inquest->explained.push_back(std::move(*entryNow));
        }
        ++inquest->at;
        explainNext(inquest);
    });
}

} // namespace loadline
