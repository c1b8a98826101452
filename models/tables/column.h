// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loadline {

// The eight semantic tones (widgets/theme gives them colours) and plain text. Never the only carrier of a meaning.
enum class Tone { Normal, Muted, Accent, Good, Warn, Bad, Idle, Spot };

enum class Align { Left, Right, Centre };

// What a column sorts by. Unknown (monostate) sorts last in both directions.
using SortKey = std::variant<std::monostate, double, std::string>;

// A replica bar: the range from min to max on a scale that all rows of the table share.
struct ReplicaBar {
    double min = 0, max = 0;
    std::optional<double> current, desired;
    double scaleTo = 0; // the right end of the common scale
    bool operator==(const ReplicaBar&) const = default;
};

// Several values on one scale: VPA's request between lower bound, target and upper bound, with usage.
struct ScaleMark {
    enum class Kind { Request, Limit, Target, Usage, Peak } kind;
    double value = 0;
    bool operator==(const ScaleMark&) const = default;
};
struct ScaleBar {
    std::optional<double> low, high; // lower and upper bound
    std::vector<ScaleMark> marks;
    double scaleTo = 0;
    bool operator==(const ScaleBar&) const = default;
};

// A small piece of text with its own tone: one metric with its value against its target.
struct Chip {
    QString label; // "cpu"
    QString value; // "140 % of 70 %"
    Tone tone = Tone::Normal; // of the value
    bool operator==(const Chip&) const = default;
};

// A line in a cell; empty stretches are gaps (nullopt).
using Spark = std::vector<std::optional<double>>;

// One column of a table as data: the view, the sorting, the filter, the tooltip, CSV, JSON and the accessible text all
// read it. Functions are pure and may run on any thread. Row is a value struct with a unique `std::string id`.
template <class Row>
struct Column {
    QString id; // stable, for saved state: "replicas"
    QString title; // translated
    QString help; // where the figure comes from, with unit: the header's tooltip
    int width = 120; // at 13 px text
    int least = 0; // below this it says too little; 0: seven tenths of the width
    int yields = 0; // where room is short: 0 never goes, else the highest goes first; in the exports it stays
    Align align = Align::Left;
    bool shown = true; // unless the user chooses otherwise
    std::function<QString(const Row&)> text; // as shown; "unknown" with why in tip, never an empty or a zero in its place
    std::function<SortKey(const Row&)> key; // null: by text
    std::function<QJsonValue(const Row&)> exact; // for JSON, beside the text; null: the text alone
    std::function<Tone(const Row&)> tone; // null: Normal
    std::function<QString(const Row&)> why; // why the text is "unknown", which exports say beside it; null or "": nothing to say
    std::function<QString(const Row&)> tip; // source, age, formula; null: the help
    std::function<std::optional<ReplicaBar>(const Row&)> bar;
    std::function<std::optional<ScaleBar>(const Row&)> scale;
    std::function<QString(const Row&)> brief; // what stands beside a bar or scale; null: the text
    std::function<std::vector<Chip>(const Row&)> chips;
    std::function<Spark(const Row&)> spark;
    bool strong = false; // set in bold: the name column
};

template <class Row>
using Columns = std::vector<Column<Row>>;

} // namespace loadline
