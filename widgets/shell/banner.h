// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QPlainTextEdit;
class QToolButton;
class QVBoxLayout;

namespace loadline {

// One message above the page, in place of a modal box: what went wrong, how to mend it, details on demand.
class Banner : public QFrame {
    Q_OBJECT
public:
    explicit Banner(const QString& id, QWidget* parent = nullptr);
    void setMessage(const BannerMessage& message);
    [[nodiscard]] const BannerMessage& message() const { return message_; }

Q_SIGNALS:
    void dismissed(const QString& id);
    void actionWanted(const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    [[nodiscard]] QString kindWord() const;
    BannerMessage message_;
    QLabel* kind_ = nullptr;
    QLabel* text_ = nullptr;
    QLabel* hint_ = nullptr;
    QPlainTextEdit* details_ = nullptr;
    QToolButton* more_ = nullptr;
    QToolButton* action_ = nullptr;
    QToolButton* close_ = nullptr;
};

// Several banners, the newest first; what does not fit is counted, not lost.
class BannerStack : public QWidget {
    Q_OBJECT
public:
    explicit BannerStack(QWidget* parent = nullptr);
    void put(const BannerMessage& message); // the same id replaces
    void withdraw(const QString& id);
    bool dismissNewest(); // Esc; false when there was none
    [[nodiscard]] std::vector<BannerMessage> messages() const;

Q_SIGNALS:
    void actionWanted(const QString& id);

private:
    void arrange();
    QVBoxLayout* layout_ = nullptr;
    QToolButton* rest_ = nullptr;
    std::vector<Banner*> banners_; // newest first
    QPointer<QWidget> before_; // had the focus before one of them
    bool expanded_ = false;
};

} // namespace loadline
