// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger_potential.h"
#include "grid/cards.h"

#include <array>
#include <string>
#include <vector>

class QCheckBox;
class QGridLayout;
class QDoubleSpinBox;
class QTimeEdit;

namespace loadline {

// When workloads of the chosen types are needed: what runs of them outside of it is what schedules could save.
class DutyEditor : public Card {
    Q_OBJECT
public:
    explicit DutyEditor(QWidget* parent = nullptr);
    void setDuty(const DutyHours& duty);
    void setTypes(const std::vector<std::string>& all, const std::vector<std::string>& chosen);
    [[nodiscard]] QCheckBox* day(int index) const { return days_[std::size_t(index)]; } // from Monday
    [[nodiscard]] QCheckBox* type(const std::string& type) const; // null: there is none
    [[nodiscard]] QTimeEdit* from() const { return from_; }
    [[nodiscard]] QTimeEdit* to() const { return to_; }
    [[nodiscard]] QDoubleSpinBox* offset() const { return offset_; }

Q_SIGNALS:
    void dutyChosen(const loadline::DutyHours& duty);
    void typesChosen(const std::vector<std::string>& types);

private:
    void showDuty();
    void choose();
    void chooseTypes();
    DutyHours duty_;
    bool showing_ = false;
    std::array<QCheckBox*, 7> days_ {};
    QTimeEdit *from_ = nullptr, *to_ = nullptr;
    QDoubleSpinBox* offset_ = nullptr;
    ToneLabel* words_ = nullptr;
    QGridLayout* typesGrid_ = nullptr;
    std::vector<std::pair<std::string, QCheckBox*>> types_;
    std::vector<std::string> chosenTypes_;
};

} // namespace loadline
