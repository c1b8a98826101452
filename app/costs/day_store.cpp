// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/day_store.h"

#include "settings/sqlite.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

namespace loadline {
namespace {

constexpr int schemaVersion = 1;

qint64 numberOf(TimePoint day)
{
    return day.time_since_epoch().count();
}

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

} // namespace

DayStore::DayStore(QString file)
    : file_(std::move(file))
{
    if (!file_.isEmpty())
        QDir().mkpath(QFileInfo(file_).absolutePath());
    if (open())
        return;
    if (!file_.isEmpty())
        moveAside();
    if (open())
        return;
    problems_.push_back({Error::Kind::Server, LOADLINE_TR("Error", "The file of past usage cannot be used: %1."),
        file_.toStdString(), LOADLINE_TR("Error", "Until it can, the past is asked for again at every start."),
        {database_.lastError().databaseText().toStdString()}});
    close();
    file_.clear();
    open();
}

DayStore::~DayStore()
{
    close();
}

bool DayStore::open()
{
    connection_ = QStringLiteral("loadline-days-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    database_ = addSqlite(connection_);
    database_.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=3000"));
    database_.setDatabaseName(file_.isEmpty() ? QStringLiteral(":memory:") : file_);
    if (!database_.open())
        return false;
    QSqlQuery query(database_);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return false;
    const int version = query.value(0).toInt();
    if (version != 0 && version != schemaVersion)
        return false;
    return query.exec(QStringLiteral("PRAGMA journal_mode=WAL")) && query.exec(QStringLiteral("PRAGMA synchronous=NORMAL"))
        && query.exec(QStringLiteral("CREATE TABLE IF NOT EXISTS days (cluster TEXT NOT NULL, source TEXT NOT NULL, "
                                     "day INTEGER NOT NULL, usage BLOB NOT NULL, PRIMARY KEY (cluster, source, day)) "
                                     "WITHOUT ROWID"))
        && query.exec(QStringLiteral("PRAGMA user_version=%1").arg(schemaVersion));
}

void DayStore::close()
{
    database_.close();
    database_ = {};
    QSqlDatabase::removeDatabase(connection_);
}

void DayStore::moveAside()
{
    close();
    const QString aside = file_ + QStringLiteral(".broken-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmsszzz"));
    if (!QFile::rename(file_, aside))
        return;
    for (const auto& tail : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(file_ + tail, aside + tail);
    problems_.push_back({Error::Kind::Malformed,
        LOADLINE_TR("Error", "The file of past usage could not be read and was moved to %1."), file_.toStdString(),
        LOADLINE_TR("Error", "It is made anew from Prometheus."), {aside.toStdString()}});
}

std::vector<UsageDay> DayStore::read(const std::string& cluster, const std::string& source, const TimeRange& range)
{
    std::vector<UsageDay> days;
    QSqlQuery query(database_);
    query.prepare(QStringLiteral("SELECT usage FROM days WHERE cluster=? AND source=? AND day>=? AND day<=? ORDER BY day"));
    query.addBindValue(text(cluster));
    query.addBindValue(text(source));
    query.addBindValue(numberOf(midnight(range.from)));
    query.addBindValue(numberOf(range.to));
    if (!query.exec())
        return days;
    while (query.next()) {
        const QByteArray blob = query.value(0).toByteArray();
        auto day = readUsageDay({blob.constData(), std::size_t(blob.size())});
        if (day) // one that is damaged is asked for again
            days.push_back(std::move(*day));
    }
    return days;
}

void DayStore::write(const std::string& cluster, const std::string& source, const UsageDay& day)
{
    const std::string bytes = writeUsageDay(day);
    QSqlQuery query(database_);
    query.prepare(QStringLiteral("INSERT OR REPLACE INTO days (cluster, source, day, usage) VALUES (?, ?, ?, ?)"));
    query.addBindValue(text(cluster));
    query.addBindValue(text(source));
    query.addBindValue(numberOf(day.day));
    query.addBindValue(QByteArray(bytes.data(), qsizetype(bytes.size())));
    if (!query.exec())
        problems_.push_back({Error::Kind::Server, LOADLINE_TR("Error", "Past usage cannot be kept: %1."),
            file_.toStdString(), LOADLINE_TR("Error", "Make room on the disk; nothing else is lost."),
            {query.lastError().databaseText().toStdString()}});
}

void DayStore::dropBefore(TimePoint cut)
{
    QSqlQuery query(database_);
    query.prepare(QStringLiteral("DELETE FROM days WHERE day<?"));
    query.addBindValue(numberOf(cut));
    query.exec();
}

std::vector<Error> DayStore::takeProblems()
{
    return std::exchange(problems_, {});
}

} // namespace loadline
