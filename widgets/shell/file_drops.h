// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QMimeData;
class QWidget;

namespace loadline {

// Files dropped anywhere on a window, also on what would take their names for text: a line, an editor.
class FileDrops : public QObject {
    Q_OBJECT
public:
    explicit FileDrops(QWidget* window);

Q_SIGNALS:
    void dropped(const QStringList& files);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* window_;
};

// Of this computer; what is no file of it is left out.
QStringList filesIn(const QMimeData* data);

} // namespace loadline
