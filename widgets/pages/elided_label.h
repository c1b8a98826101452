// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QLabel>

namespace loadline {

// One line that gives way when there is no room: cut off with an ellipsis, whole in the tooltip and for screen readers.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr, Tone tone = Tone::Normal);
    void setWhole(const QString& text);
    [[nodiscard]] QString whole() const { return whole_; }
    void setTone(Tone tone);
    void setElide(Qt::TextElideMode mode);
    void setTip(const QString& tip); // instead of the whole text
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshTip();
    QString whole_;
    QString tip_;
    Tone tone_;
    Qt::TextElideMode elide_ = Qt::ElideRight;
};

} // namespace loadline
