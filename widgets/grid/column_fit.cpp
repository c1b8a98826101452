// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/column_fit.h"

#include <algorithm>

namespace loadline {

namespace {

    // With its least a column is readable and no more; two fifths of the rest, up to a word's width, makes it bearable.
    int bearable(const ColumnWish& wish) { return wish.least + std::min((wish.natural - wish.least) * 2 / 5, 40); }

    // Takes away what gives way until the others have bearable room.
    std::vector<bool> staying(const std::vector<ColumnWish>& wishes, int room)
    {
        std::vector<bool> stays(wishes.size(), true);
        int wanted = 0;
        for (const ColumnWish& wish : wishes)
            wanted += bearable(wish);
        while (wanted > room) {
            std::size_t next = wishes.size();
            for (std::size_t i = 0; i < wishes.size(); ++i)
                if (stays[i] && wishes[i].yields > 0 && (next == wishes.size() || wishes[i].yields > wishes[next].yields))
                    next = i;
            if (next == wishes.size())
                break;
            stays[next] = false;
            wanted -= bearable(wishes[next]);
        }
        return stays;
    }

    // Splits `amount` by the weights, exactly: what rounding leaves goes to the last with a weight.
    void share(std::vector<int>& widths, const std::vector<int>& weights, int amount)
    {
        int total = 0;
        for (const int weight : weights)
            total += weight;
        if (total <= 0 || amount <= 0)
            return;
        int given = 0;
        std::size_t last = 0;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (weights[i] <= 0)
                continue;
            const int part = static_cast<int>(static_cast<long long>(amount) * weights[i] / total);
            widths[i] += part;
            given += part;
            last = i;
        }
        widths[last] += amount - given;
    }

    // Gives each the same until it has what it asks for: whoever lacks little lacks nothing, and the rest is cut where most
    // is missing anyway.
    void fill(std::vector<int>& widths, std::vector<int> asked, int amount)
    {
        for (int left = 1; amount > 0 && left > 0;) {
            left = static_cast<int>(std::count_if(asked.begin(), asked.end(), [](int more) { return more > 0; }));
            const int each = left > 0 ? std::max(1, amount / left) : 0;
            for (std::size_t i = 0; i < widths.size() && amount > 0; ++i) {
                const int part = std::min({each, std::max(0, asked[i]), amount});
                widths[i] += part;
                asked[i] -= part;
                amount -= part;
            }
        }
    }

} // namespace

std::vector<int> fitted(const std::vector<ColumnWish>& wishes, int room)
{
    const auto stays = staying(wishes, room);
    std::vector<int> widths(wishes.size(), 0);
    std::vector<int> spare(wishes.size(), 0);
    std::vector<int> growth(wishes.size(), 0);
    int natural = 0;
    int least = 0;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        if (!stays[i])
            continue;
        widths[i] = wishes[i].least;
        spare[i] = wishes[i].natural - wishes[i].least;
        growth[i] = wishes[i].grows ? wishes[i].natural : 0;
        natural += wishes[i].natural;
        least += wishes[i].least;
    }
    fill(widths, spare, std::min(natural, room) - least);
    share(widths, growth, room - natural);
    return widths;
}

} // namespace loadline
