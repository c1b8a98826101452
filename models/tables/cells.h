// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/meta.h"
#include "tables/column.h"
#include "tables/state_word.h"
#include "tables/wording.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <span>

namespace loadline {

// What the columns of all tables have in common.
inline QString qtext(const std::string& text) { return QString::fromStdString(text); }
QJsonValue exactOf(const std::optional<double>& value);
QJsonValue exactOf(const std::optional<std::int64_t>& value);
QJsonValue exactOf(const Since& since); // RFC 3339, or null
QString integer(const std::optional<std::int64_t>& value); // "1,525", or unknown()
std::optional<double> asDouble(const std::optional<std::int64_t>& value);
std::optional<double> asDouble(const std::optional<Quantity>& value);
QString chipsText(const std::vector<Chip>& chips); // "cpu 140 % of 70 %, queue unknown"
QString joined(const QStringList& sentences); // with a space between, empty ones left out
QString listed(const QStringList& words); // "a, b and c"
// A length as an object has it written, brought within a century, so that no sum of times overflows.
Seconds secondsOf(std::int64_t written);
std::string rowId(const std::string& cluster, const std::string& ns, const std::string& name);
// As a detail pane lists them. `goodWhenFalse` are the types whose True needs the eye, `idleWhenFalse` those whose False
// is neither good nor bad; of all others False needs the eye.
std::vector<ConditionLine> conditionLines(const std::vector<Condition>& conditions, TimePoint now,
    std::span<const std::string_view> goodWhenFalse, std::span<const std::string_view> idleWhenFalse = {});

QString nameTitle();
QString namespaceTitle();
QString namespaceHelp();
QString clusterTitle();
QString clusterHelp();

template <class Row>
Column<Row> textColumn(const char* id, QString title, QString help, int width, std::function<QString(const Row&)> text)
{
    Column<Row> column;
    column.id = QLatin1String(id);
    column.title = std::move(title);
    column.help = std::move(help);
    column.width = width;
    column.text = std::move(text);
    return column;
}

// A figure in a unit, right-aligned; unknown where there is no value.
template <class Row>
Column<Row> figureColumn(const char* id, QString title, QString help, int width, Unit unit,
    std::function<std::optional<double>(const Row&)> value)
{
    auto column = textColumn<Row>(id, std::move(title), std::move(help), width, [value, unit](const Row& row) {
        const auto known = value(row);
        return known ? figure(*known, unit) : unknown();
    });
    column.align = Align::Right;
    column.key = [value](const Row& row) {
        const auto known = value(row);
        return known ? SortKey(*known) : SortKey();
    };
    column.exact = [value](const Row& row) { return exactOf(value(row)); };
    column.tone = [value](const Row& row) { return value(row) ? Tone::Normal : Tone::Idle; };
    return column;
}

// How long ago; `never` stands where there was none.
template <class Row>
Column<Row> sinceColumn(const char* id, QString title, QString help, int width, QString never,
    std::function<Since(const Row&)> since)
{
    auto column = textColumn<Row>(id, std::move(title), std::move(help), width, [since, never](const Row& row) {
        const auto known = since(row);
        return known.at ? text(known) : never;
    });
    column.align = Align::Right;
    column.key = [since](const Row& row) { return keyOf(since(row)); };
    column.exact = [since](const Row& row) { return exactOf(since(row)); };
    column.tone = [](const Row&) { return Tone::Muted; };
    column.tip = [since, help = column.help](const Row& row) {
        const auto known = since(row);
        return known.at ? joined({isoUtc(*known.at) + QLatin1Char('.'), help}) : help;
    };
    return column;
}

template <class Row>
Column<Row> stateColumn(QString title, QString help, int width)
{
    auto column = textColumn<Row>("state", std::move(title), std::move(help), width,
        [](const Row& row) { return row.state.word; });
    column.tone = [](const Row& row) { return row.state.tone; };
    // The worst first, and the same words together.
    column.key = [](const Row& row) {
        return SortKey(std::string(1, static_cast<char>('9' - static_cast<int>(row.state.attention))) + row.state.word.toLower().toStdString());
    };
    column.tip = [help = column.help](const Row& row) { return row.state.cause.isEmpty() ? help : row.state.cause; };
    column.exact = [](const Row& row) {
        return QJsonObject {{QStringLiteral("attention"), static_cast<int>(row.state.attention)},
            {QStringLiteral("cause"), row.state.cause}, {QStringLiteral("since"), exactOf(row.state.since)}};
    };
    return column;
}

// How the columns give way in a narrow window: what their least is, and which go first (see Column).
struct ColumnRoom {
    const char* id;
    int least; // 0: the usual share of its width
    int yields;
};
template <class Row>
void giveRoom(Columns<Row>& columns, std::initializer_list<ColumnRoom> rooms)
{
    for (auto& column : columns) {
        for (const auto& room : rooms) {
            if (column.id != QLatin1String(room.id))
                continue;
            column.least = room.least;
            column.yields = room.yields;
        }
    }
}

// Name, namespace and cluster: the first columns of every table. The namespace is left out for cluster-scoped things.
template <class Row>
Columns<Row> identityColumns(bool manyClusters, bool namespaced, QString nameHelp)
{
    Columns<Row> columns;
    columns.push_back(
        textColumn<Row>("name", nameTitle(), std::move(nameHelp), 190, [](const Row& row) { return qtext(row.name); }));
    columns.back().strong = true;
    if (namespaced)
        columns.push_back(textColumn<Row>("namespace", namespaceTitle(), namespaceHelp(), 120,
            [](const Row& row) { return qtext(row.ns); }));
    columns.push_back(textColumn<Row>("cluster", clusterTitle(), clusterHelp(), 120,
        [](const Row& row) { return qtext(row.cluster); }));
    columns.back().shown = manyClusters;
    return columns;
}

} // namespace loadline
