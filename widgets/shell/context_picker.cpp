// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/context_picker.h"

#include "grid/cards.h"
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

enum Role { NameRole = Qt::UserRole + 1, NoteRole, ToneRole };

Tone toneOf(const ContextState& context)
{
    if (!context.brokenWhy.isEmpty())
        return Tone::Idle;
    switch (context.link) {
    case ContextLink::Live:
        return Tone::Good;
    case ContextLink::Stale:
        return Tone::Warn;
    case ContextLink::Refused:
    case ContextLink::Unreachable:
        return Tone::Bad;
    case ContextLink::Closed:
    case ContextLink::Connecting:
        break;
    }
    return Tone::Muted;
}

// The name on the left, what it is doing on the right; the tick box is the style's own.
class ContextDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), rowHeight(option.font)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QString note = index.data(NoteRole).toString();
        const QFontMetrics metrics(option.font);
        const int room = std::min(metrics.horizontalAdvance(note) + 12, option.rect.width() / 2);
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        const QStyle* style = row.widget ? row.widget->style() : QApplication::style();
        const QRect words = style->subElementRect(QStyle::SE_ItemViewItemText, &row, row.widget);
        row.text = metrics.elidedText(row.text, Qt::ElideMiddle, words.width() - room - 16);
        style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
        const auto& shades = shadesOf(option.palette);
        const QColor ground = option.state.testFlag(QStyle::State_Selected) ? shades.accentGround : shades.surface;
        painter->save();
        painter->setPen(ink(Tone(index.data(ToneRole).toInt()), option.palette, ground));
        painter->drawText(option.rect.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
            metrics.elidedText(note, Qt::ElideRight, room));
        painter->restore();
    }
};

} // namespace

QString linkText(const ContextState& context)
{
    if (!context.brokenWhy.isEmpty())
        return ContextPicker::tr("cannot be opened");
    switch (context.link) {
    case ContextLink::Closed:
        return ContextPicker::tr("not opened");
    case ContextLink::Connecting:
        return ContextPicker::tr("connecting");
    case ContextLink::Live:
        return ContextPicker::tr("open, live");
    case ContextLink::Stale:
        return ContextPicker::tr("open, stale");
    case ContextLink::Refused:
        return ContextPicker::tr("refused");
    case ContextLink::Unreachable:
        return ContextPicker::tr("unreachable");
    }
    return {};
}

ContextPicker::ContextPicker(QWidget* parent)
    : QFrame(parent, Qt::Popup)
{
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Clusters"));
    build();
}

void ContextPicker::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(cardPadding, cardPadding, cardPadding, cardPadding);
    filter_ = new QLineEdit(this);
    filter_->setPlaceholderText(tr("Find a context"));
    filter_->setAccessibleName(tr("Find a context"));
    filter_->installEventFilter(this);
    list_ = new QListWidget(this);
    list_->setItemDelegate(new ContextDelegate(list_));
    list_->setAccessibleName(tr("Contexts: a tick opens one"));
    list_->setUniformItemSizes(true);
    list_->installEventFilter(this);
    why_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, this);
    namespaceRow_ = new QWidget(this);
    auto* row = new QHBoxLayout(namespaceRow_);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Namespaces"), namespaceRow_);
    namespaces_ = new QComboBox(namespaceRow_);
    namespaces_->setEditable(true);
    namespaces_->setInsertPolicy(QComboBox::NoInsert);
    namespaces_->lineEdit()->setPlaceholderText(tr("all, or names with commas between"));
    namespaces_->setAccessibleName(tr("Namespaces, with commas between; empty for all"));
    label->setBuddy(namespaces_);
    row->addWidget(label);
    row->addWidget(namespaces_, 1);
    source_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, this);
    column->addWidget(filter_);
    column->addWidget(list_, 1);
    column->addWidget(why_);
    column->addWidget(namespaceRow_);
    column->addWidget(source_);
    connect(filter_, &QLineEdit::textChanged, this, &ContextPicker::refill);
    connect(list_, &QListWidget::currentItemChanged, this, &ContextPicker::showNamespaces);
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (!filling_)
            Q_EMIT contextToggled(item->data(NameRole).toString(), item->checkState() == Qt::Checked);
    });
    connect(namespaces_, &QComboBox::textActivated, this, &ContextPicker::applyNamespaces);
    connect(namespaces_->lineEdit(), &QLineEdit::returnPressed, this, &ContextPicker::applyNamespaces);
}

