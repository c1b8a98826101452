// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/costs.h"

#include <QByteArray>

namespace loadline {

// The user's choices about money as JSON, versioned, amounts and shares as exact decimal text, so that the file can be
// read and put under version control.
QByteArray writeCostSettings(const CostSettings& settings);
// What cannot be understood falls back to its default, value by value; what was wrong is told. A later version's text
// is read as far as it goes.
struct ReadCostSettings {
    CostSettings settings;
    std::vector<Error> problems;
};
ReadCostSettings readCostSettings(const QByteArray& json);

} // namespace loadline
