// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/what_if_lines.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;
class QSlider;

namespace loadline {

class ToneLabel;

// One line's numbers with a slider each, for trying out; the unit of its price, and the machines it runs on.
class WhatIfForm : public QWidget {
    Q_OBJECT
public:
    explicit WhatIfForm(QWidget* parent = nullptr);
    void setLine(const WhatIfLine* line); // null: none is chosen
    [[nodiscard]] QSlider* slider(WhatIfField field) const; // null: the field has none

Q_SIGNALS:
    void numberChosen(loadline::WhatIfField field, double value);
    void textChosen(loadline::WhatIfField field, const QString& text);

private:
    struct Row {
        WhatIfField field;
        double most = 0;
        QSlider* slider = nullptr;
        QDoubleSpinBox* spin = nullptr;
    };
    void addRow(QGridLayout* grid, const WhatIfFieldInfo& info);
    void addPrice(QGridLayout* grid, const WhatIfFieldInfo& per);
    void addPer(QGridLayout* grid, const WhatIfFieldInfo& info);
    void addMix(QGridLayout* grid, const WhatIfFieldInfo& info);
    void judgeMix(const QString& text);
    std::vector<Row> rows_;
    QComboBox* per_ = nullptr;
    QLineEdit* mix_ = nullptr;
    ToneLabel* mixWrong_ = nullptr;
};

} // namespace loadline
