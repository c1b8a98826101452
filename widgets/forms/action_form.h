// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/action_shown.h"

#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace loadline {

// The few questions of a quick action, made anew for each.
class ActionForm : public QWidget {
    Q_OBJECT
public:
    explicit ActionForm(QWidget* parent = nullptr);
    void ask(const ActionShown& action);
    [[nodiscard]] ActionAnswer answer() const;
    [[nodiscard]] QString missing() const; // what must be answered first; "" nothing
    [[nodiscard]] bool asks() const { return asks_; } // there is anything to be answered before the check

Q_SIGNALS:
    void edited();

private:
    void askPause(const ActionShown& action);
    void askTime();
    void askContainers(const ActionShown& action);
    void askReason(const ActionShown& action);
    void showMoved(const ActionShown& action);
    QSpinBox* number(int value, int least, const QString& label);
    QSpinBox* row(const QString& label, int value, int least);
    QuickAction action_ = QuickAction::Pause;
    bool asks_ = false;
    QWidget* fields_ = nullptr;
    QVBoxLayout* column_ = nullptr;
    QFormLayout* form_ = nullptr;
    QButtonGroup* ways_ = nullptr;
    QSpinBox* replicas_ = nullptr;
    QSpinBox* min_ = nullptr;
    QSpinBox* max_ = nullptr;
    QComboBox* time_ = nullptr;
    QDateTimeEdit* until_ = nullptr;
    QLineEdit* reason_ = nullptr;
    std::vector<QCheckBox*> containers_;
};

} // namespace loadline
