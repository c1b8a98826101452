// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/table_message.h"

#include <QWidget>

class QPushButton;

namespace loadline {

class ToneLabel;

// A designed state in the middle of an empty place: icon, sentence, cause, button.
class MessageCard : public QWidget {
    Q_OBJECT
public:
    explicit MessageCard(QWidget* parent = nullptr);
    void setMessage(const TableMessage& message);

Q_SIGNALS:
    void action();

private:
    class IconLabel;
    IconLabel* icon_;
    ToneLabel* title_;
    ToneLabel* cause_;
    QPushButton* button_;
};

// The same in one line above content that is still worth showing.
class MessageStrip : public QWidget {
    Q_OBJECT
public:
    explicit MessageStrip(QWidget* parent = nullptr);
    void setMessage(const TableMessage& message);

Q_SIGNALS:
    void action();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TableMessage message_;
    ToneLabel* text_;
    QPushButton* button_;
};

} // namespace loadline
