// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_frame.h"

#include "charts/line_colour.h"
#include "theme/measure.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

    constexpr double labelGap = 6; // between a value's label and the plot

    bool countsIn(Unit unit) { return unit == Unit::Replicas || unit == Unit::Nodes; }

    // On the middle of a device pixel, so that a hairline is one.
    double crisp(double at) { return std::floor(at) + 0.5; }

    void hairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& colour)
    {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(colour, 1, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(from, to);
        painter.setRenderHint(QPainter::Antialiasing);
    }

} // namespace

void ChartFrame::prepare(const ChartContent& content, TimeRange shown, bool live, QSizeF size, double ratio,
    const QPalette& palette, const QFont& font)
{
    content_ = &content;
    shown_ = shown.to > shown.from ? shown : TimeRange {shown.from, shown.from + Millis(1)};
    live_ = live;
    palette_ = palette;
    font_ = font;
    caption_.emplace(content, shown_, palette, font);
    scale();
    place(size);
    shape(ratio);
}

void ChartFrame::place(QSizeF size)
{
    const QFont small = smallFont(font_);
    const double line = QFontMetricsF(small).height();
    // As wide for all charts of a column, so that their times stand above each other; wider for the odd long label.
    double left = scaled(64, font_);
    for (const Tick& tick : axis_.ticks)
        left = std::max(left, std::ceil(QFontMetricsF(small).horizontalAdvance(tick.text)) + labelGap);
    const double captionHeight = caption_->heightFor(size.width());
    places_.caption = QRectF(0, 0, size.width(), captionHeight);
    const double sourceHeight = content_->source.isEmpty() ? 0 : line + 2;
    places_.source = QRectF(left, size.height() - sourceHeight, size.width() - left, sourceHeight);
    const double timesHeight = line + 4;
    places_.times = QRectF(left, places_.source.top() - timesHeight, size.width() - left, timesHeight);
    const double top = captionHeight + std::ceil(line / 2) + 2;
    const double right = std::ceil(QFontMetricsF(small).horizontalAdvance(QStringLiteral("now")) / 2);
    places_.plot = QRectF(left, std::round(top), std::max(1.0, std::floor(size.width() - left - right)),
        std::max(1.0, std::floor(places_.times.top() - top)));
}

void ChartFrame::scale()
{
    Extent all;
    const auto widen = [&all](double value) {
        all.low = std::min(all.low, value);
        all.high = std::max(all.high, value);
    };
    stacked_.clear();
    for (const ChartLine& line : content_->lines) {
        if (line.style == ChartLine::Style::Area) {
            stacked_.push_back(&line);
            continue;
        }
        const Extent extent = extentOf(line, shown_);
        widen(extent.low);
        widen(extent.high);
    }
    for (const ChartTarget& target : content_->targets) {
        widen(target.high.value_or(target.value));
        widen(target.value);
    }
    if (content_->band)
        widen(content_->band->high);
    // The highest total is the same however few the columns.
    if (!stacked_.empty())
        widen(stackOf(stacked_, shown_, 64, countsIn(content_->unit)).top);
    axis_ = valueAxis(all.low, all.high, content_->unit);
    if (content_->write) {
        for (Tick& tick : axis_.ticks)
            tick.text = content_->write(tick.at);
        const QString none = QStringLiteral(".00"); // cents that no label has say nothing
        if (std::all_of(axis_.ticks.begin(), axis_.ticks.end(), [&](const Tick& tick) { return tick.text.endsWith(none); }))
            for (Tick& tick : axis_.ticks)
                tick.text.chop(none.size());
    }
}

