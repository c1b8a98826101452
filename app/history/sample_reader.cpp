// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/sample_store.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QSqlQuery>
#include <QTimeZone>
#include <QVariant>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

TimePoint timeOf(const QVariant& value)
{
    return TimePoint {Millis {value.toLongLong()}};
}

qint64 millis(TimePoint time)
{
    return time.time_since_epoch().count();
}

Labels labelsOf(const std::string& text)
{
    Labels labels;
    for (std::size_t at = 0; at < text.size();) {
        const auto middle = text.find('\x1f', at);
        const auto end = text.find('\x1e', at);
        if (middle == std::string::npos || end == std::string::npos || end < middle)
            break;
        labels.emplace_back(text.substr(at, middle - at), text.substr(middle + 1, end - middle - 1));
        at = end + 1;
    }
    return labels;
}

bool isPeak(QueryId query)
{
    return query == QueryId::ContainerCpuPeak || query == QueryId::ContainerMemoryPeak;
}

// As PromQL's quantile_over_time does it.
double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(rank);
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (rank - std::floor(rank));
}

// "7d", "1h30m" in milliseconds; nothing for other texts.
std::optional<Millis> durationOf(const std::string& text)
{
    Millis sum {0};
    std::int64_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            digits = std::min<std::int64_t>(digits * 10 + (c - '0'), 1'000'000);
            continue;
        }
        const bool isMillis = c == 'm' && i + 1 < text.size() && text[i + 1] == 's';
        i += isMillis ? 1 : 0;
        const Millis unit = isMillis ? Millis {1}
            : c == 's'               ? Millis {Seconds {1}}
            : c == 'm'               ? Millis {Seconds {60}}
            : c == 'h'               ? Millis {Seconds {3600}}
            : c == 'd'               ? Millis {Seconds {86'400}}
            : c == 'w'               ? Millis {Seconds {604'800}}
                                     : Millis {0};
        sum += unit * std::exchange(digits, 0);
    }
    return sum.count() > 0 ? std::optional(sum) : std::nullopt;
}

Error onlyPrometheus(QueryId query)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Loadline itself does not record %1."), {},
        LOADLINE_TR("Error", "It needs a Prometheus; Ctrl+P tells what was found and sets one by hand."), {queryOf(query).name}};
}

Error nothingYet()
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "Loadline has recorded nothing of this yet."), {},
        LOADLINE_TR("Error", "It records from now on; a Prometheus would know the past."), {}};
}

std::string sourceText(TimePoint since)
{
    const auto time = QDateTime::fromMSecsSinceEpoch(millis(since), QTimeZone::utc());
    return QCoreApplication::translate("History", "what Loadline recorded since %1 UTC")
        .arg(time.toString(QStringLiteral("yyyy-MM-dd HH:mm")))
        .toStdString();
}

} // namespace

std::vector<TimeRange> SampleStore::spansOf(const std::string& cluster, const TimeRange& range)
{
    std::vector<TimeRange> spans;
    QSqlQuery query(database_);
    query.prepare(
        QStringLiteral("SELECT first, last FROM span WHERE cluster = ? AND first <= ? AND last >= ? ORDER BY first"));
    query.addBindValue(QString::fromStdString(cluster));
    query.addBindValue(millis(range.to));
    query.addBindValue(millis(range.from));
    if (!run(query))
        return spans;
    while (query.next())
        spans.push_back({timeOf(query.value(0)), timeOf(query.value(1))});
    return spans;
}

std::vector<SampleStore::Row> SampleStore::rowsOf(qint64 series, const TimeRange& range)
{
    std::vector<Row> rows;
    QSqlQuery query(database_);
    query.prepare(QStringLiteral("SELECT at, value, high FROM change WHERE series = ? AND at <= ? AND at >= coalesce("
                                 "(SELECT max(at) FROM change WHERE series = ? AND at <= ?), ?) ORDER BY at"));
    for (const qint64 value : {series, millis(range.to), series, millis(range.from), millis(range.from)})
        query.addBindValue(value);
    if (!run(query))
        return rows;
    const auto valueAt = [&](int column) {
        const auto value = query.value(column);
        return value.isNull() ? std::nullopt : std::optional(value.toDouble());
    };
    while (query.next())
        rows.push_back({timeOf(query.value(0)), valueAt(1), valueAt(2)});
    return rows;
}

