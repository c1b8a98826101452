// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/command_palette.h"

#include "shell/fuzzy.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

enum Role { CommandRole = Qt::UserRole + 1, SubtitleRole, KindRole, ShortcutRole };
constexpr std::size_t mostShown = 60;

class PaletteDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {100, rowHeight(option.font)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& shades = shadesOf(option.palette);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const QColor ground = chosen ? shades.accentGround : shades.surface;
        painter->save();
        painter->fillRect(option.rect, ground);
        const QRectF box = QRectF(option.rect).adjusted(14, 0, -14, 0);
        const QFontMetricsF metrics(option.font);
        const QString right = index.data(ShortcutRole).toString().isEmpty() ? index.data(KindRole).toString()
                                                                             : index.data(ShortcutRole).toString();
        painter->setFont(option.font);
        painter->setPen(ink(Tone::Muted, option.palette, ground));
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, right);
        QRectF rest = box.adjusted(0, 0, -metrics.horizontalAdvance(right) - 16, 0);
        const QString title = metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, rest.width());
        painter->setPen(chosen ? ink(Tone::Accent, option.palette, ground) : shades.text);
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, title);
        rest.setLeft(rest.left() + metrics.horizontalAdvance(title) + 10);
        if (rest.width() > 40) {
            painter->setPen(ink(Tone::Muted, option.palette, ground));
            painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                metrics.elidedText(index.data(SubtitleRole).toString(), Qt::ElideMiddle, rest.width()));
        }
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent)
{
    setAccessibleName(tr("Go to anything"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 6);
    column->setSpacing(0);
    input_ = new QLineEdit(this);
    input_->setFrame(false);
    input_->setMinimumHeight(scaled(40, font()));
    input_->setTextMargins(12, 0, 12, 0);
    input_->setPlaceholderText(tr("Page, object, cluster or command"));
    input_->setAccessibleName(tr("Page, object, cluster or command"));
    input_->installEventFilter(this);
    list_ = new QListView(this);
    model_ = new QStandardItemModel(this);
    list_->setModel(model_);
    list_->setItemDelegate(new PaletteDelegate(list_));
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setFocusPolicy(Qt::NoFocus); // the keys stay in the line above
    list_->setAccessibleName(tr("Matches"));
    column->addWidget(input_);
    column->addWidget(list_, 1);
    connect(input_, &QLineEdit::textChanged, this, &CommandPalette::refill);
    connect(list_, &QListView::clicked, this, &CommandPalette::choose);
    hide();
}

void CommandPalette::open(std::vector<PaletteItem> items)
{
    items_ = std::move(items);
    input_->clear();
    refill();
    show();
    raise();
    input_->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::setItems(std::vector<PaletteItem> items)
{
    items_ = std::move(items);
    if (isVisible())
        refill();
}

void CommandPalette::place()
{
    const QSize room = parentWidget()->size();
    const int width = std::min(scaled(640, font()), room.width() - 40);
    const int rows = input_->sizeHint().height() + std::max(1, model_->rowCount()) * rowHeight(font()) + 24;
    const int height = std::min({rows, scaled(420, font()), room.height() - 80});
    setGeometry((room.width() - width) / 2, std::min(60, room.height() / 8), width, height);
}

void CommandPalette::refill()
{
    const QString typed = input_->text().trimmed();
    std::vector<std::pair<int, const PaletteItem*>> found;
    for (const auto& item : items_) {
        auto score = fuzzyScore(typed, item.title);
        if (score)
            *score += 40; // a title says more than where it is
        else
            score = fuzzyScore(typed, item.title + QLatin1Char(' ') + item.subtitle + QLatin1Char(' ') + item.kind);
        if (score)
            found.emplace_back(*score, &item);
    }
    if (!typed.isEmpty())
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (found.size() > mostShown)
        found.resize(mostShown);
    model_->clear();
    for (const auto& [score, item] : found) {
        auto* entry = new QStandardItem(item->title);
        entry->setData(item->command, CommandRole);
        entry->setData(item->subtitle, SubtitleRole);
        entry->setData(item->kind, KindRole);
        entry->setData(item->shortcut, ShortcutRole);
        entry->setData(item->title + QStringLiteral(", ") + item->kind + QLatin1Char(' ') + item->subtitle, Qt::AccessibleTextRole);
        model_->appendRow(entry);
    }
    if (found.empty()) {
        auto* nothing = new QStandardItem(tr("Nothing is called that."));
        nothing->setFlags(Qt::NoItemFlags);
        model_->appendRow(nothing);
    } else {
        list_->setCurrentIndex(model_->index(0, 0));
    }
    place();
}

QStringList CommandPalette::shownTitles() const
{
    QStringList titles;
    for (int row = 0; row < model_->rowCount(); ++row)
        titles << model_->item(row)->text();
    return titles;
}

void CommandPalette::choose()
{
    const QString command = list_->currentIndex().data(CommandRole).toString();
    if (command.isEmpty())
        return;
    hide();
    Q_EMIT chosen(command);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == input_ && event->type() == QEvent::FocusOut && isVisible()) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::MouseFocusReason || reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason)
            hide();
    }
    if (watched == input_ && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const int row = list_->currentIndex().row();
        const int last = model_->rowCount() - 1;
        const auto go = [this](int to) { list_->setCurrentIndex(model_->index(to, 0)); };
        switch (key->key()) {
        case Qt::Key_Down:
            go(row >= last ? 0 : row + 1);
            return true;
        case Qt::Key_Up:
            go(row <= 0 ? last : row - 1);
            return true;
        case Qt::Key_PageDown:
            go(std::min(last, row + 10));
            return true;
        case Qt::Key_PageUp:
            go(std::max(0, row - 10));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Escape:
            hide();
            parentWidget()->setFocus();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& shades = shadesOf(palette());
    painter.fillRect(rect(), shades.surface);
    painter.setPen(QPen(shades.accent, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.setPen(shades.line);
    painter.drawLine(1, input_->geometry().bottom(), width() - 2, input_->geometry().bottom());
}

} // namespace loadline
