// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/autoscaler_money.h"

#include <QStringList>

namespace loadline {

// What a pool's nodes cost an hour, after the user's terms, beside its row.
struct PoolMoney {
    HourlyCost node; // one: the mean of those that run, else of the machine that would start
    HourlyCost now, atMin, atMax;
    QString source; // where the node's price comes from, with its date
    QString basis; // what named the machine where none runs; "" otherwise
    Currency currency;
    bool operator==(const PoolMoney&) const = default;
};
QStringList moneySentences(const PoolMoney& money);

} // namespace loadline
