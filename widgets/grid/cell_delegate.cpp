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

    // The same for all rows of a column, for they share one scale: what their words leave.
    double barWidth(double content, double words, const QFont& font)
    {
        const double rest = words > 0 ? content - words - side : content * 0.45;
        return std::clamp(rest, 24.0, double(scaled(96, font)));
    }

    // A scale wants more room than its words; too narrow for both it stands alone, and the words are in the tooltip.
    double scaleWidth(double content, double words, const QFont& font)
    {
        const double rest = content - words - side;
        return words > 0 && rest >= scaled(56, font) ? rest : content;
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

    void paintContent(const CellPaint& on, const QRectF& content, const QModelIndex& index, double words)
    {
        const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
        if (const QVariant bar = index.data(BarRole); bar.isValid()) {
            const double width = barWidth(content.width(), words, on.font);
            paintReplicaBar(on, QRectF(content.left(), content.top(), width, content.height()), bar.value<ReplicaBar>());
            paintLeadingFigure(on, content.adjusted(width + side, 0, 0, 0), index.data(BriefRole).toString(), tone);
        } else if (const QVariant scale = index.data(ScaleRole); scale.isValid()) {
            const double width = scaleWidth(content.width(), words, on.font);
            paintScaleBar(on, QRectF(content.left(), content.top(), width, content.height()), scale.value<ScaleBar>());
            if (width < content.width()) {
                on.painter.setFont(on.font);
                on.painter.setPen(ink(tone, on.palette, on.ground));
                on.painter.drawText(content, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, index.data(BriefRole).toString());
            }
        } else if (const auto chips = index.data(ChipsRole).value<std::vector<Chip>>(); !chips.empty()) {
            paintChips(on, content, chips);
        } else if (const auto spark = index.data(SparkRole).value<Spark>(); !spark.empty()) {
            paintSpark(on, content.adjusted(0, 6, -3, -7), spark, tone);
        } else {
            paintWords(on, content, index);
        }
    }

    bool isCut(const QStyleOptionViewItem& option, const QModelIndex& index, double words)
    {
        const QFont font = fontOf(option, index);
        double room = option.rect.width() - 2 * side;
        if (const auto chips = index.data(ChipsRole).value<std::vector<Chip>>(); !chips.empty())
            return chipsWidth(font, chips) > room + 0.5;
        if (index.data(BarRole).isValid())
            room -= barWidth(room, words, font) + side;
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
        paintContent(on, content, index, wordsWidth(index.column()));
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
    const QString text = tip(index, isCut(option, index, wordsWidth(index.column())));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), text, view, view->visualRect(index));
    return true;
}

} // namespace loadline
