// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/row_money.h"

namespace loadline {

// Looks on while a page shows HPAs: rows with their memory, their history and their money, each derived anew only when
// something it rests on changed. One look at a time.
class HpaLook {
public:
    using Trends = std::unordered_map<std::string, std::shared_ptr<const Spark>>; // the last hour by row id, as history knows it
    Rows<HpaRow> look(const Worlds& worlds, const Preferences& preferences, const CostsPtr& costs, const std::shared_ptr<const Trends>& trends,
        const SizeHistoryPtr& sizes = {});

private:
    HpaMemory memory_;
    RowLayer<HpaRow> drawn_;
    std::shared_ptr<const Trends> trends_;
    MoneyMemory<HpaRow> money_;
};

} // namespace loadline
