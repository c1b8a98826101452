// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/filter_edit.h"

#include "theme/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QShortcut>
#include <QTimer>

namespace loadline {

FilterEdit::FilterEdit(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
    , pause_(new QTimer(this))
    , find_(new QShortcut(QKeySequence::Find, this))
{
    setPlaceholderText(placeholder);
    setAccessibleName(tr("Filter"));
    setAccessibleDescription(placeholder);
    setToolTip(tr("Words that must all occur; column:word looks in one column, -word must not occur. Ctrl+F"));
    setClearButtonEnabled(true);
    addAction(icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    setMinimumWidth(fontMetrics().horizontalAdvance(QLatin1Char('m')) * 16);
    pause_->setSingleShot(true);
    pause_->setInterval(150);
    connect(pause_, &QTimer::timeout, this, &FilterEdit::say);
    connect(this, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            say(); // cleared: nothing to wait for
        else
            pause_->start();
    });
    connect(this, &QLineEdit::returnPressed, this, &FilterEdit::say);
    find_->setContext(Qt::WindowShortcut);
    connect(find_, &QShortcut::activated, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    });
}

void FilterEdit::setFilter(const QString& text)
{
    setText(text);
    say();
}

void FilterEdit::setShortcutEnabled(bool enabled) { find_->setEnabled(enabled); }

void FilterEdit::say()
{
    pause_->stop();
    const QString now = text().trimmed();
    if (now == said_)
        return;
    said_ = now;
    Q_EMIT filterChanged(now);
}

void FilterEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace loadline
