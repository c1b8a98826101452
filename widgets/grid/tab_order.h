// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QWidget;

namespace loadline {

// Tab goes through these one after another, and inside each through what takes the focus in the order it was made.
// Those of one window only; what was made meanwhile elsewhere keeps its place.
void tabThrough(const std::vector<QWidget*>& parts);

} // namespace loadline
