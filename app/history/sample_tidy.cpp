// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/sample_store.h"

#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

namespace loadline {

namespace {

constexpr Millis bucketLength {Seconds {300}};
constexpr Millis longest {Seconds {86'400}}; // averaged at a time
constexpr Millis worthIt {Seconds {3600}};

TimePoint bucketOf(TimePoint at)
{
    return TimePoint {Millis {at.time_since_epoch().count() / bucketLength.count() * bucketLength.count()}};
}

// What is left of the rows of five minutes: their mean over the time each was in force, and their extremes.
struct Bucket {
    TimePoint start {}, first {}, latest {};
    double sum = 0, low = 0, high = 0, last = 0;
    int rows = 0;
    void add(TimePoint at, double value, double rowLow, double rowHigh)
    {
        if (rows == 0) {
            start = bucketOf(at);
            first = at;
            low = rowLow;
            high = rowHigh;
        } else {
            hold(at);
        }
        low = std::min(low, rowLow);
        high = std::max(high, rowHigh);
        latest = at;
        last = value;
        ++rows;
    }
    void hold(TimePoint until) { sum += last * static_cast<double>((until - latest).count()); }
    double mean(TimePoint next)
    {
        const auto until = std::min(next, start + bucketLength);
        hold(until);
        return sum / static_cast<double>((until - first).count());
    }
};

} // namespace

void SampleStore::tidy(TimePoint now)
{
    if (!writes_ && lock_ && lock_->tryLock(0)) { // the other program ended
        writes_ = true;
        prepare();
    }
    if (!writes_ || !database_.isOpen())
        return;
    average(bucketOf(now - options_.fineFor));
    while (bytes() > options_.maxBytes) {
        const auto oldest = number(QStringLiteral("SELECT min(first) FROM span"));
        const auto newest = number(QStringLiteral("SELECT max(last) FROM span"));
        const auto cut = oldest + std::max<qint64>((newest - oldest) / 8, 1);
        if (newest <= oldest || !dropBefore(TimePoint {Millis {cut}}))
            break;
    }
    run(QStringLiteral("PRAGMA incremental_vacuum"));
    QSqlQuery(database_).exec(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

bool SampleStore::average(TimePoint to)
{
    if (number(QStringLiteral("SELECT count(*) FROM progress")) == 0) {
        const auto first = number(QStringLiteral("SELECT min(first) FROM span"));
        if (first == 0 || !run(QStringLiteral("INSERT INTO progress VALUES (%1)").arg(first)))
            return false;
    }
    for (;;) {
        const TimePoint from {Millis {number(QStringLiteral("SELECT averaged_to FROM progress"))}};
        if (to - from < worthIt)
            return true;
        const TimeRange range {from, std::min(to, bucketOf(from + longest))};
        QSqlQuery gauges(database_);
        if (!run(QStringLiteral("BEGIN IMMEDIATE")))
            return false;
        bool fine = gauges.exec(QStringLiteral("SELECT id, cluster FROM series WHERE gauge = 1"));
        while (fine && gauges.next())
            fine = averageSeries(
                gauges.value(0).toLongLong(), range, spansOf(gauges.value(1).toString().toStdString(), range));
        gauges.finish();
        fine = fine
            && run(QStringLiteral("UPDATE progress SET averaged_to = %1").arg(range.to.time_since_epoch().count()));
        if (!fine || !run(QStringLiteral("COMMIT"))) {
            QSqlQuery(database_).exec(QStringLiteral("ROLLBACK"));
            return false;
        }
    }
}

bool SampleStore::averageSeries(qint64 series, const TimeRange& range, const std::vector<TimeRange>& spans)
{
    const qint64 from = range.from.time_since_epoch().count();
    const qint64 to = range.to.time_since_epoch().count();
    QSqlQuery rows(database_);
    rows.prepare(
        QStringLiteral("SELECT at, value, low, high FROM change WHERE series = ? AND at >= ? AND at < ? ORDER BY at"));
    rows.addBindValue(series);
    rows.addBindValue(from);
    rows.addBindValue(to);
    if (!run(rows))
        return false;
    struct Kept {
        TimePoint at;
        QVariant value, low, high;
    };
    const QVariant none(QMetaType::fromType<double>());
    std::vector<Kept> kept;
    Bucket bucket;
    int read = 0;
    // `next`: when the value ceases to be in force; later than the bucket, its last value holds on.
    const auto flush = [&](TimePoint next) {
        if (bucket.rows == 1) {
            kept.push_back({bucket.first, bucket.last, none, none});
        } else if (bucket.rows > 1) {
            const auto end = bucket.start + bucketLength;
            kept.push_back({bucket.first, bucket.mean(next), bucket.low, bucket.high});
            if (next > end)
                kept.push_back({end, bucket.last, none, none});
        }
        bucket = {};
    };
    const auto spanBegins = [&](TimePoint after, TimePoint upTo) {
        return std::any_of(
            spans.begin(), spans.end(), [&](const TimeRange& span) { return after < span.from && span.from <= upTo; });
    };
    while (rows.next()) {
        ++read;
        const TimePoint at {Millis {rows.value(0).toLongLong()}};
        if (bucket.rows > 0 && (bucketOf(at) != bucket.start || spanBegins(bucket.first, at)))
            flush(at);
        if (rows.value(1).isNull()) {
            flush(at);
            kept.push_back({at, none, none, none});
            continue;
        }
        const double value = rows.value(1).toDouble();
        bucket.add(at, value, rows.value(2).isNull() ? value : rows.value(2).toDouble(),
            rows.value(3).isNull() ? value : rows.value(3).toDouble());
    }
    rows.finish();
    flush(TimePoint::max());
    if (static_cast<std::size_t>(read) <= kept.size())
        return true; // nothing to win
    QSqlQuery drop(database_);
    drop.prepare(QStringLiteral("DELETE FROM change WHERE series = ? AND at >= ? AND at < ?"));
    drop.addBindValue(series);
    drop.addBindValue(from);
    drop.addBindValue(to);
    if (!run(drop))
        return false;
    QSqlQuery add(database_);
    add.prepare(QStringLiteral("INSERT OR IGNORE INTO change (series, at, value, low, high) VALUES (?, ?, ?, ?, ?)"));
    return std::all_of(kept.begin(), kept.end(), [&](const Kept& row) {
        add.bindValue(0, series);
        add.bindValue(1, static_cast<qint64>(row.at.time_since_epoch().count()));
        add.bindValue(2, row.value);
        add.bindValue(3, row.low);
        add.bindValue(4, row.high);
        return run(add);
    });
}

bool SampleStore::dropBefore(TimePoint cut)
{
    const auto at = QString::number(cut.time_since_epoch().count());
    const auto fill = [&](const char* statement) { return run(QString::fromLatin1(statement).arg(at)); };
    spans_.clear(); // series may go; all that is still there is written anew with the next sample
    const bool fine = run(QStringLiteral("BEGIN IMMEDIATE"))
        // What is in force at the cut, in a span that goes on beyond it, is carried over.
        && fill("INSERT OR IGNORE INTO change (series, at, value) SELECT series, %1, value FROM "
                "(SELECT series, value, max(at) FROM change WHERE at <= %1 GROUP BY series) AS held "
                "JOIN series ON series.id = held.series WHERE value IS NOT NULL AND EXISTS (SELECT 1 FROM span "
                "WHERE span.cluster = series.cluster AND span.first <= %1 AND span.last > %1 AND EXISTS (SELECT 1 "
                "FROM change AS own WHERE own.series = held.series AND own.at >= span.first AND own.at <= %1))")
        && fill("DELETE FROM change WHERE at < %1") && fill("DELETE FROM span WHERE last < %1")
        && fill("UPDATE span SET first = %1 WHERE first < %1")
        && run(QStringLiteral("DELETE FROM series WHERE id NOT IN (SELECT series FROM change)"))
        && run(QStringLiteral("COMMIT"));
    if (!fine)
        QSqlQuery(database_).exec(QStringLiteral("ROLLBACK"));
    return fine;
}

} // namespace loadline
