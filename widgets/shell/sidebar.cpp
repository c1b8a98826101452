// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/sidebar.h"

#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace loadline {
namespace {

enum Role { IdRole = Qt::UserRole + 1, IconRole, CountRole, AttentionRole };

constexpr int margin = 8;

class PageDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {scaled(180, option.font), rowHeight(option.font)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& shades = shadesOf(option.palette);
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        const QRectF box = QRectF(option.rect).adjusted(margin, 1, -margin, -1);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        if (current || hovered) {
            painter->setBrush(current ? shades.accentGround : blend(shades.text, shades.surface, 0.05));
            painter->drawRoundedRect(box, cornerRadius, cornerRadius);
        }
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(shades.accent, 1));
            painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
        }
        const QColor ground = current ? shades.accentGround : shades.surface;
        paintText(*painter, option, index, box, current ? ink(Tone::Accent, option.palette, ground) : shades.text, ground);
        painter->restore();
    }

private:
    static void paintText(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
        const QRectF& box, const QColor& colour, const QColor& ground)
    {
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const int side = scaled(16, option.font);
        const auto ratio = painter.device()->devicePixelRatioF();
        const auto picture = iconPixmap(index.data(IconRole).toString(), side, current ? colour : shadesOf(option.palette).muted, ratio);
        painter.drawPixmap(QPointF(box.left() + 9, box.center().y() - side / 2.0), picture);
        QRectF rest = box.adjusted(9 + side + 9, 0, -10, 0);
        const int attention = index.data(AttentionRole).toInt();
        const QVariant count = index.data(CountRole);
        QFont figures = option.font;
        painter.setFont(figures);
        const QFontMetricsF metrics(figures);
        if (count.isValid()) {
            const QString text = QString::number(count.toInt());
            painter.setPen(ink(Tone::Muted, option.palette, ground));
            painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, text);
            rest.setRight(rest.right() - metrics.horizontalAdvance(text) - 8);
        }
        if (attention > 0) {
            // The tone has a shape beside it: a triangle, so that it does not speak by colour alone.
            const QString text = QString::number(attention);
            const QColor bad = ink(Tone::Bad, option.palette, ground);
            painter.setPen(bad);
            painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, text);
            rest.setRight(rest.right() - metrics.horizontalAdvance(text) - 4);
            const int mark = scaled(12, option.font);
            painter.drawPixmap(QPointF(rest.right() - mark, box.center().y() - mark / 2.0),
                iconPixmap(QStringLiteral("warning"), mark, bad, ratio));
            rest.setRight(rest.right() - mark - 6);
        }
        painter.setFont(current ? strongFont(option.font) : option.font);
        painter.setPen(colour);
        const QString title = index.data(Qt::DisplayRole).toString();
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(painter.font()).elidedText(title, Qt::ElideRight, rest.width()));
    }
};

} // namespace

Sidebar::Sidebar(QWidget* parent)
    : QListView(parent)
{
    pages_ = new QStandardItemModel(this);
    setModel(pages_);
    setItemDelegate(new PageDelegate(this));
    setAccessibleName(tr("Pages"));
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(NoEditTriggers);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setViewportMargins(0, 10, 0, 10);
    setBackgroundRole(QPalette::Base); // the margins too
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

QSize Sidebar::sizeHint() const
{
    // Room for every page's name in bold, with what needs attention and how many there are.
    const QFontMetrics bold(strongFont(font()));
    int widest = 0;
    for (int row = 0; row < pages_->rowCount(); ++row)
        widest = std::max(widest, bold.horizontalAdvance(pages_->item(row)->text()));
    const int figures = 2 * QFontMetrics(font()).horizontalAdvance(QStringLiteral("99")) + scaled(12, font()) + 8 + 4 + 6;
    return {std::max(scaled(190, font()), 2 * margin + 9 + scaled(16, font()) + 9 + widest + 6 + figures + 10), 200};
}

void Sidebar::addPage(const QString& id, const QString& title, const QString& icon)
{
    auto* item = new QStandardItem(title);
    item->setData(id, IdRole);
    item->setData(icon, IconRole);
    item->setData(title, Qt::AccessibleTextRole);
    const int number = pages_->rowCount() + 1;
    if (number <= 9)
        item->setToolTip(tr("%1 (Ctrl+%2)").arg(title).arg(number));
    pages_->appendRow(item);
}

int Sidebar::rowOf(const QString& id) const
{
    for (int row = 0; row < pages_->rowCount(); ++row)
        if (pages_->item(row)->data(IdRole).toString() == id)
            return row;
    return -1;
}

void Sidebar::setCurrent(const QString& id)
{
    choosing_ = true;
    if (const int row = rowOf(id); row >= 0)
        setCurrentIndex(pages_->index(row, 0));
    choosing_ = false;
}

void Sidebar::setBadge(const QString& id, int count, int attention)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    auto* item = pages_->item(row);
    const QVariant shown = count < 0 ? QVariant() : QVariant(count);
    if (item->data(CountRole) == shown && item->data(AttentionRole).toInt() == attention)
        return;
    item->setData(shown, CountRole);
    item->setData(attention, AttentionRole);
    const QString badge = badgeText(id);
    item->setData(badge.isEmpty() ? item->text() : item->text() + QStringLiteral(", ") + badge, Qt::AccessibleTextRole);
}

QString Sidebar::badgeText(const QString& id) const
{
    const int row = rowOf(id);
    if (row < 0)
        return {};
    const auto count = pages_->item(row)->data(CountRole);
    const int attention = pages_->item(row)->data(AttentionRole).toInt();
    QStringList parts;
    if (count.isValid())
        parts << QString::number(count.toInt());
    if (attention > 0)
        parts << (attention == 1 ? tr("1 needs attention") : tr("%1 need attention").arg(attention));
    return parts.join(QStringLiteral(", "));
}

void Sidebar::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (!choosing_ && current.isValid())
        Q_EMIT pageChosen(current.data(IdRole).toString());
}

void Sidebar::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometry();
}

} // namespace loadline
