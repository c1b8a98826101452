// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/change.h"

#include "manifest/lines.h"

#include <algorithm>
#include <unordered_map>

namespace loadline {
namespace {

using Kind = LineDiff::Kind;

// Beyond so many differences a closer look costs more than it shows: the middle is told as all removed, all added.
constexpr std::ptrdiff_t mostDifferences = 1000;
constexpr std::size_t context = 3;

// A line with its line break, so that a missing last one is a difference.
struct Line {
    Kind kind = Kind::Same;
    std::string_view text;
};

using Lines = std::vector<std::string_view>;

struct Move {
    std::ptrdiff_t x, y;
};

// Myers' greedy algorithm: the shortest way through the grid of both texts, each round's furthest points kept to walk
// back. Lines are numbered first, so that comparing them is cheap. Empty when it is too long.
class ShortestWay {
public:
    ShortestWay(const Lines& before, const Lines& after, std::size_t head, std::size_t tail)
    {
        std::unordered_map<std::string_view, int> numbers;
        const auto number = [&](std::string_view line) { return numbers.emplace(line, int(numbers.size())).first->second; };
        for (std::size_t i = head; i < before.size() - tail; ++i)
            a_.push_back(number(before[i]));
        for (std::size_t i = head; i < after.size() - tail; ++i)
            b_.push_back(number(after[i]));
    }

    // The points of the way from the end to the start; false: too many differences.
    bool find(std::vector<Move>& way)
    {
        const auto n = std::ptrdiff_t(a_.size()), m = std::ptrdiff_t(b_.size());
        const std::ptrdiff_t most = std::min(n + m, mostDifferences);
        std::vector<std::ptrdiff_t> furthest(std::size_t(2 * most + 3), 0);
        const std::ptrdiff_t middle = most + 1;
        std::vector<std::vector<std::ptrdiff_t>> rounds;
        for (std::ptrdiff_t d = 0; d <= most; ++d) {
            rounds.emplace_back(furthest.begin() + (middle - d - 1), furthest.begin() + (middle + d + 2));
            for (std::ptrdiff_t k = -d; k <= d; k += 2) {
                const auto at = [&](std::ptrdiff_t diagonal) -> std::ptrdiff_t& { return furthest[std::size_t(middle + diagonal)]; };
                std::ptrdiff_t x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
                while (x < n && x - k < m && a_[std::size_t(x)] == b_[std::size_t(x - k)])
                    ++x;
                at(k) = x;
                if (x >= n && x - k >= m) {
                    walkBack(rounds, way);
                    return true;
                }
            }
        }
        return false;
    }

private:
    void walkBack(const std::vector<std::vector<std::ptrdiff_t>>& rounds, std::vector<Move>& way) const
    {
        std::ptrdiff_t x = std::ptrdiff_t(a_.size()), y = std::ptrdiff_t(b_.size());
        way.push_back({x, y});
        for (auto d = std::ptrdiff_t(rounds.size()) - 1; d > 0; --d) {
            const auto& round = rounds[std::size_t(d)]; // of diagonals -d-1 to d+1, before round d
            const auto at = [&](std::ptrdiff_t diagonal) { return round[std::size_t(diagonal + d + 1)]; };
            const std::ptrdiff_t k = x - y;
            const std::ptrdiff_t from = k == -d || (k != d && at(k - 1) < at(k + 1)) ? k + 1 : k - 1;
            const std::ptrdiff_t toX = at(from), toY = toX - from;
            for (; x > toX && y > toY; --x, --y)
                way.push_back({x - 1, y - 1});
            x = toX;
            y = toY;
            way.push_back({x, y});
        }
        for (; x > 0 && y > 0; --x, --y)
            way.push_back({x - 1, y - 1});
    }
    std::vector<int> a_, b_;
};

std::vector<Line> diff(std::string_view beforeText, std::string_view afterText)
{
    const Lines before = linesIn(beforeText), after = linesIn(afterText);
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0, tail = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    std::vector<Line> lines;
    for (std::size_t i = 0; i < head; ++i)
        lines.push_back({Kind::Same, before[i]});
    std::vector<Move> way;
    if (ShortestWay(before, after, head, tail).find(way)) {
        std::reverse(way.begin(), way.end());
        for (std::size_t i = 1; i < way.size(); ++i) {
            const std::size_t x = head + std::size_t(way[i - 1].x), y = head + std::size_t(way[i - 1].y);
            if (way[i].x > way[i - 1].x && way[i].y > way[i - 1].y)
                lines.push_back({Kind::Same, before[x]});
            else if (way[i].x > way[i - 1].x)
                lines.push_back({Kind::Removed, before[x]});
            else
                lines.push_back({Kind::Added, after[y]});
        }
    } else {
        for (std::size_t i = head; i < before.size() - tail; ++i)
            lines.push_back({Kind::Removed, before[i]});
        for (std::size_t i = head; i < after.size() - tail; ++i)
            lines.push_back({Kind::Added, after[i]});
    }
    for (std::size_t i = before.size() - tail; i < before.size(); ++i)
        lines.push_back({Kind::Same, before[i]});
    return lines;
}

std::string range(std::size_t first, std::size_t count)
{
    const std::size_t begin = count == 0 ? first - 1 : first;
    return std::to_string(begin) + (count == 1 ? "" : ',' + std::to_string(count));
}

} // namespace

std::vector<LineDiff> compareLines(std::string_view before, std::string_view after)
{
    std::vector<LineDiff> lines;
    for (const Line& line : diff(before, after)) {
        std::string_view text = line.text;
        while (text.ends_with('\n') || text.ends_with('\r'))
            text.remove_suffix(1);
        lines.push_back({line.kind, std::string(text)});
    }
    return lines;
}

std::string unifiedDiff(std::string_view before, std::string_view after, const std::string& name)
{
    const std::vector<Line> lines = diff(before, after);
    std::string text, hunk;
    std::size_t a = 1, b = 1; // the next line of each
    for (std::size_t i = 0; i < lines.size();) {
        const auto different = [](const Line& line) { return line.kind != Kind::Same; };
        const std::size_t first
            = std::size_t(std::find_if(lines.begin() + std::ptrdiff_t(i), lines.end(), different) - lines.begin());
        if (first == lines.size())
            break;
        const std::size_t begin = first > i + context ? first - context : i;
        a += begin - i;
        b += begin - i;
        std::size_t end = first, same = 0;
        for (; end < lines.size() && same <= 2 * context; ++end)
            same = different(lines[end]) ? 0 : same + 1;
        end -= same > context ? same - context : 0;
        const std::size_t firstA = a, firstB = b;
        hunk.clear();
        for (i = begin; i < end; ++i) {
            a += lines[i].kind != Kind::Added;
            b += lines[i].kind != Kind::Removed;
            (hunk += lines[i].kind == Kind::Same ? ' ' : lines[i].kind == Kind::Added ? '+' : '-') += lines[i].text;
            if (!lines[i].text.ends_with('\n'))
                hunk += "\n\\ No newline at end of file\n";
        }
        text += "@@ -" + range(firstA, a - firstA) + " +" + range(firstB, b - firstB) + " @@\n" + hunk;
    }
    return text.empty() ? text : "--- a/" + name + "\n+++ b/" + name + '\n' + text;
}

} // namespace loadline
