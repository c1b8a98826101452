// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/cards.h"
#include "tables/overview.h"

namespace loadline {

// How many autoscalers of one kind are in which state, in words; leads to their page.
class StatesCard : public Card {
    Q_OBJECT
public:
    explicit StatesCard(QWidget* parent = nullptr);
    void setCard(const AutoscalerCard& card);
    [[nodiscard]] QString page() const { return card_.page; }
    [[nodiscard]] QString text() const; // all that it says

private:
    AutoscalerCard card_;
    ToneLabel* title_ = nullptr;
    ToneLabel* total_ = nullptr;
    ToneLabel* states_ = nullptr;
    ToneLabel* sentences_ = nullptr;
};

} // namespace loadline