void ContextPicker::setContexts(const std::vector<ContextState>& contexts, const QString& source)
{
    source_->setText(source.isEmpty() ? tr("No kubeconfig was found.") : tr("From %1").arg(source));
    if (contexts == contexts_)
        return;
    contexts_ = contexts;
    if (isVisible())
        refill();
}

void ContextPicker::refill()
{
    filling_ = true;
    const QString wanted = filter_->text().trimmed();
    const QString before = list_->currentItem() ? list_->currentItem()->data(NameRole).toString() : QString();
    list_->clear();
    for (const auto& context : contexts_) {
        if (!context.name.contains(wanted, Qt::CaseInsensitive) && !context.server.contains(wanted, Qt::CaseInsensitive))
            continue;
        auto* item = new QListWidgetItem(context.name, list_);
        const bool broken = !context.brokenWhy.isEmpty();
        item->setFlags(broken ? Qt::ItemIsSelectable : Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        item->setCheckState(context.open() ? Qt::Checked : Qt::Unchecked);
        item->setData(NameRole, context.name);
        item->setData(NoteRole, linkText(context));
        item->setData(ToneRole, int(toneOf(context)));
        item->setData(Qt::AccessibleTextRole, context.name + QStringLiteral(", ") + linkText(context));
        const QString why = broken ? context.brokenWhy : context.trouble;
        item->setToolTip(why.isEmpty() ? context.server : why + QLatin1Char('\n') + context.server);
        if (context.name == before)
            list_->setCurrentItem(item);
    }
    if (!list_->currentItem() && list_->count() > 0)
        list_->setCurrentRow(0);
    filling_ = false;
    showNamespaces();
}

const ContextState* ContextPicker::selected() const
{
    const auto* item = list_->currentItem();
    if (!item)
        return nullptr;
    const QString name = item->data(NameRole).toString();
    const auto at = std::find_if(contexts_.begin(), contexts_.end(), [&](const auto& c) { return c.name == name; });
    return at == contexts_.end() ? nullptr : &*at;
}

void ContextPicker::showNamespaces()
{
    if (filling_)
        return;
    const auto* context = selected();
    const QString trouble = !context ? QString() : !context->brokenWhy.isEmpty() ? context->brokenWhy : context->trouble;
    why_->setText(trouble.isEmpty() || !context || context->hint.isEmpty() ? trouble : trouble + QLatin1Char(' ') + context->hint);
    why_->setVisible(!trouble.isEmpty());
    namespaceRow_->setVisible(context && context->open());
    if (!context || namespaces_->lineEdit()->hasFocus())
        return;
    const QSignalBlocker quiet(namespaces_);
    namespaces_->clear();
    namespaces_->addItem(tr("All namespaces"), QString());
    for (const auto& name : context->knownNamespaces)
        namespaces_->addItem(name, name);
    namespaces_->setCurrentIndex(-1);
    namespaces_->setEditText(context->namespaces.isEmpty() ? tr("All namespaces") : context->namespaces.join(QStringLiteral(", ")));
}

void ContextPicker::applyNamespaces()
{
    const auto* context = selected();
    if (!context)
        return;
    QStringList chosen;
    if (namespaces_->currentText() != tr("All namespaces")) {
        for (const auto& part : namespaces_->currentText().split(QLatin1Char(','), Qt::SkipEmptyParts))
            if (const QString name = part.trimmed(); !name.isEmpty() && !chosen.contains(name))
                chosen << name;
    }
    if (chosen != context->namespaces)
        Q_EMIT namespacesChosen(context->name, chosen);
}

void ContextPicker::openUnder(QWidget* button)
{
    filter_->clear();
    filter_->setVisible(contexts_.size() > 6);
    refill();
    const int rows = std::clamp(list_->count(), 3, 14);
    list_->setFixedHeight(rows * rowHeight(font()) + 8);
    setFixedWidth(scaled(460, font()));
    adjustSize();
    move(button->mapToGlobal(QPoint(0, button->height() + 4)));
    show();
    (filter_->isVisible() ? static_cast<QWidget*>(filter_) : list_)->setFocus();
}

bool ContextPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (watched == filter_ && key->key() == Qt::Key_Down) {
        list_->setFocus();
        return true;
    }
    if (enter && list_->currentItem() && list_->currentItem()->flags().testFlag(Qt::ItemIsUserCheckable)) {
        auto* item = list_->currentItem();
        item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace loadline
