// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace loadline {

// A button with a long text that gives way when there is no room: cut off with an ellipsis, whole in the tooltip and for
// screen readers. So it widens nothing past its pane.
class ElidedButton : public QPushButton {
    Q_OBJECT
public:
    explicit ElidedButton(const QString& text, QWidget* parent = nullptr);
    explicit ElidedButton(QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool isCut() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QString shown() const;
};

} // namespace loadline
