// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace loadline {

// A credential plugin's question with a line to answer it: an MFA code, a password. One at a time; further ones wait.
class PromptPanel : public QFrame {
    Q_OBJECT
public:
    explicit PromptPanel(QWidget* parent = nullptr);
    void ask(const PromptState& prompt); // a known id: its text has grown
    void close(const QString& id);
    [[nodiscard]] QString currentId() const;

Q_SIGNALS:
    void answered(const QString& id, const QString& answer);
    void cancelled(const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void showFirst();
    void send();
    void cancel();
    std::vector<PromptState> waiting_; // the first is shown
    QLabel* title_ = nullptr;
    QLabel* queue_ = nullptr;
    QPlainTextEdit* text_ = nullptr;
    QLineEdit* answer_ = nullptr;
    QCheckBox* reveal_ = nullptr;
    QPushButton* send_ = nullptr;
    QPushButton* cancel_ = nullptr;
};

} // namespace loadline
