// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/file_drops.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace loadline {

QStringList filesIn(const QMimeData* data)
{
    QStringList files;
    if (data)
        for (const QUrl& url : data->urls())
            if (url.isLocalFile())
                files << url.toLocalFile();
    return files;
}

FileDrops::FileDrops(QWidget* window)
    : QObject(window)
    , window_(window)
{
    window->setAcceptDrops(true);
    QApplication::instance()->installEventFilter(this);
}

bool FileDrops::eventFilter(QObject* watched, QEvent* event)
{
    const auto type = event->type();
    if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::Drop)
        return false;
    const auto* widget = qobject_cast<QWidget*>(watched);
    auto* drop = static_cast<QDropEvent*>(event); // the base of all three
    if (!widget || widget->window() != window_)
        return false;
    const QStringList files = filesIn(drop->mimeData());
    if (files.isEmpty())
        return false;
    drop->setDropAction(Qt::CopyAction); // the files stay where they are
    drop->accept();
    if (type == QEvent::Drop)
        Q_EMIT dropped(files);
    return true;
}

} // namespace loadline
