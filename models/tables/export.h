// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/order.h"
#include "tables/wording.h"

#include <QByteArray>
#include <QJsonValue>

namespace loadline {

// One figure of the page beside its table.
struct ExportFigure {
    QString id, title; // "runRateHourly", "Run rate"
    QString unit; // "USD an hour", "%"; "" a number
    QString text; // plain digits with a decimal point, rounded as shown; "" not known
    QJsonValue exact; // null: not known
};

// What stands above an exported table.
struct ExportHead {
    QString page; // "Horizontal pod autoscalers"
    QStringList clusters; // contexts
    QString namespaces; // "all" or the list
    QString filter;
    QStringList notes; // "KEDA is not installed in b.", "stale: last heard 3 min ago"
    std::vector<ExportFigure> figures;
    TimePoint at {};
};

// A table as it is shown, freed of its row type: the same texts as the screen, and exact values for JSON.
struct ExportTable {
    ExportHead head;
    QStringList ids;
    QStringList titles;
    std::vector<QStringList> texts; // a row each
    std::vector<std::vector<QJsonValue>> exact; // a row each; undefined where a column has none
};

template <class Row>
ExportTable exportTable(ExportHead head, const Columns<Row>& columns, const QStringList& shownColumnIds, const Rows<Row>& rows)
{
    ExportTable table;
    table.head = std::move(head);
    std::vector<const Column<Row>*> chosen;
    for (const auto& id : shownColumnIds)
        for (const auto& column : columns)
            if (column.id == id)
                chosen.push_back(&column);
    for (const auto* column : chosen) {
        table.ids << column->id;
        table.titles << column->title;
    }
    for (const auto& row : rows) {
        QStringList texts;
        std::vector<QJsonValue> exact;
        for (const auto* column : chosen) {
            const QString why = column->why ? column->why(*row) : QString();
            texts << (why.isEmpty() ? column->text(*row) : column->text(*row) + QStringLiteral(": ") + why);
            exact.push_back(column->exact ? column->exact(*row) : QJsonValue(QJsonValue::Undefined));
        }
        table.texts.push_back(std::move(texts));
        table.exact.push_back(std::move(exact));
    }
    return table;
}

template <class Row>
QStringList allIds(const Columns<Row>& columns) // all of them, in their order
{
    QStringList ids;
    for (const auto& column : columns)
        ids << column.id;
    return ids;
}

// Figures come as "# figure: Run rate (USD an hour): 3.158976".
// RFC 4180: CRLF, quotes doubled, UTF-8 without BOM. The metadata block comes first as "# key: value" lines, each one
// quoted field where it holds a comma or quote, closed by an empty line. Cells that a spreadsheet would run as a
// formula (=, +, -, @ first, and not a number) get a leading apostrophe. Times in UTC, decimal point.
QByteArray toCsv(const ExportTable& table);
// {"meta": {...}, "figures": {"id": {"title": ..., "unit": ..., "text": ..., "value": ...}} where there are any, "columns": [...], "rows": [{"id": {"text": ..., "value": ...}}]}
QByteArray toJson(const ExportTable& table);
// Tab-separated, header first: what "copy" puts on the clipboard.
QString toText(const ExportTable& table);

} // namespace loadline
