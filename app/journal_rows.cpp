// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal_rows.h"

#include "apply/ownership.h"
#include "cluster/scaled_object.h"
#include "readiness.h"
#include "tables/cells.h"
#include "tables/finding_rows.h"
#include "tables/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace loadline {
namespace {

using Outcome = Applied::Outcome;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(JournalRows)
};

StateWord unfinished()
{
    StateWord state;
    state.word = Words::tr("Unfinished");
    state.tone = Tone::Warn;
    state.attention = Attention::Warning;
    state.cause = Words::tr("It was sent, and no answer came: Loadline ended before, or the cluster fell silent. Whether it was stored is not known. Loadline looks when the cluster is open and answers.");
    return state;
}

QString outcomeWord(Outcome outcome, bool undone)
{
    switch (outcome) {
    case Outcome::Created:
        return undone ? Words::tr("Created, undone since") : Words::tr("Created");
    case Outcome::Changed:
        return undone ? Words::tr("Changed, undone since") : Words::tr("Changed");
    case Outcome::Deleted:
        return undone ? Words::tr("Deleted, undone since") : Words::tr("Deleted");
    case Outcome::Unchanged:
        return Words::tr("Was so already");
    case Outcome::Refused:
        return Words::tr("Refused");
    case Outcome::NotTried:
        return Words::tr("Not tried");
    case Outcome::Unknown:
        break;
    }
    return Words::tr("Unknown");
}

StateWord stateOf(const JournalEntry& entry)
{
    if (!entry.ended || entry.outcome == Outcome::Unknown)
        return unfinished();
    StateWord state;
    state.word = outcomeWord(entry.outcome, entry.undoneBy.has_value());
    if (entry.foundLater && entry.outcome == Outcome::Refused)
        state.word = Words::tr("Not stored");
    state.tone = entry.undoneBy ? Tone::Idle : Tone::Good;
    if (entry.outcome == Outcome::Unchanged)
        state.tone = Tone::Muted;
    if (entry.outcome == Outcome::Refused) {
        state.tone = Tone::Bad;
        state.attention = Attention::Notice;
    }
    if (entry.error)
        state.cause = sentence(*entry.error);
    if (entry.foundLater && entry.outcome != Outcome::Refused)
        state.cause = Words::tr("No clear answer came: Loadline ended, the connection broke, or the server failed. What came of it was read from the cluster afterwards: it was stored.");
    return state;
}

QString actionOf(const JournalEntry& entry)
{
    if (entry.undoes)
        return Words::tr("Undo of %1").arg(qint64(*entry.undoes));
    if (entry.change.verb == Change::Verb::Delete)
        return Words::tr("Delete");
    return entry.change.before ? Words::tr("Change") : Words::tr("Create");
}

using EntryPtr = std::shared_ptr<const JournalEntry>;
using ValuePtr = std::shared_ptr<const Value>;

// Documents are the entry's own: rows made anew of it compare equal without a look into them.
ValuePtr documentOf(const EntryPtr& entry, const std::optional<Value>& value)
{
    return value ? ValuePtr(entry, &*value) : nullptr;
}

ValuePtr afterOf(const EntryPtr& entry)
{
    if (entry->stored)
        return documentOf(entry, entry->stored);
    if (entry->change.verb == Change::Verb::Delete)
        return nullptr;
    return std::make_shared<const Value>(overlay(entry->change.before.value_or(Value {}), entry->change.after));
}

std::shared_ptr<const ChangeRow> rowOf(const EntryPtr& held, const World* world)
{
    const JournalEntry& entry = *held;
    auto row = std::make_shared<ChangeRow>();
    row->id = std::to_string(entry.id);
    row->entry = entry.id;
    row->cluster = entry.place.context;
    row->server = entry.place.server;
    row->user = entry.place.user;
    row->person = entry.place.person;
    row->object = entry.change.ref;
    row->ns = entry.change.ref.ns;
    row->name = entry.change.ref.name;
    row->begun = entry.begun;
    row->ended = entry.ended;
    row->action = actionOf(entry);
    row->state = stateOf(entry);
    row->why = qtext(entry.change.why);
    if (entry.error)
        row->hint = hint(*entry.error);
    for (const std::string& field : entry.takenOver)
        row->takenOver << qtext(field);
    row->undoes = entry.undoes;
    row->undoneBy = entry.undoneBy;
    row->canUndo = entry.canUndo();
    row->before = documentOf(held, entry.change.before);
    row->after = afterOf(held);
    if (world)
        std::tie(row->page, row->pageRow) = pageRowOf(*world, entry.change.ref);
    return row;
}

// Somebody else ended the pause: the cluster shows the object without one, and what it shows is newer than the pause.
bool isOver(const Reminder& reminder, const World* world, TimePoint now)
{
    constexpr Seconds watchBehind {30};
    if (!world || now - reminder.begun < watchBehind || reminder.ref.kind != "ScaledObject" || !world->state(KindId::ScaledObject).complete())
        return false;
    const ScaledObject* object = world->find<ScaledObject>(reminder.ref.ns, reminder.ref.name);
    return !object || !object->pause.any();
}

} // namespace

JournalRows journalRows(const Journal& journal, const Worlds& worlds, TimePoint now)
{
    return journalRows(journal.state({}), worlds, now);
}

JournalRows journalRows(const JournalState& journal, const Worlds& worlds, TimePoint now)
{
    JournalRows rows;
    rows.now = now;
    rows.problem = journal.problem;
    if (rows.problem)
        return rows;
    for (const EntryPtr& entry : journal.entries)
        rows.changes.push_back(rowOf(entry, worldOf(worlds, entry->place.context).get()));
    for (const Reminder& reminder : journal.reminders)
        rows.pauses.push_back({reminder.id, reminder.context, reminder.ref, reminder.due, reminder.due <= now, isOver(reminder, worldOf(worlds, reminder.context).get(), now)});
    return rows;
}

ExportTable changesTable(const Journal& journal, bool utc, const QString& filter, const QStringList& wanted)
{
    const auto now = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    const JournalRows journaled = journalRows(journal, {}, now);
    ExportHead head;
    head.page = QCoreApplication::translate("Pages", "Changes");
    head.namespaces = QStringLiteral("all");
    head.filter = filter;
    head.at = now;
    for (const auto& row : journaled.changes)
        if (const QString cluster = qtext(row->cluster); !head.clusters.contains(cluster))
            head.clusters << cluster;
    const auto columns = changeColumns(true);
    QStringList all; // the documents too: a journal that is read elsewhere must be whole
    for (const auto& column : columns)
        if (wanted.isEmpty() || wanted.contains(QLatin1String("all")) || wanted.contains(column.id))
            all << column.id;
    return exportTable(std::move(head), columns, all, arrange(datedChanges(journaled.changes, now, utc), columns, Order {{}, filter}));
}

} // namespace loadline
