// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

class QShortcut;
class QTimer;

namespace loadline {

// The filter box of a page: says a text once typing pauses (or Enter is pressed), clears with Escape, takes the focus
// with Ctrl+F wherever it is in the window.
class FilterEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterEdit(const QString& placeholder, QWidget* parent = nullptr);
    void setFilter(const QString& text); // at once, and says it
    void setShortcutEnabled(bool enabled); // only the page that shows listens

Q_SIGNALS:
    void filterChanged(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void say();
    QTimer* pause_;
    QString said_;
    QShortcut* find_;
};

} // namespace loadline
