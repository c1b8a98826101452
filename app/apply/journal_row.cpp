// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/journal_row.h"

#include "apply/json_value.h"

namespace loadline {
namespace {

using Outcome = Applied::Outcome;

QVariant text(const std::string& value)
{
    return QString::fromStdString(value);
}

std::string plain(const QVariant& value)
{
    return value.toString().toStdString();
}

TimePoint timeOf(const QVariant& value)
{
    return TimePoint(Millis(value.toLongLong()));
}

std::optional<Value> valueIn(const QVariant& column)
{
    if (column.isNull())
        return std::nullopt;
    auto value = readValue(plain(column));
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

QVariant millis(TimePoint time)
{
    return qint64(time.time_since_epoch().count());
}

} // namespace

const char* outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::NotTried:
        return "not tried";
    case Outcome::Refused:
        return "refused";
    case Outcome::Created:
        return "created";
    case Outcome::Changed:
        return "changed";
    case Outcome::Unchanged:
        return "unchanged";
    case Outcome::Deleted:
        return "deleted";
    case Outcome::Unknown:
        break;
    }
    return "unknown";
}

Outcome outcomeOf(const QString& word)
{
    for (const Outcome outcome :
        {Outcome::NotTried, Outcome::Refused, Outcome::Created, Outcome::Changed, Outcome::Unchanged, Outcome::Deleted})
        if (word == QLatin1String(outcomeWord(outcome)))
            return outcome;
    return Outcome::Unknown; // and "pending"
}

QVariant textOf(const std::optional<Value>& value)
{
    return value ? text(value->json()) : QVariant();
}

QVariant errorText(const Error& error)
{
    Value written = Value::map();
    written.set("kind", static_cast<int>(error.kind));
    written.set("what", error.what);
    written.set("where", error.where);
    written.set("hint", error.hint);
    Value args = Value::list();
    for (const std::string& arg : error.args)
        args.add(arg);
    written.set("args", std::move(args));
    return text(written.json());
}

std::optional<Error> errorOf(const QVariant& column)
{
    const auto value = valueIn(column);
    if (!value)
        return std::nullopt;
    Error error;
    error.kind = static_cast<Error::Kind>((*value)["kind"].integer());
    error.what = (*value)["what"].text();
    error.where = (*value)["where"].text();
    error.hint = (*value)["hint"].text();
    for (const Value& arg : (*value)["args"].items())
        error.args.push_back(arg.text());
    return error;
}

const char* const entryColumns
    = "e.id, e.begun, e.ended, e.context, e.server, e.ns, e.user, e.person, e.verb, e.api_version, e.kind, e.namespace, e.name, "
      "e.before, e.after, e.why, e.outcome, e.stored, e.error, e.found_later, e.taken_over, e.undoes";

// An entry that was undone is told by the one that undid it.
QString selecting(const char* columns)
{
    return QStringLiteral("SELECT %1, (SELECT max(u.id) FROM entry u WHERE u.undoes = e.id AND u.outcome IN "
                          "('created', 'changed', 'unchanged', 'deleted')) FROM entry e")
        .arg(QLatin1String(columns));
}

JournalEntry entryOf(const QSqlQuery& row)
{
    int at = 0;
    const auto next = [&] { return row.value(at++); };
    JournalEntry entry;
    entry.id = next().toLongLong();
    entry.begun = timeOf(next());
    if (const QVariant ended = next(); !ended.isNull())
        entry.ended = timeOf(ended);
    for (std::string* field : {&entry.place.context, &entry.place.server, &entry.place.ns, &entry.place.user, &entry.place.person})
        *field = plain(next());
    Change& change = entry.change;
    change.verb = next().toString() == QLatin1String("delete") ? Change::Verb::Delete : Change::Verb::Apply;
    for (std::string* field : {&change.ref.apiVersion, &change.ref.kind, &change.ref.ns, &change.ref.name})
        *field = plain(next());
    change.before = valueIn(next());
    change.after = valueIn(next()).value_or(Value {});
    change.why = plain(next());
    entry.outcome = outcomeOf(next().toString());
    entry.stored = valueIn(next());
    entry.error = errorOf(next());
    entry.foundLater = next().toInt() != 0;
    if (const auto fields = valueIn(next()))
        for (const Value& field : fields->items())
            entry.takenOver.push_back(field.text());
    if (const QVariant undoes = next(); !undoes.isNull())
        entry.undoes = undoes.toLongLong();
    if (const QVariant undone = next(); !undone.isNull())
        entry.undoneBy = undone.toLongLong();
    return entry;
}

QVariantList valuesOf(const JournalEntry& entry, qint64 process)
{
    const Change& change = entry.change;
    Value taken = Value::list();
    for (const std::string& field : entry.takenOver)
        taken.add(field);
    return {millis(entry.begun), text(entry.place.context), text(entry.place.server), text(entry.place.ns), text(entry.place.user),
        text(entry.place.person), process, QString::fromLatin1(change.verb == Change::Verb::Delete ? "delete" : "apply"),
        text(change.ref.apiVersion), text(change.ref.kind), text(change.ref.ns), text(change.ref.name), textOf(change.before),
        text(change.after.json()), text(change.why), text(taken.json()), entry.undoes ? QVariant(qint64(*entry.undoes)) : QVariant()};
}

Reminder reminderOf(const QSqlQuery& row)
{
    Reminder reminder;
    reminder.id = row.value(0).toLongLong();
    reminder.context = plain(row.value(1));
    reminder.ref = {plain(row.value(2)), plain(row.value(3)), plain(row.value(4)), plain(row.value(5))};
    reminder.begun = timeOf(row.value(6));
    reminder.due = timeOf(row.value(7));
    reminder.why = plain(row.value(8));
    return reminder;
}

QVariantList valuesOf(const Reminder& reminder)
{
    return {text(reminder.context), text(reminder.ref.apiVersion), text(reminder.ref.kind), text(reminder.ref.ns),
        text(reminder.ref.name), millis(reminder.begun), millis(reminder.due), text(reminder.why)};
}

} // namespace loadline
