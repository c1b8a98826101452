// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/journal.h"

#include "apply/journal_row.h"
#include "apply/refusal.h"
#include "settings/sqlite.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QUuid>
#include <QVariant>

#include <cerrno>
#include <csignal>

namespace loadline {
namespace {

constexpr int schemaVersion = 1;
// A request is given up long before: what is older was not completed and never will be, even if its process number
// lives again as something else.
constexpr Seconds longestRequest {600};

const QString memory = QStringLiteral("file:/loadline-journal-");
constexpr const char* entryTable
    = "CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT, begun INTEGER NOT NULL, ended INTEGER, context TEXT NOT NULL, "
      "server TEXT NOT NULL, ns TEXT NOT NULL, user TEXT NOT NULL, person TEXT NOT NULL, process INTEGER NOT NULL, verb TEXT NOT NULL, "
      "api_version TEXT NOT NULL, kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, before TEXT, after TEXT NOT NULL, "
      "why TEXT NOT NULL, outcome TEXT NOT NULL, stored TEXT, error TEXT, found_later INTEGER NOT NULL DEFAULT 0, "
      "taken_over TEXT NOT NULL, undoes INTEGER)";
constexpr const char* reminderTable
    = "CREATE TABLE reminder (id INTEGER PRIMARY KEY AUTOINCREMENT, context TEXT NOT NULL, api_version TEXT NOT NULL, "
      "kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, begun INTEGER NOT NULL, due INTEGER NOT NULL, "
      "why TEXT NOT NULL, UNIQUE (context, kind, namespace, name))";

Error unusable(const QString& file, const QString& why)
{
    return {Error::Kind::Server, LOADLINE_TR("Error", "The journal of changes cannot be written: %1."), file.toStdString(),
        LOADLINE_TR("Error", "Without it nothing is changed; make room on the disk, or move the file aside."), {why.toStdString()}};
}

Error failure(const QString& file, const QSqlQuery& query)
{
    return unusable(file, query.lastError().databaseText());
}

bool lives(qint64 process)
{
    return process > 0 && (::kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM);
}

} // namespace

QString Journal::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/journal.sqlite");
}

QString Journal::demoFile()
{
    return QFileInfo(defaultFile()).path() + QStringLiteral("/demo-journal.sqlite");
}

Journal::Journal(const QString& file, Check check)
    : check_(check)
    , file_(file.isEmpty() ? memory + QUuid::createUuid().toString(QUuid::WithoutBraces) + QStringLiteral("?vfs=memdb") : file)
    , connection_(QStringLiteral("loadline-journal-") + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    const bool kept = !file_.startsWith(memory);
    if (kept) {
        QDir().mkpath(QFileInfo(file_).absolutePath());
        // Manifests hold no Secrets, but whatever people put into environment variables: for the owner's eyes only.
        if (QFile create(file_); !QFile::exists(file_) && create.open(QIODevice::WriteOnly)) {
            create.close();
            create.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        }
    }
    database_ = addSqlite(connection_);
    database_.setConnectOptions(kept ? QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000") : QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_URI"));
    database_.setDatabaseName(file_);
    if (!database_.open())
        problem_ = unusable(file_, database_.lastError().databaseText());
    else if (const Done ready = prepare(check); !ready)
        problem_ = ready.error();
}

Journal::~Journal()
{
    database_.close();
    database_ = {};
    QSqlDatabase::removeDatabase(connection_);
}

Done Journal::prepare(Check check)
{
    QSqlQuery query(database_);
    if (check == Check::Here) {
        if (!query.exec(QStringLiteral("PRAGMA quick_check(1)")) || !query.next())
            return failure(file_, query);
        if (query.value(0).toString() != QLatin1String("ok"))
            return unusable(file_, query.value(0).toString());
        query.finish();
    }
    // FULL: an entry survives even a power cut once begin() returned.
    for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "BEGIN IMMEDIATE"})
        if (!query.exec(QString::fromLatin1(pragma)))
            return failure(file_, query);
    query.finish();
    const bool read = query.exec(QStringLiteral("PRAGMA user_version")) && query.next();
    const int version = read ? query.value(0).toInt() : -1;
    query.finish();
    if (version > schemaVersion) {
        query.exec(QStringLiteral("ROLLBACK"));
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "The journal of changes is of a newer Loadline."), file_.toStdString(),
            LOADLINE_TR("Error", "Use that version, or move the file aside."), {}};
    }
    const QString steps[] = {QString::fromLatin1(entryTable), QString::fromLatin1(reminderTable),
        QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion)};
    for (const QString& step : steps)
        if (version == 0 && !query.exec(step)) {
            const Error error = failure(file_, query);
            query.exec(QStringLiteral("ROLLBACK"));
            return error;
        }
    // Made by older versions without: what undid an entry is asked for each.
    static_cast<void>(query.exec(QStringLiteral("CREATE INDEX IF NOT EXISTS entry_undoes ON entry (undoes)")));
    if (version < 0 || !query.exec(QStringLiteral("COMMIT")))
        return failure(file_, query);
    return std::monostate {};
}

