// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger_potential.h"
#include "grid/cards.h"

#include <array>

class QCheckBox;
class QDoubleSpinBox;
class QTimeEdit;

namespace loadline {

// When people need their notebooks and development: what runs outside of it is what schedules could save.
class DutyEditor : public Card {
    Q_OBJECT
public:
    explicit DutyEditor(QWidget* parent = nullptr);
    void setDuty(const DutyHours& duty);
    [[nodiscard]] QCheckBox* day(int index) const { return days_[std::size_t(index)]; } // from Monday
    [[nodiscard]] QTimeEdit* from() const { return from_; }
    [[nodiscard]] QTimeEdit* to() const { return to_; }
    [[nodiscard]] QDoubleSpinBox* offset() const { return offset_; }

Q_SIGNALS:
    void dutyChosen(const loadline::DutyHours& duty);

private:
    void showDuty();
    void choose();
    DutyHours duty_;
    bool showing_ = false;
    std::array<QCheckBox*, 7> days_ {};
    QTimeEdit *from_ = nullptr, *to_ = nullptr;
    QDoubleSpinBox* offset_ = nullptr;
    ToneLabel* words_ = nullptr;
};

} // namespace loadline
