// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/table_header.h"

#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QContextMenuEvent>
#include <QHoverEvent>
#include <QMouseEvent>
#include <QPainter>

namespace loadline {

namespace {
    constexpr int side = 10; // as the cells below
}

TableHeader::TableHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setFirstSectionMovable(true);
    setHighlightSections(false);
    setSectionResizeMode(QHeaderView::Interactive);
    setResizeContentsPrecision(0);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setMinimumSectionSize(28);
    setAttribute(Qt::WA_Hover);
    connect(this, &QHeaderView::sectionClicked, this, [this](int section) { Q_EMIT sortAsked(section, shift_); });
}

void TableHeader::setSorting(const std::vector<SortBy>& by)
{
    sorting_ = by;
    viewport()->update();
}

int TableHeader::rankOf(int section) const
{
    const auto* table = qobject_cast<const TableModel*>(model());
    if (!table || section >= table->columnCount())
        return -1;
    const QString id = table->columnId(section);
    for (std::size_t i = 0; i < sorting_.size(); ++i)
        if (sorting_[i].column == id)
            return static_cast<int>(i);
    return -1;
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    if (!rect.isValid() || !model())
        return;
    const Shades& shades = shadesOf(palette());
    const QColor ground = section == hovered_ ? blend(shades.text, shades.surface, 0.04) : shades.surface;
    painter->save();
    painter->fillRect(rect, ground);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), shades.line);
    if (section == hovered_) // where to take hold of the column's edge
        painter->fillRect(QRect(rect.right(), rect.top() + 7, 1, rect.height() - 14), shades.line);

    QRectF words = QRectF(rect).adjusted(side, 0, -side, -1);
    const int rank = rankOf(section);
    const auto align = Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const bool right = align.testFlag(Qt::AlignRight);
    QFont font = smallFont(this->font());
    font.setWeight(rank >= 0 ? QFont::DemiBold : QFont::Medium);
    const QFontMetricsF metrics(font);
    const int arrow = scaled(12, this->font());
    const QString number = rank >= 0 && sorting_.size() > 1 ? QString::number(rank + 1) : QString();
    const double mark = rank < 0 ? 0 : arrow + metrics.horizontalAdvance(number) + 2;
    words.setWidth(std::max(0.0, words.width() - mark));
    if (right && mark > 0) // figures stay above figures: the arrow stands before the word
        words.translate(mark, 0);
    const QString text = model()->headerData(section, Qt::Horizontal).toString();
    const QString shown = metrics.elidedText(text, Qt::ElideRight, words.width() + 0.5);
    painter->setFont(font);
    painter->setPen(ink(rank >= 0 ? Tone::Normal : Tone::Muted, palette(), ground));
    painter->drawText(words, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
    if (rank >= 0) {
        const double width = metrics.horizontalAdvance(shown);
        const double x = right ? words.right() - width - mark - 1 : words.left() + width + 3;
        const QString name = sorting_[std::size_t(rank)].descending ? QStringLiteral("chevron-down")
                                                                    : QStringLiteral("chevron-up");
        const QPixmap pixmap = iconPixmap(name, arrow, ink(Tone::Accent, palette(), ground), devicePixelRatioF());
        painter->drawPixmap(QPointF(x, rect.center().y() - arrow / 2.0), pixmap);
        painter->setPen(ink(Tone::Accent, palette(), ground));
        painter->drawText(QRectF(x + arrow, rect.top(), mark, rect.height() - 1), Qt::AlignVCenter, number);
    }
    painter->restore();
}

QSize TableHeader::sectionSizeFromContents(int section) const
{
    const QString text = model() ? model()->headerData(section, Qt::Horizontal).toString() : QString();
    const QFontMetrics metrics(smallFont(font()));
    return {metrics.horizontalAdvance(text) + 2 * side, scaled(28, font())};
}

void TableHeader::mouseReleaseEvent(QMouseEvent* event)
{
    shift_ = event->modifiers().testFlag(Qt::ShiftModifier);
    QHeaderView::mouseReleaseEvent(event);
}

void TableHeader::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT menuAsked(logicalIndexAt(event->pos()), event->globalPos());
    event->accept();
}

void TableHeader::setHovered(int section)
{
    if (section == hovered_)
        return;
    hovered_ = section;
    viewport()->update();
}

bool TableHeader::event(QEvent* event)
{
    if (event->type() == QEvent::HoverMove)
        setHovered(logicalIndexAt(static_cast<QHoverEvent*>(event)->position().toPoint()));
    else if (event->type() == QEvent::HoverLeave || event->type() == QEvent::Leave)
        setHovered(-1);
    return QHeaderView::event(event);
}

} // namespace loadline
