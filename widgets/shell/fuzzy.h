// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace loadline {

// How well `text` answers what was typed, higher is better; nullopt when it does not. Every word of the query must
// occur, in any order, as a run of letters in sequence; starts of words, runs and early places count more.
std::optional<int> fuzzyScore(const QString& query, const QString& text);

} // namespace loadline
