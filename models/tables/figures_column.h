// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cells.h"
#include "tables/node_rows.h"

namespace loadline {

bool hasNone(const NodeFigures& figures); // the nodes have nothing of it, and nothing asks for it
QString figuresText(const NodeFigures& figures, Unit unit); // "12 of 32 cores, 4 used"
QString figuresBrief(const NodeFigures& figures); // "38 %": what is requested of what there is
QString figuresTip(const NodeFigures& figures, Unit unit);
QJsonValue figuresExact(const NodeFigures& figures);
std::optional<ScaleBar> figuresScale(const NodeFigures& figures);
QString figuresHelp();

// Requested and used against allocatable, sorted by the requested share.
template <class Row>
Column<Row> figuresColumn(const char* id, QString title, Unit unit, NodeFigures Row::*figures)
{
    auto column = textColumn<Row>(id, std::move(title), figuresHelp(), 190,
        [figures, unit](const Row& row) { return figuresText(row.*figures, unit); });
    column.key = [figures](const Row& row) {
        const NodeFigures& f = row.*figures;
        const bool known = f.requested.value && f.allocatable && *f.allocatable > 0;
        return known ? SortKey(*f.requested.value / *f.allocatable) : SortKey();
    };
    column.tip = [figures, unit](const Row& row) { return figuresTip(row.*figures, unit); };
    column.exact = [figures](const Row& row) { return figuresExact(row.*figures); };
    column.scale = [figures](const Row& row) { return figuresScale(row.*figures); };
    column.brief = [figures](const Row& row) { return figuresBrief(row.*figures); };
    column.tone = [figures](const Row& row) {
        return !(row.*figures).requested.value ? Tone::Idle : hasNone(row.*figures) ? Tone::Muted : Tone::Normal;
    };
    return column;
}

} // namespace loadline
