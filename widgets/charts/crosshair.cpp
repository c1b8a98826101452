// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/crosshair.h"

#include "charts/line_colour.h"
#include "charts/line_shape.h"
#include "theme/measure.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace loadline {

namespace {

    constexpr double swatch = 10, padding = 10, columnGap = 16;

    std::optional<TimePoint> nearestSample(const ChartContent& content, TimeRange shown, TimePoint wanted)
    {
        std::optional<TimePoint> best;
        for (const ChartLine& line : content.lines)
            if (const auto sample = nearest(line, wanted); sample && shown.contains(sample->at))
                if (!best || std::chrono::abs(sample->at - wanted) < std::chrono::abs(*best - wanted))
                    best = sample->at;
        return best;
    }

    std::optional<double> valueThere(const ChartLine& line, TimePoint at)
    {
        if (line.style != ChartLine::Style::Line)
            return valueAt(line, at);
        const auto sample = nearest(line, at);
        return sample ? std::optional(sample->value) : std::nullopt;
    }

    bool hasStack(const ChartContent& content)
    {
        return std::count_if(content.lines.begin(), content.lines.end(),
                   [](const ChartLine& line) { return line.style == ChartLine::Style::Area; })
            > 1;
    }

    struct Line { // of the box
        QColor colour; // invalid: no swatch
        QString name, value;
    };

    std::vector<Line> boxLines(const ChartContent& content, const Reading& reading, const Shades& shades)
    {
        std::vector<Line> lines;
        std::optional<double> total;
        // A stack is read from its top.
        std::vector<Reading::Entry> entries = reading.entries;
        const bool stack = hasStack(content);
        if (stack)
            std::reverse(entries.begin(), entries.end());
        for (const auto& entry : entries) {
            const ChartLine& line = content.lines[entry.line];
            if (stack && !entry.value)
                continue; // a pool that is not there needs no word in every reading
            if (line.style == ChartLine::Style::Area && entry.value)
                total = total.value_or(0) + *entry.value;
            lines.push_back({lineColour(line.colour, shades), line.name,
                entry.value ? content.written(*entry.value) : unknown()});
        }
        if (stack && total)
            lines.push_back({QColor(), QCoreApplication::translate("TimeChart", "total"), content.written(*total)});
        return lines;
    }

} // namespace

std::optional<Reading> readingAt(const ChartContent& content, TimeRange shown, TimePoint wanted, Millis reach)
{
    const auto at = nearestSample(content, shown, wanted);
    if (!at)
        return std::nullopt;
    Reading reading;
    reading.at = *at;
    double shoulders = 0;
    for (std::size_t i = 0; i < content.lines.size(); ++i) {
        const ChartLine& line = content.lines[i];
        Reading::Entry entry {i, valueThere(line, *at), 0};
        entry.level = entry.value.value_or(0);
        if (line.style == ChartLine::Style::Area)
            entry.level = shoulders += std::max(0.0, entry.level);
        reading.entries.push_back(entry);
    }
    for (const ChartMark& mark : content.marks)
        if (std::chrono::abs(mark.at - wanted) <= reach)
            reading.events.push_back(mark.text);
    return reading;
}

std::optional<TimePoint> nextSample(const ChartContent& content, TimeRange shown, TimePoint from, bool forward)
{
    std::optional<TimePoint> best;
    for (const ChartLine& line : content.lines) {
        const auto& samples = line.samples;
        const auto after = std::upper_bound(
            samples.begin(), samples.end(), from, [](TimePoint t, const Sample& sample) { return t < sample.at; });
        const auto notBefore = std::lower_bound(
            samples.begin(), samples.end(), from, [](const Sample& sample, TimePoint t) { return sample.at < t; });
        if (forward ? after == samples.end() : notBefore == samples.begin())
            continue;
        const TimePoint found = forward ? after->at : std::prev(notBefore)->at;
        if (shown.contains(found) && (!best || (forward ? found < *best : found > *best)))
            best = found;
    }
    return best;
}

