// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QLabel>

namespace loadline {

// A word in a hairline box with its tone: "read-only", "TLS not checked", "demo".
class Pill : public QLabel {
    Q_OBJECT
public:
    explicit Pill(const QString& text, Tone tone, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone tone_;
};

} // namespace loadline