void ChartFrame::shape(double ratio)
{
    const Shades& shades = shadesOf(palette_);
    const int columns = std::max(1, static_cast<int>(places_.plot.width()));
    std::vector<PlotLine> lines;
    for (const ChartLine& line : content_->lines) {
        if (line.style == ChartLine::Style::Area)
            continue;
        QPen pen(lineColour(line.colour, shades), line.dashed ? 1.5 : 1.75, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
        if (line.style == ChartLine::Style::Line)
            pen.setJoinStyle(Qt::RoundJoin);
        if (line.dashed)
            pen.setDashPattern({3, 2});
        for (auto& run : lineRuns(line, shown_, columns))
            lines.push_back({std::move(run), pen});
    }
    // What is wanted lies under what is: where both agree, only what is shows.
    std::stable_partition(
        lines.begin(), lines.end(), [](const PlotLine& line) { return line.pen.style() == Qt::CustomDashLine; });
    plot_.set(lines, double(shown_.length().count()), axis_.bottom, axis_.top, places_.plot.size());
    wholePixels_ = ratio == std::floor(ratio);
    stack_ = stackOf(stacked_, shown_, static_cast<int>(places_.plot.width() * ratio), countsIn(content_->unit));
    stackColours_.clear();
    for (const ChartLine* line : stacked_)
        stackColours_.push_back(blend(lineColour(line->colour, shades), shades.surface, 0.82));
}

double ChartFrame::x(TimePoint at) const
{
    const double share = double((at - shown_.from).count()) / double(shown_.length().count());
    return places_.plot.left() + share * places_.plot.width();
}

double ChartFrame::y(double value) const
{
    const double share = (value - axis_.bottom) / (axis_.top - axis_.bottom);
    return places_.plot.bottom() - share * places_.plot.height();
}

TimePoint ChartFrame::timeAt(double x) const
{
    const double share = (x - places_.plot.left()) / places_.plot.width();
    return shown_.from + Millis(static_cast<Millis::rep>(share * double(shown_.length().count())));
}

void ChartFrame::paint(QPainter& painter)
{
    if (!content_)
        return;
    const Shades& shades = shadesOf(palette_);
    caption_->paint(painter, places_.caption);
    if (!content_->message.isEmpty()) {
        paintMessage(painter);
    } else {
        paintBand(painter);
        paintGrid(painter);
        painter.save();
        painter.setClipRect(places_.plot.adjusted(0, -1, 0, 1));
        paintTargets(painter);
        paintStack(painter);
        plot_.paint(painter, places_.plot);
        paintMarks(painter);
        painter.restore();
        paintTimes(painter);
    }
    if (content_->progress < 1) {
        QRectF bar(places_.plot.left(), places_.plot.top() - 3, places_.plot.width(), 2);
        painter.fillRect(bar, blend(shades.text, shades.surface, 0.08));
        bar.setWidth(bar.width() * std::clamp(content_->progress, 0.0, 1.0));
        painter.fillRect(bar, shades.accent);
    }
    if (!content_->source.isEmpty()) {
        const QFont small = smallFont(font_);
        painter.setFont(small);
        painter.setPen(ink(Tone::Muted, palette_));
        painter.drawText(places_.source, Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine,
            QFontMetricsF(small).elidedText(content_->source, Qt::ElideRight, places_.source.width()));
    }
}

void ChartFrame::paintBand(QPainter& painter) const
{
    if (!content_->band)
        return;
    const Shades& shades = shadesOf(palette_);
    const QRectF plot = places_.plot;
    const double top = y(std::min(content_->band->high, axis_.top));
    const double bottom = y(content_->band->low);
    painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), blend(shades.text, shades.surface, 0.03));
    for (const double edge : {top, bottom})
        hairline(painter, {plot.left(), crisp(edge)}, {plot.right(), crisp(edge)}, blend(shades.muted, shades.surface, 0.5));
}

void ChartFrame::paintGrid(QPainter& painter) const
{
    const Shades& shades = shadesOf(palette_);
    const QRectF plot = places_.plot;
    const QFont small = smallFont(font_);
    const double height = QFontMetricsF(small).height();
    // A plot too low for all labels keeps the ends.
    const bool crowded = plot.height() < height * 1.2 * double(axis_.ticks.size() - 1);
    painter.setFont(small);
    for (const Tick& tick : axis_.ticks) {
        const double level = y(tick.at);
        hairline(painter, {plot.left(), crisp(level - 0.5)}, {plot.right(), crisp(level - 0.5)}, shades.line);
        const bool end = &tick == &axis_.ticks.front() || &tick == &axis_.ticks.back();
        if (crowded && !end)
            continue;
        painter.setPen(ink(Tone::Muted, palette_));
        painter.drawText(QRectF(0, level - height, plot.left() - labelGap, 2 * height),
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, tick.text);
    }
}

