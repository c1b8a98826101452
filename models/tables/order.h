// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>

namespace loadline {

struct SortBy {
    QString column;
    bool descending = false;
    bool operator==(const SortBy&) const = default;
};

// How the user wants a table: sorted by several columns, the first first, and narrowed by words that must all occur
// (case-insensitive) in some column's text; "column:word" looks in one column only, "-word" must not occur, and
// quotes keep words together ("held at max").
struct Order {
    std::vector<SortBy> by;
    QString filter;
    bool operator==(const Order&) const = default;
};

template <class Row>
using Rows = std::vector<std::shared_ptr<const Row>>;

// -1, 0, 1; unknown after everything, whatever `descending` says. Texts compare naturally ("p2" before "p10").
int compareKeys(const SortKey& a, const SortKey& b, bool descending);
// Runs of digits by value, letters without case (ASCII), everything else by byte. Negative, zero or positive.
int compareNaturally(std::string_view a, std::string_view b);

struct FilterWord {
    QString column; // "" any
    QString word; // lower case
    bool negated = false;
};
std::vector<FilterWord> parseFilter(const QString& filter);
// `texts` and `columnIds` in the same order.
bool passes(const std::vector<FilterWord>& words, std::span<const QString> columnIds, std::span<const QString> texts);

// Filters and stably sorts. Pure; runs off the GUI thread.
template <class Row>
Rows<Row> arrange(Rows<Row> rows, const Columns<Row>& columns, const Order& order)
{
    if (const auto words = parseFilter(order.filter); !words.empty()) {
        std::vector<QString> ids;
        for (const auto& column : columns)
            ids.push_back(column.id);
        std::erase_if(rows, [&](const auto& row) {
            std::vector<QString> texts;
            texts.reserve(columns.size());
            for (const auto& column : columns)
                texts.push_back(column.text(*row));
            return !passes(words, ids, texts);
        });
    }
    for (auto by = order.by.rbegin(); by != order.by.rend(); ++by) {
        const auto column = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.id == by->column; });
        if (column == columns.end())
            continue;
        std::vector<std::pair<SortKey, std::shared_ptr<const Row>>> keyed;
        keyed.reserve(rows.size());
        for (auto& row : rows) {
            SortKey key = column->key ? column->key(*row) : SortKey(column->text(*row).toLower().toStdString());
            keyed.emplace_back(std::move(key), std::move(row));
        }
        std::stable_sort(keyed.begin(), keyed.end(),
            [&](const auto& a, const auto& b) { return compareKeys(a.first, b.first, by->descending) < 0; });
        std::transform(keyed.begin(), keyed.end(), rows.begin(), [](auto& pair) { return std::move(pair.second); });
    }
    return rows;
}

} // namespace loadline
