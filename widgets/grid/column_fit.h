// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace loadline {

// How wide a column would like to be, and how much of that it can do without. In pixels.
struct ColumnWish {
    int natural = 0; // all it says is whole
    int least = 0; // below this it says too little
    int yields = 0; // 0: it never goes; else the highest goes first
    bool grows = false; // takes of what is left over
};

// Widths for a table of that much room: 0 where a column gives way. Columns go when the room is hardly more than the
// least of all; the others get the same beyond their least until they have what they ask for. What is left over goes to those that
// grow. Wider than the room only where the least of those that never go is.
std::vector<int> fitted(const std::vector<ColumnWish>& wishes, int room);

} // namespace loadline
