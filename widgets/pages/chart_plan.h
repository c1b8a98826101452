// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/time_chart.h"
#include "pages/page.h"

#include <QHash>

#include <functional>

namespace loadline {

// The answers that have come, by the key of their wish.
class SeriesBook {
public:
    void put(const QString& key, const SeriesAnswer& answer) { answers_.insert(key, answer); }
    [[nodiscard]] const SeriesAnswer* find(const QString& key) const;
    // The one series of an answer, or the first whose labels agree with `labels`; null when there is none.
    [[nodiscard]] const Series* series(const QString& key,
        const std::vector<std::pair<std::string_view, std::string_view>>& labels = {}) const;
    template <class Keep>
    void keepOnly(Keep keep)
    {
        answers_.removeIf([&](const auto& entry) { return !keep(entry.key()); });
    }

private:
    QHash<QString, SeriesAnswer> answers_;
};

// A question of a chart. The range is the window's; only what is asked stands here.
struct ChartWish {
    QString key;
    std::string cluster;
    QueryId query = QueryId::Up;
    QueryParams params;
    bool operator==(const ChartWish&) const = default;
};

// A chart as data: what it asks for and how it is drawn from what came. Ranges, source and messages are filled in by
// the column that shows it.
struct ChartPlan {
    QString id;
    std::vector<ChartWish> wishes;
    std::function<ChartContent(const SeriesBook&)> draw;
};

// A line from a series, empty where there is none.
ChartLine lineOf(const Series* series, const QString& name, LineColour colour, ChartLine::Style style);
// Adds what is so now, which the last scrape does not know yet; a gap that lies between stays one.
void extendTo(ChartLine& line, TimePoint now, std::optional<double> value);
// The n-th of the four series colours, round and round.
LineColour seriesColour(std::size_t n);

// Where the drawn series come from, for the line under a chart: "Prometheus monitoring/prometheus-server, 1 min step".
QString sourceText(const std::vector<const SeriesAnswer*>& answers, Millis step);
// What stands in place of a plot that has nothing to draw: loading, none kept yet, refused, and why. "" when drawn.
QString emptyText(const std::vector<const SeriesAnswer*>& answers, bool allAnswered);

} // namespace loadline