namespace {

// The value in force at every step and at every change, within the spans in which somebody looked.
template <class Row>
std::vector<Sample> expanded(const std::vector<Row>& rows, const std::vector<TimeRange>& spans, const TimeRange& range,
    Millis step, bool highest)
{
    std::vector<Sample> samples;
    for (const auto& span : spans) {
        const auto from = std::max(span.from, range.from);
        const auto to = std::min(span.to, range.to);
        auto next = std::lower_bound(
            rows.begin(), rows.end(), span.from, [](const Row& row, TimePoint t) { return row.at < t; });
        std::optional<double> value;
        const auto enter = [&] {
            value = highest && next->high ? next->high : next->value;
            ++next;
        };
        while (next != rows.end() && next->at <= from)
            enter();
        for (TimePoint at = from; at <= to;) {
            if (value && (samples.empty() || samples.back().at < at))
                samples.push_back({at, *value});
            if (at == to)
                break;
            at = std::min(at + step, to);
            if (next != rows.end() && next->at <= at) {
                at = next->at;
                enter();
            }
        }
    }
    return samples;
}

} // namespace

SeriesAnswer SampleStore::read(const std::string& cluster, const SeriesRequest& request)
{
    SeriesAnswer answer;
    answer.complete = true;
    answer.progress = 1;
    const auto as = recordedAs(request.query);
    if (!as) {
        answer.error = onlyPrometheus(request.query);
        return answer;
    }
    answer.origin = SeriesOrigin::Recorded;
    constexpr std::int64_t mostPoints = 11'000;
    const bool once = request.range.length().count() == 0;
    auto range = request.range;
    if (once) { // what was in force a moment ago, or the window that a peak looks at
        const auto window = request.params.find("window");
        const auto peak = window == request.params.end() ? std::nullopt : durationOf(window->second);
        range.from
            = range.to - (isPeak(request.query) ? peak.value_or(Seconds {7 * 86'400}) : options_.sampleEvery * 4);
    }
    auto step = std::max({request.step, range.length() / mostPoints, Millis {1000}});
    if (once && isPeak(request.query))
        step = Seconds {300};
    QSqlQuery find(database_);
    find.prepare(QStringLiteral("SELECT id, subject, labels FROM series WHERE cluster = ? AND query = ?")
        + (as->everySubject ? QString() : QStringLiteral(" AND subject = ?")));
    find.addBindValue(QString::fromStdString(cluster));
    find.addBindValue(QString::fromStdString(queryOf(as->query).name));
    if (!as->everySubject)
        find.addBindValue(QString::fromStdString(subjectOf(request.query, request.params)));
    const auto spans = spansOf(cluster, range);
    const auto container = request.params.find("container");
    if (run(find)) {
        while (find.next()) {
            Series series;
            series.gapAfter = gapAfterStep(step);
            series.labels = labelsOf(find.value(2).toString().toStdString());
            const auto* label = series.label("container");
            if (container != request.params.end() && !container->second.empty()
                && (!label || *label != container->second))
                continue;
            if (request.query == QueryId::KedaValueAll) {
                const auto subject = find.value(1).toString().toStdString();
                series.labels.emplace_back("namespace", subject.substr(0, subject.find('/')));
                series.labels.emplace_back("scaledObject", subject.substr(subject.find('/') + 1));
                std::sort(series.labels.begin(), series.labels.end());
            }
            const auto rows = rowsOf(find.value(0).toLongLong(), range);
            series.samples = expanded(rows, spans, range, step, isPeak(request.query));
            if (once && isPeak(request.query) && !series.samples.empty()) {
                std::vector<double> values;
                for (const auto& sample : series.samples)
                    values.push_back(sample.value);
                series.samples
                    = {{request.range.to, quantile(values, request.query == QueryId::ContainerCpuPeak ? 0.95 : 1)}};
            } else if (once && !series.samples.empty()) {
                series.samples.erase(series.samples.begin(), std::prev(series.samples.end()));
            }
            if (!series.samples.empty())
                answer.series.push_back(std::move(series));
        }
    }
    QSqlQuery first(database_);
    first.prepare(QStringLiteral("SELECT min(first) FROM span WHERE cluster = ?"));
    first.addBindValue(QString::fromStdString(cluster));
    if (run(first) && first.next() && !first.value(0).isNull())
        answer.source = sourceText(timeOf(first.value(0)));
    if (answer.series.empty())
        answer.error = nothingYet();
    return answer;
}

} // namespace loadline
