// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/shell_state.h"

#include <QToolButton>

#include <span>

class QDateTimeEdit;
class QFrame;
class QLabel;

namespace loadline {

std::span<const Seconds> presetRanges(); // 1 h, 3 h, 8 h, 24 h, 7 d, 30 d
// "Last 8 h", or "23 Nov 14:05 – 16:30" in local time or UTC; `now` tells which year and day go without saying.
QString rangeText(const RangeChoice& choice, TimePoint now, bool utc);

// The one control of the time range that all charts share.
class RangePicker : public QToolButton {
    Q_OBJECT
public:
    explicit RangePicker(QWidget* parent = nullptr);
    void setChoice(const RangeChoice& choice, TimePoint now, bool utc);
    [[nodiscard]] const RangeChoice& choice() const { return choice_; }
    void open();

Q_SIGNALS:
    void rangeChosen(const loadline::RangeChoice& choice);

private:
    void buildMenu();
    void openCustom();
    void applyCustom();
    RangeChoice choice_;
    TimePoint now_ {};
    bool utc_ = false;
    QFrame* custom_ = nullptr;
    QDateTimeEdit* from_ = nullptr;
    QDateTimeEdit* to_ = nullptr;
    QLabel* complaint_ = nullptr;
};

} // namespace loadline
