// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/autoscaler_money.h"

#include <QStringList>

namespace loadline {

// What a pool's nodes cost an hour, after the user's terms, beside its row.
struct PoolMoney {
    HourlyCost node; // one: the mean of those that run, else of the machine that would start
    HourlyCost now, atMin, atMax;
    HourlyCost step; // what the last change of its nodes added, at what a node costs now (or took off, negative)
    std::optional<SizeStep> change; // that step, in nodes
    QString changeWords;
    bool unchanged = false; // history knows half a day and more, and no change
    QString source; // where the node's price comes from, with its date
    QString basis; // what named the machine where none runs; "" otherwise
    Currency currency;
    bool operator==(const PoolMoney&) const = default;
};
QStringList moneySentences(const PoolMoney& money);

} // namespace loadline
