// SPDX-License-Identifier: GPL-3.0-or-later
// The journal as a whole, for those that show it.
#include "apply/journal.h"

#include "apply/journal_row.h"

#include <map>

namespace loadline {
namespace {

// What can still change of an entry: its end, and that it was undone.
struct Stage {
    std::int64_t id = 0;
    bool ended = false;
    std::optional<std::int64_t> undoneBy;
};

bool isAt(const JournalEntry& entry, const Stage& stage)
{
    return entry.ended.has_value() == stage.ended && entry.undoneBy == stage.undoneBy;
}

std::vector<Stage> stagesIn(const QSqlDatabase& database, std::size_t most)
{
    std::vector<Stage> stages;
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(selecting("e.id, e.ended") + QStringLiteral(" ORDER BY e.id DESC LIMIT ?"));
    query.addBindValue(qint64(most));
    if (query.exec())
        while (query.next()) {
            const QVariant undone = query.value(2);
            stages.push_back({query.value(0).toLongLong(), !query.value(1).isNull(),
                undone.isNull() ? std::nullopt : std::optional<std::int64_t>(undone.toLongLong())});
        }
    return stages;
}

} // namespace

JournalState Journal::state(const JournalState& before, std::size_t most) const
{
    JournalState now;
    now.problem = problem_;
    if (problem_)
        return now;
    std::map<std::int64_t, std::shared_ptr<const JournalEntry>> known;
    for (const auto& one : before.entries)
        known.emplace(one->id, one);
    if (known.empty())
        for (JournalEntry& one : entries(most))
            known.emplace(one.id, std::make_shared<const JournalEntry>(std::move(one)));
    for (const Stage& stage : stagesIn(database_, most)) {
        const auto at = known.find(stage.id);
        if (at != known.end() && isAt(*at->second, stage))
            now.entries.push_back(at->second);
        else if (auto read = entry(stage.id))
            now.entries.push_back(std::make_shared<const JournalEntry>(std::move(*read)));
    }
    now.reminders = reminders();
    return now;
}

std::int64_t Journal::version() const
{
    QSqlQuery query(database_);
    return !problem_ && query.exec(QStringLiteral("PRAGMA data_version")) && query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace loadline