QString readingText(const ChartContent& content, TimeRange shown, const Reading& reading)
{
    QStringList parts;
    for (const auto& entry : reading.entries)
        parts << content.lines[entry.line].name + QLatin1Char(' ')
                + (entry.value ? content.written(*entry.value) : unknown());
    for (const QString& event : reading.events)
        parts << event;
    return timeUnderPointer(reading.at, shown, content.utc) + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

namespace {

    struct Box {
        QRectF rect;
        double row = 0;
    };

    Box boxFor(const ChartFrame& frame, const std::vector<Line>& lines, const QString& time,
        const std::vector<QString>& events, const Reading& reading, const QFont& font)
    {
        const QFontMetricsF metrics(font);
        double width = QFontMetricsF(strongFont(font)).horizontalAdvance(time);
        for (const Line& line : lines)
            width = std::max(width, swatch + 6 + metrics.horizontalAdvance(line.name) + columnGap
                    + QFontMetricsF(strongFont(font)).horizontalAdvance(line.value));
        const QRectF plot = frame.places().plot;
        for (const QString& event : events)
            width = std::max(width, std::min(metrics.horizontalAdvance(event), plot.width() * 0.6));
        Box box;
        box.row = scaled(19, font);
        const QSizeF size(width + 2 * padding, box.row * double(1 + lines.size() + events.size()) + padding);
        const double x = frame.x(reading.at);
        double left = x + 12;
        if (left + size.width() > plot.right())
            left = x - 12 - size.width();
        left = std::clamp(left, 0.0, std::max(0.0, plot.right() - size.width()));
        const double top = std::clamp(plot.top() + 6, 0.0, std::max(0.0, plot.bottom() - size.height()));
        box.rect = QRectF(QPointF(std::round(left), std::round(top)), size);
        return box;
    }

    void paintBox(QPainter& painter, const Box& box, const std::vector<Line>& lines, const QString& time,
        const std::vector<QString>& events, const QPalette& palette, const QFont& font)
    {
        const Shades& shades = shadesOf(palette);
        painter.setPen(blend(shades.text, shades.line, 0.15));
        painter.setBrush(shades.surface);
        painter.drawRoundedRect(box.rect.adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
        QRectF row(box.rect.left() + padding, box.rect.top() + padding / 2, box.rect.width() - 2 * padding, box.row);
        painter.setFont(strongFont(font));
        painter.setPen(ink(Tone::Normal, palette));
        painter.drawText(row, Qt::AlignVCenter, time);
        for (const Line& line : lines) {
            row.translate(0, box.row);
            if (line.colour.isValid()) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(line.colour);
                painter.drawEllipse(QPointF(row.left() + swatch / 2, row.center().y()), 4, 4);
            }
            painter.setFont(font);
            painter.setPen(ink(Tone::Muted, palette));
            painter.drawText(row.adjusted(swatch + 6, 0, 0, 0), Qt::AlignVCenter, line.name);
            painter.setFont(strongFont(font));
            painter.setPen(ink(Tone::Normal, palette));
            painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, line.value);
        }
        painter.setFont(font);
        painter.setPen(ink(Tone::Accent, palette));
        for (const QString& event : events) {
            row.translate(0, box.row);
            painter.drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                QFontMetricsF(font).elidedText(event, Qt::ElideRight, row.width() + 0.5));
        }
    }

} // namespace

void paintCrosshair(QPainter& painter, const ChartFrame& frame, const ChartContent& content, const Reading& reading,
    const QPalette& palette, const QFont& font)
{
    const Shades& shades = shadesOf(palette);
    const QRectF plot = frame.places().plot;
    const double x = frame.x(reading.at);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(blend(shades.muted, shades.surface, 0.7), 1));
    painter.drawLine(QPointF(std::floor(x) + 0.5, plot.top()), QPointF(std::floor(x) + 0.5, plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& entry : reading.entries) {
        if (!entry.value)
            continue;
        painter.setPen(QPen(shades.surface, 1.5));
        painter.setBrush(lineColour(content.lines[entry.line].colour, shades));
        painter.drawEllipse(QPointF(x, frame.y(entry.level)), 4, 4);
    }
    const auto lines = boxLines(content, reading, shades);
    const QString time = timeUnderPointer(reading.at, frame.shown(), content.utc);
    const Box box = boxFor(frame, lines, time, reading.events, reading, font);
    paintBox(painter, box, lines, time, reading.events, palette, font);
    painter.restore();
}

} // namespace loadline
