// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/window_lines.h"

namespace loadline {

std::vector<LineSum> linesOver(const Terms& terms, Millis covered, NodeTime nodes)
{
    std::vector<LineSum> sums;
    const std::vector<CostLine> none = linesOf(terms, 0), one = linesOf(terms, 1); // of no node, and of one
    for (std::size_t i = 0; i < one.size(); ++i)
        sums.push_back({one[i].what, none[i].hourly.over(covered) + (one[i].hourly - none[i].hourly).scaled(nodes, 3'600'000)});
    return sums;
}

Money sumOf(const std::vector<LineSum>& lines)
{
    Money sum;
    for (const LineSum& line : lines)
        sum += line.amount;
    return sum;
}

} // namespace loadline
