// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/review_sheet.h"

#include "theme/tone.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontMetricsF>

#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CostReview)
};

constexpr double footerHeight = 22;
constexpr double tallest = 1e6;
constexpr double hair = 0.4; // a column as wide as its widest word holds that word, whatever the rounding

} // namespace

ReviewSheet::ReviewSheet(QPdfWriter& writer, QString footer, int pages)
    : writer_(writer)
    , painter_(&writer)
    , footer_(std::move(footer))
    , pages_(pages)
    , unit_(writer.resolution() / 72.0)
    , width_(writer.width() / unit_)
    , height_(writer.height() / unit_ - footerHeight)
{
    painter_.setRenderHint(QPainter::Antialiasing);
    this->footer();
}

QFont ReviewSheet::font(const ReviewLook& look) const
{
    QFont font;
    // Inter's contextual forms of "−", ":" and "(" have no letter behind them in a PDF: who copies an amount would lose its sign.
    font.setStyleStrategy(QFont::PreferNoShaping);
    const QString inter = QStringLiteral("Inter");
    if (QFontDatabase::hasFamily(inter))
        font.setFamily(inter);
    font.setPointSizeF(look.size);
    font.setWeight(look.weight);
    return font;
}

void ReviewSheet::room(double height)
{
    if (y <= 0 || height <= left())
        return;
    writer_.newPage();
    ++page_;
    y = 0;
    footer();
}

double ReviewSheet::textWidth(const QString& text, const ReviewLook& look) const
{
    return QFontMetricsF(font(look), &writer_).horizontalAdvance(text) / unit_;
}

double ReviewSheet::textHeight(const QString& text, const ReviewLook& look, double width) const
{
    const QFontMetricsF metrics(font(look), &writer_);
    return std::max(metrics.height(), metrics.boundingRect(QRectF(0, 0, width * unit_, tallest), wrapOf(text, look, width), text).height()) / unit_;
}

int ReviewSheet::wrapOf(const QString& text, const ReviewLook& look, double width) const
{
    const QFontMetricsF metrics(font(look), &writer_);
    if (metrics.horizontalAdvance(text) <= (width + hair) * unit_)
        return Qt::TextWordWrap;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (metrics.horizontalAdvance(word) > (width + hair) * unit_)
            return Qt::TextWrapAnywhere;
    return Qt::TextWordWrap;
}

QString ReviewSheet::cut(const QString& text, const ReviewLook& look, double width, int lines) const
{
    if (textWidth(text, look) <= width + hair)
        return text;
    const double line = textHeight(QStringLiteral("X"), look, width);
    if (textHeight(text, look, width) < line * (lines + 0.5))
        return text;
    // Lines do not break where they are full to the last point.
    const QFontMetricsF metrics(font(look), &writer_);
    for (double share = 1; share > 0.3; share -= 0.1)
        if (const QString less = metrics.elidedText(text, Qt::ElideMiddle, width * unit_ * lines * share); textHeight(less, look, width) < line * (lines + 0.5))
            return less;
    return metrics.elidedText(text, Qt::ElideMiddle, width * unit_);
}

ReviewLook ReviewSheet::fitted(const QString& text, ReviewLook look, double width) const
{
    while (look.size > 5 && textWidth(text, look) > width + hair)
        look.size -= 0.5;
    return look;
}

void ReviewSheet::text(const QRectF& rect, const QString& text, const ReviewLook& look, int flags)
{
    painter_.setFont(font(look));
    painter_.setPen(look.colour);
    painter_.drawText(device(rect), flags | wrapOf(text, look, rect.width()) | Qt::TextDontClip, text);
}

void ReviewSheet::paragraph(const QString& words, const ReviewLook& look, double indent, double after)
{
    const double high = textHeight(words, look, width_ - indent);
    room(high);
    text({indent, y, width_ - indent, high}, words, look);
    y += high + after;
}

void ReviewSheet::fill(const QRectF& rect, const QColor& colour, double radius)
{
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(colour);
    if (radius > 0)
        painter_.drawRoundedRect(device(rect), radius * unit_, radius * unit_);
    else
        painter_.drawRect(device(rect));
}

void ReviewSheet::fill(const QPolygonF& shape, const QColor& colour)
{
    QPolygonF scaled;
    for (const QPointF& point : shape)
        scaled << point * unit_;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(colour);
    painter_.drawPolygon(scaled);
}

void ReviewSheet::line(QPointF from, QPointF to, const QColor& colour, double thick, bool dashed)
{
    QPen pen(colour, thick * unit_);
    pen.setCapStyle(Qt::FlatCap);
    if (dashed)
        pen.setDashPattern({4, 3});
    painter_.setPen(pen);
    painter_.drawLine(from * unit_, to * unit_);
}

void ReviewSheet::footer()
{
    const ReviewLook small {7.5, QFont::Normal, lightShades().muted};
    const QString number = pages_ > 0 ? Words::tr("Page %1 of %2").arg(page_).arg(pages_) : QString::number(page_);
    const double top = height_ + 6, wide = 80;
    line({0, top}, {width_, top}, lightShades().line);
    text({0, top + 4, width_ - wide, 12}, cut(footer_, small, width_ - wide), small);
    text({width_ - wide, top + 4, wide, 12}, number, small, Qt::AlignRight | Qt::AlignTop);
}

} // namespace loadline
