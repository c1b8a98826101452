// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QTreeWidget;

namespace loadline {

// Where history comes from and by which rule it was found, what was tried before, and which panels it can fill.
class PrometheusPanel : public QFrame {
    Q_OBJECT
public:
    explicit PrometheusPanel(QWidget* parent = nullptr);
    void setState(const std::vector<PrometheusState>& states);
    void openUnder(QWidget* button);

Q_SIGNALS:
    void settingsWanted(const QString& context);
    void searchWanted(const QString& context);

private:
    void build();
    void refill();
    std::vector<PrometheusState> states_;
    QComboBox* context_ = nullptr;
    QLabel* sentence_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* triedTitle_ = nullptr;
    QTreeWidget* tried_ = nullptr;
    QLabel* panelsTitle_ = nullptr;
    QTreeWidget* panels_ = nullptr;
};

} // namespace loadline
