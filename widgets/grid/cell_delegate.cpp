// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/cell_delegate.h"

#include "grid/cell_paint.h"
#include "tables/row_model.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace loadline {

namespace {

    constexpr int side = 10; // between a cell's edge and its words

    QFont fontOf(const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        QFont font = option.font;
        if (index.data(StrongRole).toBool())
            font.setWeight(QFont::DemiBold);
        return font;
    }

    double barWidth(const QRectF& content, const QFont& font)
    {
        return std::clamp(content.width() * 0.45, 24.0, double(scaled(96, font)));
    }

    // "4 → 8 of 2–20": the number that counts stands out, the rest is there to be read.
    void paintLeadingFigure(const CellPaint& on, const QRectF& rect, const QString& text, Tone tone)
    {
        qsizetype digits = 0;
        while (digits < text.size() && (text[digits].isDigit() || text[digits] == QLatin1Char('.')))
            ++digits;
        QPainter& painter = on.painter;
        QFont strong = on.font;
        strong.setWeight(QFont::DemiBold);
        const QFontMetricsF strongMetrics(strong);
        const double lead = strongMetrics.horizontalAdvance(text.left(digits));
        painter.setFont(strong);
        painter.setPen(ink(tone, on.palette, on.ground));
        painter.drawText(rect, Qt::AlignVCenter | Qt::TextSingleLine,
            strongMetrics.elidedText(text.left(digits), Qt::ElideRight, rect.width()));
        painter.setFont(on.font);
        painter.setPen(ink(tone == Tone::Normal ? Tone::Muted : tone, on.palette, on.ground));
        const QRectF rest = rect.adjusted(lead, 0, 0, 0);
        if (rest.width() > 4)
            painter.drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine,
                QFontMetricsF(on.font).elidedText(text.mid(digits), Qt::ElideRight, rest.width()));
    }

    void paintWords(const CellPaint& on, const QRectF& rect, const QModelIndex& index)
    {
        const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
        const auto align = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        on.painter.setFont(on.font);
        on.painter.setPen(ink(tone, on.palette, on.ground));
        const QString text
            = QFontMetricsF(on.font).elidedText(index.data().toString(), Qt::ElideRight, rect.width() + 0.5);
        on.painter.drawText(rect, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine, text);
    }

    void paintContent(const CellPaint& on, const QRectF& content, const QModelIndex& index)
    {
        const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
        if (const QVariant bar = index.data(BarRole); bar.isValid()) {
            const double width = barWidth(content, on.font);
            paintReplicaBar(on, QRectF(content.left(), content.top(), width, content.height()), bar.value<ReplicaBar>());
            paintLeadingFigure(on, content.adjusted(width + side, 0, 0, 0), index.data().toString(), tone);
        } else if (const QVariant scale = index.data(ScaleRole); scale.isValid()) {
            paintScaleBar(on, content, scale.value<ScaleBar>());
        } else if (const auto chips = index.data(ChipsRole).value<std::vector<Chip>>(); !chips.empty()) {
            paintChips(on, content, chips);
        } else if (const auto spark = index.data(SparkRole).value<Spark>(); !spark.empty()) {
            paintSpark(on, content.adjusted(0, 6, -3, -7), spark, tone);
        } else {
            paintWords(on, content, index);
        }
    }

    bool isCut(const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        const QFont font = fontOf(option, index);
        double room = option.rect.width() - 2 * side;
        if (const auto chips = index.data(ChipsRole).value<std::vector<Chip>>(); !chips.empty())
            return chipsWidth(font, chips) > room + 0.5;
        if (index.data(BarRole).isValid())
            room -= barWidth(QRectF(0, 0, room, 1), font) + side;
        return QFontMetricsF(font).horizontalAdvance(index.data().toString()) > room + 0.5;
    }

} // namespace

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Shades& shades = shadesOf(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor ground = selected ? shades.accentGround : shades.surface;
    if (index.row() == hovered_)
        ground = blend(shades.text, ground, 0.03);
    painter->save();
    painter->fillRect(option.rect, ground);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), shades.line);
    const CellPaint on {*painter, option.palette, ground, fontOf(option, index)};
    const QRectF content = QRectF(option.rect).adjusted(side, 0, -side, -1);
    if (content.width() > 4)
        paintContent(on, content, index);
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(shades.accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -3), 4, 4);
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {scaled(80, option.font), rowHeight(option.font)};
}

QString CellDelegate::tip(const QModelIndex& index, bool cut)
{
    const QString words = index.data().toString();
    const QString behind = index.data(Qt::ToolTipRole).toString();
    const auto html = [](const QString& plain) {
        return plain.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
    };
    const bool pictured = index.data(ScaleRole).isValid() || !index.data(SparkRole).value<Spark>().empty();
    QString text;
    if ((cut || pictured) && !words.isEmpty())
        text = QStringLiteral("<b>%1</b>").arg(html(words));
    if (!behind.isEmpty() && behind != words)
        text += (text.isEmpty() ? QString() : QStringLiteral("<br>")) + html(behind);
    return text.isEmpty() ? text : QStringLiteral("<qt>%1</qt>").arg(text);
}

bool CellDelegate::helpEvent(
    QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = tip(index, isCut(option, index));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), text, view, view->visualRect(index));
    return true;
}

} // namespace loadline
