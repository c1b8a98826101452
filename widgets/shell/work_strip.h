// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace loadline {

// Long work at the window's lower edge, a line each: what, how far, cancel. Takes no room when there is none.
class WorkStrip : public QWidget {
    Q_OBJECT
public:
    explicit WorkStrip(QWidget* parent = nullptr);
    void setWork(const std::vector<WorkState>& work);

Q_SIGNALS:
    void cancelled(const QString& id);

private:
    struct Line {
        QString id;
        QWidget* row;
        QLabel* text;
        QProgressBar* bar;
        QToolButton* cancel;
    };
    Line makeLine(const QString& id);
    QVBoxLayout* layout_ = nullptr;
    std::vector<Line> lines_;
};

} // namespace loadline
