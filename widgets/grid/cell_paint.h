// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QFont>
#include <QPalette>
#include <QRectF>

class QPainter;

namespace loadline {

// What the pieces of a cell are painted on.
struct CellPaint {
    QPainter& painter;
    const QPalette& palette;
    QColor ground; // the row's: surface, or the accent's ground when it is selected
    QFont font; // of the body
};

// The range from min to max in grey on the table's common scale, current filled, desired as a mark.
void paintReplicaBar(const CellPaint& on, const QRectF& rect, const ReplicaBar& bar);
// Bounds as a band, marks told apart by shape: request a bar across, limit an end stop, target a diamond, usage a
// dot, peak a ring.
void paintScaleBar(const CellPaint& on, const QRectF& rect, const ScaleBar& bar);
// Chips side by side. What is too wide gives way in this order: the labels, then the ends of the values; every chip
// stays, with its current value as far as it fits. The whole is in the tooltip. Returns whether all was whole.
bool paintChips(const CellPaint& on, const QRectF& rect, const std::vector<Chip>& chips);
double chipsWidth(const QFont& font, const std::vector<Chip>& chips);
// A line over the cell's width, zero-based; gaps stay gaps; the last value is a dot.
void paintSpark(const CellPaint& on, const QRectF& rect, const Spark& spark, Tone tone);

} // namespace loadline
