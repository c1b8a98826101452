// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"
#include "base/quantity.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QDoubleSpinBox;

namespace loadline {

// Fields that the editors of money share. All are named for screen readers, and exact: what is typed in decimals is kept
// in decimals.
QDoubleSpinBox* amountField(const QString& name, int decimals, QWidget* parent); // US dollars, not negative
QDoubleSpinBox* percentField(const QString& name, QWidget* parent);
Money amountOf(const QDoubleSpinBox* field);
Quantity shareOf(const QDoubleSpinBox* percent); // 12.5 % -> 0.125
Quantity quantityOf(const QDoubleSpinBox* field);

// A price that may not be counted at all: a check box and, when it is checked, an amount.
class OptionalAmount : public QWidget {
    Q_OBJECT
public:
    OptionalAmount(const QString& name, int decimals, QWidget* parent = nullptr);
    void setAmount(const std::optional<Money>& amount); // says nothing
    [[nodiscard]] std::optional<Money> amount() const;
    [[nodiscard]] QCheckBox* box() const { return box_; }
    [[nodiscard]] QDoubleSpinBox* field() const { return field_; }

Q_SIGNALS:
    void changed();

private:
    QCheckBox* box_;
    QDoubleSpinBox* field_;
};

} // namespace loadline
