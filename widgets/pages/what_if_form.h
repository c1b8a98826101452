// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/what_if_lines.h"

#include <QWidget>

#include <vector>

class QDoubleSpinBox;
class QSlider;

namespace loadline {

// One line's numbers with a slider each, for trying out.
class WhatIfForm : public QWidget {
    Q_OBJECT
public:
    explicit WhatIfForm(QWidget* parent = nullptr);
    void setLine(const WhatIfLine* line); // null: none is chosen
    [[nodiscard]] QSlider* slider(WhatIfField field) const; // null: the field has none

Q_SIGNALS:
    void numberChosen(loadline::WhatIfField field, double value);

private:
    struct Row {
        WhatIfField field;
        double most = 0;
        QSlider* slider = nullptr;
        QDoubleSpinBox* spin = nullptr;
    };
    void addRow(class QGridLayout* grid, const WhatIfFieldInfo& info);
    std::vector<Row> rows_;
};

} // namespace loadline
