// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/item_list.h"

#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace loadline {
namespace {

enum Role { NoteRole = Qt::UserRole + 1, RightRole, ToneRole, IconRole, PageRole, RowRole };

class ItemDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int line = QFontMetrics(option.font).height();
        return {100, index.data(NoteRole).toString().isEmpty() ? rowHeight(option.font) - 2 : 2 * line + 12};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& shades = shadesOf(option.palette);
        const bool current = option.state.testFlag(QStyle::State_Selected) && option.state.testFlag(QStyle::State_HasFocus);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        const QColor ground = current ? shades.accentGround : hovered ? blend(shades.text, shades.surface, 0.04) : shades.surface;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (current || hovered) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(ground);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 4, 4);
        }
        QRectF box = QRectF(option.rect).adjusted(6, 0, -6, 0);
        const auto tone = Tone(index.data(ToneRole).toInt());
        const QColor toneInk = ink(tone, option.palette, ground);
        const QString note = index.data(NoteRole).toString();
        const int line = QFontMetrics(option.font).height();
        if (const QString name = index.data(IconRole).toString(); !name.isEmpty()) {
            const int side = scaled(14, option.font);
            const qreal top = note.isEmpty() ? box.center().y() - side / 2.0 : box.top() + 6 + (line - side) / 2.0;
            painter->drawPixmap(QPointF(box.left(), top), iconPixmap(name, side, toneInk, painter->device()->devicePixelRatioF()));
            box.setLeft(box.left() + side + 8);
        }
        const QFontMetricsF metrics(option.font);
        const QString right = index.data(RightRole).toString();
        QRectF first = note.isEmpty() ? box : QRectF(box.left(), box.top() + 5, box.width(), line + 2);
        painter->setFont(option.font);
        painter->setPen(ink(Tone::Muted, option.palette, ground));
        painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, right);
        first.setRight(first.right() - metrics.horizontalAdvance(right) - 10);
        painter->setPen(note.isEmpty() ? ink(Tone::Normal, option.palette, ground) : toneInk);
        painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, first.width()));
        if (!note.isEmpty()) {
            const QRectF second(box.left(), box.top() + 6 + line, box.width(), line + 2);
            painter->setPen(ink(Tone::Muted, option.palette, ground));
            painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(note, Qt::ElideRight, second.width()));
        }
        painter->restore();
    }
};

} // namespace

ItemList::ItemList(const QString& name, const QString& whenEmpty, QWidget* parent)
    : QListView(parent)
    , whenEmpty_(whenEmpty)
    , model_(new QStandardItemModel(this))
{
    setModel(model_);
    setItemDelegate(new ItemDelegate(this));
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(this, &QListView::clicked, this, &ItemList::activateItem);
}

void ItemList::setItems(const std::vector<ListItem>& items)
{
    if (items == items_)
        return;
    items_ = items;
    const int before = currentIndex().row();
    // Rows are changed in place so that the current one and the scroll position stay.
    while (model_->rowCount() > int(items.size()))
        model_->removeRow(model_->rowCount() - 1);
    while (model_->rowCount() < int(items.size()))
        model_->appendRow(new QStandardItem);
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto* entry = model_->item(int(i));
        const auto& item = items[i];
        entry->setText(item.text);
        entry->setData(item.note, NoteRole);
        entry->setData(item.right, RightRole);
        entry->setData(int(item.tone), ToneRole);
        entry->setData(item.icon, IconRole);
        entry->setData(item.page, PageRole);
        entry->setData(item.row, RowRole);
        entry->setToolTip(item.note.isEmpty() ? item.text : item.text + QLatin1Char('\n') + item.note);
        QStringList spoken {item.text, item.note, item.right};
        spoken.removeAll(QString());
        entry->setData(spoken.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
    }
    if (before < 0 && !items.empty())
        setCurrentIndex(model_->index(0, 0));
    setFocusPolicy(items.empty() ? Qt::NoFocus : Qt::StrongFocus);
    updateGeometry();
    viewport()->update();
}

void ItemList::setWhenEmpty(const QString& sentence)
{
    if (whenEmpty_ == sentence)
        return;
    whenEmpty_ = sentence;
    viewport()->update();
}

void ItemList::setShownRows(int most)
{
    most_ = most;
    updateGeometry();
}

QSize ItemList::sizeHint() const
{
    int height = 0;
    for (int row = 0; row < std::min(model_->rowCount(), most_); ++row)
        height += sizeHintForRow(row);
    return {280, std::max(height, rowHeight(font())) + 2};
}

QSize ItemList::minimumSizeHint() const
{
    const int rows = std::min(2, model_->rowCount());
    return {160, std::max(rows * sizeHintForRow(0), rowHeight(font()))};
}

void ItemList::activateItem(const QModelIndex& index)
{
    if (const QString page = index.data(PageRole).toString(); !page.isEmpty())
        Q_EMIT itemActivated(page, index.data(RowRole).toString());
}

void ItemList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        activateItem(currentIndex());
    else
        QListView::keyPressEvent(event);
}

void ItemList::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (model_->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(ink(Tone::Muted, palette()));
    painter.drawText(viewport()->rect().adjusted(6, 6, -6, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, whenEmpty_);
}

} // namespace loadline
