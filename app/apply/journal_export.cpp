// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/journal.h"
#include "apply/refusal.h"
#include "tables/export.h"
#include "tables/wording.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace loadline {
namespace {

struct JournalColumn {
    const char* id;
    const char* title;
    QString (*text)(const JournalEntry& entry);
};

QString words(const std::string& value)
{
    return QString::fromStdString(value);
}

QString jsonOf(const std::optional<Value>& value)
{
    return value ? words(value->json()) : QString();
}

QString idOf(const std::optional<std::int64_t>& id)
{
    return id ? QString::number(*id) : QString();
}

QString becameOf(const JournalEntry& entry)
{
    const bool lost = entry.foundLater && entry.outcome == Applied::Outcome::Refused; // by whatever, not by the server
    return QString::fromLatin1(!entry.ended ? "unfinished" : lost ? "not stored" : outcomeWord(entry.outcome));
}

const JournalColumn journalColumns[] = {
    {"id", QT_TRANSLATE_NOOP("Journal", "Entry"), [](const JournalEntry& e) { return QString::number(e.id); }},
    {"begun", QT_TRANSLATE_NOOP("Journal", "When (UTC)"), [](const JournalEntry& e) { return isoUtc(e.begun); }},
    {"ended", QT_TRANSLATE_NOOP("Journal", "Answered (UTC)"), [](const JournalEntry& e) { return e.ended ? isoUtc(*e.ended) : QString(); }},
    {"person", QT_TRANSLATE_NOOP("Journal", "Person"), [](const JournalEntry& e) { return words(e.place.person); }},
    {"user", QT_TRANSLATE_NOOP("Journal", "User"), [](const JournalEntry& e) { return words(e.place.user); }},
    {"context", QT_TRANSLATE_NOOP("Journal", "Context"), [](const JournalEntry& e) { return words(e.place.context); }},
    {"server", QT_TRANSLATE_NOOP("Journal", "Server"), [](const JournalEntry& e) { return words(e.place.server); }},
    {"verb", QT_TRANSLATE_NOOP("Journal", "Action"),
        [](const JournalEntry& e) { return QString::fromLatin1(e.change.verb == Change::Verb::Delete ? "delete" : "apply"); }},
    {"api_version", QT_TRANSLATE_NOOP("Journal", "API version"), [](const JournalEntry& e) { return words(e.change.ref.apiVersion); }},
    {"kind", QT_TRANSLATE_NOOP("Journal", "Kind"), [](const JournalEntry& e) { return words(e.change.ref.kind); }},
    {"namespace", QT_TRANSLATE_NOOP("Journal", "Namespace"), [](const JournalEntry& e) { return words(e.change.ref.ns); }},
    {"name", QT_TRANSLATE_NOOP("Journal", "Name"), [](const JournalEntry& e) { return words(e.change.ref.name); }},
    {"outcome", QT_TRANSLATE_NOOP("Journal", "Outcome"), becameOf},
    {"why", QT_TRANSLATE_NOOP("Journal", "Why"), [](const JournalEntry& e) { return words(e.change.why); }},
    {"error", QT_TRANSLATE_NOOP("Journal", "Problem"), [](const JournalEntry& e) { return e.error ? sentence(*e.error) : QString(); }},
    {"taken_over", QT_TRANSLATE_NOOP("Journal", "Taken over"),
        [](const JournalEntry& e) {
            QStringList fields;
            for (const std::string& field : e.takenOver)
                fields << words(field);
            return fields.join(QStringLiteral("; "));
        }},
    {"undoes", QT_TRANSLATE_NOOP("Journal", "Undoes"), [](const JournalEntry& e) { return idOf(e.undoes); }},
    {"undone_by", QT_TRANSLATE_NOOP("Journal", "Undone by"), [](const JournalEntry& e) { return idOf(e.undoneBy); }},
    {"before", QT_TRANSLATE_NOOP("Journal", "Before"), [](const JournalEntry& e) { return jsonOf(e.change.before); }},
    {"after", QT_TRANSLATE_NOOP("Journal", "Asked for"), [](const JournalEntry& e) { return jsonOf(e.change.after); }},
    {"stored", QT_TRANSLATE_NOOP("Journal", "Stored"), [](const JournalEntry& e) { return jsonOf(e.stored); }},
};

ExportTable tableOf(const std::vector<JournalEntry>& entries)
{
    ExportTable table;
    table.head.page = QCoreApplication::translate("Journal", "Journal of changes");
    for (const JournalColumn& column : journalColumns) {
        table.ids << QString::fromLatin1(column.id);
        table.titles << QCoreApplication::translate("Journal", column.title);
    }
    for (const JournalEntry& entry : entries) {
        QStringList texts;
        for (const JournalColumn& column : journalColumns)
            texts << column.text(entry);
        table.texts.push_back(texts);
        table.exact.emplace_back(std::size(journalColumns), QJsonValue(QJsonValue::Undefined));
        table.exact.back().front() = qint64(entry.id);
        if (!table.head.clusters.contains(words(entry.place.context)))
            table.head.clusters << words(entry.place.context);
        table.head.at = std::max(table.head.at, entry.ended.value_or(entry.begun));
    }
    return table;
}

} // namespace

QByteArray journalCsv(const std::vector<JournalEntry>& entries)
{
    return toCsv(tableOf(entries));
}

QByteArray journalJson(const std::vector<JournalEntry>& entries)
{
    return toJson(tableOf(entries));
}

} // namespace loadline