Result<std::int64_t> Journal::begin(const JournalEntry& entry)
{
    if (problem_)
        return *problem_;
    if (entry.change.ref.kind == "Secret")
        return secretRefused(entry.change.ref);
    QSqlQuery insert(database_);
    insert.prepare(QStringLiteral(
        "INSERT INTO entry (begun, context, server, ns, user, person, process, verb, api_version, kind, namespace, name, before, after, "
        "why, outcome, taken_over, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)"));
    for (const QVariant& value : valuesOf(entry, QCoreApplication::applicationPid()))
        insert.addBindValue(value);
    if (!insert.exec())
        return failure(file_, insert);
    const std::int64_t id = insert.lastInsertId().toLongLong();
    open_.insert(id);
    return id;
}

Done Journal::complete(std::int64_t id, TimePoint ended, const Applied& applied)
{
    open_.erase(id);
    if (problem_)
        return *problem_;
    QSqlQuery update(database_);
    update.prepare(QStringLiteral("UPDATE entry SET ended = ?, outcome = ?, stored = ?, error = ?, found_later = ? WHERE id = ?"));
    update.addBindValue(qint64(ended.time_since_epoch().count()));
    update.addBindValue(QString::fromLatin1(outcomeWord(applied.outcome)));
    update.addBindValue(textOf(applied.stored));
    update.addBindValue(applied.refusal ? errorText(applied.refusal->error) : QVariant());
    update.addBindValue(applied.foundLater ? 1 : 0);
    update.addBindValue(qint64(id));
    if (!update.exec())
        return failure(file_, update);
    return std::monostate {};
}

void Journal::abandon(std::int64_t id)
{
    open_.erase(id);
}

std::vector<JournalEntry> Journal::select(const QString& where, const QVariantList& values) const
{
    std::vector<JournalEntry> entries;
    QSqlQuery query(database_);
    query.setForwardOnly(true);
    query.prepare(selecting(entryColumns) + where);
    for (const QVariant& value : values)
        query.addBindValue(value);
    if (!problem_ && query.exec())
        while (query.next())
            entries.push_back(entryOf(query));
    return entries;
}

std::vector<JournalEntry> Journal::entries(std::size_t most) const
{
    return select(QStringLiteral(" ORDER BY id DESC LIMIT ?"), {qint64(most)});
}

std::optional<JournalEntry> Journal::entry(std::int64_t id) const
{
    auto found = select(QStringLiteral(" WHERE e.id = ?"), {qint64(id)});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<JournalEntry> Journal::unfinished() const
{
    std::vector<JournalEntry> crashed;
    QSqlQuery query(database_);
    if (problem_ || !query.exec(QStringLiteral("SELECT id, process, begun FROM entry WHERE ended IS NULL ORDER BY id")))
        return crashed;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    std::vector<std::int64_t> ids;
    while (query.next()) {
        const std::int64_t id = query.value(0).toLongLong();
        const qint64 process = query.value(1).toLongLong();
        const bool ours = process == QCoreApplication::applicationPid();
        const bool old = now - query.value(2).toLongLong() > Millis(longestRequest).count();
        if (ours ? begins_ == 0 && !open_.contains(id) : old || !lives(process))
            ids.push_back(id);
    }
    for (const std::int64_t id : ids)
        if (auto found = entry(id))
            crashed.push_back(std::move(*found));
    return crashed;
}

Result<std::int64_t> Journal::remind(const Reminder& reminder)
{
    if (problem_)
        return *problem_;
    QSqlQuery insert(database_);
    insert.prepare(QStringLiteral("INSERT OR REPLACE INTO reminder (context, api_version, kind, namespace, name, begun, due, why) "
                                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const QVariant& value : valuesOf(reminder))
        insert.addBindValue(value);
    if (!insert.exec())
        return failure(file_, insert);
    return insert.lastInsertId().toLongLong();
}

void Journal::forget(std::int64_t reminder)
{
    QSqlQuery remove(database_);
    remove.prepare(QStringLiteral("DELETE FROM reminder WHERE id = ?"));
    remove.addBindValue(qint64(reminder));
    remove.exec();
}

void Journal::forget(const std::string& context, const ManifestRef& ref)
{
    QSqlQuery remove(database_);
    remove.prepare(QStringLiteral("DELETE FROM reminder WHERE context = ? AND kind = ? AND namespace = ? AND name = ?"));
    for (const std::string& value : {context, ref.kind, ref.ns, ref.name})
        remove.addBindValue(QString::fromStdString(value));
    remove.exec();
}

std::vector<Reminder> Journal::reminders() const
{
    std::vector<Reminder> reminders;
    QSqlQuery query(database_);
    if (!problem_
        && query.exec(QStringLiteral(
            "SELECT id, context, api_version, kind, namespace, name, begun, due, why FROM reminder ORDER BY due, id")))
        while (query.next())
            reminders.push_back(reminderOf(query));
    return reminders;
}

} // namespace loadline
