// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/cell_paint.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <functional>
#include <numeric>

namespace loadline {

namespace {

    struct Measures {
        double padding, between, gap, height;
    };

    Measures measuresOf(const QFont& font)
    {
        return {double(scaled(7, font)), double(scaled(4, font)), double(scaled(5, font)), double(scaled(20, font))};
    }

    // A chip's widths: of its label, its value, and of what stands around them.
    struct Fit {
        double label = 0, value = 0, frame = 0;
        [[nodiscard]] double width() const { return label + value + frame; }
    };

    std::vector<Fit> wholeFits(const QFont& font, const std::vector<Chip>& chips)
    {
        const QFontMetricsF metrics(font);
        const Measures m = measuresOf(font);
        std::vector<Fit> fits;
        fits.reserve(chips.size());
        for (const Chip& chip : chips) {
            const bool both = !chip.label.isEmpty() && !chip.value.isEmpty();
            fits.push_back({metrics.horizontalAdvance(chip.label), metrics.horizontalAdvance(chip.value),
                2 * m.padding + (both ? m.between : 0)});
        }
        return fits;
    }

    double total(const std::vector<Fit>& fits, double gap)
    {
        return std::accumulate(fits.begin(), fits.end(), fits.empty() ? 0.0 : -gap,
            [gap](double sum, const Fit& fit) { return sum + fit.width() + gap; });
    }

    // The largest cap under which the widths' sum comes down by `excess`: the longest give way first.
    double capFor(std::vector<double> widths, double excess)
    {
        std::sort(widths.begin(), widths.end(), std::greater<>());
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const double next = i + 1 < widths.size() ? widths[i + 1] : 0;
            const double room = (widths[i] - next) * double(i + 1);
            if (room >= excess)
                return widths[i] - excess / double(i + 1);
            excess -= room;
        }
        return 0;
    }

    // Takes `excess` from the part of every chip that `part` names; what could not be taken comes back.
    double shrink(std::vector<Fit>& fits, double Fit::*part, double excess, double least)
    {
        if (excess <= 0)
            return 0;
        std::vector<double> widths;
        for (const Fit& fit : fits)
            widths.push_back(fit.*part);
        const double cap = std::max(least, capFor(widths, excess));
        for (Fit& fit : fits) {
            const double now = std::min(fit.*part, cap);
            excess -= fit.*part - now;
            fit.*part = now;
        }
        return std::max(0.0, excess);
    }

    // Cut between words where that leaves one ("180/s of 100/s" becomes "180/s…": what is, before what should be),
    // else anywhere. No-break and thin spaces hold a figure and its unit together.
    QString cut(const QString& text, const QFontMetricsF& metrics, double room)
    {
        if (metrics.horizontalAdvance(text) <= room + 0.5)
            return text;
        for (qsizetype end = text.lastIndexOf(QLatin1Char(' ')); end > 0;
             end = text.lastIndexOf(QLatin1Char(' '), end - 1))
            if (const QString shorter = text.left(end) + QChar(0x2026); metrics.horizontalAdvance(shorter) <= room + 0.5)
                return shorter;
        return metrics.elidedText(text, Qt::ElideRight, room + 0.5);
    }

    void paintChip(const CellPaint& on, const QRectF& box, const Chip& chip, double inset, double labelWidth)
    {
        const Shades& shades = shadesOf(on.palette);
        on.painter.setPen(blend(shades.text, on.ground, 0.13));
        on.painter.setBrush(Qt::NoBrush);
        on.painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        on.painter.setPen(ink(Tone::Muted, on.palette, on.ground));
        on.painter.drawText(box.adjusted(inset, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, chip.label);
        on.painter.setPen(ink(chip.tone, on.palette, on.ground));
        on.painter.drawText(
            box.adjusted(inset + labelWidth, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, chip.value);
    }

} // namespace

double chipsWidth(const QFont& font, const std::vector<Chip>& chips)
{
    return total(wholeFits(font, chips), measuresOf(font).gap);
}

bool paintChips(const CellPaint& on, const QRectF& rect, const std::vector<Chip>& chips)
{
    const Measures m = measuresOf(on.font);
    const QFontMetricsF metrics(on.font);
    auto fits = wholeFits(on.font, chips);
    double excess = total(fits, m.gap) - rect.width();
    const bool whole = excess <= 0.5;
    if (!whole) {
        // A label of two letters still tells cpu from queue; below that it goes altogether.
        excess = shrink(fits, &Fit::label, excess, metrics.horizontalAdvance(QStringLiteral("mm…")));
        excess = shrink(fits, &Fit::value, excess, metrics.horizontalAdvance(QStringLiteral("100\u2009%…")));
        excess = shrink(fits, &Fit::label, excess, 0);
        excess = shrink(fits, &Fit::frame, excess, m.padding);
        shrink(fits, &Fit::value, excess, 1);
    }
    on.painter.save();
    on.painter.setClipRect(rect);
    on.painter.setFont(on.font);
    on.painter.setRenderHint(QPainter::Antialiasing);
    double x = rect.left();
    for (std::size_t i = 0; i < chips.size(); ++i) {
        Chip shown = chips[i];
        shown.label = fits[i].label < 1 ? QString() : cut(shown.label, metrics, fits[i].label);
        shown.value = cut(shown.value, metrics, fits[i].value);
        const bool both = !shown.label.isEmpty() && !shown.value.isEmpty();
        const double inset = std::min(m.padding, fits[i].frame / 2);
        const double label = metrics.horizontalAdvance(shown.label) + (both ? m.between : 0);
        const double width = label + metrics.horizontalAdvance(shown.value) + 2 * inset;
        paintChip(on, QRectF(x, rect.center().y() - m.height / 2, width, m.height), shown, inset, label);
        x += width + m.gap;
    }
    on.painter.restore();
    return whole;
}

} // namespace loadline
