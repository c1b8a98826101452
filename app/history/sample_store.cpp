// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/sample_store.h"

#include "settings/sqlite.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>
#include <QVariant>

namespace loadline {

namespace {

constexpr int schemaVersion = 1;
enum Sqlite { IoError = 10, Corrupt = 11, Full = 13, NoDatabase = 26 };

int codeOf(const QSqlError& error)
{
    return error.nativeErrorCode().toInt() & 0xff; // without the extended part
}

qint64 millis(TimePoint time)
{
    return time.time_since_epoch().count();
}

std::string labelsText(const Observation& one)
{
    std::string text;
    for (const auto& [name, value] : one.labels)
        text += name + "\x1f" + value + "\x1e";
    return text;
}

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

} // namespace

SampleStore::SampleStore(Options options)
    : options_(std::move(options))
    , file_(options_.file)
{
    open();
}

SampleStore::~SampleStore()
{
    close();
}

void SampleStore::open()
{
    if (!file_.isEmpty()) {
        QDir().mkpath(QFileInfo(file_).absolutePath());
        lock_ = std::make_unique<QLockFile>(file_ + QStringLiteral(".lock"));
        lock_->setStaleLockTime(0);
        writes_ = lock_->tryLock(0) || lock_->error() != QLockFile::LockFailedError;
    }
    connection_ = QStringLiteral("loadline-history-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    database_ = addSqlite(connection_);
    database_.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=3000"));
    database_.setDatabaseName(file_.isEmpty() ? QStringLiteral(":memory:") : file_);
    if (!database_.open()) {
        if (!file_.isEmpty())
            openInMemory(database_.lastError().databaseText());
        return;
    }
    const auto fitness = prepare();
    if (fitness == Fitness::Good || file_.isEmpty())
        return;
    if (fitness == Fitness::Unusable || !writes_) // never from under another program
        openInMemory(problems_.empty() ? QString() : text(problems_.back().args.front()));
    else
        moveAside(fitness);
}

void SampleStore::openInMemory(const QString& why)
{
    problems_.clear(); // one message for it all
    problems_.push_back({Error::Kind::Server, LOADLINE_TR("Error", "The file of recorded history cannot be used: %1."),
        file_.toStdString(), LOADLINE_TR("Error", "Until it can, history is kept in memory and lost at the end."),
        {why.toStdString()}});
    close();
    file_.clear();
    lock_.reset();
    writes_ = true;
    open();
}

void SampleStore::close()
{
    spans_.clear();
    dropPrepared();
    database_.close();
    database_ = {};
    QSqlDatabase::removeDatabase(connection_);
}

void SampleStore::moveAside(Fitness fault)
{
    close();
    const auto stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    auto aside = file_ + QStringLiteral(".broken-") + stamp;
    for (int i = 2; QFile::exists(aside); ++i)
        aside = file_ + QStringLiteral(".broken-%1-%2").arg(stamp).arg(i);
    if (!QFile::rename(file_, aside))
        return openInMemory(QStringLiteral("it cannot be moved aside"));
    for (const auto& tail : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(file_ + tail, aside + tail);
    problems_.clear();
    problems_.push_back({Error::Kind::Malformed,
        fault == Fitness::Newer
            ? LOADLINE_TR("Error", "The file of recorded history is of a newer Loadline and was moved to %1.")
            : LOADLINE_TR("Error", "The file of recorded history could not be read and was moved to %1."),
        file_.toStdString(), LOADLINE_TR("Error", "A new one was begun; nothing was deleted."), {aside.toStdString()}});
    lock_.reset();
    open();
}

SampleStore::Fitness SampleStore::prepare()
{
    QSqlQuery check(database_);
    if (!check.exec(QStringLiteral("PRAGMA quick_check(1)")) || !check.next()) {
        trouble(check);
        const auto code = codeOf(check.lastError());
        return code == Corrupt || code == NoDatabase ? Fitness::Broken : Fitness::Unusable;
    }
    if (check.value(0).toString() != QLatin1String("ok"))
        return Fitness::Broken;
    check.finish();
    const auto version = number(QStringLiteral("PRAGMA user_version"));
    if (version > schemaVersion)
        return Fitness::Newer;
    if (!writes_)
        return version == schemaVersion ? Fitness::Good : Fitness::Unusable;
    if (version == 0 && !makeTables())
        return Fitness::Unusable;
    const bool set
        = run(QStringLiteral("PRAGMA journal_mode = WAL")) && run(QStringLiteral("PRAGMA synchronous = NORMAL"));
    return set ? Fitness::Good : Fitness::Unusable;
}

bool SampleStore::makeTables()
{
    return run(QStringLiteral("PRAGMA auto_vacuum = INCREMENTAL")) && run(QStringLiteral("BEGIN IMMEDIATE"))
        && run(
            QStringLiteral("CREATE TABLE series (id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, query TEXT NOT NULL, "
                           "subject TEXT NOT NULL, labels TEXT NOT NULL, gauge INTEGER NOT NULL, "
                           "UNIQUE (cluster, query, subject, labels))"))
        && run(
            QStringLiteral("CREATE TABLE change (series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL, low REAL, "
                           "high REAL, PRIMARY KEY (series, at)) WITHOUT ROWID"))
        && run(
            QStringLiteral("CREATE TABLE span (id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, first INTEGER NOT NULL, "
                           "last INTEGER NOT NULL)"))
        && run(QStringLiteral("CREATE INDEX span_of_cluster ON span (cluster, first)"))
        && run(QStringLiteral("CREATE TABLE progress (averaged_to INTEGER NOT NULL)"))
        && run(QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion)) && run(QStringLiteral("COMMIT"));
}

void SampleStore::dropPrepared()
{
    find_.reset();
    make_.reset();
    insert_.reset();
}

QSqlQuery& SampleStore::prepared(std::unique_ptr<QSqlQuery>& statement, const QString& text)
{
    if (!statement) {
        statement = std::make_unique<QSqlQuery>(database_);
        statement->setForwardOnly(true);
        if (!statement->prepare(text))
            trouble(*statement);
    }
    return *statement;
}

bool SampleStore::run(QSqlQuery& query)
{
    if (query.exec())
        return true;
    trouble(query);
    return false;
}

bool SampleStore::run(const QString& statement)
{
    QSqlQuery query(database_);
    if (query.exec(statement))
        return true;
    trouble(query);
    return false;
}

qint64 SampleStore::number(const QString& statement)
{
    QSqlQuery query(database_);
    return query.exec(statement) && query.next() ? query.value(0).toLongLong() : 0;
}

void SampleStore::trouble(const QSqlQuery& query)
{
    const auto code = codeOf(query.lastError());
    if (code == troubled_)
        return;
    troubled_ = code;
    Error error {Error::Kind::Server, LOADLINE_TR("Error", "History cannot be recorded now: %1."), file_.toStdString(),
        LOADLINE_TR("Error", "What is recorded already stays; Loadline tries again."),
        {query.lastError().databaseText().toStdString()}};
    if (code == Full || code == IoError)
        error.hint
            = LOADLINE_TR("Error", "Make room on the disk; what is recorded already stays, and Loadline tries again.");
    problems_.push_back(std::move(error));
}

std::vector<Error> SampleStore::takeProblems()
{
    return std::exchange(problems_, {});
}

qint64 SampleStore::bytes()
{
    return (number(QStringLiteral("PRAGMA page_count")) - number(QStringLiteral("PRAGMA freelist_count")))
        * number(QStringLiteral("PRAGMA page_size"));
}

qint64 SampleStore::seriesId(const std::string& cluster, const Observation& one)
{
    const QVariantList names {text(cluster), text(queryOf(one.query).name), text(one.subject), text(labelsText(one))};
    for (int tries = 0; tries < 2; ++tries) {
        QSqlQuery& find = prepared(
            find_, QStringLiteral("SELECT id FROM series WHERE cluster = ? AND query = ? AND subject = ? AND labels = ?"));
        for (int i = 0; i < names.size(); ++i)
            find.bindValue(i, names[i]);
        if (!run(find))
            return 0;
        const qint64 id = find.next() ? find.value(0).toLongLong() : 0;
        find.finish();
        if (id != 0)
            return id;
        QSqlQuery& make = prepared(
            make_, QStringLiteral("INSERT INTO series (cluster, query, subject, labels, gauge) VALUES (?, ?, ?, ?, ?)"));
        for (int i = 0; i < names.size(); ++i)
            make.bindValue(i, names[i]);
        make.bindValue(int(names.size()), one.gauge ? 1 : 0);
        const bool made = run(make);
        make.finish();
        if (!made)
            return 0;
    }
    return 0;
}

bool SampleStore::beginSpan(Span& span, const std::string& cluster, TimePoint at)
{
    QSqlQuery make(database_);
    make.prepare(QStringLiteral("INSERT INTO span (cluster, first, last) VALUES (?, ?, ?)"));
    make.addBindValue(text(cluster));
    make.addBindValue(millis(at));
    make.addBindValue(millis(at));
    if (!run(make))
        return false;
    span = {};
    span.id = make.lastInsertId().toLongLong();
    return true;
}

bool SampleStore::insert(qint64 series, TimePoint at, const std::optional<double>& value)
{
    QSqlQuery& add = prepared(insert_, QStringLiteral("INSERT OR REPLACE INTO change (series, at, value) VALUES (?, ?, ?)"));
    add.bindValue(0, series);
    add.bindValue(1, millis(at));
    add.bindValue(2, value ? QVariant(*value) : QVariant(QMetaType::fromType<double>()));
    const bool added = run(add);
    add.finish();
    return added;
}

bool SampleStore::write(
    const std::string& cluster, TimePoint at, const std::function<void(const Observe&)>& observed)
{
    auto& span = spans_[cluster];
    const bool late = span.id != 0 && at <= span.last;
    const bool writes = writes_ && database_.isOpen() && !late;
    bool told = false, fine = true;
    observed([&](const Observation& one) {
        if (!std::exchange(told, true) && writes)
            fine = run(QStringLiteral("BEGIN IMMEDIATE")) && continueSpan(span, cluster, at);
        fine = fine && (!writes || writeOne(span, cluster, at, one));
    });
    if (!told || !writes)
        return told;
    if (fine && endUnseen(span, at) && run(QStringLiteral("COMMIT"))) {
        troubled_ = 0;
        return true;
    }
    const int code = troubled_;
    dropPrepared(); // they may be what failed
    QSqlQuery(database_).exec(QStringLiteral("ROLLBACK"));
    spans_.clear(); // what was not written is a gap; the next sample begins anew
    if ((code == Corrupt || code == NoDatabase) && !file_.isEmpty()) {
        troubled_ = 0;
        moveAside(Fitness::Broken);
    }
    return true;
}

bool SampleStore::continueSpan(Span& span, const std::string& cluster, TimePoint at)
{
    const bool interrupted = span.id == 0 || at - span.last > options_.sampleEvery * 4;
    if (interrupted && !beginSpan(span, cluster, at))
        return false;
    span.gaugesSoFar = 0;
    ++round_;
    return true;
}

bool SampleStore::writeOne(Span& span, const std::string& cluster, TimePoint at, const Observation& one)
{
    // Thousands of gauges are sampled less often, so that they do not fill the file within hours.
    constexpr std::size_t quick = 500;
    const auto gaugeEvery
        = std::min<Millis>(options_.sampleEvery * static_cast<std::int64_t>(span.gauges / quick + 1), Seconds {300});
    span.gaugesSoFar += one.gauge ? 1 : 0;
    auto& known = span.series[queryOf(one.query).name + "\x1d" + one.subject + "\x1d" + labelsText(one)];
    known.seen = round_;
    known.gauge = one.gauge;
    if (known.id == 0 && (known.id = seriesId(cluster, one)) == 0)
        return false;
    const bool early = one.gauge && known.value && at - known.written < gaugeEvery;
    if (known.value == one.value || early)
        return true;
    if (!insert(known.id, at, one.value))
        return false;
    known.value = one.value;
    known.written = at;
    return true;
}

// Ends the series that this sample did not have, and makes the span as long as it now is.
bool SampleStore::endUnseen(Span& span, TimePoint at)
{
    span.gauges = span.gaugesSoFar;
    for (auto& [name, known] : span.series) {
        if (known.seen == round_ || !known.value)
            continue;
        if (!insert(known.id, at, std::nullopt))
            return false;
        known.value.reset();
    }
    QSqlQuery extend(database_);
    extend.prepare(QStringLiteral("UPDATE span SET last = ? WHERE id = ?"));
    extend.addBindValue(millis(at));
    extend.addBindValue(span.id);
    span.last = at;
    return run(extend);
}

void SampleStore::endSpan(const std::string& cluster)
{
    spans_.erase(cluster);
}

} // namespace loadline
