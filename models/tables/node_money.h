// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/autoscaler_money.h"

namespace loadline {

// What a node costs an hour, and whether the cluster could do without it.
struct NodeMoney {
    HourlyCost price;
    QString source;
    std::optional<bool> canGo; // unknown while pods are not known
    QString verdict; // "Stays: disruption budget a/b lets no pod such as a/x go now."
    HourlyCost saves; // what its going would save: zero for a node that stays
    Currency currency;
    bool operator==(const NodeMoney&) const = default;
};

// "Can these nodes go?" for a whole pool.
struct PoolRemoval {
    std::optional<std::int64_t> canGo; // nodes
    QString why; // when that is not known
    HourlyCost saves;
    std::optional<Money> monthly;
    std::optional<std::int64_t> canGoNow; // with the requests of now, where others are asked about
    QString requests; // which requests were taken: a word, "" those of now
    QStringList going, staying; // a sentence each, the node's name first
    QStringList assumptions;
    bool operator==(const PoolRemoval&) const = default;
};
QStringList removalSentences(const PoolRemoval& removal, const Currency& currency);

} // namespace loadline
