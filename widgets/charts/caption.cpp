// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/caption.h"

#include "charts/line_colour.h"
#include "charts/line_shape.h"
#include "theme/measure.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace loadline {

std::vector<CaptionEntry> captionEntries(const ChartContent& content, TimeRange shown, const QPalette& palette)
{
    using Swatch = CaptionEntry::Swatch;
    const Shades& shades = shadesOf(palette);
    std::vector<CaptionEntry> entries;
    if (!content.message.isEmpty())
        return entries; // nothing is drawn that they could name
    for (const ChartLine& line : content.lines) {
        if (!line.inCaption)
            continue;
        const auto swatch = line.style == ChartLine::Style::Area ? Swatch::Square
            : line.dashed                                        ? Swatch::Dashes
                                                                 : Swatch::Line;
        const auto latest = valueAt(line, shown.to);
        entries.push_back({swatch, lineColour(line.colour, shades),
            line.name + QLatin1Char(' ') + (latest ? content.written(*latest) : unknown())});
    }
    for (const ChartTarget& target : content.targets)
        entries.push_back({Swatch::Dashes, shades.muted, target.name});
    if (content.band)
        entries.push_back({Swatch::Frame, shades.muted, content.band->name});
    if (!content.marks.empty())
        entries.push_back({Swatch::Tick, shades.accent, QCoreApplication::translate("TimeChart", "scaled")});
    return entries;
}

namespace {
    constexpr double swatchWidth = 14, swatchGap = 5, entryGap = 14, mostTitle = 0.4;
}

Caption::Caption(const ChartContent& content, TimeRange shown, const QPalette& palette, const QFont& font)
    : title_(content.title)
    , subtitle_(content.subtitle)
    , entries_(captionEntries(content, shown, palette))
    , palette_(palette)
    , font_(font)
{
}

double Caption::titleWidth() const
{
    const double title = QFontMetricsF(strongFont(font_)).horizontalAdvance(title_);
    const double subtitle = QFontMetricsF(font_).horizontalAdvance(subtitle_);
    return title + (title > 0 && subtitle > 0 ? 10 : 0) + subtitle;
}

// On the title's row from the right as one block; else in rows from the left below it.
std::vector<Caption::Place> Caption::places(double width) const
{
    const QFontMetricsF metrics(font_);
    std::vector<Place> places;
    double total = -entryGap;
    for (const CaptionEntry& entry : entries_) {
        const double own = swatchWidth + swatchGap + metrics.horizontalAdvance(entry.text);
        places.push_back({0, std::min(own, width), 0});
        total += own + entryGap;
    }
    if (titleWidth() + 24 + total <= width) {
        double x = width - total;
        for (Place& place : places) {
            place.x = x;
            x += place.width + entryGap;
        }
        return places;
    }
    // Rows are dear in a low chart: what fits begins beside a short title.
    const double beside = titleWidth() + 24;
    const bool fits = !places.empty() && titleWidth() > 0 && titleWidth() < width * mostTitle && beside + places.front().width <= width;
    double x = fits ? beside : 0;
    int row = titleWidth() > 0 && !fits ? 1 : 0;
    for (Place& place : places) {
        if (x > 0 && x + place.width > width) {
            x = 0;
            ++row;
        }
        place.x = x;
        place.row = row;
        x += place.width + entryGap;
    }
    return places;
}

double Caption::heightFor(double width) const
{
    int rows = titleWidth() > 0 ? 1 : 0;
    for (const Place& place : places(width))
        rows = std::max(rows, place.row + 1);
    return rows * double(scaled(20, font_));
}

void Caption::paint(QPainter& painter, const QRectF& rect) const
{
    const double row = scaled(20, font_);
    const QFont strong = strongFont(font_);
    const QFontMetricsF strongMetrics(strong);
    painter.save();
    painter.setFont(strong);
    painter.setPen(ink(Tone::Normal, palette_));
    const QString title = strongMetrics.elidedText(title_, Qt::ElideRight, rect.width());
    painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), row), Qt::AlignVCenter, title);
    const double used = strongMetrics.horizontalAdvance(title) + (title.isEmpty() ? 0 : 10);
    if (const double left = rect.width() - used; left > 20) {
        painter.setFont(font_);
        painter.setPen(ink(Tone::Muted, palette_));
        painter.drawText(QRectF(rect.left() + used, rect.top(), left, row), Qt::AlignVCenter,
            QFontMetricsF(font_).elidedText(subtitle_, Qt::ElideRight, left));
    }
    const auto where = places(rect.width());
    for (std::size_t i = 0; i < entries_.size(); ++i)
        paintEntry(painter, entries_[i],
            QRectF(rect.left() + where[i].x, rect.top() + where[i].row * row, where[i].width, row));
    painter.restore();
}

void Caption::paintEntry(QPainter& painter, const CaptionEntry& entry, const QRectF& rect) const
{
    using Swatch = CaptionEntry::Swatch;
    painter.setRenderHint(QPainter::Antialiasing);
    const double y = std::round(rect.center().y());
    const QRectF box(rect.left() + 2, y - 5, 10, 10);
    painter.setBrush(Qt::NoBrush);
    switch (entry.swatch) {
    case Swatch::Line:
        painter.setPen(QPen(entry.colour, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.left() + swatchWidth, y));
        break;
    case Swatch::Dashes:
        painter.setPen(QPen(entry.colour, 2, Qt::SolidLine, Qt::FlatCap));
        for (const double x : {0.0, 5.0, 10.0})
            painter.drawLine(QPointF(rect.left() + x, y), QPointF(rect.left() + x + 3, y));
        break;
    case Swatch::Square:
        painter.fillRect(box, entry.colour);
        break;
    case Swatch::Frame:
        painter.setPen(QPen(entry.colour, 1));
        painter.drawRect(QRectF(rect.left() + 0.5, y - 3.5, swatchWidth - 2, 7));
        break;
    case Swatch::Tick:
        painter.setPen(QPen(entry.colour, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(rect.left() + 8, y - 6), QPointF(rect.left() + 8, y + 6));
        break;
    }
    painter.setFont(font_);
    painter.setPen(readable(entry.colour, shadesOf(palette_).surface));
    const QRectF words = rect.adjusted(swatchWidth + swatchGap, 0, 1, 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetricsF(font_).elidedText(entry.text, Qt::ElideRight, words.width() + 0.5));
}

} // namespace loadline
