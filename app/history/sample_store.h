// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/observe.h"
#include "metrics/series.h"

#include <QLockFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// The file behind the Recorder, used on one thread. A series is a step function: a row where its value changes, an
// empty row where it ends, valid within the spans in which its cluster was watched (a row each). Two programs may read
// one file; the first to come writes it.
class SampleStore {
public:
    struct Options {
        QString file; // "": in memory
        qint64 maxBytes = 200LL << 20;
        Millis sampleEvery {Seconds {15}};
        Millis fineFor {Seconds {24 * 3600}};
    };
    explicit SampleStore(Options options);
    ~SampleStore();
    SampleStore(const SampleStore&) = delete;
    SampleStore& operator=(const SampleStore&) = delete;

    // What `observed` tells, in one transaction; whether it told anything.
    bool write(const std::string& cluster, TimePoint at, const std::function<void(const Observe&)>& observed);
    void endSpan(const std::string& cluster);
    SeriesAnswer read(const std::string& cluster, const SeriesRequest& request);
    // Averages gauges that are older than `fineFor`, and drops the oldest while the file is larger than it may be.
    void tidy(TimePoint now);
    // What went wrong since the last call; each kind of trouble once until it is over.
    std::vector<Error> takeProblems();
    [[nodiscard]] qint64 bytes(); // in use
    [[nodiscard]] bool inMemory() const { return file_.isEmpty(); }

private:
    struct Known {
        qint64 id = 0;
        std::optional<double> value; // as last written; none: it ended
        TimePoint written {};
        std::uint64_t seen = 0;
        bool gauge = false;
    };
    struct Span {
        qint64 id = 0;
        TimePoint last {};
        std::map<std::string, Known> series; // of this span, by name
        std::size_t gauges = 0; // of its last sample
        std::size_t gaugesSoFar = 0; // of the sample that is being written
    };
    struct Row {
        TimePoint at;
        std::optional<double> value;
        std::optional<double> high; // of averaged ones
    };
    void open();
    void openInMemory(const QString& why);
    enum class Fitness { Good, Broken, Newer, Unusable };
    Fitness prepare(); // schema and settings
    bool makeTables();
    void close();
    void moveAside(Fitness fault);
    void trouble(const QSqlQuery& query);
    // Statements that every sample needs are prepared once for a connection.
    QSqlQuery& prepared(std::unique_ptr<QSqlQuery>& statement, const QString& text);
    void dropPrepared();
    bool run(QSqlQuery& query);
    bool run(const QString& text);
    qint64 number(const QString& text);
    qint64 seriesId(const std::string& cluster, const Observation& one);
    bool continueSpan(Span& span, const std::string& cluster, TimePoint at);
    bool beginSpan(Span& span, const std::string& cluster, TimePoint at);
    bool insert(qint64 series, TimePoint at, const std::optional<double>& value);
    bool writeOne(Span& span, const std::string& cluster, TimePoint at, const Observation& one);
    bool endUnseen(Span& span, TimePoint at);
    std::vector<TimeRange> spansOf(const std::string& cluster, const TimeRange& range);
    std::vector<Row> rowsOf(qint64 series, const TimeRange& range);
    bool average(TimePoint to);
    bool averageSeries(qint64 series, const TimeRange& range, const std::vector<TimeRange>& spans);
    bool dropBefore(TimePoint cut);

    Options options_;
    QString file_, connection_;
    QSqlDatabase database_;
    std::unique_ptr<QLockFile> lock_;
    std::unique_ptr<QSqlQuery> find_, make_, insert_;
    bool writes_ = true;
    std::map<std::string, Span> spans_;
    std::uint64_t round_ = 0;
    std::vector<Error> problems_;
    int troubled_ = 0; // SQLite's code of the trouble that was told
};

} // namespace loadline