void ChartFrame::paintTargets(QPainter& painter) const
{
    const Shades& shades = shadesOf(palette_);
    const QRectF plot = places_.plot;
    for (const ChartTarget& target : content_->targets) {
        if (target.low && target.high) {
            const double top = y(*target.high);
            painter.fillRect(
                QRectF(plot.left(), top, plot.width(), y(*target.low) - top), blend(shades.series[0], shades.surface, 0.12));
        }
        QPen pen(shades.muted, 1, Qt::SolidLine, Qt::FlatCap);
        pen.setDashPattern({4, 3});
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(pen);
        const double level = crisp(y(target.value) - 0.5);
        painter.drawLine(QPointF(plot.left(), level), QPointF(plot.right(), level));
        painter.setRenderHint(QPainter::Antialiasing);
    }
}

// From the highest line down to the lowest, each from its top to the foot, over the last one: so that no seam shows
// between them. One rectangle for each stretch of columns that are alike.
void ChartFrame::paintStack(QPainter& painter) const
{
    const QRectF plot = places_.plot;
    const std::size_t columns = stack_.silent.size();
    const double width = plot.width() / double(std::max<std::size_t>(1, columns));
    const double foot = y(0);
    painter.setRenderHint(QPainter::Antialiasing, wholePixels_); // else columns would show their edges
    for (std::size_t i = stackColours_.size(); i-- > 0;) {
        const auto& tops = stack_.tops[i];
        for (std::size_t from = 0; from < columns;) {
            std::size_t to = from + 1;
            while (to < columns && tops[to] == tops[from] && stack_.silent[to] == stack_.silent[from])
                ++to;
            if (const double top = y(tops[from]); !stack_.silent[from] && top < foot)
                painter.fillRect(
                    QRectF(plot.left() + double(from) * width, top, double(to - from) * width, foot - top), stackColours_[i]);
            from = to;
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void ChartFrame::paintMarks(QPainter& painter) const
{
    const Shades& shades = shadesOf(palette_);
    const double foot = places_.plot.bottom();
    for (const ChartMark& mark : content_->marks) {
        if (!shown_.contains(mark.at))
            continue;
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(shades.of(mark.tone), 2, Qt::SolidLine, Qt::FlatCap));
        const double at = std::round(x(mark.at));
        painter.drawLine(QPointF(at, foot - 11), QPointF(at, foot));
        painter.setRenderHint(QPainter::Antialiasing);
    }
}

void ChartFrame::paintTimes(QPainter& painter) const
{
    const QFont small = smallFont(font_);
    const QFontMetricsF metrics(small);
    const int labels = std::clamp(static_cast<int>(places_.plot.width() / (scaled(72, font_))), 2, 5);
    painter.setFont(small);
    painter.setPen(ink(Tone::Muted, palette_));
    for (const Tick& tick : timeTicks(shown_, live_, content_->utc, labels)) {
        const double at = x(TimePoint(Millis(static_cast<Millis::rep>(tick.at))));
        const double width = metrics.horizontalAdvance(tick.text);
        const double left = std::clamp(at - width / 2, places_.plot.left() - 8, places_.times.right() - width);
        painter.drawText(QRectF(left, places_.times.top() + 3, width + 1, places_.times.height()),
            Qt::AlignTop | Qt::TextSingleLine, tick.text);
    }
}

void ChartFrame::paintMessage(QPainter& painter) const
{
    painter.setFont(font_);
    painter.setPen(ink(Tone::Muted, palette_));
    const QRectF room = places_.plot.adjusted(0, 0, 0, places_.times.height());
    painter.drawText(room.adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, content_->message);
}

} // namespace loadline
