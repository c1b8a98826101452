// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces a FormView is made of: heads of sections, lists and items, and rows.
#include "forms/form_view.h"

#include "forms/form_words.h"
#include "grid/cards.h"
#include "theme/icons.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace loadline {
namespace {

QToolButton* smallButton(const QString& picture, const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(picture));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

QWidget* FormView::widgetFor(const Entry& entry)
{
    switch (entry.kind) {
    case Entry::Kind::Section:
        return makeSection(entry);
    case Entry::Kind::More:
        return makeMore(entry);
    case Entry::Kind::List:
        return makeList(entry);
    case Entry::Kind::Item:
        return makeItem(entry);
    case Entry::Kind::Row:
        break;
    }
    return makeRow(entry);
}

QWidget* FormView::makeSection(const Entry& entry)
{
    const FormSection& section = form_->spec().sections[entry.section];
    auto* head = new QWidget(widget());
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, entry.section == 0 ? 0 : 10, 0, 0);
    column->setSpacing(2);
    auto* title = new ToneLabel(formText(section.title), Tone::Normal, ToneLabel::Size::Strong, head);
    title->setTextInteractionFlags(Qt::NoTextInteraction);
    column->addWidget(title);
    if (!section.help.empty()) {
        auto* help = new ToneLabel(formText(section.help), Tone::Muted, ToneLabel::Size::Small, head);
        help->setTextInteractionFlags(Qt::NoTextInteraction);
        column->addWidget(help);
    }
    return head;
}

QWidget* FormView::makeMore(const Entry& entry)
{
    auto* holder = new QWidget(widget());
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    auto* button = new QToolButton(holder);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setIcon(icon(entry.unfolded ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    const QString about = formText(form_->spec().sections[entry.section].title);
    button->setText(entry.unfolded ? tr("Fewer settings") : tr("%n more setting(s)", nullptr, static_cast<int>(entry.count)));
    button->setAccessibleName(QStringLiteral("%1: %2").arg(about, button->text()));
    row->addWidget(button);
    row->addStretch(1);
    connect(button, &QToolButton::clicked, this, [this, section = entry.section] {
        // The button itself goes with the old arrangement: after the click is over.
        QMetaObject::invokeMethod(this, [this, section] { fold(section); }, Qt::QueuedConnection);
    });
    return holder;
}

QWidget* FormView::makeList(const Entry& entry)
{
    auto* head = new QWidget(widget());
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(static_cast<int>(entry.depth) * 14, 4, 0, 0);
    const QString name = formText(entry.field->label);
    auto* label = new ToneLabel(QStringLiteral("%1 \u00b7 %2").arg(name).arg(entry.count), Tone::Normal, ToneLabel::Size::Body, head);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    label->setToolTip(formText(entry.field->help));
    auto* add = new QPushButton(tr("Add"), head);
    add->setAccessibleName(tr("Add to %1").arg(name));
    add->setObjectName(QStringLiteral("add ") + QString::fromStdString(entry.path.text())); // lists may share a name
    add->setAccessibleDescription(formText(entry.field->help));
    row->addWidget(label, 1);
    row->addWidget(add);
    connect(add, &QPushButton::clicked, this, [this, path = entry.path, next = entry.count] {
        Q_EMIT itemAdded(path);
        focusField(path / next); // the button went with the old count
    }, Qt::QueuedConnection);
    return head;
}

QWidget* FormView::makeItem(const Entry& entry)
{
    auto* head = new QWidget(widget());
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(static_cast<int>(entry.depth) * 14 + 14, 6, 0, 0);
    row->setSpacing(2);
    const QString name = tr("%1, %2 of %3").arg(formText(entry.field->label)).arg(entry.index + 1).arg(entry.count);
    auto* label = new ToneLabel(name, Tone::Muted, ToneLabel::Size::Small, head);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    row->addWidget(label, 1);
    const auto act = [&](const QString& picture, const QString& what, auto then) {
        auto* button = smallButton(picture, what, head);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, this, then, Qt::QueuedConnection);
        return button;
    };
    if (entry.index > 0)
        act(QStringLiteral("chevron-up"), tr("Move %1 up").arg(name), [this, entry] {
            Q_EMIT itemMoved(entry.path, entry.index - 1);
            focusField(entry.path.parent() / (entry.index - 1));
        });
    if (entry.index + 1 < entry.count)
        act(QStringLiteral("chevron-down"), tr("Move %1 down").arg(name), [this, entry] {
            Q_EMIT itemMoved(entry.path, entry.index + 1);
            focusField(entry.path.parent() / (entry.index + 1));
        });
    act(QStringLiteral("close"), tr("Remove %1").arg(name), [this, entry] {
        Q_EMIT itemRemoved(entry.path);
        focusList(entry.path.parent());
    })->setObjectName(QStringLiteral("remove ") + QString::fromStdString(entry.path.text()));
    return head;
}

QWidget* FormView::makeRow(const Entry& entry)
{
    auto* row = new FieldRow({entry.field, entry.path, entry.section, entry.depth}, widget());
    row->setOffers(offers_);
    connect(row, &FieldRow::typed, this, [this, row](const QString& text) {
        if (!filling_)
            Q_EMIT answered(row->path(), text);
    });
    connect(row, &FieldRow::focused, this, [this, row] { rowFocused(row); });
    connect(row, &FieldRow::fixWanted, this, [this, row] {
        if (const Finding* finding = findingAt(row->path()))
            Q_EMIT fixWanted(Finding(*finding));
    });
    return row;
}

} // namespace loadline
