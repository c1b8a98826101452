// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QDialog>

class QButtonGroup;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace loadline {

// Why a form cannot be used, as a sentence for the field at fault; "" when it can.
QString faultOf(const PrometheusForm& form);

// Sets a Prometheus by hand. What is typed leaves as a value; nothing is stored here.
class PrometheusDialog : public QDialog {
    Q_OBJECT
public:
    explicit PrometheusDialog(QWidget* parent = nullptr);
    void setForm(const PrometheusForm& form);
    [[nodiscard]] PrometheusForm form() const;
    void accept() override; // stays open while there is a fault

Q_SIGNALS:
    void chosen(const loadline::PrometheusForm& form);

private:
    void build();
    void showFields();
    PrometheusForm before_;
    QLabel* intro_ = nullptr;
    QComboBox* use_ = nullptr;
    QWidget* fields_ = nullptr;
    QFormLayout* layout_ = nullptr;
    QLineEdit* url_ = nullptr;
    QLineEdit* prefix_ = nullptr;
    QComboBox* auth_ = nullptr;
    QLineEdit* user_ = nullptr;
    QLineEdit* secret_ = nullptr;
    QPlainTextEdit* headers_ = nullptr;
    QLineEdit* caFile_ = nullptr;
    QLineEdit* matcher_ = nullptr;
    QLabel* complaint_ = nullptr;
};

} // namespace loadline
