// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

namespace loadline {

// A panel that slides no further than half over what it belongs to: the page stays in sight, and banners above it can
// be answered. It follows the size of `over`, whose parent is its own.
class Drawer : public QFrame {
    Q_OBJECT
public:
    explicit Drawer(QWidget* over);
    void open(QWidget* content); // becomes its own; the one before is hidden, not deleted
    void close();

Q_SIGNALS:
    void closeWanted(); // Esc

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void place();
    QWidget* over_;
    QWidget* content_ = nullptr;
    QPointer<QWidget> before_; // had the focus
};

} // namespace loadline
