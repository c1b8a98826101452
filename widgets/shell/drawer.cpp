// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/drawer.h"

#include "theme/measure.h"
#include "theme/tone.h"

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

Drawer::Drawer(QWidget* over)
    : QFrame(over->parentWidget())
    , over_(over)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    over->installEventFilter(this);
    setAutoFillBackground(true);
    hide();
}

void Drawer::open(QWidget* content)
{
    if (content_ != content) {
        if (content_) {
            content_->hide();
            layout()->removeWidget(content_);
        }
        content_ = content;
        layout()->addWidget(content);
    }
    if (!isVisible())
        before_ = QApplication::focusWidget();
    content->show();
    place();
    show();
    raise();
    content->setFocus(Qt::OtherFocusReason);
    if (!isAncestorOf(QApplication::focusWidget()))
        focusNextChild();
}

void Drawer::close()
{
    const bool focused = isAncestorOf(QApplication::focusWidget());
    hide();
    if (focused && before_ && over_->isAncestorOf(before_))
        before_->setFocus(Qt::OtherFocusReason);
    before_.clear();
}

void Drawer::place()
{
    const QRect room = over_->geometry();
    const int width = std::min(room.width(), std::max(scaled(620, font()), room.width() / 2));
    setGeometry(room.right() + 1 - width, room.top(), width, room.height());
}

bool Drawer::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == over_ && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        place();
    return QFrame::eventFilter(watched, event);
}

void Drawer::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeWanted();
    else
        QFrame::keyPressEvent(event);
}

void Drawer::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, 0, 1, height()), shadesOf(palette()).line);
}

} // namespace loadline
